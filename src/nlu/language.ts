import { createLanguageLibrary, LATIN } from "./language-library.ts";
import { type Language, languageWords, neutralWords } from "./language-words.ts";
import { wordKey } from "./tokens.ts";

export interface HeardLanguage {
  language: Language;
  /** Clear enough to change the language of a customer who already has one. */
  isSure: boolean;
}

/** Undefined: there is nothing to read (numbers, emojis, "ok", names), or in a script of none of these languages. */
export type LanguageDetector = (text: string) => HeardLanguage | undefined;

export interface LanguageDetectorDeps {
  /** The catalogue's and the people's names, in whatever language: who writes one says nothing of their own. */
  names?: string[];
}

/** The languages that a word speaks for, and how loudly: two English business words do not drown a Hindi verb. */
type Clue = Map<Language, number>;
const OWN = 3;
const SHARED = 1;

const LINK_OR_ADDRESS = /@|:\/\/|www\./u;
const LAUGHTER = /^(?:[jh][aei]){2,}[jh]?$/u;
/** "l'heure" is two words, as customers write it ("l heure"); "don't" is one ("dont"). */
const ELISION = /(?<!\p{L})(c|d|j|l|m|n|s|t|qu)['’]/giu;

/**
 * Tells the language of a chat message. Words decide before the library does: letter statistics alone are right in
 * nine of ten messages of up to three words, and in none of romanised Hindi. The library's large table instead of its small
 * one is, behind the words, right once more in a thousand.
 */
export function createLanguageDetector({ names = [] }: LanguageDetectorDeps = {}): LanguageDetector {
  const library = createLanguageLibrary();
  const { lexicon, keysOf } = readLexicon();
  const phrases = anyOf([...lexicon.keys()].filter((key) => key.includes(" ")));
  const wholeNames = anyOf(names.map((name) => keysOf(name).join(" ")));
  const silent = new Set([neutralWords, ...names].flatMap(keysOf));

  const isSilent = (word: string): boolean => silent.has(word) || silent.has(wordKey(word));
  const readWords = (text: string): string[] =>
    ` ${keysOf(text).join(" ")} `
      .replace(wholeNames, "")
      .replace(phrases, (phrase) => phrase.replaceAll(" ", "_"))
      .split(" ")
      .map((word) => word.replaceAll("_", " "))
      .filter((word) => word !== "" && !LAUGHTER.test(word) && (lexicon.has(word) || !isSilent(word)));

  const guess = (text: string, among: readonly Language[]): Language | undefined => {
    const scores = library.detect(text).getScores();
    return among.filter((one) => scores[one]).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))[0];
  };

  return (text) => {
    const words = readWords(text);
    if (words.length === 0) return undefined;
    const inDevanagari = words.filter((word) => /\p{Script=Devanagari}/u.test(word)).length;
    if (inDevanagari > 0) return { language: "hi", isSure: inDevanagari * 2 > words.length };

    const clues = [...new Set(words)].flatMap((word) => lexicon.get(word) ?? []);
    const loudest = findLoudest(clues);
    const language = loudest.length === 1 ? loudest[0] : breakTie(loudest, clues, (among) => guess(text, among));
    return language && { language, isSure: isSure(language, clues) };
  };
}

/** Everybody borrows from English: in a tie with it, the language that has words of its own wins. */
function breakTie(
  tied: Language[],
  clues: Clue[],
  guess: (among: readonly Language[]) => Language | undefined,
): Language | undefined {
  const evident = tied.filter((one) => one !== "en" && clues.some((clue) => clue.size === 1 && clue.has(one)));
  if (evident.length === 1) return evident[0];
  return guess(LATIN.filter((one) => tied.length === 0 || tied.includes(one))) ?? tied[0];
}

/** Two words of this language alone, not both of the kind that travels, and none that only others have. */
function isSure(language: Language, clues: Clue[]): boolean {
  const alone = clues.filter((clue) => clue.size === 1 && clue.has(language));
  return (
    alone.length >= 2 &&
    alone.some((clue) => clue.get(language) === OWN) &&
    clues.every((clue) => clue.has(language) || [...clue.values()].every((weight) => weight === SHARED))
  );
}

function findLoudest(clues: Clue[]): Language[] {
  const totals = new Map<Language, number>();
  for (const clue of clues) for (const [one, weight] of clue) totals.set(one, (totals.get(one) ?? 0) + weight);
  const most = Math.max(...totals.values());
  return [...totals.keys()].filter((one) => totals.get(one) === most);
}

/** The words with their clues, and how a text becomes their keys: as written if known so, else without accents. */
function readLexicon(): { lexicon: Map<string, Clue>; keysOf: (text: string) => string[] } {
  const lexicon = new Map<string, Clue>();
  const add = (key: string, language: Language, weight: number) =>
    lexicon.set(key, (lexicon.get(key) ?? new Map()).set(language, weight));
  const keyOf = (word: string): string => {
    const plain = withoutAccents(word);
    return [word, plain, wordKey(word)].find((form) => lexicon.has(form)) ?? plain;
  };
  const keysOf = (text: string): string[] => readable(text).map(keyOf);

  const entries = (Object.entries(languageWords) as [Language, { own: string; shared: string }][]).flatMap(
    ([language, { own, shared }]) => [
      ...listed(shared).map((entry) => ({ entry, language, weight: SHARED })),
      ...listed(own).map((entry) => ({ entry, language, weight: OWN })),
    ],
  );
  const isPhrase = ({ entry }: { entry: string }): boolean => entry.includes("_");
  for (const { entry, language, weight } of entries.filter((one) => !isPhrase(one))) {
    add(entry, language, weight);
    add(withoutAccents(entry), language, weight);
  }
  for (const { entry, language, weight } of entries.filter(isPhrase)) {
    add(entry.split("_").map(keyOf).join(" "), language, weight);
  }
  return { lexicon, keysOf };
}

function listed(words: string): string[] {
  return words.trim().split(/\s+/u);
}

/** Links, addresses, figures and codes ("K7M4QX") are in no language. */
function readable(text: string): string[] {
  const pieces = text.split(/\s+/u).filter((piece) => !LINK_OR_ADDRESS.test(piece));
  const bare = pieces.join(" ").replace(ELISION, "$1 ").replace(/['’]/gu, "").normalize("NFC").toLowerCase();
  return (bare.match(/\p{L}[\p{L}\p{M}\p{N}]*/gu) ?? []).filter((word) => !/\p{N}/u.test(word));
}

function withoutAccents(word: string): string {
  return word.normalize("NFD").replace(/\p{M}/gu, "");
}

/** Matches any of these runs of keys, the longest first. */
function anyOf(runs: string[]): RegExp {
  const longestFirst = runs.filter((run) => run !== "").sort((a, b) => b.length - a.length);
  return longestFirst.length === 0 ? /(?!)/u : new RegExp(`(?<= )(?:${longestFirst.join("|")})(?= )`, "gu");
}
