// npm run -s nlu:pipelines: trains the recipes of rasa/pipelines.yml and measures them on the held-out lines.
import { cpSync, existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { loadProfile } from "../src/config/index.ts";
import {
  buildTrainingSet,
  catalogueNames,
  createNlu,
  loadPolicy,
  readTrainingData,
  trainEmbedded,
  writeTrainingFolder,
} from "../src/nlu/index.ts";
import { silentLogger } from "../src/shared/index.ts";
import {
  type Decision,
  decideAll,
  findEvaluationFiles,
  type LabelledLine,
  measureEffects,
  measureEntities,
  measureTimes,
  readHeldOut,
  withoutKnown,
} from "../src/training/report/index.ts";
import { openPipeline, trainPipeline } from "./pipeline-server.ts";
import { answerHelp } from "./usage.ts";

const USAGE = `Uso: npm run -s nlu:pipelines -- [--profile studio] [--language es] [--keep] [receta …]
  Entrena y mide, una tras otra, las recetas de rasa/pipelines.yml ("config" es la de rasa/config.yml; por omisión, todas)
  en un núcleo y con las frases apartadas del perfil que no están entre los ejemplos. Con --language, sólo con los ejemplos
  y las frases de ese idioma. Con --keep no vuelve a entrenar las que ya están en .data/nlu-pipelines.`;

const HEADER = [
  "| receta | entrena | modelo | memoria | p50 / p95 | sola: correcta | con la segunda opinión: correcta | actúa | de ésas, correctas | escrituras equivocadas | F1 de sus tramos | es / en / fr / hi |",
  "|---|---|---|---|---|---|---|---|---|---|---|---|",
];
const LANGUAGES = ["es", "en", "fr", "hi"];

const recipesFile = z.object({ pipelines: z.record(z.string(), z.array(z.looseObject({ name: z.string() }))) });
const recipes = recipesFile.parse(parse(readFileSync("rasa/pipelines.yml", "utf8"), { merge: true })).pipelines;

const work = resolve(".data/nlu-pipelines");
answerHelp(USAGE);
const flags = readFlags();
if (flags) await main(flags);
else {
  console.error(USAGE);
  process.exitCode = 2;
}

/** undefined when a flag or a recipe is unknown. */
function readFlags() {
  const known = ["config", ...Object.keys(recipes)];
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        profile: { type: "string", default: "studio" },
        language: { type: "string" },
        keep: { type: "boolean", default: false },
      },
    });
    if (positionals.some((name) => !known.includes(name))) return undefined;
    return { ...values, names: positionals.length > 0 ? positionals : known };
  } catch {
    return undefined;
  }
}

async function main({ profile, language, keep, names }: NonNullable<typeof flags>): Promise<void> {
  const rasaDirectory = language ? folderOf(language) : resolve("rasa");
  const catalogue = catalogueNames(loadProfile(resolve("profiles", profile)).catalogue);
  const policy = loadPolicy(rasaDirectory, profile);
  const data = readTrainingData(rasaDirectory, profile);
  const lines = readLines(profile, language, readTrainingData("rasa", profile).examples);
  const embedded = trainEmbedded(data, catalogue);
  const set = buildTrainingSet(rasaDirectory, profile, catalogue);
  const suffix = language ? `-${language}` : "";

  console.log(`${data.examples.length} ejemplos, ${lines.length} frases apartadas\n\n${HEADER.join("\n")}`);
  const second = await decideAll(lines, (text) => embedded.parse(text));
  const own = measureEffects(second, policy);
  print(
    ["(el incorporado)", "", "", "", "", accuracy(second), "", percent(own.acted), percent(own.actedRight)],
    second,
    own,
  );

  for (const name of names) {
    const folder = join(work, `${name}${suffix}`);
    const modelFile = join(folder, `${name}.tar.gz`);
    let trained = "";
    if (!keep || !existsSync(modelFile)) {
      writeTrainingFolder({ ...set, config: configOf(name) }, folder);
      trained = `${((await trainPipeline(folder, name)) / 1000).toFixed(0)} s`;
    }
    const served = await openPipeline(modelFile);
    const nlu = createNlu({ profile, rasaDirectory, catalogue, embedded, logger: silentLogger });
    nlu.use(profile, [served.url], name);
    try {
      const alone = await decideAll(lines, served.parse);
      const both = await decideAll(lines, (text) => nlu.parse(profile, text));
      const times = measureTimes(alone);
      const effects = measureEffects(both, policy);
      const cells = [
        `${name}${suffix}`,
        trained,
        `${(statSync(modelFile).size / 1e6).toFixed(0)} MB`,
        served.memoryMb === undefined ? "–" : `${served.memoryMb.toFixed(0)} MB`,
        `${times?.p50.toFixed(1)} / ${times?.p95.toFixed(1)} ms`,
        accuracy(alone),
        accuracy(both),
        percent(effects.acted),
        percent(effects.actedRight),
      ];
      print(cells, both, effects, (measureEntities(alone).all.f1 ?? 0).toFixed(2));
    } finally {
      await nlu.close();
      await served.stop();
    }
  }
}

/** A `rasa/` of one language: its examples, and the synonyms of all. */
function folderOf(language: string): string {
  const folder = join(work, `rasa-${language}`);
  rmSync(folder, { recursive: true, force: true });
  cpSync("rasa", folder, {
    recursive: true,
    filter(path) {
      if (!/\/nlu\/[^/]+\.yml$/.test(path) || basename(path) === "synonyms.yml") return true;
      return (/\.([a-z]{2})\.yml$/.exec(path)?.[1] ?? "es") === language;
    },
  });
  return folder;
}

function readLines(profile: string, language: string | undefined, examples: { text: string }[]): LabelledLine[] {
  const rootDirectory = resolve(".");
  const files = findEvaluationFiles({ rootDirectory, profile }).heldOut;
  const lines = files.flatMap((file) => readHeldOut(rootDirectory, file, "es"));
  return withoutKnown(lines, examples).filter((line) => language === undefined || line.language === language);
}

/** The recipe as Rasa reads it. */
function configOf(name: string): string {
  const pipeline = recipes[name];
  if (!pipeline) return readFileSync("rasa/config.yml", "utf8");
  return stringify({ recipe: "default.v1", assistant_id: "atiende", language: "es", pipeline, policies: [] });
}

function accuracy(decisions: Decision[]): string {
  return percent({ count: decisions.filter(({ intent, guess }) => intent === guess).length, of: decisions.length });
}

function percent({ count, of }: { count: number; of: number }): string {
  return of === 0 ? "–" : `${((100 * count) / of).toFixed(1)} %`;
}

function print(
  cells: string[],
  decisions: Decision[],
  { wrongWrites }: ReturnType<typeof measureEffects>,
  f1 = "",
): void {
  const ofLanguages = LANGUAGES.map((language) => accuracy(decisions.filter((one) => one.language === language)));
  const row = [...cells, `${wrongWrites.count}`, f1, ofLanguages.join(" / ")];
  console.log(`| ${row.join(" | ").replace(/(\d)\.(\d)/g, "$1,$2")} |`);
}
