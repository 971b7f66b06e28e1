import { existsSync } from "node:fs";
import { join } from "node:path";
import { isSure, type NluParse, type Policy, readExamples, type TrainingExample } from "../../nlu/index.ts";
import { foldText } from "../../shared/index.ts";

/** A golden message that was not understood. The text is the trainer's own, so it may be shown and kept. */
export interface GoldenFailure {
  text: string;
  /** The intent that it has. */
  intent: string;
  /** For the trainer, in Spanish. */
  problem: string;
}

export interface GoldenResult {
  total: number;
  right: number;
  failures: GoldenFailure[];
}

/**
 * The messages whose understanding must never break: `<profile>/test/golden.yml` in the training format; none when there
 * is no such file.
 *
 * @throws NluDataError with file and line when it is not well formed.
 */
export function readGolden(rasaDirectory: string, profile: string): TrainingExample[] {
  const file = join(rasaDirectory, profile, "test", "golden.yml");
  return existsSync(file) ? readExamples(file) : [];
}

/**
 * Puts each message to a model, one after the other. Right is: Rasa itself answered, with the right intent, surely enough
 * to be acted on, and every marked entity was found with its value.
 */
export async function judgeGolden(
  golden: readonly TrainingExample[],
  parse: (text: string) => Promise<NluParse>,
  policy: Policy,
): Promise<GoldenResult> {
  const failures: GoldenFailure[] = [];
  for (const example of golden) {
    const problem = findProblem(example, await parse(example.text), policy);
    if (problem) failures.push({ text: example.text, intent: example.intent, problem });
  }
  return { total: golden.length, right: golden.length - failures.length, failures };
}

function findProblem(example: TrainingExample, read: NluParse, policy: Policy): string | undefined {
  if (read.engine !== "rasa") return "el modelo no contestó";
  const { name, confidence } = read.intent;
  if (name !== example.intent) return `la entendió como ${name} (${confidence.toFixed(2)})`;
  if (!isSure(read, policy)) {
    const second = read.ranking[1];
    return `no está seguro: ${confidence.toFixed(2)}${second ? `, y ${second.name} ${second.confidence.toFixed(2)}` : ""}`;
  }
  const missed = example.entities.filter(
    ({ entity, value }) =>
      !read.entities.some((found) => found.entity === entity && foldText(found.value) === foldText(value)),
  );
  if (missed.length === 0) return undefined;
  return `no encontró ${missed.map(({ entity, value }) => `${entity} "${value}"`).join(" ni ")}`;
}
