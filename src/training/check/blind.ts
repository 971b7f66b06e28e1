import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { NluDataError, readExamples, type TrainingExample } from "../../nlu/index.ts";

/**
 * Does a file of `test/` say `ciego: true`? Its lines count in every total and nobody is shown them: who reads them
 * writes examples from them, and then they measure nothing.
 */
export function isBlindFile(path: string): boolean {
  return /^["']?ciego["']?\s*:(?!\s*false\b)/m.test(readFileSync(path, "utf8"));
}

/**
 * The lines of a file (from the root) of `test/` in the training format.
 *
 * @throws NluDataError when it is not well formed; of a blind file it does not quote what it found
 */
export function readTestLines(rootDirectory: string, file: string): TrainingExample[] {
  const path = join(rootDirectory, file);
  try {
    return readExamples(path);
  } catch (error) {
    if (!(error instanceof NluDataError)) throw error;
    const [, line = "1", said = error.message] = /:(\d+): ([\s\S]*)$/.exec(error.message) ?? [];
    const told = isBlindFile(path) ? "a blind file that is not well formed here" : said;
    throw new NluDataError(relative("rasa", file), Number(line), told);
  }
}
