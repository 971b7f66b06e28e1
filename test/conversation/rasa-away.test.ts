import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../delivery/helpers.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { type FakeRasa, startFakeRasa } from "./fake-rasa.ts";
import { customerOf } from "./helpers.ts";

let rasa: FakeRasa;
let app: TestApp;
beforeAll(async () => {
  rasa = await startFakeRasa();
  // Words that only this Rasa understands so: whoever answers shows in what is done.
  rasa.intents.set("y los paquetes?", "consultar_paquetes");
  app = await startTestApp({ env: { RASA: "auto", RASA_URL: rasa.url } });
  await engineIs("rasa");
});
afterAll(async () => {
  await app.stop();
  await rasa.stop();
});

interface Health {
  status: string;
  nlu: { engine: string; model: string; rasa: { state: string } };
}
const health = async () => (await (await fetch(`${app.url}/health/ready`)).json()) as Health;
const engineIs = (engine: string) => eventually(async () => (await health()).nlu.engine === engine);

test("Rasa is stopped in the middle of a conversation and started again: answers go on, and the turns say who answered", async () => {
  const from = "+5215567000001";
  const who = customerOf(app, from);
  expect(await app.ask(from, "y los paquetes?")).toContain("Nuestros paquetes");
  expect(await health()).toMatchObject({ status: "ready", nlu: { model: "fake", rasa: { state: "ready" } } });

  await rasa.stop();
  // More than the breaker needs: every one of them is answered by the classifier beside it.
  for (let i = 0; i < 4; i++) expect(await app.ask(from, "qué paquetes tienen")).toContain("Nuestros paquetes");
  await engineIs("embedded");
  const down = await health();
  expect(down).toMatchObject({ status: "degraded", nlu: { rasa: { state: "down" } } });
  expect(down.nlu.model).not.toBe("fake");
  expect((await fetch(`${app.url}/health/ready`)).status).toBe(200);

  await rasa.start();
  await engineIs("rasa");
  expect(await app.ask(from, "y los paquetes?")).toContain("Nuestros paquetes");
  expect((await who.turns()).map(({ engine, intent }) => `${engine} ${intent}`)).toEqual([
    "rasa consultar_paquetes",
    ...Array(4).fill("embedded consultar_paquetes"),
    "rasa consultar_paquetes",
  ]);
});

test("a Rasa that takes a message and dies over it costs the customer nothing", async () => {
  await engineIs("rasa");
  const from = "+5215567000002";
  const held = rasa.hold();
  await app.write(from, "qué paquetes tienen");
  await held.arrived;
  await rasa.stop();
  held.release();
  const [answer] = await app.twilio.waitForMessages(from, 1);
  expect(answer?.body).toContain("Nuestros paquetes");
  expect((await customerOf(app, from).turns()).map(({ engine }) => engine)).toEqual(["embedded"]);
  await rasa.start();
});
