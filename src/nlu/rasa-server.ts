import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { endProcess, launch, raisePriority, run } from "./child-process.ts";
import { acquireFileLock } from "./file-lock.ts";
import {
  isServing,
  livingUsers,
  readRecord,
  readRecords,
  removeRecord,
  type ServerRecord,
  writeRecord,
} from "./rasa-record.ts";
import { readStatus, warmUp } from "./rasa-status.ts";
import type { RasaTool } from "./rasa-tool.ts";

/** A Rasa server on this machine that is ours to watch, and to end unless others use it. */
export interface LocalServer {
  url: string;
  pid: number;
  isAdopted: boolean;
  isRunning(): Promise<boolean>;
  /** It starts politely beside one that answers customers; the one that answers them should not have to wait. */
  takeService(): void;
  /** We need it no more: it ends when no other living process uses it. */
  stop(): Promise<void>;
  /** It is of no use to anybody: it ends, whoever uses it. */
  end(): Promise<void>;
}

export interface ServerOptions {
  tool: RasaTool;
  profile: string;
  modelFile: string;
  dataDirectory: string;
  token?: string | undefined;
  signal: AbortSignal;
  /** Loading a model takes seconds of all cores: nobody who is answered by another one should notice. */
  isLowPriority?: boolean;
  /** Models whose servers stay, though no living process uses them: it is about to. */
  spares?(model: string): boolean;
  startTimeoutMs?: number | undefined;
}

/**
 * Joins the server that a process of this folder has running, takes over the one that a killed process left behind (it still
 * holds 1.2 GB and would answer in milliseconds instead of 40 seconds), or starts one. Others of this profile that nobody
 * uses any more are ended.
 *
 * @returns undefined when it ended or stayed silent; its output is in `rasa/server.log`.
 */
export async function openServer(options: ServerOptions): Promise<LocalServer | undefined> {
  const folder = join(options.dataDirectory, "rasa");
  await mkdir(folder, { recursive: true });
  const joined = await underLock(folder, () => joinOrLaunch(folder, options), options.signal);
  if (!joined) return undefined;
  const server = toServer(folder, joined, options.tool);
  if (await isReady(server, options)) return server;
  await (options.signal.aborted ? server.stop() : server.end());
  return undefined;
}

interface Joined {
  record: ServerRecord;
  isAdopted: boolean;
}

async function joinOrLaunch(folder: string, options: ServerOptions): Promise<Joined | undefined> {
  const { tool, modelFile } = options;
  const model = basename(modelFile, ".tar.gz");
  await endStrays(folder, model, options);
  const before = await readRecord(folder, model);
  if (before && (await isServing(before))) {
    const record = { ...before, users: [...(await livingUsers(before)), process.pid] };
    await writeRecord(folder, record);
    return { record, isAdopted: true };
  }
  // Here alone: it comes with TypeORM, for which the trainers' commands without a server would wait a third of a second.
  const { freePort } = await import("../database/index.ts");
  const port = await freePort();
  const { command, args, env, cwd } = tool.serve(modelFile, port, folder);
  const { isLowPriority = false } = options;
  const child = launch(command, args, { cwd, env, isLowPriority, logFile: join(folder, "server.log") });
  if (!child.pid) return undefined;
  const record = { pid: child.pid, port, model, profile: options.profile, users: [process.pid] };
  await writeRecord(folder, record);
  return { record, isAdopted: false };
}

async function endStrays(folder: string, model: string, { tool, profile, spares }: ServerOptions): Promise<void> {
  for (const record of await readRecords(folder)) {
    if (record.profile !== profile || record.model === model || spares?.(record.model)) continue;
    if ((await livingUsers(record)).length === 0) await endServer(folder, tool, record);
  }
}

async function endServer(folder: string, tool: RasaTool, record: ServerRecord): Promise<void> {
  if (await isServing(record)) await endProcess(record.pid);
  const remove = tool.remove(record.port);
  if (remove) await run(remove.command, remove.args, { env: remove.env, timeoutMs: 10_000 });
  await removeRecord(folder, record.model);
}

function toServer(folder: string, { record, isAdopted }: Joined, tool: RasaTool): LocalServer {
  /** The record as it is now; undefined when the server was replaced, and is no more ours to end. */
  const current = async () => {
    const now = await readRecord(folder, record.model);
    return now && now.pid !== record.pid ? undefined : (now ?? { ...record, users: [] });
  };
  return {
    url: `http://127.0.0.1:${record.port}`,
    pid: record.pid,
    isAdopted,
    isRunning: () => isServing(record),
    takeService: () => raisePriority(record.pid),
    stop: () =>
      underLock(folder, async () => {
        const now = await current();
        if (!now) return;
        const others = await livingUsers({ ...now, users: withoutOne(now.users, process.pid) });
        if (others.length > 0) await writeRecord(folder, { ...now, users: others });
        else await endServer(folder, tool, now);
      }),
    end: () =>
      underLock(folder, async () => {
        const now = await current();
        if (now) await endServer(folder, tool, now);
      }),
  };
}

function withoutOne(users: number[], user: number): number[] {
  const at = users.indexOf(user);
  return users.filter((_, index) => index !== at);
}

/** Processes of one folder see each other's records whole; what takes long happens outside of it. */
async function underLock<T>(folder: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const lock = await acquireFileLock(join(folder, "server.lock"), { mark: folder, signal, pollMs: 50 });
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

/** Waits until it answers and is warm. */
async function isReady(server: LocalServer, options: ServerOptions): Promise<boolean> {
  const deadline = Date.now() + (options.startTimeoutMs ?? 180_000);
  while (Date.now() < deadline && !options.signal.aborted) {
    if (!(await server.isRunning())) return false;
    if (await readStatus(server.url, options.token)) return warmUp(server.url, options.token);
    await sleep(200);
  }
  return false;
}
