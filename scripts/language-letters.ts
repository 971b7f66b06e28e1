// node --import tsx scripts/language-letters.ts: writes src/nlu/language-letters.ts anew, after another version of eld.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { LATIN } from "../src/nlu/language-library.ts";

interface Table {
  languages: Record<string, string>;
  ngrams: Record<string, Record<string, number>>;
}

const entries = dirname(fileURLToPath(import.meta.resolve("eld/small")));
const { ngramsData } = createRequire(import.meta.url)(join(entries, "../ngrams/small.js")) as { ngramsData: Table };
const numbers = LATIN.map((one) => Object.keys(ngramsData.languages).find((id) => ngramsData.languages[id] === one)!);
const lines = Object.entries(ngramsData.ngrams)
  .filter(([, weights]) => numbers.some((id) => weights[id] !== undefined))
  .map(([ngram, weights]) => `${ngram}\t${numbers.map((id) => weights[id] ?? "").join(",")}`);

writeFileSync(
  join(import.meta.dirname, "../src/nlu/language-letters.ts"),
  `/**
 * Made by scripts/language-letters.ts from the small table of eld, Copyright 2023 Nito T.M., Apache License 2.0:
 * a run of four bytes by eld's own alphabet, and how much it speaks for ${LATIN.join(", ")}. A line each.
 */
export const languageLetters: string =
  ${JSON.stringify(lines.join("\n"))};
`,
);
