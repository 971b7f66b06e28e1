import { foldText } from "../shared/index.ts";
import { type Reading, readReply, type Statement } from "./reading.ts";
import { verbForm } from "./verb-forms-es.ts";
import { APOLOGY, FOREIGN, groupOf, LABEL_OF_FIGURE, MONEY_ROLES, PROMISES } from "./vocabulary-es.ts";

/** Nested plain JSON: what the API answered. */
export type Facts = Record<string, unknown>;

const SPARE_CHARACTERS = 120;
/** Letters, digits, usual punctuation and emphasis. "~" would strike a price out, "[" and "<" would make markup. */
const PLAIN = /[\p{Script=Latin}0-9\s.,;:!?¡¿()"'“”«»\-–—…*_%$€£#/+&@]|\p{Extended_Pictographic}/u;
const EMOJI_JOINERS = new Set(["\u200D", "\uFE0F"]);
/** Pictures that say nothing. ✅ and ❌ tell an outcome, so they have to be the template's. */
const NEUTRAL_EMOJI = new Set("😊🙂👋📅🗓⏰🕐📍🙏✨💆".match(/./gu));
const EMOJI = /\p{Extended_Pictographic}/gu;
/** Effects after which "¡listo!" is true. */
const EFFECTS = new Set(["book", "cancel", "move", "confirm", "pay", "buy", "register", "update"]);
const STANDING = new Set(["book", "move", "confirm"]);

/**
 * Says why `candidate` may not stand in for `template`; an empty list means that it may. It compares meanings that code
 * can decide and refuses whatever it cannot:
 *
 * - **Open and closed words.** A Spanish reply is made of closed words (`vocabulary-es.ts`: articles, courtesy, labels,
 *   groups of synonyms) and open ones (everything else). The open words of the candidate must be the template's, all of
 *   them, in the same order. So a new name, promise, link text, instruction or language has no way in.
 * - **Figures by value** (`figures.ts`): the same set in both; with two different figures of one kind, everything that is
 *   said must also keep its order, or "10:00 con Ana, 11:00 con Luis" could be crossed.
 * - **Outcome** (`verb-forms-es.ts`): each effect's verb must agree in class, form (done, open, future), negation and
 *   being asked; each negator must deny the same word.
 * - **Questions**: as many, of the same kind, about the same things; one that ends the template ends the candidate.
 * - **Mood**: cheer beside a refusal, "listo" without a finished effect, regret beside a success are refused.
 *
 * Facts widen only the form: a weekday or year of a date that the template names, the unit of an amount, the names of
 * who speaks and who is spoken to. A fact that the template does not tell stays untold.
 */
export function checkGrounding(template: string, candidate: string, facts: Facts): string[] {
  const reasons = new Set<string>();
  if (candidate.trim() === "") return ["empty"];
  if (candidate.trim() === template.trim()) return [];
  if (candidate.length > 2 * template.length + SPARE_CHARACTERS) reasons.add("length");
  for (const reason of surfaceReasons(template, candidate)) reasons.add(reason);

  const facade = factForms(facts);
  const said = readReply(template);
  const heard = readReply(candidate, without(facade.names, wordsOf(template)));
  const allowed = allowedAdditions(said, template, facade);

  compareSets(said, heard, allowed, reasons);
  compareOrder(said, heard, allowed, reasons);
  compareMood(said, heard, reasons);
  if (said.questions !== heard.questions || (said.endsAsking && !heard.endsAsking)) reasons.add("question");
  for (const name of facade.texts) {
    if (contains(template, name) && !contains(candidate, name)) reasons.add("missing:name");
  }
  return [...reasons];
}

function surfaceReasons(template: string, candidate: string): string[] {
  const reasons: string[] = [];
  const normal = candidate.normalize("NFKC");
  const own = new Set(template.normalize("NFKC"));
  if (![...normal].every((character) => own.has(character) || PLAIN.test(character) || EMOJI_JOINERS.has(character)))
    reasons.push("characters");
  const pictures = new Set(template.match(EMOJI));
  const strange = (normal.match(EMOJI) ?? []).filter(
    (picture) => !pictures.has(picture) && !NEUTRAL_EMOJI.has(picture),
  );
  if (strange.some((picture) => !/[0-9#*©®™]/u.test(picture))) reasons.push("emoji");

  const before = new Set(wordsOf(template));
  const added = wordsOf(candidate).filter((word) => !before.has(word));
  if (added.some((word) => PROMISES.test(word))) reasons.push("promise");
  if (added.filter((word) => FOREIGN.has(word)).length >= 2) reasons.push("language");
  return reasons;
}

interface FactForms {
  /** Folded words of the names of the customer and of the business. */
  names: ReadonlySet<string>;
  /** Short texts of the facts: where the template says one, the candidate says it too. */
  texts: string[];
  isoDates: string[];
  isPeso: boolean;
  hasPrice: boolean;
}

const WHO = /^(?:customer|client|business|first|full)_?name$|^(?:customer|client|business)\.(?:first_?)?name$/iu;

function factForms(facts: Facts): FactForms {
  const leaves = leavesOf(facts, "");
  const texts = leaves.flatMap(({ value }) => (typeof value === "string" ? [value] : []));
  const names = leaves
    .filter(
      ({ path, value }) => typeof value === "string" && (WHO.test(path) || WHO.test(path.split(".").at(-1) ?? "")),
    )
    .flatMap(({ value }) => nameWords(String(value)));
  return {
    names: new Set(names),
    texts: texts.filter(
      (text) => text.length >= 3 && text.length <= 60 && /\p{L}/u.test(text) && !/^\d{4}-/u.test(text),
    ),
    isoDates: texts.flatMap((text) => /^\d{4}-\d{2}-\d{2}(?!\d)/u.exec(text)?.[0] ?? []),
    isPeso: texts.some((text) => /^(?:MXN|COP|DOP|ARS|CLP|UYU|CUP)$/u.test(text)),
    hasPrice: leaves.some(({ path, value }) => typeof value !== "string" && /price|amount|cost|total/iu.test(path)),
  };
}

/** A customer chooses the own name, so it frees only plain words that mean nothing here: never "Gratis" or "Cancelada". */
function nameWords(name: string): string[] {
  const parts = name.trim().split(/\s+/u);
  if (parts.length > 4) return [];
  return parts.filter((part) => /^\p{Lu}[\p{L}\p{M}'-]*$/u.test(part) && isMeaningless(foldText(part))).map(foldText);
}

function isMeaningless(folded: string): boolean {
  const { statements, moods } = readReply(folded);
  const isOpen = statements.every((statement) => statement.kind === "open");
  return (
    isOpen &&
    moods.size === 0 &&
    !PROMISES.test(folded) &&
    !groupOf(folded) &&
    !verbForm(folded) &&
    !APOLOGY.has(folded)
  );
}

function leavesOf(value: unknown, path: string): Array<{ path: string; value: unknown }> {
  if (value === null || typeof value !== "object") return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, path === "" ? key : `${path}.${key}`));
}

/** Keys that the candidate may say although the template does not: other forms and labels of what it does say. */
function allowedAdditions(said: Reading, template: string, facts: FactForms): ReadonlySet<string> {
  const keys = new Set(said.statements.map((statement) => statement.key));
  const allowed = new Set<string>();
  for (const iso of facts.isoDates) {
    for (const place of ["", "?"]) {
      if (!keys.has(`date=${iso.slice(5)}${place}`)) continue;
      allowed.add(`weekday=${((new Date(`${iso}T00:00:00Z`).getUTCDay() + 6) % 7) + 1}${place}`);
      allowed.add(`year=${iso.slice(0, 4)}${place}`);
    }
  }
  for (const statement of said.statements) {
    if (statement.kind === "figure" && LABEL_OF_FIGURE[statement.figure] && said.questions === 0) {
      allowed.add(`group=${LABEL_OF_FIGURE[statement.figure]}`);
    }
    if (statement.kind === "verb" && statement.verb.class === "book") allowed.add("group=appointment");
  }
  const amounts = said.statements.filter((statement) => statement.kind === "figure" && statement.figure === "money");
  if (amounts.length === 1 && facts.hasPrice && !MONEY_ROLES.test(foldText(template))) allowed.add("group=price");
  if (amounts.length > 0 && facts.isPeso) allowed.add("group=peso");
  const asksForEffect = said.statements.some((statement) => statement.kind === "verb" && statement.isAsked);
  if (asksForEffect) {
    allowed.add("verb=confirm:open:yes?");
    allowed.add("group=want");
  }
  return allowed;
}

const ADDED = {
  figure: "figure",
  verb: "outcome",
  open: "word",
  group: "word",
  negation: "negation",
  interrogative: "question",
};

function compareSets(said: Reading, heard: Reading, allowed: ReadonlySet<string>, reasons: Set<string>): void {
  const before = new Set(said.statements.map((statement) => statement.key));
  const after = new Set(heard.statements.map((statement) => statement.key));
  for (const statement of heard.statements) {
    if (!before.has(statement.key) && !allowed.has(statement.key)) reasons.add(`added:${nameOf(statement)}`);
  }
  for (const statement of said.statements) {
    if (!after.has(statement.key) && !mayBeDropped(statement, said)) reasons.add(`missing:${nameOf(statement)}`);
  }
  const negations = (reading: Reading) =>
    reading.statements.filter((statement) => statement.kind === "negation").length;
  if (negations(said) !== negations(heard)) reasons.add("negation");
  if (askedGroups(said) !== askedGroups(heard)) reasons.add("question");
}

function mayBeDropped(statement: Statement, said: Reading): boolean {
  if (statement.kind === "group") return statement.isOptional;
  // "¿Confirmas que agende…?" and "¿Agendo…?" ask the same, as long as the effect itself is still named.
  if (statement.key !== "verb=confirm:open:yes?") return false;
  return said.statements.some((other) => other.kind === "verb" && other.isAsked && other.verb.class !== "confirm");
}

const SLOTS = new Set(["time-of-day", "day", "service", "professional", "price", "code", "name", "person"]);

/** "¿Para qué día?" must not become "¿Para qué servicio?". */
function askedGroups(reading: Reading): string {
  const asked = reading.statements.flatMap((statement) => {
    const id = statement.key.slice("group=".length);
    return statement.kind === "group" && statement.isAsked && SLOTS.has(id) ? [id] : [];
  });
  return [...new Set(asked)].sort().join(" ");
}

function nameOf(statement: Statement): string {
  if (statement.kind === "figure") return statement.figure;
  if (statement.kind === "open" && statement.isName) return "name";
  return ADDED[statement.kind];
}

function compareOrder(said: Reading, heard: Reading, allowed: ReadonlySet<string>, reasons: Set<string>): void {
  const open = (reading: Reading) =>
    sequence(new Set(reading.statements.filter((statement) => statement.kind === "open").map(({ key }) => key)));
  if (open(said) !== open(heard)) reasons.add("order");
  if (!isManifold(said)) return;
  const fixed = (reading: Reading) =>
    sequence(
      reading.statements
        .filter((statement) => statement.kind !== "group" && !allowed.has(statement.key))
        .map(({ key }) => key),
    );
  if (fixed(said) !== fixed(heard)) reasons.add("order");
}

const sequence = (keys: Iterable<string>): string => [...keys].join("|");

/** Two different figures of one kind: several records, whose parts must not be crossed. */
function isManifold(reading: Reading): boolean {
  const values = new Map<string, Set<string>>();
  for (const statement of reading.statements) {
    if (statement.kind !== "figure") continue;
    const known = values.get(statement.figure) ?? new Set<string>();
    values.set(statement.figure, known.add(statement.key));
  }
  return [...values.values()].some((known) => known.size > 1);
}

function compareMood(said: Reading, heard: Reading, reasons: Set<string>): void {
  const denies = said.statements.some((statement) => statement.kind === "negation") || said.moods.has("apology");
  const done = (classes: ReadonlySet<string>) =>
    said.statements.some(
      (statement) =>
        statement.kind === "verb" &&
        statement.verb.form === "done" &&
        classes.has(statement.verb.class) &&
        !statement.isNegated &&
        !statement.isAsked,
    );
  const isCancelled = said.statements.some(
    (statement) => statement.kind === "verb" && statement.verb.class === "cancel",
  );
  const isFitting: Record<string, boolean> = {
    cheer: !denies,
    apology: denies,
    complete: !denies && said.questions === 0 && done(EFFECTS),
    welcome: !denies && said.questions === 0 && done(STANDING) && !isCancelled,
  };
  for (const mood of heard.moods) {
    if (!said.moods.has(mood) && !isFitting[mood]) reasons.add("mood");
  }
}

function wordsOf(text: string): string[] {
  return foldText(text).match(/\p{L}[\p{L}\d]*|\d\p{L}?\d*/gu) ?? [];
}

function without(names: ReadonlySet<string>, words: string[]): ReadonlySet<string> {
  const taken = new Set(words);
  return new Set([...names].filter((name) => !taken.has(name)));
}

function contains(text: string, part: string): boolean {
  return ` ${wordsOf(text).join(" ")} `.includes(` ${wordsOf(part).join(" ")} `);
}
