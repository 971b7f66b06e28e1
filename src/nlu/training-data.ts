import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from "yaml";
import { type MarkedEntity, readMarkup } from "./example-markup.ts";
import { NluDataError } from "./types.ts";

export interface TrainingExample {
  intent: string;
  /** The text without its marks. */
  text: string;
  /** The text as the trainer wrote it. */
  source: string;
  entities: MarkedEntity[];
  file: string;
  line: number;
}

/** One block of a training file: an intent, a synonym, a lookup or a regex, with its lines. */
export interface TrainingBlock {
  kind: "intent" | "synonym" | "lookup" | "regex";
  name: string;
  lines: { text: string; file: string; line: number }[];
}

export interface TrainingData {
  examples: TrainingExample[];
  /** Canonical value → the ways it is written. */
  synonyms: Map<string, string[]>;
  lookups: Map<string, string[]>;
  regexes: Map<string, string[]>;
  /** What the above was read from, in a fixed order: the merged training folder is written from it. */
  blocks: TrainingBlock[];
}

/** The language that stands in a file's name ("saludo.en.yml"); one without is in the first, Spanish. */
export function fileLanguage(file: string): string {
  return /\.([a-z]{2})\.ya?ml$/.exec(file)?.[1] ?? "es";
}

const KINDS = ["intent", "synonym", "lookup", "regex"] as const;

/**
 * Reads `core/nlu/*.yml` and `<profile>/nlu/*.yml`. A block of the profile replaces the core's block of the same kind
 * and name; several files of one folder add up.
 *
 * @throws NluDataError with file and line.
 */
export function readTrainingData(rasaDirectory: string, profile: string): TrainingData {
  const core = readFolder(join(rasaDirectory, "core", "nlu"), rasaDirectory);
  const own = profile === "core" ? new Map() : readFolder(join(rasaDirectory, profile, "nlu"), rasaDirectory);
  const merged = new Map<string, TrainingBlock>([...core, ...own]);
  const blocks = [...merged.keys()].sort().map((key) => merged.get(key)!);
  const data: TrainingData = { examples: [], synonyms: new Map(), lookups: new Map(), regexes: new Map(), blocks };
  for (const block of blocks) {
    if (block.kind === "intent") data.examples.push(...block.lines.map((line) => readExample(block.name, line)));
    else data[tableOf(block.kind)].set(block.name, unique(block.lines.map((line) => line.text)));
  }
  return data;
}

/** Examples of a file in the training format that is not training data, such as a held-out test. */
export function readExamples(path: string): TrainingExample[] {
  return readFile(path, path)
    .filter((block) => block.kind === "intent")
    .flatMap((block) => block.lines.map((line) => readExample(block.name, line)));
}

function readExample(intent: string, line: TrainingBlock["lines"][number]): TrainingExample {
  try {
    const { text, entities } = readMarkup(line.text);
    return { intent, text, source: line.text, entities, file: line.file, line: line.line };
  } catch (error) {
    throw new NluDataError(line.file, line.line, (error as Error).message);
  }
}

function tableOf(kind: "synonym" | "lookup" | "regex") {
  return kind === "synonym" ? "synonyms" : kind === "lookup" ? "lookups" : "regexes";
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}

function readFolder(folder: string, base: string): Map<string, TrainingBlock> {
  const blocks = new Map<string, TrainingBlock>();
  if (!existsSync(folder)) return blocks;
  for (const name of readdirSync(folder).sort()) {
    if (!/\.ya?ml$/.test(name)) continue;
    const path = join(folder, name);
    for (const block of readFile(path, relative(base, path))) {
      const key = `${block.kind} ${block.name}`;
      const before = blocks.get(key);
      if (before) before.lines.push(...block.lines);
      else blocks.set(key, block);
    }
  }
  return blocks;
}

function readFile(path: string, shown: string): TrainingBlock[] {
  const counter = new LineCounter();
  const document = parseDocument(readFileSync(path, "utf8"), { lineCounter: counter });
  const lineOf = (node: unknown) => counter.linePos((node as Node | undefined)?.range?.[0] ?? 0).line;
  const broken = document.errors[0];
  if (broken) throw new NluDataError(shown, counter.linePos(broken.pos[0]).line, broken.message.split("\n")[0] ?? "");
  const list = isMap(document.contents) ? document.get("nlu", true) : undefined;
  if (!isSeq(list)) throw new NluDataError(shown, 1, "expected a list under `nlu:`");
  return list.items.map((item) => {
    if (!isMap(item)) throw new NluDataError(shown, lineOf(item), "expected `- intent: name` with `examples: |`");
    return readBlock(item, shown, lineOf);
  });
}

function readBlock(item: YAMLMap, file: string, lineOf: (node: unknown) => number): TrainingBlock {
  const kind = KINDS.find((name) => item.has(name));
  if (!kind) throw new NluDataError(file, lineOf(item), `expected one of ${KINDS.join(", ")}`);
  const name = String(item.get(kind) ?? "").trim();
  if (!name) throw new NluDataError(file, lineOf(item), `${kind} without a name`);
  const examples = item.get("examples", true);
  if (!isScalar(examples) || typeof examples.value !== "string") {
    throw new NluDataError(file, lineOf(item), `${kind} ${name} needs \`examples: |\` with one "- ..." a line`);
  }
  // The block's own "|" stands on the line before its first line of text.
  const first = lineOf(examples) + 1;
  const lines: TrainingBlock["lines"] = [];
  examples.value.split("\n").forEach((raw, index) => {
    if (raw.trim() === "") return;
    const match = /^\s*-\s+(.+?)\s*$/u.exec(raw);
    if (!match?.[1]) throw new NluDataError(file, first + index, `expected "- text", found "${raw.trim()}"`);
    lines.push({ text: match[1], file, line: first + index });
  });
  if (lines.length === 0) throw new NluDataError(file, first, `${kind} ${name} has no examples`);
  return { kind, name, lines };
}
