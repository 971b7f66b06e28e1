// npm run nlu:check: is what trainers edit fit to be trained and said? Neither database nor Rasa is needed.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { ConfigError, loadEnvFiles, parseConfig } from "../src/config/index.ts";
// By the inner door: the room's own brings reports and the database, half a second that whoever waits can do without.
import { checkNlu, type NluCheck, type Problem } from "../src/training/check/index.ts";
import { answerHelp } from "./usage.ts";

const USAGE = `Uso: npm run nlu:check -- [--profile studio] [--rasa]
  Revisa ejemplos, sinónimos, textos y umbrales de rasa/ para un perfil de profiles/ (por omisión, el de PROFILE).
  Con --rasa pregunta además a \`rasa data validate\`, si Rasa está instalada aquí: tarda medio minuto.`;

answerHelp(USAGE);
const rootDirectory = resolve(import.meta.dirname, "..");
const flags = readFlags(process.argv.slice(2));
if (!flags) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  try {
    const profile = flags.profile ?? configuredProfile();
    const isFit = report(profile, checkNlu({ rootDirectory, profile }));
    // What cannot be read here cannot be merged for Rasa either.
    process.exitCode = isFit && (!flags.rasa || (await askRasa(profile))) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** undefined when a flag is unknown, lacks its value or is no name of a folder. */
function readFlags(args: string[]): { profile?: string; rasa?: boolean } | undefined {
  try {
    const { values } = parseArgs({ args, options: { profile: { type: "string" }, rasa: { type: "boolean" } } });
    return values.profile === undefined || /^[a-z][a-z0-9-]*$/.test(values.profile) ? values : undefined;
  } catch {
    return undefined;
  }
}

function configuredProfile(): string {
  loadEnvFiles(rootDirectory);
  return parseConfig(process.env).profile;
}

/** Writes what Rasa says; true when it finds the data in order. It is loaded here alone: it costs time. */
async function askRasa(profile: string): Promise<boolean> {
  const { validateWithRasa } = await import("./rasa-validate.ts");
  console.error("Se pregunta a rasa data validate; tarda medio minuto…");
  const answer = validateWithRasa(rootDirectory, profile);
  if (!answer) {
    console.log("rasa data validate: Rasa no está instalada en esta computadora; npm run nlu:train la instala.");
    return false;
  }
  const { isValid, said } = answer;
  console.log(`rasa data validate: ${isValid ? "sin problemas" : "con problemas"}${said.length > 0 ? ":" : "."}`);
  for (const line of said) console.log(`  ${line}`);
  return isValid;
}

/** Writes it all; true when nothing has to be mended. */
function report(profile: string, { problems, warnings, counts }: NluCheck): boolean {
  if (warnings.length > 0) console.log(`Avisos (no impiden nada):\n${warnings.map(lineOf).join("\n")}\n`);
  if (problems.length > 0) {
    console.log(`Por corregir:\n${problems.map(lineOf).join("\n")}\n`);
    console.log(count(problems.length, "problema"));
    return false;
  }
  const { examples, intents, trainingFiles, templates, heldOutFiles } = counts;
  console.log(
    `${profile}, sin problemas: ${count(examples, "ejemplo")} de ${intents} intenciones en ${count(trainingFiles, "archivo")}, ` +
      `${count(templates, "texto")}, ${count(heldOutFiles, "archivo")} de prueba, ${count(warnings.length, "aviso")}.`,
  );
  return true;
}

function lineOf({ file, line, message }: Problem): string {
  return `  ${file}${line === undefined ? "" : `:${line}`}: ${message}`;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("es-MX")} ${noun}${number === 1 ? "" : "s"}`;
}
