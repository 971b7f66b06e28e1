import { createHash } from "node:crypto";
import { setImmediate as turnOfOthers } from "node:timers/promises";
import { type CatalogueNames, type TrainingData, type TrainingExample, trainEmbedded } from "../../nlu/index.ts";
import { type Decision, decideAll, type LabelledLine } from "./evaluate.ts";

/**
 * Stratified: each intent of each file (a file is one language) is spread over all folds as evenly as it goes. The same
 * examples and seed give the same folds, whatever the order of the files.
 */
export function foldsOf<T extends TrainingExample>(examples: readonly T[], folds: number, seed = 1): T[][] {
  const result = Array.from({ length: folds }, (): T[] => []);
  const order = (example: T) => createHash("sha256").update(`${seed} ${example.text}`).digest("hex");
  const keyed = examples.map((example) => ({
    example,
    stratum: `${example.intent} ${example.file}`,
    at: order(example),
  }));
  keyed.sort((a, b) => compare(a.stratum, b.stratum) || compare(a.at, b.at));
  // Dealt like cards: the next stratum goes on where the last one ended, so that folds stay of one size.
  keyed.forEach(({ example }, index) => {
    result[index % folds]!.push(example);
  });
  return result;
}

/**
 * Each example is read by an embedded classifier that was trained, with its entity finder, from the other folds. It says
 * how well the examples agree with each other: a confident miss is often a label to mend.
 */
export async function crossValidate(
  data: TrainingData,
  catalogue: CatalogueNames,
  options: {
    folds: number;
    /** In the same order. */
    label(examples: readonly TrainingExample[]): LabelledLine[];
    signal?: AbortSignal | undefined;
  },
): Promise<Decision[]> {
  const lines = options.label(data.examples);
  const exampleOf = new Map(lines.map((line, index) => [line, data.examples[index]]));
  const decisions: Decision[] = [];
  for (const held of foldsOf(lines, options.folds)) {
    if (held.length === 0) continue;
    const out = new Set(held.map((line) => exampleOf.get(line)));
    const rest = data.examples.filter((example) => !out.has(example));
    const classifier = trainEmbedded({ ...data, examples: rest }, catalogue);
    decisions.push(...(await decideAll(held, classifier.parse)));
    await turnOfOthers();
    options.signal?.throwIfAborted();
  }
  return decisions;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
