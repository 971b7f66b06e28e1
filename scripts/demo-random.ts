/** Random numbers of which the same seed gives the same, and what is made of them. */
export interface Random {
  /** From 0 to just below 1. */
  next(): number;
  below(limit: number): number;
  pick<T>(list: readonly T[]): T;
  shuffle<T>(list: T[]): T[];
  /** A UUID of version 7 for this moment, so that rows sort as if they had been written then. */
  idAt(ms: number): string;
}

/** The application's alphabet: no look-alikes and no vowels. */
const ALPHABET = "34679CDFGHJKMNPQRTVWXY";

/** Mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const hex = (digits: number) => Array.from({ length: digits }, () => below(16).toString(16)).join("");
  return {
    next,
    below,
    pick: (list) => list[below(list.length)]!,
    shuffle(list) {
      for (let at = list.length - 1; at > 0; at--) {
        const other = below(at + 1);
        [list[at], list[other]] = [list[other]!, list[at]!];
      }
      return list;
    },
    idAt(ms) {
      const time = Math.round(ms).toString(16).padStart(12, "0");
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${"89ab"[below(4)]}${hex(3)}-${hex(12)}`;
    },
  };
}

/** A code that nothing has yet. */
export function newCode(random: Random, length: number, taken: Set<string>): string {
  for (;;) {
    const code = Array.from({ length }, () => ALPHABET[random.below(ALPHABET.length)]).join("");
    if (taken.has(code)) continue;
    taken.add(code);
    return code;
  }
}
