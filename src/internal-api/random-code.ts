import { randomInt } from "node:crypto";

/** No look-alikes (0 O, 1 I L, 2 Z, 5 S, 8 B) and no vowels, so that no code reads as a word. */
const ALPHABET = "34679CDFGHJKMNPQRTVWXY";

/**
 * Always a letter and a digit, by which whoever reads a message tells a code from a shout ("HMMMMM") and from a number:
 * of plain draws every fifth code of six was letters alone, and customers who wrote it were not understood.
 * Six are 89 million.
 *
 * @param length at least two
 */
export function randomCode(length: number): string {
  if (length < 2) throw new RangeError("a code has a letter and a digit");
  for (;;) {
    const code = Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
    if (/\d/.test(code) && /[A-Z]/.test(code)) return code;
  }
}
