import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  loadPolicy,
  readExamples,
  readTrainingData,
  type TrainingData,
  type TrainingExample,
} from "../../nlu/index.ts";
import type { PlacedLine } from "./check-examples.ts";
import { guessHidden, type Hidden } from "./hidden.ts";
import type { Problem } from "./problem.ts";
import { readingProblems } from "./reading-problem.ts";
import { type Place, readPlacedYaml, yamlFiles } from "./source-files.ts";

export interface TrainingFiles {
  files: number;
  /** Examples of every file that could be read, those that the profile replaces too; `file` is from the root. */
  examples: TrainingExample[];
  /** The lines of synonyms and lists. */
  listed: PlacedLine[];
  /** Core and profile merged, as they are trained, without the files that cannot be read. */
  data: TrainingData;
  /** What those files seem to hold. */
  hidden: Hidden;
  problems: Problem[];
}

/** Reads the training files one by one, so that each broken one is named at once and hides no other. */
export function readTrainingFiles(place: Place): TrainingFiles {
  const { rootDirectory, profile } = place;
  const files = ["core", profile].flatMap((folder) => yamlFiles(rootDirectory, `rasa/${folder}/nlu`));
  const examples: TrainingExample[] = [];
  const problems: Problem[] = [];
  const unread: string[] = [];
  for (const file of files) {
    const found = findUnreadable(rootDirectory, file, () => {
      for (const example of readExamples(join(rootDirectory, file))) examples.push({ ...example, file });
    });
    if (found.length > 0) unread.push(file);
    problems.push(...found);
  }
  const data = unread.length > 0 ? readOthers(place, files, unread) : readAll(join(rootDirectory, "rasa"), profile);
  const listed = data.blocks
    .filter(({ kind }) => kind === "synonym" || kind === "lookup")
    .flatMap(({ lines }) => lines);
  problems.push(...findBrokenPatterns(data));
  return { files: files.length, examples, listed, data, hidden: guessHidden(rootDirectory, unread), problems };
}

/** Of a file that is no YAML the library's code says more than the sentence that the reader throws. */
function findUnreadable(rootDirectory: string, file: string, read: () => void): Problem[] {
  const found = readingProblems(file, read);
  if (found.length === 0 || found[0]!.line === undefined) return found;
  const [first] = readPlacedYaml(rootDirectory, file).problems;
  return first ? [first] : found;
}

/** What the others hold: the reader takes whole folders, so it gets some without the files that it cannot read. */
function readOthers({ rootDirectory, profile }: Place, files: readonly string[], unread: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "atiende-nlu-check-"));
  try {
    for (const file of files) {
      if (!unread.includes(file)) cpSync(join(rootDirectory, file), join(folder, file));
    }
    return withoutReplaced(readAll(join(folder, "rasa"), profile), replacedBy(rootDirectory, profile, unread));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The core's blocks that a broken file of the profile replaces: nobody is taught them, and nothing is wrong with them. */
function replacedBy(rootDirectory: string, profile: string, unread: readonly string[]): ReadonlySet<string> {
  const own = unread.filter((file) => profile !== "core" && file.startsWith(`rasa/${profile}/`));
  const { blocks } = guessHidden(rootDirectory, own);
  return new Set(blocks.map(({ kind, name }) => `${kind} ${name}`));
}

function withoutReplaced(data: TrainingData, replaced: ReadonlySet<string>): TrainingData {
  const isKept = (kind: string, name: string, file: string) =>
    !replaced.has(`${kind} ${name}`) || !file.startsWith("rasa/core/");
  return {
    ...data,
    examples: data.examples.filter(({ intent, file }) => isKept("intent", intent, file)),
    blocks: data.blocks.filter(({ kind, name, lines }) => isKept(kind, name, lines[0]!.file)),
  };
}

/** Files are told from the root here, and from `rasa/` there. */
function readAll(rasaDirectory: string, profile: string): TrainingData {
  const data = readTrainingData(rasaDirectory, profile);
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
      if (!new RegExp(text, "gi").test("")) return [];
      return [{ file, line, message: `la expresión regular halla hasta lo vacío, o sea en todas partes: ${text}` }];
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
  // It could not even be opened.
  if (problem.line === undefined) return problem;
  const lines = readFileSync(join(rootDirectory, problem.file), "utf8").split("\n");
  const at = lines.findIndex((text) => {
    const name = /^\s*(\w+):/.exec(text)?.[1];
    return name !== undefined && problem.message.split(/[\s",]+/).includes(name);
  });
  return at < 0 ? problem : { ...problem, line: at + 1 };
}
