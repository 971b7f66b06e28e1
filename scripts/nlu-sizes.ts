import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadProfile } from "../src/config/index.ts";
import {
  catalogueNames,
  createNlu,
  loadPolicy,
  prepareRasa,
  readExamples,
  readTrainingData,
  type TrainingExample,
} from "../src/nlu/index.ts";
import { silentLogger } from "../src/shared/index.ts";
import { evaluate } from "../src/training/index.ts";
import { answerHelp } from "./usage.ts";

/**
 * How many examples an intent needs: five that are easily confused, at 30, 60 and 120 examples each, by the linear model
 * (`trainEmbedded`, three draws) and by DIET alone (one draw), on lines that were written without sight of them. Prints
 * the table of rasa/README.md. `npm run -s nlu:sizes` takes about six minutes on 2 cores.
 */
const INTENTS = ["agendar_cita", "reagendar_cita", "cancelar_cita", "consulta_estado", "consultar_horarios"];
const SIZES = [30, 60, 120];
const SEEDS = [1, 2, 3];
/** Few examples make few steps in an epoch, so DIET gets more epochs than the whole recipe does. */
const EPOCHS = 60;

const USAGE = `Uso: npm run -s nlu:sizes
  Cuántos ejemplos necesita una intención: mide cinco que se confunden, con 30, 60 y 120 ejemplos cada una, y escribe la
  tabla de rasa/README.md. Entrena con Rasa; tarda unos seis minutos en 2 núcleos.`;
answerHelp(USAGE);

const rasaDirectory = resolve("rasa");
const catalogue = catalogueNames(loadProfile(resolve("profiles/studio")).catalogue);
const policy = loadPolicy(rasaDirectory, "studio");
const blind = readExamples(join(rasaDirectory, "studio/test/confundibles.yml"));
// Spanish alone: the other languages have files of their own.
const examples = readTrainingData(rasaDirectory, "studio").examples.filter(
  ({ file }) => !/\.(en|fr|hi)\.yml$/.test(file),
);

console.log("| ejemplos por intención | modelo | correcta | actúa | de ésas, correctas | escrituras equivocadas |");
console.log("|---|---|---|---|---|---|");
for (const size of SIZES) {
  const draws = [];
  for (const seed of SEEDS) draws.push(await measureLinear(folderOf(size, seed)));
  print(size, "lineal", draws);
  print(size, "DIET", [await measureDiet(folderOf(size, 1), size)]);
}

/** A `rasa/` folder of its own with a seeded draw of the five intents. */
function folderOf(size: number, seed: number): string {
  const folder = resolve(".data/nlu-sizes", `${size}-${seed}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "studio/nlu"), { recursive: true });
  for (const file of ["config.yml", "requirements.lock"]) cpSync(join(rasaDirectory, file), join(folder, file));
  const config = readFileSync(join(folder, "config.yml"), "utf8").replace(/epochs: \d+/, `epochs: ${EPOCHS}`);
  writeFileSync(join(folder, "config.yml"), config);
  cpSync(join(rasaDirectory, "studio/nlu/synonyms.yml"), join(folder, "studio/nlu/synonyms.yml"));
  const blocks = INTENTS.map((intent) => {
    const drawn = draw(
      examples.filter((example) => example.intent === intent),
      size,
      seed,
    );
    return `  - intent: ${intent}\n    examples: |\n${drawn.map(({ source }) => `      - ${source}\n`).join("")}`;
  });
  writeFileSync(join(folder, "studio/nlu/five.yml"), `version: "3.1"\nnlu:\n${blocks.join("")}`);
  return folder;
}

function draw(from: TrainingExample[], count: number, seed: number): TrainingExample[] {
  // mulberry32: the same draw for the same seed.
  let state = seed * 0x6d2b79f5;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const shuffled = from.map((example) => ({ example, at: random() })).sort((a, b) => a.at - b.at);
  if (shuffled.length < count) throw new Error(`only ${shuffled.length} examples to draw ${count} from`);
  return shuffled.slice(0, count).map(({ example }) => example);
}

async function measureLinear(folder: string) {
  const nlu = createNlu({ profile: "studio", rasaDirectory: folder, catalogue, logger: silentLogger });
  const result = await evaluate(blind, policy, (text) => nlu.parse("studio", text));
  await nlu.close();
  return result;
}

/** DIET's own confidences, without the second opinion that a turn gets. */
async function measureDiet(folder: string, size: number) {
  const dataDirectory = resolve(".data/nlu-sizes", `server-${size}`);
  const say = (line: string) => console.error(line);
  const server = await prepareRasa({ profile: "studio", rasaDirectory: folder, catalogue, dataDirectory, say });
  if ("impossible" in server) throw new Error(server.impossible);
  try {
    return await evaluate(blind, policy, async (text) => {
      const response = await fetch(`${server.url}/model/parse`, { method: "POST", body: JSON.stringify({ text }) });
      const answer = (await response.json()) as {
        intent: { name: string; confidence: number };
        intent_ranking: { name: string; confidence: number }[];
      };
      const { intent, intent_ranking: ranking } = answer;
      return { text, intent, ranking, entities: [], engine: "rasa", model: "diet", durationMs: 0 };
    });
  } finally {
    await server.stop();
  }
}

function print(size: number, model: string, draws: Awaited<ReturnType<typeof evaluate>>[]): void {
  const mean = (of: (one: (typeof draws)[number]) => number) =>
    `${((100 * draws.reduce((sum, one) => sum + of(one), 0)) / draws.length).toFixed(1).replace(".", ",")} %`;
  const cells = [
    mean((one) => one.right / one.lines),
    mean((one) => one.acted / one.lines),
    mean((one) => one.actedRight / Math.max(1, one.acted)),
    mean((one) => one.wrongWrites / one.lines),
  ];
  console.log(`| ${size} | ${model} | ${cells.join(" | ")} |`);
}
