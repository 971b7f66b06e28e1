import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { initialise, preparePlace, USER } from "../src/database/index.ts";
import { restartablePort } from "../test/support/process.ts";

export type OwnPostgres = Awaited<ReturnType<typeof startOwnPostgres>>;

/** `fast` ends sessions in order, `immediate` leaves a recovery, `kill` is the power cut of the postmaster alone. */
export type PostgresEnd = "fast" | "immediate" | "kill";
const SIGNALS = { fast: "SIGINT", immediate: "SIGQUIT", kill: "SIGKILL" } as const;

/** Small on purpose, so that "every connection is taken" and "the disk is full" are soon reached. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "48",
  shared_buffers: "32MB",
  min_wal_size: "32MB",
  max_wal_size: "64MB",
  log_min_messages: "warning",
};

/**
 * A PostgreSQL that nobody watches: it is gone when the scenario ends it, and back when the scenario starts it, on the
 * same port. Durable as in production.
 */
export async function startOwnPostgres(directory: string) {
  const place = await preparePlace(resolve(directory));
  const password = await initialise(place);
  const port = await restartablePort();
  const url = (database: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;

  /** @returns the process id, when it lives. */
  async function pid(): Promise<number | undefined> {
    const [line] = (await readFile(join(place.data, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
    return line && isAlive(Number(line)) ? Number(line) : undefined;
  }

  async function start(timeoutMs = 60_000): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    let child = launch();
    while (!(await canConnect(url("postgres")))) {
      if (performance.now() > deadline) throw new Error(`PostgreSQL is not back; its log is ${place.log}`);
      await pause(50);
      // The backends of a killed postmaster hold its memory for a moment, and a full disk lets no recovery end.
      if (child.exitCode !== null || child.signalCode !== null) child = launch();
    }
  }

  function launch() {
    const args = ["-D", place.data, "-p", String(port)];
    for (const [name, value] of Object.entries(SETTINGS)) args.push("-c", `${name}=${value}`);
    const log = openSync(place.log, "a");
    const child = spawn(join(place.binaries, "postgres"), args, {
      ...place.owner,
      cwd: dirname(place.data),
      detached: true,
      stdio: ["ignore", log, log],
      env: { PATH: process.env.PATH, LC_ALL: "C" },
    });
    closeSync(log);
    child.on("error", () => undefined);
    child.unref();
    return child;
  }

  async function end(how: PostgresEnd): Promise<void> {
    const postmaster = await pid();
    if (!postmaster) return;
    const all = [postmaster, ...(await childrenOf(postmaster))];
    process.kill(postmaster, SIGNALS[how]);
    // The sessions of a killed postmaster finish what they have in hand before they notice.
    while (all.some(isAlive)) await pause(20);
  }

  await start();
  return {
    url,
    log: place.log,
    start,
    end,
    isRunning: async () => (await pid()) !== undefined,
    /** The postmaster and its children stop where they are, as a machine that has lost its network does; and go on. */
    async freeze(signal: "SIGSTOP" | "SIGCONT"): Promise<void> {
      const postmaster = await pid();
      if (!postmaster) return;
      for (const process_ of [postmaster, ...(await childrenOf(postmaster))]) {
        if (isAlive(process_)) process.kill(process_, signal);
      }
    },
    async createDatabase(name: string): Promise<string> {
      await asAdmin(url("postgres"), (client) => client.query(`create database ${name}`));
      return url(name);
    },
    async remove(): Promise<void> {
      await end("fast");
      await rm(place.data, { recursive: true, force: true });
    },
  };
}

/** One session of the scenario's own, which nobody has to close. */
export async function asAdmin<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, application_name: "chaos", connectionTimeoutMillis: 3000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function canConnect(connectionString: string): Promise<boolean> {
  return asAdmin(connectionString, async () => true).catch(() => false);
}

async function childrenOf(pid: number): Promise<number[]> {
  const list = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  return list.split(" ").filter(Boolean).map(Number);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
