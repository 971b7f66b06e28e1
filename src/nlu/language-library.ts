import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { eld as Eld } from "eld/small";
import { languageLetters } from "./language-letters.ts";
import type { Language } from "./language-words.ts";

/** What the library is asked for: Hindi is known by its script, and the library does not know it romanised. */
export const LATIN: readonly Language[] = ["es", "en", "fr"];

interface Library {
  createEld(): { instance: Omit<typeof Eld, "newInstance">; loadData(data: object): void };
}

/**
 * eld with a table of our three languages instead of its sixty, of which nine tenths are never asked for: a hundred MB
 * and 0.4 s of every start (measured). The answers are the same. The package has no door for it and none for CommonJS;
 * Node 20.19 and later can require its ES module.
 */
export function createLanguageLibrary() {
  const file = join(dirname(fileURLToPath(import.meta.resolve("eld/small"))), "../languageDetector.js");
  const { instance, loadData } = (createRequire(import.meta.url)(file) as Library).createEld();
  const ngrams: Record<string, Record<number, number>> = {};
  for (const line of languageLetters.split("\n")) {
    const [ngram, weights] = line.split("\t") as [string, string];
    const known: Record<number, number> = {};
    for (const [index, weight] of weights.split(",").entries()) if (weight) known[index] = Number(weight);
    ngrams[ngram] = known;
  }
  loadData({ type: "three", languages: { ...LATIN }, ngrams });
  instance.enableTextCleanup(true);
  return instance;
}
