import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { NluDataError, type TrainingExample } from "../../nlu/index.ts";
import { foldText } from "../../shared/index.ts";
import { isBlindFile, type Place, readPlacedYaml, readTestLines, yamlFiles } from "../check/index.ts";
import type { LabelledLine } from "./evaluate.ts";

/** Messages that a model must understand to be promoted at all: whoever promotes puts them to it, they measure nothing. */
const GOLDEN = "golden.yml";

const casesFile = z.object({
  now: z.iso.datetime({ offset: true }),
  tz: z.string(),
  /** HH:mm of the branch. */
  opens: z.string().default("09:00"),
  closes: z.string().default("20:00"),
  /** Those misread are counted and not shown. */
  ciego: z.boolean().default(false),
  cases: z.array(
    z.object({
      text: z.string(),
      lang: z.string().length(2).optional(),
      date: z.string().nullable(),
      time: z.string().nullable(),
      partOfDay: z.string().nullable(),
    }),
  ),
});
export type DateCases = z.infer<typeof casesFile>;

export interface EvaluationFiles {
  /** In the training format: what was said and the right intent. */
  heldOut: string[];
  /** `now`, `tz` and `cases`: what was said and the right date. */
  dates: string[];
}

/** The files of `rasa/<profile>/test` (from the root) that measure, told by what is in them. */
export function findEvaluationFiles({ rootDirectory, profile }: Place): EvaluationFiles {
  const files = yamlFiles(rootDirectory, `rasa/${profile}/test`).filter((file) => !file.endsWith(`/${GOLDEN}`));
  const has = (key: string) => (file: string) =>
    new RegExp(`^${key}:`, "m").test(readFileSync(join(rootDirectory, file), "utf8"));
  return { heldOut: files.filter(has("nlu")), dates: files.filter(has("cases")) };
}

/** @throws NluDataError when the file is not in the training format. */
export function readHeldOut(rootDirectory: string, file: string, language: string): LabelledLine[] {
  const path = join(rootDirectory, file);
  const isBlind = isBlindFile(path);
  const lines = label(readTestLines(rootDirectory, file), language, readLanguageMarks(path));
  return lines.map((line) => ({ ...line, file, isBlind }));
}

/** @throws NluDataError when it is no YAML, or a case lacks something. */
export function readDateCases(rootDirectory: string, file: string): DateCases {
  const { document, problems } = readPlacedYaml(rootDirectory, file);
  // Not thrown on as the library says it, which quotes the lines around.
  const [broken] = problems;
  if (broken) throw new NluDataError(relative("rasa", file), broken.line ?? 1, broken.message);
  const parsed = casesFile.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new NluDataError(relative("rasa", file), 1, `${issue?.path.join(".")} ${issue?.message}`);
}

/** Training examples, whose language stands in the name of their file; `rasa/` is put before it, as reports name it. */
export function labelExamples(examples: readonly TrainingExample[], language: string): LabelledLine[] {
  return label(examples, language, []).map((line) => ({ ...line, file: `rasa/${line.file}` }));
}

/** Those that no training example says in the same words: the others would measure memory. */
export function withoutKnown<T extends { text: string }>(
  lines: readonly T[],
  examples: readonly { text: string }[],
): T[] {
  const known = new Set(examples.map(({ text }) => wordKey(text)));
  return lines.filter(({ text }) => !known.has(wordKey(text)));
}

/** `# en` on a line of its own: from here on, English. */
type LanguageMark = { line: number; language: string };

function readLanguageMarks(path: string): LanguageMark[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .flatMap((text, index) => {
      const language = /^\s*#\s*([a-z]{2})\s*$/.exec(text)?.[1];
      return language ? [{ line: index + 1, language }] : [];
    });
}

function label(examples: readonly TrainingExample[], language: string, marks: readonly LanguageMark[]): LabelledLine[] {
  const marked = new Set(examples.filter(({ entities }) => entities.length > 0).map(({ file }) => file));
  return examples.map((example) => ({
    ...example,
    language:
      marks.findLast(({ line }) => line < example.line)?.language ??
      /\.([a-z]{2})\.ya?ml$/.exec(example.file)?.[1] ??
      language,
    isMarked: marked.has(example.file),
    isBlind: false,
  }));
}

function wordKey(text: string): string {
  return (foldText(text).match(/[\p{L}\p{M}\p{N}]+|\p{Extended_Pictographic}/gu) ?? [text]).join(" ");
}
