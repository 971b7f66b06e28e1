import { afterAll, beforeAll, expect, test } from "vitest";
import { createHolder, type Holder } from "../../src/conversation/index.ts";
import { newId, silentLogger } from "../../src/shared/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { type FakeTwilio, startFakeTwilio } from "../support/fake-twilio.ts";
import { type ApiGate, isBooking, startApiGate } from "./api-gate.ts";
import { customerOf } from "./helpers.ts";

let database: TestDatabase;
let twilio: FakeTwilio;
let gate: ApiGate;
let app: TestApp;
let holder: Holder;
beforeAll(async () => {
  database = await createTestDatabase();
  twilio = await startFakeTwilio();
  gate = await startApiGate();
  app = await startTestApp({ database, twilio, env: { INTERNAL_API_URL: gate.url } });
  gate.target = app.url;
  holder = createHolder({ database, logger: silentLogger });
});
afterAll(async () => {
  await app.stop();
  await twilio.close();
  await gate.close();
  await database.drop();
});

let next = 0;
const customer = () => `+52155910${String(10_000 + next++)}`;
const asking = (hour: string) => `masaje relajante pasado mañana a las ${hour}`;

async function conversationOf(from: string): Promise<string> {
  const { id } = await app.until<{ id: string }>("select id from conversations where address = $1", [
    `whatsapp:${from}`,
  ]);
  return id;
}

test("nobody takes over or hands back what does not exist, and only a person gives a conversation back", async () => {
  expect(await holder.takeOver(newId())).toBeUndefined();
  expect(await holder.handBack(newId())).toBe(false);
  const from = customer();
  await app.ask(from, "hola");
  const id = await conversationOf(from);
  expect(await holder.handBack(id)).toBe(false);
  expect(await holder.takeOver(id)).toEqual({ untoldEffects: [], cancelled: 0 });
  expect(await holder.takeOver(id)).toEqual({ untoldEffects: [], cancelled: 0 });
  expect(await holder.handBack(id)).toBe(true);
});

test("a person who takes over sees the booking that the customer was not told of, and the bot does not tell it later", async () => {
  const from = customer();
  const who = customerOf(app, from);
  await app.ask(from, asking("10"));
  await who.question();
  await who.idle();
  twilio.failNext({ kind: "rate-limit", retryAfterSeconds: 600 }, { to: from });
  await app.write(from, "sí");
  const { id: writeRequestId } = await who.request("done");
  await app.until("select 1 from messages where state = 'pending' and error_code is not null");

  const taken = await holder.takeOver(await conversationOf(from));
  expect(taken).toEqual({
    untoldEffects: [{ writeRequestId, action: "book-appointment", state: "done", answer: "not_sent" }],
    cancelled: 1,
  });
  twilio.clearFaults();
  await who.idle();
  expect(await who.bookings()).toHaveLength(1);
  expect(who.bodies()).toHaveLength(1);
});

test("a write in hand when a person takes over is finished once, in silence, and shown as under way", async () => {
  const from = customer();
  const who = customerOf(app, from);
  await app.ask(from, asking("12"));
  await who.question();
  await who.idle();
  const call = gate.hold(isBooking);
  await app.write(from, "sí");
  await call.arrived;
  const id = await conversationOf(from);
  const taken = await holder.takeOver(id);
  expect(taken?.untoldEffects).toMatchObject([{ action: "book-appointment", state: "writing" }]);
  call.release();
  await who.request("done");
  await who.idle();
  expect(await who.bookings()).toHaveLength(1);
  expect(who.bodies()).toHaveLength(1);
  expect((await holder.takeOver(id))?.untoldEffects).toMatchObject([{ state: "done", answer: "not_sent" }]);
});

test("what came in while a person held the conversation stays theirs, and a yes after them books nothing", async () => {
  const from = customer();
  const who = customerOf(app, from);
  await app.ask(from, asking("4 de la tarde"));
  await who.question();
  await who.idle();
  const id = await conversationOf(from);
  await holder.takeOver(id);
  await app.write(from, "¿y cuánto cuesta?");
  await who.idle();

  // Written, and given back before any turn has looked at it.
  await database.query("update conversations set lease_until = clock_timestamp() + interval '1 minute' where id = $1", [
    id,
  ]);
  await app.write(from, "perfecto, gracias por todo");
  expect(await holder.handBack(id)).toBe(true);
  await who.idle();
  expect(who.bodies()).toHaveLength(1);
  expect((await who.inbound()).map(({ state }) => state)).toEqual(["handled", "handled", "handled"]);

  expect(await app.ask(from, "sí")).not.toBe("");
  await who.idle();
  expect(await who.bookings()).toEqual([]);
  await app.ask(from, "hola");
  expect(who.bodies()).toHaveLength(3);
});

test("an opt-out that came in while a person held the conversation counts all the same", async () => {
  const from = customer();
  await app.ask(from, "hola");
  const id = await conversationOf(from);
  await holder.takeOver(id);
  await database.query("update conversations set lease_until = clock_timestamp() + interval '1 minute' where id = $1", [
    id,
  ]);
  await app.write(from, "BAJA");
  await holder.handBack(id);
  await app.until("select 1 from conversations where id = $1 and is_opted_out", [id]);
});
