import { phraseKeys, type Token } from "./tokens.ts";

export interface LexiconEntry {
  entity: string;
  value: string;
}

export interface LexiconHit extends LexiconEntry {
  /** Tokens [from, to). */
  from: number;
  to: number;
}

/** Phrases known by heart; looked up by key, longest first, whole words only. */
export interface Lexicon {
  add(phrase: string, entry: LexiconEntry): void;
  get(phrase: string): LexiconEntry | undefined;
  find(tokens: readonly Token[]): LexiconHit[];
}

const MIN_TYPO_LENGTH = 6;

/**
 * @param isKnownWord keys of ordinary words, which are never taken for a misspelt name.
 */
export function createLexicon(isKnownWord: (key: string) => boolean): Lexicon {
  const phrases = new Map<string, LexiconEntry>();
  const longWords = new Set<string>();
  const words = new Set<string>();
  const corrections = new Map<string, string>();
  /** The words of the longest phrase that begins with a word: most words of a message begin none. */
  const longest = new Map<string, number>();

  function corrected(token: Token): string {
    const { key } = token;
    if (token.kind !== "word" || key.length < MIN_TYPO_LENGTH || words.has(key) || isKnownWord(key)) return key;
    const before = corrections.get(key);
    if (before !== undefined) return before;
    let best = key;
    let bestDistance = 3;
    for (const word of longWords) {
      const allowed = Math.min(word.length, key.length) >= 9 ? 2 : 1;
      const distance = editDistance(key, word, allowed);
      if (distance <= allowed && distance < bestDistance) [best, bestDistance] = [word, distance];
    }
    if (corrections.size < 5000) corrections.set(key, best);
    return best;
  }

  return {
    add(phrase, entry) {
      const keys = phraseKeys(phrase);
      const joined = keys.join(" ");
      if (!joined || phrases.has(joined)) return;
      phrases.set(joined, entry);
      longest.set(keys[0]!, Math.max(longest.get(keys[0]!) ?? 0, keys.length));
      for (const key of keys) {
        words.add(key);
        if (key.length >= MIN_TYPO_LENGTH) longWords.add(key);
      }
    },
    get: (phrase) => phrases.get(phraseKeys(phrase).join(" ")),
    find(tokens) {
      const hits: LexiconHit[] = [];
      const keys = tokens.map((token) => (token.kind === "word" || token.kind === "number" ? corrected(token) : ""));
      for (let from = 0; from < keys.length; ) {
        let to = from;
        const most = Math.min(longest.get(keys[from]!) ?? 0, keys.length - from);
        for (let size = most; size > 0 && to === from; size--) {
          const entry = phrases.get(keys.slice(from, from + size).join(" "));
          if (entry) {
            to = from + size;
            hits.push({ ...entry, from, to });
          }
        }
        from = Math.max(to, from + 1);
      }
      return hits;
    },
  };
}

/** Edits between two words, a swap of neighbours counting as one; gives up past `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) value = Math.min(value, older[j - 2]! + 1);
      row.push(value);
    }
    if (Math.min(...row) > limit) return limit + 1;
    [older, previous] = [previous, row];
  }
  return previous[b.length]!;
}
