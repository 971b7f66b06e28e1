import type { Find, Meaning, Rule, Scan } from "./when-scan.ts";
import { type Captures, createReader, type SlotReader } from "./when-slots.ts";
import { keysOf, type WhenVocabulary } from "./when-vocabulary.ts";

/**
 * A way of saying something, in the words of one language:
 * `at|around <hour> <half>? in the? <part>?`. `a|b` is a choice, `?` may be missing, `<slot>` is a value of the
 * vocabulary, `!a|b` must not come next and `=a|b` must, `$` is the end of what is said.
 */
export interface Phrase {
  say: string | string[];
  entity?: Find["entity"];
  /** Undefined: the phrase does not hold for these values. */
  means: (said: Captures, scan: Scan) => Meaning | undefined;
}

type Item =
  | { kind: "words"; words: ReadonlySet<string>; isOptional: boolean }
  | { kind: "slot"; read: SlotReader; isOptional: boolean }
  | { kind: "ahead"; words: ReadonlySet<string>; isWanted: boolean }
  | { kind: "end" };

interface Compiled {
  items: Item[];
  phrase: Phrase;
}

/** The phrases of a language as one rule: of all that hold at a place the longest counts, then the first written. */
export function createPhraseRule(vocabulary: WhenVocabulary, phrases: Phrase[]): Rule {
  // Compiled when first asked: most processes never read every language.
  let compiled: Compiled[] | undefined;
  return (scan, at) => {
    compiled ??= compileAll(vocabulary, phrases);
    let best: Find | undefined;
    for (const { items, phrase } of compiled) {
      const said: Captures = {};
      const to = match(scan, items, 0, at, said);
      if (to === undefined || to <= at || (best && to <= best.to)) continue;
      const meaning = phrase.means(said, scan);
      if (meaning) best = scan.find(phrase.entity, at, to, meaning);
    }
    return best;
  };
}

/** Where the items end when they are found at a place. Phrases are short and fixed: the work for a place is bounded. */
function match(scan: Scan, items: Item[], index: number, at: number, said: Captures): number | undefined {
  const item = items[index];
  if (!item) return at;
  if (item.kind === "end") return scan.isEnd(at) ? match(scan, items, index + 1, at, said) : undefined;
  if (item.kind === "ahead") {
    return item.words.has(scan.key(at)) === item.isWanted ? match(scan, items, index + 1, at, said) : undefined;
  }
  const before = item.isOptional ? { ...said } : said;
  const next = item.kind === "words" ? (item.words.has(scan.key(at)) ? at + 1 : undefined) : item.read(scan, at, said);
  const to = next === undefined ? undefined : match(scan, items, index + 1, next, said);
  if (to !== undefined || !item.isOptional) return to;
  for (const key of Object.keys(said) as (keyof Captures)[]) delete said[key];
  Object.assign(said, before);
  return match(scan, items, index + 1, at, said);
}

function compileAll(vocabulary: WhenVocabulary, phrases: Phrase[]): Compiled[] {
  const readerOf = createReader(vocabulary);
  return phrases.flatMap((phrase) =>
    [phrase.say].flat().map((say): Compiled => ({ items: compile(say, vocabulary, readerOf), phrase })),
  );
}

function compile(say: string, vocabulary: WhenVocabulary, readerOf: (slot: string) => SlotReader): Item[] {
  return say.split(" ").map((piece): Item => {
    if (piece === "$") return { kind: "end" };
    const isOptional = piece.endsWith("?");
    const bare = isOptional ? piece.slice(0, -1) : piece;
    if (/^[!=]./u.test(bare)) {
      return { kind: "ahead", words: wordsOf(bare.slice(1), vocabulary), isWanted: bare.startsWith("=") };
    }
    if (bare.startsWith("<")) return { kind: "slot", read: readerOf(bare.slice(1, -1)), isOptional };
    return { kind: "words", words: wordsOf(bare, vocabulary), isOptional };
  });
}

function wordsOf(choice: string, vocabulary: WhenVocabulary): ReadonlySet<string> {
  return new Set(
    choice.split("|").map((word) => {
      const [key = word, ...rest] = keysOf(word, vocabulary);
      if (rest.length > 0 || /[<>]/u.test(word)) throw new RangeError(`"${word}" in a phrase of dates is not one word`);
      return key;
    }),
  );
}
