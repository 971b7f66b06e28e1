import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { startTestApp } from "../support/app.ts";
import { createCustomers } from "../support/customers.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { type FakeTwilio, startFakeTwilio } from "../support/fake-twilio.ts";
import { appEnv, endAllProcesses, restartablePort, startAppProcess, until } from "../support/process.ts";
import { type ApiGate, startApiGate } from "./api-gate.ts";
import { customerOf } from "./helpers.ts";

// Up to two starts a test, each as slow as the machine is busy.
vi.setConfig({ testTimeout: 240_000 });

let database: TestDatabase;
let twilio: FakeTwilio;
let gate: ApiGate;
beforeAll(async () => {
  database = await createTestDatabase();
  twilio = await startFakeTwilio();
  gate = await startApiGate();
});
afterEach(endAllProcesses);
afterAll(async () => {
  await twilio.close();
  await gate.close();
  await database.drop();
});

const start = async () => {
  const app = await startTestApp({ database, twilio, env: { INTERNAL_API_URL: gate.url } });
  gate.target = app.url;
  return app;
};

test("an ordered stop in the middle of a turn: the answer is finished and sent before the process ends", async () => {
  const from = "+5215568000001";
  const app = await start();
  const held = gate.hold(({ path }) => path === "/api/packages");
  await app.write(from, "qué paquetes tienen");
  await held.arrived;
  const stopping = app.stop();
  held.release();
  await stopping;
  expect(customerOf(app, from).bodies()).toEqual([expect.stringContaining("Nuestros paquetes")]);
});

test("what was taken and not begun before the stop is answered after the next start, once", async () => {
  const from = "+5215568000002";
  const web = await startTestApp({ database, twilio, services: ["web"] });
  for (const text of ["hola", "qué paquetes tienen"]) expect((await web.write(from, text)).status).toBe(200);
  await web.stop();
  const app = await start();
  await twilio.waitForMessages(from, 1);
  await customerOf(app, from).idle();
  expect(customerOf(app, from).bodies()).toHaveLength(1);
  expect((await customerOf(app, from).inbound()).map(({ state }) => state)).toEqual(["handled", "handled"]);
  await app.stop();
});

test("while it drains it is not ready and serves all the same, and ends each connection", async () => {
  const from = "+5215568000003";
  const app = await startTestApp({ database, twilio, env: { DRAIN_MS: "60000" } });
  const ready = () => fetch(`${app.url}/health/ready`);
  expect((await ready()).headers.get("connection")).not.toBe("close");
  const stopping = app.app.stop();

  const answer = await ready();
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ status: "stopping" });
  expect(answer.headers.get("connection")).toBe("close");
  expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
  const taken = await app.write(from, "qué paquetes tienen");
  expect(taken.status).toBe(200);
  expect(taken.headers.get("connection")).toBe("close");
  // The worker works on as well: who wrote is answered, not kept for the next start.
  const [answered] = await twilio.waitForMessages(from, 1);
  expect(answered?.body).toContain("Nuestros paquetes");

  app.app.hurry();
  await stopping;
  await expect(ready()).rejects.toThrow();
});

test("a process that is told to end drains, and one that is told twice does not wait for it", async () => {
  const from = "+5215568000004";
  const port = await restartablePort();
  const env = { ...appEnv(twilio, database.url), DRAIN_MS: "60000" };
  const child = startAppProcess({ port, env });
  await child.ready;
  const { ask } = createCustomers(twilio, `http://127.0.0.1:${port}/api/whatsapp/webhook`);

  process.kill(child.pid, "SIGTERM");
  await until(
    async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).status === 503,
    "readiness fails before the port closes",
  );
  expect(await ask(from, "qué paquetes tienen")).toContain("Nuestros paquetes");
  // Its first second belongs to the echo that npm makes of a terminal's signal.
  await until(() => {
    if (child.output().includes("again")) return true;
    process.kill(child.pid, "SIGTERM");
    return false;
  }, "the second signal counts");
  expect(await child.exited).toEqual({ code: 0, signal: null });
  expect(twilio.messagesTo(from)).toHaveLength(1);
});

test("a burst that a stopping worker was still waiting for is answered by another one, once", async () => {
  const from = "+5215568000005";
  const slow = await startTestApp({ database, twilio, env: { BURST_QUIET_MS: "5000" } });
  for (const text of ["hola", "buenas tardes"]) await slow.write(from, text);
  const other = await startTestApp({ database, twilio, services: ["worker"] });
  await slow.stop();
  await customerOf(other, from).idle();
  expect(customerOf(other, from).bodies()).toHaveLength(1);
  await other.stop();
});
