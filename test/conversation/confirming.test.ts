import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../support/app.ts";
import { type FakeTwilio, startFakeTwilio } from "../support/fake-twilio.ts";
import { type ApiGate, isBooking, startApiGate } from "./api-gate.ts";
import { type FakeRasa, startFakeRasa } from "./fake-rasa.ts";
import { customerOf } from "./helpers.ts";

let twilio: FakeTwilio;
let gate: ApiGate;
let rasa: FakeRasa;
let app: TestApp;
beforeAll(async () => {
  // No callbacks: a question counts as asked when the call that sent it was answered.
  twilio = await startFakeTwilio({ statusDelaysMs: "manual" });
  gate = await startApiGate();
  rasa = await startFakeRasa();
  for (const text of ["sí", "sí porfa", "va"]) rasa.intents.set(text, "afirmar");
  for (const text of ["no", "va\nno, siempre no"]) rasa.intents.set(text, "negar");
  for (const hour of ["9", "10", "11", "12", "5", "6"]) rasa.intents.set(asking(hour), "agendar_cita");
  app = await startTestApp({ twilio, env: { INTERNAL_API_URL: gate.url, RASA: "auto", RASA_URL: rasa.url } });
  gate.target = app.url;
  await untilRasaAnswers();
});
afterEach(() => {
  app.twilio.releaseHung();
  app.twilio.clearFaults();
});
afterAll(async () => {
  await app.stop();
  await twilio.close();
  await gate.close();
  await rasa.stop();
});

async function untilRasaAnswers(): Promise<void> {
  const health = await fetch(`${app.url}/health/ready`).then((response) => response.json());
  if ((health as { nlu: { engine: string } }).nlu.engine !== "rasa") return untilRasaAnswers();
}

let next = 0;
const customer = () => `+52155900${String(10_000 + next++)}`;
/** A different service than the other tests of this file, or a different day, never meets their bookings. */
const asking = (hour: string) => `masaje relajante pasado mañana a las ${hour}`;
const keys = () => gate.requests.filter(isBooking).map(({ idempotencyKey }) => idempotencyKey);

test("a yes that came before the question was accepted asks again and books nothing; the next yes books", async () => {
  const from = customer();
  const who = customerOf(app, from);
  app.twilio.failNext({ kind: "hang", isAccepted: true }, { to: from });
  await app.write(from, asking("10"));
  await app.twilio.waitForMessages(from, 1);
  await app.write(from, "sí");
  await app.until(
    "select 1 from turns t join conversations c on c.id = t.conversation_id where c.address = $1 and t.outcome = 'confirm' offset 1",
    [`whatsapp:${from}`],
  );
  expect(await who.bookings()).toEqual([]);
  app.twilio.releaseHung();
  const [first, again] = await app.twilio.waitForMessages(from, 2);
  expect(again?.body).toContain(first?.body);
  expect(await app.ask(from, "sí")).toContain("Código");
  expect(await who.bookings()).toHaveLength(1);
});

test("a tapped yes books with the token of its question as the only key", async () => {
  const from = customer();
  const who = customerOf(app, from);
  await app.ask(from, asking("11"));
  const { id } = await who.question();
  const before = keys().length;
  await app.ask(from, { kind: "button", text: "Sí, confirmar", payload: `confirm:${id}:yes` });
  expect(await who.bookings()).toHaveLength(1);
  expect(keys().slice(before)).toEqual([id]);
  expect((await who.request("done")).id).toBe(id);
});

test("the same yes tapped twice at once books once and says so once", async () => {
  const from = customer();
  const who = customerOf(app, from);
  await app.ask(from, asking("12"));
  const { id } = await who.question();
  const tap = { kind: "button", text: "Sí, confirmar", payload: `confirm:${id}:yes` } as const;
  await Promise.all([app.write(from, tap), app.write(from, tap)]);
  await app.twilio.waitForMessages(from, 3);
  expect(await who.bookings()).toHaveLength(1);
  await who.idle();
  const told = (await who.turns()).filter(({ template }) => template === "utter_agendar_hecha");
  expect(told).toHaveLength(1);
});

