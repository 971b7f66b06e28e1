import { isMap, isScalar, isSeq, parseDocument } from "yaml";

/** Lines to be put into a text, before its line `at` (counted from 0; the number of lines is its end). */
export interface Insertion {
  at: number;
  /** Without their line ends. */
  lines: string[];
}

/**
 * Where a training file takes new examples of an intent: at the end of its first block, indented as its last example.
 * Nothing of the file is written anew, so comments, order and white space stay as they are.
 * @returns undefined when the file has no block of this intent to which a line can be added
 */
export function insertExamples(yaml: string, intent: string, examples: readonly string[]): Insertion | undefined {
  const document = parseDocument(yaml, { keepSourceTokens: true });
  const list = isMap(document.contents) ? document.get("nlu", true) : undefined;
  if (document.errors.length > 0 || !isSeq(list)) return undefined;
  for (const block of list.items) {
    if (!isMap(block) || block.get("intent") !== intent) continue;
    const node = block.get("examples", true);
    // A block of another style holds its lines in another form; nobody writes examples so.
    if (!isScalar(node) || node.type !== "BLOCK_LITERAL" || !node.range) continue;
    const [start, end] = node.range;
    const first = lineOf(yaml, start) + 1;
    const lines = yaml.slice(0, end).split("\n");
    const last = lines.findLastIndex((line, at) => at >= first && /^\s*-\s+\S/.test(line));
    const indent = /^\s*/.exec(lines[last] ?? "")?.[0];
    if (last < 0 || indent === undefined) continue;
    const lineEnd = yaml.split("\n")[last]?.endsWith("\r") ? "\r" : "";
    return { at: last + 1, lines: examples.map((example) => `${indent}- ${example}${lineEnd}`) };
  }
  return undefined;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length - 1;
}

/** A training file of one intent, as the others are written. */
export function newExampleFile(intent: string, examples: readonly string[]): string {
  const lines = examples.map((example) => `      - ${example}\n`).join("");
  return `version: "3.1"\n\nnlu:\n  - intent: ${intent}\n    examples: |\n${lines}`;
}

/** The text with the lines in it; where its last line has no end, that one gets one and the new last has none. */
export function applyInsertion(text: string, { at, lines }: Insertion): string {
  const all = text.split("\n");
  all.splice(at, 0, ...lines);
  return all.join("\n");
}
