import { foldText } from "../../shared/index.ts";
import type { Atom, AtomKind } from "./figure-values.ts";
import { takeFigures } from "./figures.ts";
import { isPastOfAble, type VerbForm, verbForm } from "./verb-forms-es.ts";
import {
  APOLOGY,
  CHEER,
  COMPLETE,
  COURTESY,
  FREE,
  groupOf,
  INTERROGATIVES,
  NEGATORS,
  WELCOME,
} from "./vocabulary-es.ts";

export type Mood = "cheer" | "apology" | "complete" | "welcome";

/**
 * One thing that a text says, in its place. `key` is what two texts are compared by; it ends in "?" inside a question.
 * `origin` is "from", "to" or "for" after "de", "a" or "por": "de $850 a $900" is not "a $850 de $900".
 */
export type Statement = { key: string; isAsked: boolean; origin: "" | "from" | "to" | "for" } & (
  | { kind: "figure"; figure: AtomKind }
  | { kind: "verb"; verb: VerbForm; isNegated: boolean }
  | { kind: "open"; raw: string; isCapital: boolean; isName: boolean }
  | { kind: "group"; isOptional: boolean }
  | { kind: "negation" }
  | { kind: "interrogative" }
);

/** A text as the grounding check sees it: its statements in order, its moods and how many questions it asks. */
export interface Reading {
  statements: Statement[];
  moods: ReadonlySet<Mood>;
  questions: number;
  /** The last sentence is a question. */
  endsAsking: boolean;
}

interface Token {
  raw: string;
  folded: string;
  kind: "word" | "figure" | "break";
  isAsked: boolean;
  opensSentence: boolean;
}

const MOODS: ReadonlyArray<readonly [Mood, ReadonlySet<string>]> = [
  ["cheer", CHEER],
  ["apology", APOLOGY],
  ["complete", COMPLETE],
  ["welcome", WELCOME],
];
const GREETING = /\b(?:buen[oa]s?\s+(?:d[ií]as?|tardes|noches))\b/giu;
const TOKEN = /[\p{L}\p{M}]+|[\uE000-\uF8FF]|[.,;:!?¡¿()…\n—–-]/gu;
const PAST_OF_ABLE_REACH = 3;

/** @param freeNames folded words that may come and go when capitalised: who speaks and who is spoken to. */
export function readReply(text: string, freeNames: ReadonlySet<string> = new Set()): Reading {
  const { marked, figureAt } = takeFigures(text.normalize("NFKC").replace(GREETING, " "));
  const tokens = tokenize(marked);
  const moods = new Set<Mood>();
  const statements: Statement[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind === "break" || isAddressed(tokens, index, freeNames)) continue;
    // A capital inside a sentence makes a name, whatever the word: Luis Peña is no apology.
    const mood = isNameLike(token) ? undefined : MOODS.find(([, words]) => words.has(token.folded))?.[0];
    if (mood) moods.add(mood);
    const statement = mood ? undefined : stateOf(tokens, index, figureAt);
    if (statement) statements.push(statement);
  }
  return {
    statements,
    moods,
    questions: marked.match(/\?/gu)?.length ?? 0,
    endsAsking: /\?[^\p{L}\d\uE000-\uF8FF]*$/u.test(marked),
  };
}

function tokenize(marked: string): Token[] {
  const tokens: Token[] = [];
  const asked = askedRanges(marked);
  let opensSentence = true;
  for (const found of marked.matchAll(TOKEN)) {
    const raw = found[0];
    const isMark = /[\uE000-\uF8FF]/u.test(raw);
    const kind = isMark ? "figure" : /\p{L}/u.test(raw) ? "word" : "break";
    const isAsked = asked.some(([from, to]) => found.index >= from && found.index < to);
    tokens.push({ raw, folded: isMark ? raw : foldText(raw), kind, isAsked, opensSentence });
    opensSentence = kind === "break" ? /[.!?¡¿…\n:]/u.test(raw) || opensSentence : false;
  }
  return tokens;
}

/** From "¿", or from the start of the sentence where it is missing, to "?". */
function askedRanges(text: string): Array<[number, number]> {
  return [...text.matchAll(/\?/gu)].map(({ index }) => {
    const before = text.slice(0, index);
    const opened = before.lastIndexOf("¿");
    const previous = Math.max(
      before.lastIndexOf("?"),
      before.lastIndexOf("."),
      before.lastIndexOf("!"),
      before.lastIndexOf("\n"),
    );
    return [opened > before.lastIndexOf("?") ? opened : previous + 1, index];
  });
}

