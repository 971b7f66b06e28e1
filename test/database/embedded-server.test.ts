import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type EmbeddedServer, startEmbeddedServer } from "../../src/database/index.ts";
import { until } from "../support/process.ts";

let directory: string;
let servers: EmbeddedServer[] = [];
let strangers: ChildProcess[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "atiende-pg-"));
  // The account that runs PostgreSQL must be able to enter.
  await chmod(directory, 0o755);
});
afterEach(async () => {
  for (const server of servers) await server.stop();
  // A session that has only just said goodbye is still counted as a client, and the server was left running for it.
  await until(async () => {
    if (!existsSync(pidFile())) return true;
    await (await start()).stop();
    return false;
  }, "the server to be stopped");
  for (const stranger of strangers) stranger.kill("SIGKILL");
  servers = [];
  strangers = [];
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function start(): Promise<EmbeddedServer> {
  const server = await startEmbeddedServer({ directory, isDurable: false });
  servers.push(server);
  return server;
}

const pidFile = () => join(directory, "data", "postmaster.pid");
const lines = async () => (await readFile(pidFile(), "utf8")).split("\n");
const postmaster = async () => Number((await lines())[0]);

async function connect(server: EmbeddedServer): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: await server.databaseUrl("atiende") });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

test("two starts at the same instant on an empty folder share one server and one password", async () => {
  const [one, other] = await Promise.all([start(), start()]);
  expect([one.isAdopted, other.isAdopted].filter(Boolean)).toHaveLength(1);
  expect(await one.databaseUrl("atiende")).toBe(await other.databaseUrl("atiende"));
  const client = await connect(other);
  await client.query("create table kept (n integer); insert into kept values (7)");
  await client.end();
  expect((await readFile(join(directory, "password"), "utf8")).length).toBeGreaterThan(20);
});

test("a start finds a running server and takes it over, with what was stored in it", async () => {
  const first = await start();
  const pid = await postmaster();
  const second = await start();
  expect([first.isAdopted, second.isAdopted]).toEqual([false, true]);
  expect(await postmaster()).toBe(pid);
  const client = await connect(second);
  expect((await client.query("select n from kept")).rows).toEqual([{ n: 7 }]);
  await client.end();
});

test("a stop leaves the server running while another client is connected; the last one stops it", async () => {
  const first = await start();
  const second = await start();
  const client = await connect(second);
  await first.stop();
  expect((await client.query("select n from kept")).rows).toEqual([{ n: 7 }]);
  await client.end();
  await second.stop();
  expect(existsSync(pidFile())).toBe(false);
});

test("two that leave at the same instant do not each wait for the other", async () => {
  const [first, second] = [await start(), await start()];
  await Promise.all([first.stop(), second.stop()]);
  expect(existsSync(pidFile())).toBe(false);
});

test("the lock file of a server that was killed does not keep the next one from starting", async () => {
  await start();
  const pid = await postmaster();
  process.kill(pid, "SIGKILL");
  await until(() => !isAlive(pid), "the killed server is gone");
  expect(existsSync(pidFile())).toBe(true);

  const next = await start();
  expect(next.isAdopted).toBe(false);
  expect(await postmaster()).not.toBe(pid);
  const client = await connect(next);
  expect((await client.query("select n from kept")).rows).toEqual([{ n: 7 }]);
  await client.end();
});

test("a lock file whose number belongs to another program by now is not mistaken for a server", async () => {
  const first = await start();
  const [, ...rest] = await lines();
  await first.stop();
  // The same account may run it, and then PostgreSQL itself would not dare to start.
  const stranger = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  strangers.push(stranger);
  await writeFile(pidFile(), [stranger.pid, ...rest].join("\n"));

  const next = await start();
  expect(next.isAdopted).toBe(false);
  expect(await postmaster()).not.toBe(stranger.pid);
  expect(stranger.exitCode).toBeNull();
  await next.stop();
  expect(isAlive(stranger.pid as number)).toBe(true);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("a server that dies is started again on the same port, so that pools find it by themselves", async () => {
  const server = await start();
  const before = await postmaster();
  process.kill(before, "SIGKILL");
  await until(async () => {
    const client = await connect(server).catch(() => undefined);
    await client?.end();
    return client !== undefined && (await postmaster()) !== before;
  }, "the server answers again under another process id");
});
