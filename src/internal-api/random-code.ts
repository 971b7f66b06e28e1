import { randomInt } from "node:crypto";

/** No look-alikes (0 O, 1 I L, 2 Z, 5 S, 8 B) and no vowels, so that no code reads as a word; six are 113 million. */
const ALPHABET = "34679CDFGHJKMNPQRTVWXY";

export function randomCode(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}
