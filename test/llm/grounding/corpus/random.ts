/** Chances that a seed repeats: mulberry32. */
export interface Random {
  /** From 0 to below 1. */
  next(): number;
  /** One of a list that is not empty. */
  pick<Value>(list: readonly Value[]): Value;
  /** The list in another order. */
  shuffle<Value>(list: readonly Value[]): Value[];
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  return {
    next,
    pick: (list) => list[Math.floor(next() * list.length)] as (typeof list)[number],
    shuffle(list) {
      return list
        .map((value) => ({ value, place: next() }))
        .sort((one, other) => one.place - other.place)
        .map(({ value }) => value);
    },
  };
}
