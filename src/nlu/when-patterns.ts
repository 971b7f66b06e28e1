import type { Find, Meaning, Rule, Scan, WhenEntity } from "./when-scan.ts";
import { type Captures, createSlots, FIGURE, type Slot } from "./when-slots.ts";
import { keysOf, type WhenVocabulary } from "./when-vocabulary.ts";

/**
 * A way of saying something, in the words of one language:
 * `at|around <hour> <half>? in the? <part>?`. `a|b` is a choice, `?` may be missing, `<slot>` is a value of the
 * vocabulary, `!a|b` and `!<slot>` must not come next and `=a|b` must, `$` is the end of what is said.
 */
export interface Phrase {
  say: string | string[];
  entity?: Find["entity"];
  /** Undefined: the phrase does not hold for these values. */
  means: (said: Captures, scan: Scan) => Meaning | undefined;
}

type Item =
  | { kind: "words"; words: ReadonlySet<string>; isOptional: boolean }
  | { kind: "slot"; slot: Slot; isOptional: boolean }
  | { kind: "ahead"; holds: (scan: Scan, at: number) => boolean }
  | { kind: "end" };

interface Compiled {
  items: Item[];
  phrase: Phrase;
}

interface Language {
  /** By the key with which they may begin, so that most words ask nothing at all; in the order in which they are written. */
  byStart: Map<string, Compiled[]>;
  around: Record<WhenEntity, ReadonlySet<string>>;
}

/** The phrases of a language as one rule: of all that hold at a place the longest counts, then the first written. */
export function createPhraseRule(vocabulary: WhenVocabulary, phrases: Phrase[]): Rule {
  // Compiled when first asked: most processes never read every language.
  let language: Language | undefined;
  return (scan, at) => {
    language ??= compileAll(vocabulary, phrases);
    let best: Find | undefined;
    for (const { items, phrase } of language.byStart.get(scan.isFigure(at) ? FIGURE : scan.key(at)) ?? []) {
      const said: Captures = {};
      const to = match(scan, items, 0, at, said);
      if (to === undefined || to <= at || (best && to <= best.to)) continue;
      const meaning = phrase.means(said, scan);
      if (meaning) best = scan.find(phrase.entity, at, to, meaning, coreOf(scan, at, to, phrase, language));
    }
    return best;
  };
}

/** What a trainer would mark: "5 pm" of "at 5 pm". */
function coreOf(scan: Scan, from: number, to: number, { entity }: Phrase, { around }: Language): [number, number] {
  if (!entity) return [from, to];
  let [start, end] = [from, to];
  while (start < end && around[entity].has(scan.key(start))) start++;
  while (end > start && around[entity].has(scan.key(end - 1))) end--;
  return start < end ? [start, end] : [from, to];
}

/** Where the items end when they are found at a place. Phrases are short and fixed: the work for a place is bounded. */
function match(scan: Scan, items: Item[], index: number, at: number, said: Captures): number | undefined {
  const item = items[index];
  if (!item) return at;
  if (item.kind === "end") return scan.isEnd(at) ? match(scan, items, index + 1, at, said) : undefined;
  if (item.kind === "ahead") {
    return item.holds(scan, at) ? match(scan, items, index + 1, at, said) : undefined;
  }
  const before = item.isOptional ? { ...said } : said;
  const next =
    item.kind === "words" ? (item.words.has(scan.key(at)) ? at + 1 : undefined) : item.slot.read(scan, at, said);
  const to = next === undefined ? undefined : match(scan, items, index + 1, next, said);
  if (to !== undefined || !item.isOptional) return to;
  for (const key of Object.keys(said) as (keyof Captures)[]) delete said[key];
  Object.assign(said, before);
  return match(scan, items, index + 1, at, said);
}

function compileAll(vocabulary: WhenVocabulary, phrases: Phrase[]): Language {
  const slotOf = createSlots(vocabulary);
  const byStart: Language["byStart"] = new Map();
  for (const phrase of phrases) {
    for (const say of [phrase.say].flat()) {
      const items = say.split(" ").map((piece) => compile(piece, slotOf));
      for (const key of startsOf(items)) byStart.set(key, [...(byStart.get(key) ?? []), { items, phrase }]);
    }
  }
  const { fecha, hora, parte_del_dia } = vocabulary.around;
  return {
    byStart,
    around: { fecha: wordsOf(fecha, " "), hora: wordsOf(hora, " "), parte_del_dia: wordsOf(parte_del_dia, " ") },
  };
}

/** The keys with which a run of items may begin. */
function startsOf(items: Item[]): Set<string> {
  const starts = new Set<string>();
  for (const item of items) {
    if (item.kind === "slot") for (const key of item.slot.starts ?? []) starts.add(key);
    if (item.kind === "words") for (const key of item.words) starts.add(/^\d/u.test(key) ? FIGURE : key);
    const isRead = item.kind === "words" || (item.kind === "slot" && item.slot.starts !== undefined);
    if (isRead && !item.isOptional) break;
  }
  return starts;
}

function compile(piece: string, slotOf: (name: string) => Slot): Item {
  if (piece === "$") return { kind: "end" };
  const isOptional = piece.endsWith("?");
  const bare = isOptional ? piece.slice(0, -1) : piece;
  if (bare.startsWith("!<")) {
    const { read } = slotOf(bare.slice(2, -1));
    return { kind: "ahead", holds: (scan, at) => read(scan, at, {}) === undefined };
  }
  if (/^[!=]./u.test(bare)) {
    const words = wordsOf(bare.slice(1));
    return { kind: "ahead", holds: (scan, at) => words.has(scan.key(at)) === bare.startsWith("=") };
  }
  if (bare.startsWith("<")) return { kind: "slot", slot: slotOf(bare.slice(1, -1)), isOptional };
  return { kind: "words", words: wordsOf(bare), isOptional };
}

function wordsOf(list: string, separator = "|"): ReadonlySet<string> {
  return new Set(
    list
      .split(separator)
      .filter(Boolean)
      .map((word) => {
        const [key = word, ...rest] = keysOf(word);
        if (rest.length > 0 || /[<>]/u.test(word))
          throw new RangeError(`"${word}" in a phrase of dates is not one word`);
        return key;
      }),
  );
}
