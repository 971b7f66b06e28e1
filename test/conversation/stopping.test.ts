import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApp } from "../support/app.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { type FakeTwilio, startFakeTwilio } from "../support/fake-twilio.ts";
import { type ApiGate, startApiGate } from "./api-gate.ts";
import { customerOf } from "./helpers.ts";

let database: TestDatabase;
let twilio: FakeTwilio;
let gate: ApiGate;
beforeAll(async () => {
  database = await createTestDatabase();
  twilio = await startFakeTwilio();
  gate = await startApiGate();
});
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
