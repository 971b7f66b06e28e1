// npm run prompts:try -- <file>: what the draft of a prompt would have changed in the last replies. Nothing is sent to customers
// and nothing is written.
import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import {
  type Config,
  ConfigError,
  type LlmSetup,
  loadEnvFiles,
  loadProfile,
  parseConfig,
} from "../src/config/index.ts";
import { openDatabase, startEmbeddedServer } from "../src/database/index.ts";
import { createPromptManager, maskForModel, PROMPTS_DIRECTORY, PromptError } from "../src/llm/index.ts";
import { createSealer } from "../src/shared/index.ts";
import { createLogger } from "../src/telemetry/index.ts";
import { changedLines, nameOfDraft, playedLines, summaryLines } from "./prompts-report.ts";
import { createTrial, type Played, type Trial } from "./prompts-trial.ts";
import { type RecordedTurn, turnsOfDatabase, turnsOfFile } from "./prompts-turns.ts";

const USAGE = `Uso: npm run -s prompts:try -- <archivo.md> [--as categoría/nombre] [--last 10] [--turns archivo.json] [--data <carpeta>]
  Juega las últimas respuestas con el prompt actual y con el borrador, y enseña qué cambia. No se envía ni se guarda nada.
  --as: a qué prompt sustituye (si no, el que se llama igual que el archivo). --last: cuántas respuestas.
  --turns: respuestas de un archivo en vez de las de la base de datos. El modelo es el de OPENAI_BASE_URL.`;

const rootDirectory = resolve(import.meta.dirname, "..");
const flags = readFlags(process.argv.slice(2));
if (!flags) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  try {
    loadEnvFiles(rootDirectory);
    await tryDraft(parseConfig(process.env), flags);
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    const isOurs = error instanceof ConfigError || error instanceof PromptError;
    console.error(isOurs ? message : `No se pudo (${code ?? (error as Error).name}).`);
    process.exitCode = 1;
  }
}

interface Flags {
  file: string;
  as: string | undefined;
  last: number;
  turnsFile: string | undefined;
  dataDirectory: string;
}

function readFlags(args: string[]): Flags | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        as: { type: "string" },
        last: { type: "string", default: "10" },
        turns: { type: "string" },
        data: { type: "string", default: ".data" },
      },
    });
    const last = Number(values.last);
    const [file, ...more] = positionals;
    if (!file || more.length > 0 || !Number.isInteger(last) || last < 1 || last > 200) return undefined;
    const dataDirectory = resolve(rootDirectory, values.data);
    return { file, as: values.as, last, turnsFile: values.turns, dataDirectory };
  } catch {
    return undefined;
  }
}

async function tryDraft(config: Config, flags: Flags): Promise<void> {
  const present = createPromptManager(PROMPTS_DIRECTORY);
  const name = nameOfDraft(flags.as ?? basename(flags.file, ".md"), present.names());
  const draft = { name, source: readFileSync(flags.file, "utf8") };
  const prompts = createPromptManager(PROMPTS_DIRECTORY, [draft]);
  const profile = loadProfile(resolve(rootDirectory, "profiles", config.profile));
  const setup = config.llm;
  const before = createTrial({ setup, profile, prompts: present });
  const after = createTrial({ setup, profile, prompts });
  console.log(`El borrador de ${name} está bien escrito.`);

  const turns = await readTurns(config, flags);
  const worded = turns.filter((turn) => before.rendered(turn));
  if (worded.length === 0) {
    console.log("No hay respuestas con qué probarlo: usa --turns, o conversa antes con npm run simulate.");
    return;
  }
  const [first] = worded;
  const isShown = showPrompts(before, after, first!);
  if (!isShown) {
    console.log("Las respuestas no cambian: es el prompt de otra tarea, o dice lo mismo que el actual.");
    return;
  }
  if (!setup) {
    console.log("\nNo hay modelo configurado (OPENAI_BASE_URL): se revisó el archivo, pero no se redactó nada con él.");
    return;
  }
  await playAll(worded, { before, after, setup });
}

function showPrompts(before: Trial, after: Trial, turn: RecordedTurn): boolean {
  const [old, fresh] = [before.rendered(turn)!, after.rendered(turn)!];
  const lines = (["system", "user"] as const).flatMap((part) => changedLines(old[part], fresh[part]));
  if (lines.length === 0) return false;
  console.log(`\nLo que cambia de lo que recibe el modelo (respuesta ${turn.id}):`);
  for (const line of lines) console.log(line);
  return true;
}

async function playAll(turns: RecordedTurn[], deps: { before: Trial; after: Trial; setup: LlmSetup }): Promise<void> {
  const pairs: { before: Played; after: Played }[] = [];
  for (const turn of turns) {
    const pair = { before: await deps.before.play(turn), after: await deps.after.play(turn) };
    pairs.push(pair);
    const [asked = ""] = maskForModel([turn.customerText], turn).texts;
    for (const line of playedLines(turn, asked, pair, deps.setup.currency)) console.log(line);
  }
  for (const line of summaryLines(pairs, deps.setup.currency)) console.log(line);
}

async function readTurns(config: Config, { turnsFile, last, dataDirectory }: Flags): Promise<RecordedTurn[]> {
  if (turnsFile) return turnsOfFile(turnsFile).slice(-last);
  const logger = createLogger("error");
  const server = config.databaseUrl
    ? undefined
    : await startEmbeddedServer({ directory: resolve(dataDirectory, "postgres") });
  try {
    const url = config.databaseUrl ?? (await server?.databaseUrl("atiende")) ?? "";
    const database = await openDatabase({ url, logger, poolSize: 2 });
    try {
      const profile = loadProfile(resolve(rootDirectory, "profiles", config.profile));
      const sealer = createSealer(config.dataKey, config.previousDataKey);
      const turns = await turnsOfDatabase({ database, sealer, home: profile.language }, profile.id, last);
      return turns.reverse();
    } finally {
      await database.close();
    }
  } finally {
    await server?.stop();
  }
}