test("a tapped no after the booking was made does not claim that nothing was booked", async () => {
  const from = customer();
  const who = customerOf(app, from);
  await app.ask(from, asking("5"));
  const { id } = await who.question();
  await app.ask(from, { kind: "button", text: "Sí", payload: `confirm:${id}:yes` });
  await app.ask(from, { kind: "button", text: "No", payload: `confirm:${id}:no` });
  expect(await who.template()).toBe("utter_ya_hecho");
  expect(await who.bookings()).toMatchObject([{ status: "confirmed" }]);
});

test("a button of an older question asks about that again and books nothing by itself", async () => {
  const from = customer();
  const who = customerOf(app, from);
  await app.ask(from, asking("9"));
  const { id: older } = await who.question();
  await app.ask(from, asking("6"));
  const { id: newer } = await who.question();
  expect(newer).not.toBe(older);
  const answer = await app.ask(from, { kind: "button", text: "Sí", payload: `confirm:${older}:yes` });
  expect(answer).toContain("9:00 a. m.");
  expect(await who.template()).toBe("utter_agendar_confirmar");
  expect(await who.bookings()).toEqual([]);
  expect([older, newer]).not.toContain((await who.question()).id);
  await app.ask(from, "sí");
  expect(await who.bookings()).toHaveLength(1);
});

test("a question whose half hour is over is asked again", async () => {
  const from = customer();
  const who = customerOf(app, from);
  await app.ask(from, asking("6"));
  const { id } = await who.question();
  await app.database.query("update write_requests set expires_at = now() - interval '1 second' where id = $1", [id]);
  await app.ask(from, "sí");
  expect(await who.template()).toBe("utter_agendar_confirmar");
  expect(await who.bookings()).toEqual([]);
  expect((await who.question()).id).not.toBe(id);
  await app.ask(from, "sí");
  expect(await who.bookings()).toHaveLength(1);
});

test("what the customer adds between the decision and the effect is merged and decided anew", async () => {
  const from = customer();
  const who = customerOf(app, from);
  await app.ask(from, asking("9"));
  const { id } = await who.question();
  const held = rasa.hold();
  await app.write(from, "va");
  await held.arrived;
  await app.write(from, "no, siempre no");
  held.release();
  await app.twilio.waitForMessages(from, 2);
  expect(rasa.asked.slice(-2)).toEqual(["va", "va\nno, siempre no"]);
  expect(await who.bookings()).toEqual([]);
  expect(await who.template()).toBe("utter_agendar_no_confirmada");
  expect((await who.request("cancelled")).id).toBe(id);
  expect(keys()).not.toContain(id);
  await who.idle();
  expect(who.bodies()).toHaveLength(2);
});

test("a price that changed after the question: said so, nothing booked, and a yes books at the new price", async () => {
  const from = customer();
  const who = customerOf(app, from);
  rasa.intents.set("pilates reformer pasado mañana a las 10", "agendar_cita");
  expect(await app.ask(from, "pilates reformer pasado mañana a las 10")).toContain("$420");
  await app.database.query("update services set price_minor = 45000 where code = 'pilates-reformer'");
  const changed = await app.ask(from, "sí");
  expect(changed).toContain("$450");
  expect((await who.turns()).at(-1)).toMatchObject({ outcome: "changed", template: "utter_agendar_cambio" });
  expect(await who.bookings()).toEqual([]);
  await app.ask(from, "sí");
  expect(await who.bookings()).toMatchObject([{ price_minor: "45000" }]);
});

test("an answer of the API that got lost after it had booked: the same key is asked again, one booking", async () => {
  const from = customer();
  const who = customerOf(app, from);
  await app.ask(from, asking("5"));
  const before = keys().length;
  gate.loseAnswers(isBooking, 1);
  expect(await app.ask(from, "sí")).toContain("Código");
  expect(await who.bookings()).toHaveLength(1);
  expect(new Set(keys().slice(before)).size).toBe(1);
  expect(keys().length - before).toBe(2);
});
