import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadPolicy, readExamples, readTrainingData, type TrainingData, type TrainingExample } from "../nlu/index.ts";
import type { Problem } from "./problem.ts";
import { readingProblems } from "./reading-problem.ts";
import { type Place, yamlFiles } from "./source-files.ts";

export interface TrainingFiles {
  files: number;
  /** Examples of every file that could be read, those that the profile replaces too; `file` is from the root. */
  examples: TrainingExample[];
  /** Core and profile merged, as they are trained; undefined while a file cannot be read. */
  data: TrainingData | undefined;
  problems: Problem[];
}

/** Reads the training files one by one, so that each broken one is named at once. */
export function readTrainingFiles({ rootDirectory, profile }: Place): TrainingFiles {
  const files = ["core", profile].flatMap((folder) => yamlFiles(rootDirectory, `rasa/${folder}/nlu`));
  const examples: TrainingExample[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    const read = () => readExamples(join(rootDirectory, file)).map((example) => examples.push({ ...example, file }));
    problems.push(...readingProblems(file, read));
  }
  if (problems.length > 0) return { files: files.length, examples, data: undefined, problems };
  const data = withPaths(readTrainingData(join(rootDirectory, "rasa"), profile));
  return { files: files.length, examples, data, problems: findBrokenPatterns(data) };
}

/** Files are told from the root here, and from `rasa/` there. */
function withPaths(data: TrainingData): TrainingData {
  const placed = <Line extends { file: string }>(line: Line): Line => ({ ...line, file: `rasa/${line.file}` });
  return {
    ...data,
    examples: data.examples.map(placed),
    blocks: data.blocks.map((block) => ({ ...block, lines: block.lines.map(placed) })),
  };
}

function findBrokenPatterns(data: TrainingData): Problem[] {
  const lines = data.blocks.filter(({ kind }) => kind === "regex").flatMap((block) => block.lines);
  return lines.flatMap(({ text, file, line }) => {
    try {
      new RegExp(text, "gi");
      return [];
    } catch {
      return [{ file, line, message: `la expresión regular no está bien escrita: ${text}` }];
    }
  });
}

/** Thresholds outside what is allowed; the profile's are looked at once the core's are right. */
export function checkPolicy({ rootDirectory, profile }: Place): Problem[] {
  for (const folder of ["core", profile]) {
    const file = `rasa/${folder}/policy.yml`;
    const problems = readingProblems(file, () => loadPolicy(join(rootDirectory, "rasa"), folder), "; ");
    if (problems.length > 0) return problems.map((problem) => placeThreshold(rootDirectory, problem));
  }
  return [];
}

/** The reader gives the first line for the whole file; the line that names the threshold says more. */
function placeThreshold(rootDirectory: string, problem: Problem): Problem {
  const lines = readFileSync(join(rootDirectory, problem.file), "utf8").split("\n");
  const at = lines.findIndex((text) => {
    const name = /^(\w+):/.exec(text)?.[1];
    return name !== undefined && problem.message.split(/[\s",]+/).includes(name);
  });
  return at < 0 ? problem : { ...problem, line: at + 1 };
}
