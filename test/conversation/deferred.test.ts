import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openOutbox } from "../delivery/helpers.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { type FakeTwilio, startFakeTwilio } from "../support/fake-twilio.ts";
import { type ApiGate, isBooking, startApiGate } from "./api-gate.ts";
import { customerOf } from "./helpers.ts";

let twilio: FakeTwilio;
let gate: ApiGate;
let app: TestApp;
beforeAll(async () => {
  // No callbacks: they would wake the outbox, which one test leaves to the sweep.
  twilio = await startFakeTwilio({ statusDelaysMs: "manual" });
  gate = await startApiGate();
  app = await startTestApp({ twilio, env: { INTERNAL_API_URL: gate.url } });
  gate.target = app.url;
});
afterEach(() => {
  gate.isDown = undefined;
});
afterAll(async () => {
  await app.stop();
  await twilio.close();
  await gate.close();
});

let next = 0;
const customer = () => `+52155610${String(10_000 + next++)}`;
/** Its wait is over now; the next sweep finds it. */
const becomesDue = (id: string) =>
  app.database.query("update write_requests set not_before = now() where id = $1 and state = 'deferred'", [id]);
const keysOf = (id: string) => gate.requests.filter(({ idempotencyKey }) => idempotencyKey === id).length;

/** A question was asked and confirmed while the booking API is away. @returns the request's token. */
async function confirmDuringOutage(from: string, wish: string): Promise<string> {
  await app.ask(from, wish);
  const { id } = await customerOf(app, from).question();
  gate.isDown = isBooking;
  await app.ask(from, "sí");
  expect(await customerOf(app, from).template()).toBe("utter_no_disponible");
  expect(await customerOf(app, from).bookings()).toEqual([]);
  return id;
}

/** The breaker may still be open from the outage of the test before. */
const untilClosed = async (): Promise<void> => {
  const health = (await (await fetch(`${app.url}/health/ready`)).json()) as {
    dependencies: { api: Record<string, string> };
  };
  if (Object.values(health.dependencies.api).includes("open")) {
    await new Promise((done) => setTimeout(done, 50));
    return untilClosed();
  }
};

test("a yes during an outage is noted down at once, finished with the same key and told by itself", async () => {
  const from = customer();
  const who = customerOf(app, from);
  const id = await confirmDuringOutage(from, "masaje relajante mañana a las 10");
  expect((await who.request("deferred")).id).toBe(id);
  expect(await app.ask(from, "sí")).toBeTruthy();
  expect(await who.bookings()).toEqual([]);

  gate.isDown = undefined;
  expect((await who.request("done")).id).toBe(id);
  const messages = await app.twilio.waitForMessages(from, 4);
  const [booking, ...more] = await who.bookings();
  expect(more).toEqual([]);
  expect(messages.at(-1)?.body).toContain(booking?.code);
  expect((await who.inbound()).at(-1)?.kind).toBe("notice");
  expect(keysOf(id)).toBeGreaterThan(1);
});

test("olvídalo drops what was noted down, and it never happens", async () => {
  await untilClosed();
  const from = customer();
  const who = customerOf(app, from);
  const id = await confirmDuringOutage(from, "masaje relajante mañana a las 11");
  await app.ask(from, "olvídalo");
  expect(await who.template()).toMatch(/^utter_olvidado/);
  expect((await who.request("cancelled")).id).toBe(id);
  gate.isDown = undefined;
  const calls = keysOf(id);
  // Two messages that only a sweep can find show that two sweeps have passed.
  const outbox = await openOutbox(app, customer());
  for (const text of ["uno", "dos"]) {
    const [found = ""] = await outbox.put(text);
    await outbox.until(found, "sent", "delivered", "read");
  }
  expect(keysOf(id)).toBe(calls);
  expect(await who.bookings()).toEqual([]);
});

test("what could not be finished within 20 hours is apologised for, once, and is not tried any more", async () => {
  await untilClosed();
  const from = customer();
  const who = customerOf(app, from);
  const id = await confirmDuringOutage(from, "masaje relajante mañana a las 5 de la tarde");
  await app.database.query(
    "update write_requests set created_at = now() - interval '20 hours 1 minute' where id = $1",
    [id],
  );
  await becomesDue(id);
  expect((await who.request("expired")).id).toBe(id);
  await app.twilio.waitForMessages(from, 3);
  expect(await who.template()).toBe("utter_disculpa");
  gate.isDown = undefined;
  await who.idle();
  expect(await who.bookings()).toEqual([]);
});

test("a further outage says nothing more: the customer is told once and hears of it again when it is done", async () => {
  await untilClosed();
  const from = customer();
  const who = customerOf(app, from);
  const id = await confirmDuringOutage(from, "masaje relajante mañana a las 6 de la tarde");
  await becomesDue(id);
  await app.until("select 1 from write_requests where id = $1 and state = 'deferred' and attempts >= 2", [id]);
  expect(who.bodies()).toHaveLength(2);
  gate.isDown = undefined;
  await untilClosed();
  await becomesDue(id);
  await who.request("done");
  await who.idle();
  expect(who.bodies()).toHaveLength(3);
});

