// npm run nlu:train [-- --profile studio]: trains the model of the files as they are, with the real Rasa.
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Database } from "../src/database/index.ts";
import { type ModelSnapshot, readSnapshot, readTrainingData, trainModel } from "../src/nlu/index.ts";
import { checkNlu, findIntentChanges, type ModelsInUse, readModelsInUse } from "../src/training/index.ts";
import { withDatabase } from "./open-database.ts";
import { answerHelp } from "./usage.ts";
import { lineOf, onInterrupt, openWorkbench, runCommand, type Workbench } from "./workbench.ts";

const USAGE = `Uso: npm run nlu:train -- [--profile studio] [--data <carpeta>]
  Revisa los archivos y entrena con Rasa (unos 8 minutos; lo que ya se entrenó no se repite). No cambia lo que contesta hoy.`;

answerHelp(USAGE);
const flags = readFlags();
if (!flags) {
  console.error(USAGE);
  process.exitCode = 2;
} else await runCommand(() => train(openWorkbench(flags)));

function readFlags() {
  try {
    return parseArgs({ options: { profile: { type: "string" }, data: { type: "string" } } }).values;
  } catch {
    return undefined;
  }
}

async function train(bench: Workbench): Promise<boolean> {
  const { problems } = checkNlu(bench);
  if (problems.length > 0) {
    console.error(
      `No se entrena con esto (npm run nlu:check lo dice completo):\n${problems.map((one) => `  ${lineOf(one)}`).join("\n")}`,
    );
    return false;
  }
  const { config, profile, dataDirectory } = bench;
  const read = (database: Database) => readModelsInUse(database, profile);
  // Before the minutes of training: without knowing what is in service, what is stored could not be tidied.
  const inUse = await withDatabase(config, dataDirectory, read, { isReading: true });
  const names = [inUse.active, inUse.candidate, inUse.retired].flatMap((model) => model?.name ?? []);
  const say = (line: string) => console.log(`  ${line}`);
  const signal = onInterrupt();
  const trained = await trainModel({ ...bench, say, signal, inUse: names });
  if ("impossible" in trained) {
    signal.throwIfAborted();
    console.error(`No se entrenó: ${trained.impossible}`);
    return false;
  }
  const snapshot = await readSnapshot(process.env, trained.model);
  if (!snapshot) throw new Error("a trained model has no snapshot");
  const { examples, intents } = snapshot.info;
  const seconds = Math.round(trained.trainedMs / 1000);
  console.log(`\n${trained.model}: ${count(examples, "ejemplo")} de ${count(intents, "intención", "intenciones")}.`);
  console.log(trained.isNew ? `Se entrenó en ${seconds} s.` : "Estos mismos datos ya se habían entrenado.");
  console.log(`Modelo: ${trained.file}\nDatos:  ${join(snapshot.rasaDirectory, "..")}`);
  await tellChanges(profile, snapshot, inUse);
  console.log("\nSigue: npm run nlu:test -- --rasa   y, si te convence:   npm run nlu:promote");
  return true;
}

async function tellChanges(profile: string, after: ModelSnapshot, { active }: ModelsInUse): Promise<void> {
  if (!active) return console.log("Todavía no se ha promovido ningún modelo: sirve el de los archivos.");
  if (active.name === after.info.name) return console.log("Es el modelo que está en servicio.");
  const before = await readSnapshot(process.env, active.name);
  if (!before) return console.log(`En servicio: ${active.name}, de cuyos datos no hay copia aquí.`);
  const read = ({ rasaDirectory }: ModelSnapshot) => readTrainingData(rasaDirectory, profile).examples;
  const changes = findIntentChanges(read(before), read(after));
  console.log(`\nFrente al que está en servicio (${active.name}):`);
  if (changes.length === 0) console.log("  los mismos ejemplos; cambian la receta, los sinónimos o las listas");
  for (const { intent, added, removed } of changes) console.log(`  ${intent}: +${added} −${removed}`);
}

function count(number: number, noun: string, nouns = `${noun}s`): string {
  return `${number.toLocaleString("es-MX")} ${number === 1 ? noun : nouns}`;
}
