import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import axios from "axios";
import { freePort } from "../database/index.ts";
import { commandLine, endProcess, isAlive, launch, run } from "./child-process.ts";
import { acquireFileLock } from "./file-lock.ts";
import type { RasaTool } from "./rasa-tool.ts";

/** A Rasa server on this machine that is ours to watch and to stop. */
export interface LocalServer {
  url: string;
  pid: number;
  isAdopted: boolean;
  isRunning(): Promise<boolean>;
  stop(): Promise<void>;
}

interface ServerRecord {
  pid: number;
  port: number;
  model: string;
}

export interface ServerOptions {
  tool: RasaTool;
  modelFile: string;
  dataDirectory: string;
  token?: string | undefined;
  signal: AbortSignal;
  startTimeoutMs?: number;
}

const WARM_UP = ["hola", "quiero una cita mañana a las 5 de la tarde", "¿qué paquetes tienen?"];

/**
 * Starts a server, or takes over the one that an earlier start left behind: after a `kill -9` of the app it still
 * holds 1.2 GB and would answer in milliseconds instead of 40 seconds.
 *
 * @returns undefined when it ended or stayed silent; its output is in `rasa/server.log`.
 */
export async function openServer(options: ServerOptions): Promise<LocalServer | undefined> {
  const folder = join(options.dataDirectory, "rasa");
  await mkdir(folder, { recursive: true });
  // Two workers of one folder share one server.
  const lock = await acquireFileLock(join(folder, "server.lock"), { mark: folder, signal: options.signal });
  try {
    return await adoptOrLaunch(folder, options);
  } finally {
    await lock.release();
  }
}

async function adoptOrLaunch(folder: string, options: ServerOptions): Promise<LocalServer | undefined> {
  const { tool, modelFile } = options;
  const recordFile = join(folder, "server.json");
  const model = basename(modelFile, ".tar.gz");
  const before = await readRecord(recordFile);
  const isOurs = before !== undefined && isAlive(before.pid) && (await commandLine(before.pid)).includes(before.model);
  if (before && isOurs) {
    const server = toServer(before, recordFile, tool, true);
    if (before.model === model && (await isReady(server, options))) return server;
    await server.stop();
  }
  const port = await freePort();
  const { command, args, env, cwd } = tool.serve(modelFile, port, folder);
  const child = launch(command, args, { cwd, env, logFile: join(folder, "server.log") });
  if (!child.pid) return undefined;
  const record = { pid: child.pid, port, model };
  await writeFile(`${recordFile}.new`, JSON.stringify(record));
  await rename(`${recordFile}.new`, recordFile);
  const server = toServer(record, recordFile, tool, false);
  if (await isReady(server, options)) return server;
  await server.stop();
  return undefined;
}

function toServer(record: ServerRecord, recordFile: string, tool: RasaTool, isAdopted: boolean): LocalServer {
  return {
    url: `http://127.0.0.1:${record.port}`,
    pid: record.pid,
    isAdopted,
    isRunning: async () => isAlive(record.pid) && (await commandLine(record.pid)).includes(record.model),
    async stop() {
      // Process ids are used again: only a process that still serves our model is ours to end.
      if ((await commandLine(record.pid)).includes(record.model)) await endProcess(record.pid);
      const remove = tool.remove(record.port);
      if (remove) await run(remove.command, remove.args, { env: remove.env, timeoutMs: 10_000 });
      const current = await readRecord(recordFile);
      if (current?.pid === record.pid) await rm(recordFile, { force: true });
    },
  };
}

/** Waits until it answers and has answered a few parses, the first of which take a second each. */
async function isReady(server: LocalServer, options: ServerOptions): Promise<boolean> {
  const deadline = Date.now() + (options.startTimeoutMs ?? 180_000);
  while (Date.now() < deadline && !options.signal.aborted) {
    if (!(await server.isRunning())) return false;
    if (await readStatus(server.url, options.token)) return warmUp(server.url, options.token);
    await sleep(500);
  }
  return false;
}

async function warmUp(url: string, token: string | undefined): Promise<boolean> {
  try {
    for (const text of WARM_UP) {
      await axios.post(
        `${url}/model/parse`,
        { text },
        { timeout: 20_000, proxy: false, params: token ? { token } : {} },
      );
    }
    return true;
  } catch {
    return false;
  }
}

/** The model that a server says it has loaded; undefined when it does not answer. */
export async function readStatus(
  url: string,
  token: string | undefined,
  timeoutMs = 3000,
): Promise<string | undefined> {
  try {
    const { data } = await axios.get(`${url}/status`, {
      timeout: timeoutMs,
      proxy: false,
      params: token ? { token } : {},
    });
    const { model_file: file, model_id: id } = data as { model_file?: unknown; model_id?: unknown };
    const name = typeof file === "string" && file ? basename(file, ".tar.gz") : id;
    return typeof name === "string" && name ? name : undefined;
  } catch {
    return undefined;
  }
}

async function readRecord(file: string): Promise<ServerRecord | undefined> {
  try {
    const record = JSON.parse(await readFile(file, "utf8")) as Partial<ServerRecord>;
    const isWhole = Number.isInteger(record.pid) && Number.isInteger(record.port) && typeof record.model === "string";
    return isWhole && record.pid! > 1 && record.model !== "" ? (record as ServerRecord) : undefined;
  } catch {
    return undefined;
  }
}
