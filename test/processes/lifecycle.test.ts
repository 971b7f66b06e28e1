import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startEmbeddedServer } from "../../src/database/index.ts";
import { type FakeTwilio, startFakeTwilio } from "../support/fake-twilio.ts";
import { appEnv, endAllProcesses, restartablePort, startAppProcess, until } from "../support/process.ts";
import { createCustomers } from "./harness.ts";

// Up to three starts a test, each as slow as the machine is busy.
vi.setConfig({ testTimeout: 600_000 });

const CLEAN = { code: 0, signal: null };
const CUSTOMER = "+5215550000001";
const LEARNT = resolve(".data/models");

let twilio: FakeTwilio;
let port: number;
let directory: string;
beforeEach(async () => {
  twilio = await startFakeTwilio();
  port = await restartablePort();
  directory = await mkdtemp(join(tmpdir(), "atiende-life-"));
  // The account that runs PostgreSQL must be able to enter.
  await chmod(directory, 0o755);
  // What an earlier run learnt of the same examples, if there was one: training at each start is not what is tested here.
  await mkdir(join(directory, "models"));
  for (const name of await readdir(LEARNT).catch(() => [])) {
    // Another test's process may just have renamed or removed it; then this one learns by itself.
    await copyFile(join(LEARNT, name), join(directory, "models", name)).catch(() => undefined);
  }
});
afterEach(async () => {
  await endAllProcesses();
  // A test that failed may have left its database running.
  if (existsSync(pidFile()))
    await startEmbeddedServer({ directory: join(directory, "postgres") }).then((s) => s.stop());
  await rm(directory, { recursive: true, force: true });
  await twilio.close();
});

const webhookAt = (port: number) => `http://127.0.0.1:${port}/api/whatsapp/webhook`;
const pidFile = () => join(directory, "postgres", "data", "postmaster.pid");
const postmaster = async () => Number((await readFile(pidFile(), "utf8")).split("\n")[0]);
/** A start as by `npm start`, with a data folder of its own. */
const start = (...args: string[]) =>
  startAppProcess({ port, env: appEnv(twilio), args: [`--data=${directory}`, ...args] });

test("a stop loses nothing, a second start reuses the data, and a start after kill -9 adopts the database", async () => {
  const { ask, deliver } = createCustomers(twilio, webhookAt(port));
  const first = start();
  await first.ready;
  await ask(CUSTOMER, "hola");
  expect(await deliver(CUSTOMER, "qué paquetes tienen")).toBe(200);
  expect(await first.end("SIGINT")).toEqual(CLEAN);
  expect(first.output()).toContain("Stopped.");
  expect(existsSync(pidFile())).toBe(false);

  const second = start();
  await second.ready;
  expect(second.output()).not.toContain("migration(s) applied");
  const [, packages] = await twilio.waitForMessages(CUSTOMER, 2);
  expect(packages?.body).toContain("Paquete Relax 5");
  const orphan = await postmaster();
  await second.end("SIGKILL");

  const third = start();
  await third.ready;
  expect(await postmaster()).toBe(orphan);
  // Another customer: the first one's lease and doubtful send have their own tests and their own times.
  expect(await ask("+5215550000002", "qué paquetes tienen")).toContain("Paquete Relax 5");
  expect(twilio.messagesTo(CUSTOMER)).toHaveLength(2);
  expect(await third.end("SIGTERM")).toEqual(CLEAN);
  expect(existsSync(pidFile())).toBe(false);
});

test("web and worker run apart on one database, and the last one out stops it", async () => {
  const { ask } = createCustomers(twilio, webhookAt(port));
  // Both at once on an empty folder: one makes the database, the other finds it.
  const web = start("--services=web");
  const worker = start("--services=worker");
  await Promise.all([web.ready, worker.ready]);
  expect(await ask(CUSTOMER, "qué paquetes tienen")).toContain("Paquete Relax 5");

  expect(await web.end("SIGTERM")).toEqual(CLEAN);
  expect(existsSync(pidFile())).toBe(true);
  expect(await worker.end("SIGTERM")).toEqual(CLEAN);
  expect(existsSync(pidFile())).toBe(false);
});

test("a stop in the middle of a start leaves nothing running", async () => {
  const app = start();
  await until(() => existsSync(pidFile()), "PostgreSQL started", 120_000);
  expect(await app.end("SIGTERM")).toEqual(CLEAN);
  expect(existsSync(pidFile())).toBe(false);
});

test("a taken port is one plain sentence", async () => {
  const other = createServer((_request, response) => response.writeHead(404).end());
  await new Promise<void>((done) => other.listen(port, done));
  const app = start();
  expect(await app.exited).toEqual({ code: 1, signal: null });
  expect(app.output()).toContain(`Atiende cannot start: its port (${port}) is taken.`);
  expect(app.output()).not.toContain("    at ");
  expect(existsSync(pidFile())).toBe(false);
  other.closeAllConnections();
  await new Promise((done) => other.close(done));
});

test.each([
  { args: ["--services=web,phone"], sentence: "--services: phone is not one of web, worker" },
  { args: ["--sevices=web"], sentence: "Unknown option '--sevices'" },
])("$args is refused with one plain sentence", async ({ args, sentence }) => {
  const app = start(...args);
  expect(await app.exited).toEqual({ code: 1, signal: null });
  expect(app.output()).toContain(sentence);
  expect(app.output()).not.toContain("    at ");
});

test("a database that does not answer is one plain sentence without its password", async () => {
  const env = { ...appEnv(twilio), DATABASE_URL: `postgres://atiende:s3creto@127.0.0.1:${port}/atiende` };
  const app = startAppProcess({ port, env });
  expect(await app.exited).toEqual({ code: 1, signal: null });
  expect(app.output()).toContain("the database of DATABASE_URL does not answer (ECONNREFUSED)");
  expect(app.output()).not.toContain("s3creto");
  expect(app.output()).not.toContain("    at ");
});

test("production without its secrets stops with one list of what is missing and no values", async () => {
  const env = { ...appEnv(twilio), NODE_ENV: "production", TWILIO_ACCOUNT_SID: "", SERVICE_TOKEN_SECRET: "" };
  const app = startAppProcess({ port, env });
  expect(await app.exited).toEqual({ code: 1, signal: null });
  for (const name of ["DATABASE_URL", "PUBLIC_BASE_URL", "SERVICE_TOKEN_SECRET", "TWILIO_ACCOUNT_SID"]) {
    expect(app.output()).toContain(`- ${name}: needed in production`);
  }
  expect(app.output()).not.toContain("TWILIO_AUTH_TOKEN:");
  expect(app.output()).not.toContain(twilio.authToken);
  expect(app.output()).not.toContain("    at ");
});
