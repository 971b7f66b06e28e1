// npm run nlu:replay: what a model would have decided about what customers really wrote, beside the model in service.
import { parseArgs } from "node:util";
import type { Database } from "../src/database/index.ts";
import { loadPolicy } from "../src/nlu/index.ts";
import { createSealer } from "../src/shared/index.ts";
import {
  chooseReplayModels,
  compareReplay,
  type DecisionChange,
  decideTexts,
  type EffectKind,
  openEngine,
  type Replay,
  type ReplayDecision,
  type ReplayedText,
  readModelsInUse,
  readRecentTexts,
} from "../src/training/index.ts";
import { withDatabase } from "./open-database.ts";
import { answerHelp } from "./usage.ts";
import { isPolicyFit, onInterrupt, openWorkbench, runCommand, type Workbench } from "./workbench.ts";

const USAGE = `Uso: npm run -s nlu:replay -- [--profile studio] [--model M] [--against M] [--last 500] [--json] [--data <carpeta>]
  El modelo de los archivos (o --model) lee los últimos mensajes reales, sin datos de personas, junto al que está en servicio
  (o --against; si nunca se promovió ninguno, el que se entrenó antes), y dice qué decidiría distinto: primero lo que
  cancela, mueve o cobra. Nada se envía ni se guarda.`;
const MOST = 20_000;
const SHOWN = 60;
const EFFECTS: Record<EffectKind, string> = {
  delicate: "cancelar, mover, pagar o baja",
  write: "otras escrituras",
  question: "preguntar o actuar",
  other: "lo demás",
};

type Flags = NonNullable<ReturnType<typeof readFlags>>;

answerHelp(USAGE);
const flags = readFlags();
if (!flags) {
  console.error(USAGE);
  process.exitCode = 2;
} else await runCommand(() => replay(openWorkbench(flags), flags));

function readFlags() {
  try {
    const { values } = parseArgs({
      options: {
        profile: { type: "string" },
        data: { type: "string" },
        model: { type: "string" },
        against: { type: "string" },
        last: { type: "string", default: "500" },
        json: { type: "boolean", default: false },
      },
    });
    const last = Number(values.last);
    return Number.isInteger(last) && last > 0 && last <= MOST ? { ...values, last } : undefined;
  } catch {
    return undefined;
  }
}

async function replay(bench: Workbench, { model, against, last, json }: Flags): Promise<boolean> {
  const { config, profile, catalogue, dataDirectory } = bench;
  if (!isPolicyFit(bench)) return false;
  const chosen = await chooseReplayModels({ ...bench, env: process.env }, { model, against });
  if ("problem" in chosen) return fail(chosen.problem);
  const { after, unpromoted } = chosen;
  const sealer = createSealer(config.dataKey, config.previousDataKey);
  const read = async (database: Database) => ({
    texts: await readRecentTexts({ database, sealer, catalogue }, { profile, last }),
    active: (await readModelsInUse(database, profile)).active?.name,
  });
  const { texts, active } = await withDatabase(config, dataDirectory, read, { isReading: true });
  const before = against ?? active ?? unpromoted;
  if (!before) return fail("Todavía no hay otro modelo con el que comparar: es el único entrenado.");
  if (before === after) return fail(`${after} es el modelo en servicio: no hay nada que comparar.`);
  if (texts.length === 0) return fail("No hay mensajes de clientes que leer.");
  if (!active && !against) console.error(`  Todavía no se ha promovido ningún modelo: se compara con ${before}.`);
  // One after the other: two servers at once are 2.4 GB. One that stays behind would hold the half of it.
  const signal = onInterrupt();
  const was = await decide(bench, before, texts, signal);
  const is = was && (await decide(bench, after, texts, signal));
  if (!was || !is) return false;
  const result = compareReplay(texts, was, is);
  console.log(json ? JSON.stringify({ before, after, ...result }, null, 2) : tell(before, after, result));
  return true;
}

async function decide(
  bench: Workbench,
  model: string,
  texts: readonly ReplayedText[],
  signal: AbortSignal,
): Promise<ReplayDecision[] | undefined> {
  const say = (line: string) => console.error(`  ${line}`);
  const engine = await openEngine({ ...bench, env: process.env, say, signal }, { engine: "rasa", model });
  if ("impossible" in engine) {
    console.error(engine.impossible);
    return undefined;
  }
  try {
    say(`${model} lee ${texts.length} mensajes…`);
    return await decideTexts(texts, engine.parse, loadPolicy(bench.rasaDirectory, bench.profile));
  } finally {
    await engine.close();
  }
}

function fail(sentence: string): false {
  console.error(sentence);
  return false;
}

function tell(before: string, after: string, { messages, texts, counts, changes }: Replay): string {
  const changed = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const share = ((100 * changed) / messages).toFixed(1).replace(".", ",");
  const lines = [
    `${messages} mensajes (${texts} distintos), de ${before} a ${after}: cambia lo que se haría en ${changed} (${share} %).`,
    ...Object.entries(EFFECTS).map(([kind, name]) => `  ${name.padEnd(30)} ${counts[kind as EffectKind]}`),
    "",
    ...changes.slice(0, SHOWN).map(lineOf),
  ];
  if (changes.length > SHOWN) lines.push(`… y ${changes.length - SHOWN} más (con --json, todos).`);
  return lines.join("\n");
}

function lineOf({ text, times, weight, before, after }: DecisionChange): string {
  const often = times > 1 ? ` ×${times}` : "";
  return `peso ${String(weight).padStart(4)}  ${nameOf(before)} → ${nameOf(after)}${often}\n           "${text}"`;
}

function nameOf({ kind, intent, confidence }: ReplayDecision): string {
  const sure = confidence.toFixed(2);
  if (kind === "act") return `${intent} (${sure})`;
  return kind === "clarify" ? `pregunta (${intent} ${sure})` : `no es de aquí (${sure})`;
}
