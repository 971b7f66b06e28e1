import { randomInt } from "node:crypto";

/** No look-alikes (0 O, 1 I L, 2 Z, 5 S, 8 B) and no vowels, so that no code reads as a word: 22^6 = 113 million. */
const ALPHABET = "34679CDFGHJKMNPQRTVWXY";

export function newBookingCode(): string {
  return Array.from({ length: 6 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}
