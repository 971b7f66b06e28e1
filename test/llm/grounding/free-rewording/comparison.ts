import type { Mood, Reading, Statement } from "../../../../src/llm/grounding/reading.ts";
import { ASKS_TO_CONFIRM } from "./fact-forms.ts";

/** Effects after which "¡listo!" is true. */
const EFFECTS: ReadonlySet<string> = new Set(["book", "cancel", "move", "confirm", "pay", "buy", "register", "update"]);
/** Effects after which the customer is expected. */
const STANDING: ReadonlySet<string> = new Set(["book", "move", "confirm"]);
/** What a question can ask for. */
const SLOTS: ReadonlySet<string> = new Set([
  "time-of-day",
  "day",
  "service",
  "professional",
  "price",
  "code",
  "name",
  "person",
]);
const REASONS = {
  figure: "figure",
  verb: "outcome",
  open: "word",
  group: "word",
  negation: "negation",
  interrogative: "question",
} as const;

/** Where `heard` differs from `said` in what it says, in which order, in which mood and in what it asks. */
export function differences(said: Reading, heard: Reading, allowed: ReadonlySet<string>): string[] {
  return [
    ...differencesOfContent(said, heard, allowed),
    ...differencesOfNames(said, heard),
    ...differencesOfOrder(said, heard),
    ...differencesOfMood(said, heard),
    ...differencesOfQuestions(said, heard),
  ];
}

function differencesOfContent(said: Reading, heard: Reading, allowed: ReadonlySet<string>): string[] {
  const before = keysOf(said);
  const after = keysOf(heard);
  const added = heard.statements.filter(({ key }) => !before.has(key) && !allowed.has(key));
  const missing = said.statements.filter((statement) => !after.has(statement.key) && !mayBeDropped(statement, said));
  const isAsOftenDenied = negations(said) === negations(heard);
  return [
    ...added.map((statement) => `added:${reasonOf(statement)}`),
    ...missing.map((statement) => `missing:${reasonOf(statement)}`),
    ...(isAsOftenDenied ? [] : ["negation"]),
  ];
}

function mayBeDropped(statement: Statement, said: Reading): boolean {
  if (statement.kind === "group") return statement.isOptional;
  if (!ASKS_TO_CONFIRM.has(statement.key)) return false;
  return said.statements.some((other) => other.kind === "verb" && other.isAsked && other.verb.class !== "confirm");
}

/** Names keep their accents and endings: Peña is not Pena, and Carla not Carlos. */
function differencesOfNames(said: Reading, heard: Reading): string[] {
  const open = (reading: Reading) =>
    reading.statements.flatMap((statement) => (statement.kind === "open" ? [statement] : []));
  const before = new Set(open(said).map(({ raw }) => raw));
  const after = new Set(open(heard).map(({ raw }) => raw));
  return [
    ...(open(heard).some(({ isName, raw }) => isName && !before.has(raw)) ? ["added:name"] : []),
    ...(open(said).some(({ isCapital, raw }) => isCapital && !after.has(raw)) ? ["missing:name"] : []),
  ];
}

/**
 * Open words always keep their order. Where a text holds several records (two figures of one kind), two effects that
 * went differently, or a change from one thing to another, everything keeps its order: otherwise "10:00 con Ana, 11:00
 * con Luis" or "el pago falló, la cita quedó agendada" could be crossed without a new word.
 */
function differencesOfOrder(said: Reading, heard: Reading): string[] {
  const open = (reading: Reading) =>
    [...new Set(reading.statements.filter(({ kind }) => kind === "open").map(({ key }) => key))].join("|");
  if (open(said) !== open(heard)) return ["order"];
  if (!isManifold(said)) return [];
  const known = keysOf(said);
  const withGroups = isMixed(said);
  const all = (reading: Reading) =>
    reading.statements
      .filter((statement) => known.has(statement.key) && (withGroups || statement.kind !== "group"))
      .map((statement, index, kept) => `${statement.key}${originOf(statement, kept[index - 1])}`)
      .join("|");
  return all(said) === all(heard) ? [] : ["order"];
}

/**
 * "de $850 a $900", "de lunes a viernes": figures keep being the start and the end of a range or a change. Names keep
 * "a" and "por" too, since "a Ana por Luis" replaces one.
 */
function originOf(statement: Statement, previous: Statement | undefined): string {
  if (statement.kind === "open") return statement.isName && statement.origin !== "" ? `<${statement.origin}` : "";
  if (statement.kind !== "figure") return "";
  const endsRange =
    statement.origin === "to" &&
    previous?.kind === "figure" &&
    previous.figure === statement.figure &&
    previous.origin === "from";
  return statement.origin === "from" ? "<from" : endsRange ? "<to" : "";
}

function isManifold(reading: Reading): boolean {
  const values = new Map<string, Set<string>>();
  for (const statement of reading.statements) {
    if (statement.kind !== "figure") continue;
    const known = values.get(statement.figure) ?? new Set<string>();
    values.set(statement.figure, known.add(statement.key));
  }
  const verbs = verbsOf(reading);
  return (
    [...values.values()].some((known) => known.size > 1) ||
    verbs.some(({ verb }) => verb.class === "move") ||
    isMixed(reading)
  );
}

/** Two effects told, one of them denied. */
function isMixed(reading: Reading): boolean {
  const told = verbsOf(reading).filter(({ isAsked }) => !isAsked);
  return (
    new Set(told.map(({ key }) => key)).size > 1 && (negations(reading) > 0 || told.some(({ isNegated }) => isNegated))
  );
}

function differencesOfMood(said: Reading, heard: Reading): string[] {
  const denies = negations(said) > 0 || said.moods.has("apology");
  const done = (classes: ReadonlySet<string>) =>
    said.questions === 0 &&
    verbsOf(said).some(({ verb, isNegated }) => verb.form === "done" && classes.has(verb.class) && !isNegated);
  const isCancelled = verbsOf(said).some(({ verb }) => verb.class === "cancel");
  const isFitting: Record<Mood, boolean> = {
    cheer: !denies,
    apology: denies,
    complete: !denies && done(EFFECTS),
    welcome: !denies && done(STANDING) && !isCancelled,
  };
  return [...heard.moods].some((mood) => !said.moods.has(mood) && !isFitting[mood]) ? ["mood"] : [];
}

function differencesOfQuestions(said: Reading, heard: Reading): string[] {
  const isSame =
    said.questions === heard.questions &&
    (!said.endsAsking || heard.endsAsking) &&
    (!said.statements.some(({ kind }) => kind === "interrogative") || askedSlots(said) === askedSlots(heard));
  return isSame ? [] : ["question"];
}

/** "¿Para qué día?" must not become "¿Para qué servicio?". */
function askedSlots(reading: Reading): string {
  const asked = reading.statements
    .filter(({ kind, isAsked }) => kind === "group" && isAsked)
    .map(({ key }) => key.slice("group=".length))
    .filter((id) => SLOTS.has(id));
  return [...new Set(asked)].sort().join(" ");
}

function reasonOf(statement: Statement): string {
  if (statement.kind === "figure") return statement.figure;
  return statement.kind === "open" && statement.isName ? "name" : REASONS[statement.kind];
}

function keysOf(reading: Reading): ReadonlySet<string> {
  return new Set(reading.statements.map(({ key }) => key));
}

function verbsOf(reading: Reading) {
  return reading.statements.flatMap((statement) => (statement.kind === "verb" ? [statement] : []));
}

function negations(reading: Reading): number {
  return reading.statements.filter(({ kind }) => kind === "negation").length;
}
