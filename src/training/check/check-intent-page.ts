import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { TrainingExample } from "../../nlu/index.ts";
import type { Hidden } from "./hidden.ts";
import { INTENT_PAGE, readIntentPage } from "./intent-page.ts";
import type { Problem } from "./problem.ts";
import { type Place, yamlFiles } from "./source-files.ts";

/**
 * Intents that people judge by and that the page does not explain, and those that it explains and nobody can choose.
 *
 * @param answered a taught intent that nobody answers is a problem already, and a row would not mend it
 */
export function checkIntentPage(
  { rootDirectory, profile }: Place,
  examples: readonly TrainingExample[],
  answered: readonly string[],
  hidden: Hidden,
): Problem[] {
  const page = readIntentPage(rootDirectory);
  if (!page) return [];
  const told = new Set(page.flatMap(({ intents }) => intents));
  const first = new Map<string, TrainingExample>();
  for (const example of examples) if (!first.has(example.intent)) first.set(example.intent, example);
  const unexplained = [...first].flatMap(([intent, { file, line }]) => {
    const message = `${INTENT_PAGE} no dice qué significa ${intent}: agrégale una fila`;
    return told.has(intent) || !answered.includes(intent) ? [] : [{ file, line, message }];
  });
  const others = taughtElsewhere(rootDirectory, profile);
  const untaught = page.flatMap(({ intents, line }) =>
    intents
      .filter((intent) => !first.has(intent) && !hidden.intents.has(intent) && !others.has(intent))
      .map((intent) => {
        const message = `explica ${intent}, que no tiene ejemplos: corrige el nombre o borra la fila`;
        return { file: INTENT_PAGE, line, message };
      }),
  );
  return [...unexplained, ...untaught];
}

/** The page is of all profiles, and the examples are of one: intents of the others by the names of their files. */
function taughtElsewhere(rootDirectory: string, profile: string): ReadonlySet<string> {
  const folders = readdirSync(join(rootDirectory, "rasa"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "core" && entry.name !== profile)
    .map(({ name }) => name);
  const files = folders.flatMap((folder) => yamlFiles(rootDirectory, `rasa/${folder}/nlu`));
  return new Set(files.map((file) => basename(file).split(".")[0]!));
}
