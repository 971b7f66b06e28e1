import { basename, join } from "node:path";
import { isScalar, visit } from "yaml";
import type { TrainingExample } from "../../nlu/index.ts";
import { isBlindFile, readTestLines } from "./blind.ts";
import { findPersonalData, lineKey, type PlacedLine } from "./check-examples.ts";
import { nearestName } from "./nearest-name.ts";
import type { Findings, Problem } from "./problem.ts";
import { readingProblems } from "./reading-problem.ts";
import { type Place, readPlacedYaml, yamlFiles } from "./source-files.ts";

/** Where the files that are not in the training format keep what a customer writes. */
const TEXT_KEYS = new Set(["text", "pregunta"]);

/** What must always be understood; it may be learnt by heart, where a line that measures may not. */
const GOLDEN = "golden.yml";

export interface KnownNames {
  intents: readonly string[];
  entities: ReadonlySet<string>;
  /** Do the marks lead to names of the catalogue? */
  checkValues(lines: readonly TrainingExample[]): Problem[];
}

/**
 * Lines of `rasa/<profile>/test`: those that stand among the examples measure nothing, those that expect an intent or an
 * entity that does not exist can never be right. They are told by number, never quoted; of a blind file those that are
 * examples too only by how many they are.
 *
 * @param known what the readable training files say, and what the others seem to
 */
export function checkHeldOut(
  { rootDirectory, profile }: Place,
  examples: readonly TrainingExample[],
  known: KnownNames,
): Findings & { files: number } {
  const taught = new Set(examples.map(({ text }) => lineKey(text)));
  const found: Findings = { problems: [], warnings: [] };
  const files = yamlFiles(rootDirectory, `rasa/${profile}/test`);
  for (const file of files) {
    const { lines, labelled, problems } = readLines(rootDirectory, file);
    found.problems.push(...problems, ...findPersonalData(lines), ...findUnknown(labelled, known));
    if (basename(file) === GOLDEN) found.problems.push(...known.checkValues(labelled));
    const trained = lines.filter(({ text }) => taught.has(lineKey(text))).map(({ line }) => line);
    if (trained.length === 0 || basename(file) === GOLDEN) continue;
    if (isBlindFile(join(rootDirectory, file))) {
      const message = `frases que también están entre los ejemplos y por eso no miden (es ciego: no se dice cuáles): ${trained.length}`;
      found.warnings.push({ file, message });
      continue;
    }
    const message = `líneas que también están entre los ejemplos y por eso no miden (quítalas de uno de los dos): ${trained.join(", ")}`;
    found.warnings.push({ file, line: trained[0], message });
  }
  return { ...found, files: files.length };
}

function findUnknown(lines: readonly TrainingExample[], { intents, entities: kinds }: KnownNames): Problem[] {
  const advice = (name: string, names: Iterable<string>) => {
    const meant = nearestName(name, names);
    return meant ? `¿querías decir ${meant}?` : "corrige el nombre o borra la línea";
  };
  return lines.flatMap(({ intent, entities, file, line }) => {
    const messages = intents.includes(intent)
      ? []
      : [`la intención ${intent} no existe, así que nunca se acertará: ${advice(intent, intents)}`];
    for (const { entity } of entities.filter((mark) => !kinds.has(mark.entity))) {
      messages.push(`la entidad ${entity} no existe, así que nunca se hallará: ${advice(entity, kinds)}`);
    }
    return messages.map((message) => ({ file, line, message }));
  });
}

/** `lineKey` of what measures, which must not become an example. */
export function heldOutKeys({ rootDirectory, profile }: Place): ReadonlySet<string> {
  const files = yamlFiles(rootDirectory, `rasa/${profile}/test`).filter((file) => basename(file) !== GOLDEN);
  return new Set(files.flatMap((file) => readLines(rootDirectory, file).lines.map(({ text }) => lineKey(text))));
}

function readLines(rootDirectory: string, file: string) {
  const { document, lineOf, problems } = readPlacedYaml(rootDirectory, file);
  const lines: PlacedLine[] = [];
  const labelled: TrainingExample[] = [];
  if (problems.length > 0) return { lines, labelled, problems };
  if (document.has("nlu")) {
    const read = () => labelled.push(...readTestLines(rootDirectory, file).map((example) => ({ ...example, file })));
    return { problems: readingProblems(file, read), lines: labelled, labelled };
  }
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || !TEXT_KEYS.has(String(key.value)) || !isScalar(value)) return;
      lines.push({ text: String(value.value), file, line: lineOf(value) });
    },
  });
  return { lines, labelled, problems };
}
