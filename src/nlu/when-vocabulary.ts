import { type Token, tokenize, wordKey } from "./tokens.ts";
import type { Moves, WhenEntity } from "./when-scan.ts";
import type { PartOfDay } from "./when-words.ts";

/** The words that have a value in one language; several spellings are separated by spaces, words of two by `_`. */
export interface WhenVocabulary {
  /** Monday first. */
  weekdays: string[];
  /** January first. */
  months: string[];
  /** By value; fractions are hours for `<count>`. */
  numbers: Record<number, string>;
  /** By value; days, never hours: "at first" is not one o'clock. */
  ordinals: Record<number, string>;
  /** One of what is counted ("in an hour"), and by themselves no hour and no day: "at a place". */
  articles: string;
  parts: Record<PartOfDay, string>;
  halves: Record<"am" | "pm", string>;
  /** Words after a number that say it is counted, not dated. */
  counted: string;
  /** Without: nothing is read as a move from one hour to another. */
  moves?: Moves;
  /** Words that lead to an entity or follow it, and that trainers leave out of its mark: "at 5", "5 baje ke baad". */
  around: Record<WhenEntity, string>;
}

/** Names of numbers that follow one another: `inOrder(3, "three four five")`; `_` joins the words of one name. */
export function inOrder(first: number, names: string): Record<number, string> {
  return Object.fromEntries(names.split(" ").map((name, index) => [first + index, name]));
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

/** The keys of a phrase, as messages are compared with it. */
export function keysOf(phrase: string): string[] {
  return withoutJoints(tokenize(phrase)).map((token) => token.key);
}

/** "aujourd'hui", "o'clock", "après-midi": the mark between two words says nothing. */
export function withoutJoints(tokens: readonly Token[]): readonly Token[] {
  return tokens.filter((token, at) => {
    const [before, after] = [tokens[at - 1], tokens[at + 1]];
    const isBetween = before?.end === token.start && after?.start === token.end;
    return !(isBetween && /^['’‘-]$/u.test(token.text) && before?.kind === "word" && after?.kind === "word");
  });
}
