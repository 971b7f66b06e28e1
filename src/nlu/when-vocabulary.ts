import { type Token, tokenize, wordKey } from "./tokens.ts";
import type { PartOfDay } from "./when-words.ts";

/** The words that have a value in one language; several spellings are separated by spaces, words of two by `_`. */
export interface WhenVocabulary {
  /** Monday first. */
  weekdays: string[];
  /** January first. */
  months: string[];
  /** By value; fractions are hours for `<count>`. */
  numbers: Record<number, string>;
  parts: Record<PartOfDay, string>;
  halves: Record<"am" | "pm", string>;
  /** Words after a number that say it is counted, not dated. */
  counted: string;
  keyOf: (token: Token) => string;
}

/** Latin letters by their word key; other scripts whole, because there the marks are vowels. */
export function scriptKey(token: Token): string {
  if (token.kind !== "word" || /^\p{Script=Latin}/u.test(token.text)) return token.key;
  return token.text
    .normalize("NFD")
    .replace(/\u093C/gu, "")
    .replace(/\u0901/gu, "\u0902");
}

/** Small slips in a long name: one letter lost or two neighbours swapped. */
export function slipsOf(word: string): string[] {
  const out: string[] = [];
  if (word.length < 6 || !/^[a-z]+$/u.test(word)) return out;
  for (let at = 1; at < word.length - 1; at++) {
    out.push(wordKey(word.slice(0, at) + word.slice(at + 1)));
    out.push(wordKey(word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2)));
  }
  return out;
}

/** The keys of a phrase, as its language compares them. */
export function keysOf(phrase: string, vocabulary: WhenVocabulary): string[] {
  return withoutJoints(tokenize(phrase)).map(vocabulary.keyOf);
}

/** "aujourd'hui", "o'clock", "après-midi": the mark between two words says nothing. */
export function withoutJoints(tokens: Token[]): Token[] {
  return tokens.filter((token, at) => {
    const [before, after] = [tokens[at - 1], tokens[at + 1]];
    const isBetween = before?.end === token.start && after?.start === token.end;
    return !(isBetween && /^['’‘-]$/u.test(token.text) && before?.kind === "word" && after?.kind === "word");
  });
}