/** "¡Hola, María!" names who is spoken to; "con María" would say something about her, and is an open word. */
function isAddressed(tokens: Token[], index: number, freeNames: ReadonlySet<string>): boolean {
  const isFree = (token: Token | undefined) =>
    token?.kind === "word" && freeNames.has(token.folded) && /^\p{Lu}/u.test(token.raw);
  if (!isFree(tokens[index])) return false;
  const before = tokens.slice(0, index).findLast((token) => !isFree(token));
  const after = tokens.slice(index + 1).find((token) => !isFree(token));
  const opens =
    before === undefined || before.kind === "break" || COURTESY.has(before.folded) || CHEER.has(before.folded);
  return opens && (after === undefined || after.kind === "break");
}

function stateOf(tokens: Token[], index: number, figureAt: (mark: string) => Atom | undefined): Statement | undefined {
  const token = tokens[index]!;
  const { isAsked, raw, folded } = token;
  const place = isAsked ? "?" : "";
  const common = { isAsked, origin: originOf(tokens, index) };
  if (token.kind === "figure") {
    const atom = figureAt(raw);
    return atom && { kind: "figure", key: `${atom.kind}=${atom.value}${place}`, figure: atom.kind, ...common };
  }
  const isCapital = /^\p{Lu}/u.test(raw);
  const isName = isNameLike(token);
  const open = {
    kind: "open" as const,
    key: `open=${stem(folded)}${place}`,
    raw: raw.toLowerCase(),
    isCapital,
    isName,
  };
  if (isName) return { ...open, ...common };
  const interrogative = isAsked ? INTERROGATIVES[raw.toLowerCase()] : undefined;
  if (interrogative) return { kind: "interrogative", key: `interrogative=${interrogative}`, ...common };
  if (NEGATORS.has(folded)) {
    return { kind: "negation", key: `negation=${governed(tokens, index, figureAt)}${place}`, ...common };
  }
  if (isWording(folded)) return undefined;
  const group = groupOf(folded);
  if (group) return { kind: "group", key: `group=${group.id}`, isOptional: group.optional, ...common };
  const verb = verbForm(raw);
  if (verb) return { ...verbStatement(tokens, index, verb), ...common };
  return { ...open, ...common };
}

function isNameLike(token: Token): boolean {
  return token.kind === "word" && !token.opensSentence && /^\p{Lu}/u.test(token.raw);
}

const ORIGINS: Readonly<Record<string, "to" | "for">> = { a: "to", al: "to", por: "for" };

function originOf(tokens: Token[], index: number): "" | "from" | "to" | "for" {
  const before = tokens.slice(0, index).findLast((token) => !/^(?:el|la|los|las)$/u.test(token.folded));
  if (before === undefined) return "";
  return /^(?:del?|desde)$/u.test(before.folded) ? "from" : (ORIGINS[before.folded] ?? "");
}

function verbStatement(tokens: Token[], index: number, verb: VerbForm) {
  const { isAsked } = tokens[index]!;
  const clause = clauseBefore(tokens, index);
  const reports = clause.slice(-PAST_OF_ABLE_REACH).some((token) => isPastOfAble(token.folded));
  const isProposal = verb.isFirstPlural && isAsked;
  const form: VerbForm["form"] = isProposal ? "open" : verb.form === "open" && reports ? "done" : verb.form;
  const negator = clause.findLastIndex((token) => NEGATORS.has(token.folded));
  const isNegated = negator >= 0 && clause.slice(negator + 1).every((token) => isWording(token.folded));
  const key = `verb=${verb.class}:${form}:${isNegated ? "no" : "yes"}${isAsked ? "?" : ""}`;
  return { kind: "verb" as const, key, verb: { ...verb, form }, isNegated };
}

function clauseBefore(tokens: Token[], index: number): Token[] {
  const start = tokens.slice(0, index).findLastIndex((token) => token.kind === "break");
  return tokens.slice(start + 1, index);
}

/** What a negator denies: the next word with a meaning before any punctuation; empty for a "no" on its own. */
function governed(tokens: Token[], index: number, figureAt: (mark: string) => Atom | undefined): string {
  for (const token of tokens.slice(index + 1)) {
    if (token.kind === "break") return "";
    if (token.kind === "figure") {
      const atom = figureAt(token.raw);
      return atom ? `${atom.kind}=${atom.value}` : "";
    }
    if (isWording(token.folded)) continue;
    return groupOf(token.folded)?.id ?? verbForm(token.raw)?.class ?? stem(token.folded);
  }
  return "";
}

function isWording(folded: string): boolean {
  return FREE.has(folded) || COURTESY.has(folded);
}

/** Number and gender off: a rewording may say "relajante" for "relajantes". */
function stem(folded: string): string {
  return folded.length <= 4 ? folded : folded.replace(/(?:es|s)$/u, "").replace(/[aoe]$/u, "");
}
