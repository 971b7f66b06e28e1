import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import type { Problem } from "./problem.ts";
import { readingProblems, yamlProblem } from "./reading-problem.ts";

/** Where the files are: `rasa/` and `profiles/` of this folder. */
export interface Place {
  rootDirectory: string;
  profile: string;
}

/** The YAML files of a folder, from the root: "rasa/core/nlu/saludo.yml"; none when there is no such folder. */
export function yamlFiles(rootDirectory: string, folder: string): string[] {
  const path = join(rootDirectory, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => `${folder}/${name}`);
}

export interface PlacedYaml {
  document: Document.Parsed;
  /** Line of a node of the document, counted from 1. */
  lineOf(node: unknown): number;
  problems: Problem[];
}

/** A YAML file whose nodes know their lines; one that cannot be opened is empty, and a problem says why. */
export function readPlacedYaml(rootDirectory: string, file: string): PlacedYaml {
  const counter = new LineCounter();
  let source = "";
  const unopened = readingProblems(file, () => {
    source = readFileSync(join(rootDirectory, file), "utf8");
  });
  const document = parseDocument(source, { lineCounter: counter });
  const lineAt = (offset: number) => counter.linePos(offset).line;
  return {
    document,
    lineOf: (node) => lineAt(isNode(node) ? (node.range?.[0] ?? 0) : 0),
    problems: [...unopened, ...document.errors.map((error) => yamlProblem(file, lineAt(error.pos[0]), error))],
  };
}
