import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { stringify } from "yaml";
import { loadProfile } from "../src/config/index.ts";
import { buildTrainingSet, catalogueNames, readTrainingData, writeTrainingFolder } from "../src/nlu/index.ts";
import { rasaEnvironment, rasaPython } from "./rasa-python.ts";

/** It takes about 20 s, nearly all of it Python's start. */
const LIMIT_MS = 5 * 60_000;

/**
 * The real `rasa data validate` on what Rasa would be trained from. Its domain is made from the data, since the
 * dialogue is not Rasa's here.
 *
 * @returns what Rasa warns of, and whether it found the data in order. undefined without Rasa.
 */
export function validateWithRasa(
  rootDirectory: string,
  profile: string,
): { isValid: boolean; said: string[] } | undefined {
  const python = rasaPython();
  if (!python) return undefined;
  const rasaDirectory = join(rootDirectory, "rasa");
  const catalogue = catalogueNames(loadProfile(join(rootDirectory, "profiles", profile)).catalogue);
  const folder = resolve(rootDirectory, ".data/rasa-validate");
  writeTrainingFolder(buildTrainingSet(rasaDirectory, profile, catalogue), folder);
  const { examples } = readTrainingData(rasaDirectory, profile);
  const intents = [...new Set(examples.map(({ intent }) => intent))];
  const entities = [...new Set(examples.flatMap((example) => example.entities.map(({ entity }) => entity)))];
  writeFileSync(join(folder, "domain.yml"), stringify({ version: "3.1", intents, entities }));
  const args = ["-m", "rasa", "data", "validate", "--data", "data", "--config", "config.yml", "--domain", "domain.yml"];
  const { status, stdout, stderr } = spawnSync(python, args, {
    cwd: folder,
    env: rasaEnvironment(),
    encoding: "utf8",
    timeout: LIMIT_MS,
  });
  const isValid = status === 0;
  return { isValid, said: tellValidation(`${stdout}\n${stderr}`, isValid) };
}

/** What Rasa printed, for whoever mends the data: its known sentences in Spanish, the others introduced and after them. */
export function tellValidation(printed: string, isValid: boolean): string[] {
  const warned = [...printed.matchAll(/(?:UserWarning|FutureWarning|ERROR[^:]*): (.+)/g)];
  const said = [...new Set(warned.map(([, text = ""]) => text))].filter((text) => !NOT_OURS.test(text));
  const [last] = printed.trim().split("\n").slice(-1);
  if (said.length === 0 && !isValid) return [`Rasa se detuvo antes de terminar; lo último que dijo: ${last || "nada"}`];
  const known = said.map(inSpanish);
  const unknown = said.filter((_, index) => known[index] === undefined);
  const introduced =
    "Rasa dice además, en inglés (si nombra una frase o un archivo, revísalo ahí; si no, enséñaselo a quien programa):";
  return [...known.filter((text) => text !== undefined), ...(unknown.length > 0 ? [introduced, ...unknown] : [])];
}

/** Of the dialogue, which is not Rasa's here. */
const NOT_OURS = /not used in any story|\bstor(?:y|ies)\b/i;

const IN_SPANISH: [RegExp, string][] = [
  [
    /^The example '(.+)' was found labeled with multiple .+ labeled with: (.+?)\.?$/,
    '"$1" está en varias intenciones ($2): deja una',
  ],
  [/^Misaligned entity annotation in message '(.+?)' with.*$/, 'la marca no abarca palabras enteras: "$1"'],
  [
    /^Found inconsistent entity synonyms while reading training data, overwriting (.+?)->.*$/,
    '"$1" lleva a dos nombres: deja uno',
  ],
];

/** undefined: nobody translated it. */
function inSpanish(sentence: string): string | undefined {
  const known = IN_SPANISH.find(([pattern]) => pattern.test(sentence));
  return known && sentence.replace(...known);
}
