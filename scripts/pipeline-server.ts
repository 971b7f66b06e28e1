import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { freePort } from "../src/database/index.ts";
import type { NluParse } from "../src/nlu/index.ts";
import { rasaEnvironment, rasaPython } from "./rasa-python.ts";

export interface ServedPipeline {
  url: string;
  /** What the process holds after the warm-up; undefined where the system does not say. */
  memoryMb: number | undefined;
  /** What the recipe says alone, without the second opinion that a turn gets. */
  parse(text: string): Promise<NluParse>;
  stop(): Promise<void>;
}

const TRAINING_LIMIT_MS = 30 * 60_000;
const START_LIMIT_MS = 3 * 60_000;
const WARM_UPS = 30;

const answer = z.object({
  intent_ranking: z.array(z.object({ name: z.string(), confidence: z.number() })),
  entities: z.array(z.object({ entity: z.string(), value: z.string(), start: z.number(), end: z.number() })),
});

/**
 * Trains `<folder>/data` with `<folder>/config.yml` into `<folder>/<name>.tar.gz`, at low priority.
 *
 * @returns milliseconds, the start of Python (about 15 s) included. @throws Error when Rasa fails; its output is in the message.
 */
export async function trainPipeline(folder: string, name: string): Promise<number> {
  const args = ["train", "nlu", "--nlu", "data", "--config", "config.yml", "--out", ".", "--fixed-model-name", name];
  const start = performance.now();
  const child = spawn("nice", ["-n", "10", pythonOfRasa(), "-m", "rasa", ...args], {
    cwd: folder,
    env: rasaEnvironment(),
    timeout: TRAINING_LIMIT_MS,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const code = await new Promise((done) => child.once("close", done));
  if (code !== 0) throw new Error(`${name} was not trained:\n${output.slice(-2000)}`);
  return performance.now() - start;
}

/** Serves a model on one core, as a small machine would, and warms it. @throws Error when it does not answer in time. */
export async function openPipeline(modelFile: string): Promise<ServedPipeline> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const serve = [
    pythonOfRasa(),
    "-m",
    "rasa",
    "run",
    "--enable-api",
    "-m",
    modelFile,
    "-p",
    `${port}`,
    "-i",
    "127.0.0.1",
  ];
  const [command = "", ...args] = process.platform === "linux" ? ["taskset", "-c", "0", ...serve] : serve;
  const child = spawn(command, args, { cwd: dirname(modelFile), env: rasaEnvironment(), stdio: "ignore" });
  const ended = new Promise((done) => child.once("close", done));
  const stop = async () => {
    child.kill();
    await ended;
  };
  const parse = async (text: string): Promise<NluParse> => {
    const start = performance.now();
    const response = await fetch(`${url}/model/parse`, { method: "POST", body: JSON.stringify({ text }) });
    const body = await response.json();
    const durationMs = performance.now() - start;
    const { intent_ranking: ranking, entities: found } = answer.parse(body);
    // Rasa counts code points, JavaScript UTF-16 units.
    const points = [...text];
    const entities = found.map(({ entity, value, ...span }) => {
      const [start, end] = [span.start, span.end].map((at) => points.slice(0, at).join("").length);
      return { entity, value, start: start!, end: end!, text: text.slice(start, end) };
    });
    const intent = ranking[0] ?? { name: "", confidence: 0 };
    return { text, intent, ranking, entities, engine: "rasa", model: "", durationMs };
  };
  try {
    await untilReady(url, () => child.exitCode !== null);
    for (let count = 0; count < WARM_UPS; count++) await parse("quiero una cita mañana a las 5 de la tarde");
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, memoryMb: memoryOf(child.pid), parse, stop };
}

async function untilReady(url: string, hasEnded: () => boolean): Promise<void> {
  for (const deadline = Date.now() + START_LIMIT_MS; Date.now() < deadline && !hasEnded(); await sleep(300)) {
    const status = await fetch(`${url}/status`).catch(() => undefined);
    if (status?.ok) return;
  }
  throw new Error("the server of the recipe does not answer");
}

function pythonOfRasa(): string {
  const python = rasaPython();
  if (!python) throw new Error("Rasa is not installed here: npm run nlu:train installs it");
  return python;
}

function memoryOf(pid: number | undefined): number | undefined {
  const status = `/proc/${pid}/status`;
  const [, kilobytes] = existsSync(status) ? (/^VmRSS:\s+(\d+)/m.exec(readFileSync(status, "utf8")) ?? []) : [];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}