test("while another question is open the noted request waits, and neither is lost", async () => {
  await untilClosed();
  const from = customer();
  const who = customerOf(app, from);
  const first = await confirmDuringOutage(from, "masaje relajante pasado mañana a las 10");
  await app.database.query("update write_requests set not_before = now() + interval '1 hour' where id = $1", [first]);
  gate.isDown = undefined;
  await untilClosed();
  await app.ask(from, "quiero yoga mañana a las 9");
  const { id: second } = await who.question();
  await becomesDue(first);
  // The retry comes due while the question waits for its answer.
  await app.until(
    `select 1 from turns t join conversations c on c.id = t.conversation_id where c.address = $1 and t.record->'decision'->>'why' = 'question_open'`,
    [`whatsapp:${from}`],
  );
  await untilClosed();
  expect(await app.ask(from, "sí")).toContain("Yoga");
  expect((await who.request("done")).id).toBe(second);
  await becomesDue(first);
  await app.until("select 1 from write_requests where id = $1 and state = 'done'", [first]);
  await who.idle();
  expect(await who.bookings()).toHaveLength(2);
  expect((await who.inbound()).map(({ state }) => state)).not.toContain("dead");
});

test("a question that cannot be answered now is noted down, and answered by itself when the API is back", async () => {
  await untilClosed();
  const from = customer();
  const who = customerOf(app, from);
  await app.ask(from, "hola");
  gate.isDown = ({ path }) => path === "/api/packages";
  await app.ask(from, "qué paquetes tienen");
  expect(await who.template()).toBe("utter_no_consultar");
  gate.isDown = undefined;
  const messages = await app.twilio.waitForMessages(from, 3);
  expect(messages.at(-1)?.body).toContain("Nuestros paquetes");
});

test("a question that nobody answered in its half hour keeps nothing waiting: what was noted down is asked about", async () => {
  await untilClosed();
  const from = customer();
  const who = customerOf(app, from);
  await app.ask(from, "hola");
  gate.isDown = () => true;
  await app.ask(from, "quiero un masaje relajante pasado mañana a las 11");
  expect(await who.template()).toBe("utter_no_consultar");
  const { id: noted } = await app.until<{ id: string }>(
    `update write_requests w set not_before = now() + interval '1 hour' from conversations c
     where c.id = w.conversation_id and c.address = $1 and w.state = 'deferred' returning w.id`,
    [`whatsapp:${from}`],
  );
  gate.isDown = undefined;
  await untilClosed();
  expect(await app.ask(from, "quiero yoga mañana a las 9")).toContain("Sí, confirmar");
  const { id: unanswered } = await who.question();
  await app.database.query("update write_requests set expires_at = now() where id = $1", [unanswered]);
  const before = who.bodies().length;
  await becomesDue(noted);
  const messages = await app.twilio.waitForMessages(from, before + 1);
  expect(messages.at(-1)?.body).toContain("Masaje relajante");
  expect(messages.at(-1)?.body).toContain("Sí, confirmar");
  await app.until("select 1 from write_requests where id = $1 and state = 'done'", [noted]);
});

test("what was noted down for a customer whom a person has taken over is the person's: the bot stays silent", async () => {
  await untilClosed();
  const from = customer();
  const who = customerOf(app, from);
  gate.isDown = ({ path }) => path === "/api/packages";
  await app.ask(from, "qué paquetes tienen");
  const { id } = await who.request("deferred");
  await app.database.query("update conversations set holder = 'human' where address = $1", [`whatsapp:${from}`]);
  gate.isDown = undefined;
  await becomesDue(id);
  expect((await who.request("cancelled")).id).toBe(id);
  await who.idle();
  expect(who.bodies()).toHaveLength(1);
});

test.each([
  ["a person has taken over", "holder = 'human'", "12"],
  ["the customer wants no more messages", "is_opted_out = true", "13"],
])("a yes that was noted down is not carried out once %s", async (_what, change, hour) => {
  await untilClosed();
  const from = customer();
  const who = customerOf(app, from);
  const id = await confirmDuringOutage(from, `masaje relajante mañana a las ${hour}:00`);
  await app.database.query(`update conversations set ${change} where address = $1`, [`whatsapp:${from}`]);
  gate.isDown = undefined;
  const calls = keysOf(id);
  await becomesDue(id);
  expect((await who.request("cancelled")).id).toBe(id);
  await who.idle();
  expect(keysOf(id)).toBe(calls);
  expect(await who.bookings()).toEqual([]);
});

test("nobody at the internal API's address is the same to the customer", async () => {
  const alone = await startTestApp({ env: { INTERNAL_API_URL: "http://127.0.0.1:9" } });
  try {
    const from = customer();
    await alone.ask(from, "qué paquetes tienen");
    expect(await customerOf(alone, from).template()).toBe("utter_no_consultar");
  } finally {
    await alone.stop();
  }
});
