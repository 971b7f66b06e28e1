import { join } from "node:path";
import { isScalar, visit } from "yaml";
import { readExamples, type TrainingExample } from "../nlu/index.ts";
import { lineKey } from "./check-examples.ts";
import type { Findings } from "./problem.ts";
import { readingProblems } from "./reading-problem.ts";
import { type Place, readPlacedYaml, yamlFiles } from "./source-files.ts";

/** Where the files that are not in the training format keep what a customer writes. */
const TEXT_KEYS = new Set(["text", "pregunta"]);

/** Lines of `rasa/<profile>/test` that stand among the examples measure nothing. They are told by number, never quoted. */
export function checkHeldOut(
  { rootDirectory, profile }: Place,
  examples: readonly TrainingExample[],
): Findings & { files: number } {
  const known = new Set(examples.map(({ text }) => lineKey(text)));
  const found: Findings = { problems: [], warnings: [] };
  const files = yamlFiles(rootDirectory, `rasa/${profile}/test`);
  for (const file of files) {
    const { lines, problems } = readLines(rootDirectory, file);
    found.problems.push(...problems);
    const trained = lines.filter(({ text }) => known.has(lineKey(text))).map(({ line }) => line);
    if (trained.length === 0) continue;
    const message = `líneas que también están entre los ejemplos y por eso no miden: ${trained.join(", ")}`;
    found.warnings.push({ file, line: trained[0], message });
  }
  return { ...found, files: files.length };
}

function readLines(rootDirectory: string, file: string) {
  const { document, lineOf, problems } = readPlacedYaml(rootDirectory, file);
  const lines: { text: string; line: number }[] = [];
  if (problems.length > 0) return { lines, problems };
  if (document.has("nlu")) {
    const read = () => lines.push(...readExamples(join(rootDirectory, file)));
    return { lines, problems: readingProblems(file, read) };
  }
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || !TEXT_KEYS.has(String(key.value)) || !isScalar(value)) return;
      lines.push({ text: String(value.value), line: lineOf(value) });
    },
  });
  return { lines, problems };
}
