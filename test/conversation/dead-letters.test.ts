import { afterAll, beforeAll, expect, test } from "vitest";
import { createDeadLetters, type DeadLetters } from "../../src/conversation/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { customerOf } from "./helpers.ts";
import { poisonFor } from "./poison.ts";

let app: TestApp;
let deadLetters: DeadLetters;
beforeAll(async () => {
  app = await startTestApp();
  // Each test rings by itself, when all that it wants to wait is there.
  deadLetters = createDeadLetters({ database: app.database, bell: { ring: () => undefined } });
});
afterAll(() => app.stop());

let next = 0;
const customer = () => `+52155650${String(10_000 + next++)}`;

/** A message that ended three processes; it was told to the customer, and what came after it was answered. */
async function deadLetter(from: string, text: string): Promise<string> {
  const who = customerOf(app, from);
  await app.ask(from, "hola");
  await who.idle();
  const id = await poisonFor(app, from).inbound({ kind: "text", text }, { attempts: 3 });
  await poisonFor(app, from).ring();
  await app.twilio.waitForMessages(from, 2);
  await app.ask(from, "gracias");
  await who.idle();
  return id;
}

async function retry(from: string, id: string) {
  const result = await deadLetters.retry(id);
  await poisonFor(app, from).ring();
  return result;
}

const settled = (id: string) =>
  app.until<{ state: string; attempts: number }>(
    "select state, attempts from messages where id = $1 and state <> 'received' and settled_at is not null",
    [id],
  );
const auditOf = (id: string) => app.database.query("select kind, severity from audit_log where subject_id = $1", [id]);

test("a dead letter is kept with its reason, and put back it is answered by itself although later ones were answered", async () => {
  const from = customer();
  const who = customerOf(app, from);
  const id = await deadLetter(from, "masaje relajante mañana a las 10");
  const conversationId = await poisonFor(app, from).conversationId();
  expect((await deadLetters.list({ before: undefined, limit: 100 })).find((it) => it.messageId === id)).toMatchObject({
    conversationId,
    kind: "text",
    reason: "process_ended",
    turnId: expect.any(String),
  });

  expect(await retry(from, id)).toEqual({ kind: "retried", conversationId, state: "received", isAgain: false });
  const messages = await app.twilio.waitForMessages(from, 4);
  expect(messages[3]?.body).toContain("Masaje relajante");
  await who.idle();
  expect(await settled(id)).toMatchObject({ state: "handled", attempts: 1 });
  expect(await app.ask(from, "sí")).toContain("Masaje relajante");
  expect(await who.bookings()).toHaveLength(1);
});

test("put back twice it is answered once, and recorded once; its alert is seen", async () => {
  const from = customer();
  const id = await deadLetter(from, "qué paquetes tienen");
  const results = await Promise.all([1, 2, 3].map(() => deadLetters.retry(id)));
  expect(results.filter((result) => result.kind === "retried" && !result.isAgain)).toHaveLength(1);
  await poisonFor(app, from).ring();
  await app.twilio.waitForMessages(from, 4);
  await customerOf(app, from).idle();
  expect(await retry(from, id)).toMatchObject({ kind: "retried", state: "handled", isAgain: true });
  await customerOf(app, from).idle();
  expect(customerOf(app, from).bodies()).toHaveLength(4);
  expect(await auditOf(id)).toEqual([{ kind: "dead_letter.retried", severity: "info" }]);
  expect(
    await app.database.query("select 1 from alerts where subject_id = $1 and acknowledged_at is null", [id]),
  ).toEqual([]);
});

test("put back together with a new message, each gets its own answer, the older first", async () => {
  const from = customer();
  const who = customerOf(app, from);
  const id = await deadLetter(from, "cuánto cuesta el yoga");
  await deadLetters.retry(id);
  await app.write(from, "qué paquetes tienen");
  const messages = await app.twilio.waitForMessages(from, 5);
  await who.idle();
  expect(messages[3]?.body).toContain("Yoga");
  expect(messages[4]?.body).toContain("Nuestros paquetes");
});

test("words that are older than an hour are not acted on: the customer is asked whether they still hold", async () => {
  const from = customer();
  const who = customerOf(app, from);
  const id = await deadLetter(from, "masaje relajante mañana a las 10");
  await app.database.query("update messages set created_at = created_at - interval '61 minutes' where id = $1", [id]);
  await retry(from, id);
  const messages = await app.twilio.waitForMessages(from, 4);
  await who.idle();
  expect(messages[3]?.body).toContain("¿Todavía lo quieres?");
  expect(await who.template()).toBe("utter_mensaje_tarde");
  expect((await settled(id)).state).toBe("handled");
});

test("a BAJA does not grow old, and whoever has left hears of an old message only how to come back", async () => {
  const from = customer();
  const who = customerOf(app, from);
  const id = await deadLetter(from, "BAJA");
  await app.database.query("update messages set created_at = created_at - interval '2 hours' where id = $1", [id]);
  await retry(from, id);
  await app.until("select 1 from conversations where address = $1 and is_opted_out", [`whatsapp:${from}`]);
  await who.idle();
  expect(await who.template()).toBe("utter_baja");

  const other = customer();
  const later = await deadLetter(other, "masaje relajante mañana a las 10");
  await app.database.query("update messages set created_at = created_at - interval '2 hours' where id = $1", [later]);
  await app.database.query("update conversations set is_opted_out = true where address = $1", [`whatsapp:${other}`]);
  await retry(other, later);
  expect((await settled(later)).state).toBe("handled");
  await customerOf(app, other).idle();
  expect(await customerOf(app, other).template()).toBe("utter_baja_recordatorio");
});

test("a yes that was a dead letter does not confirm what was asked after it", async () => {
  const from = customer();
  const who = customerOf(app, from);
  const id = await deadLetter(from, "sí");
  await app.ask(from, "masaje relajante mañana a las 11");
  await who.question();
  await who.idle();
  await retry(from, id);
  expect((await settled(id)).state).toBe("handled");
  await who.idle();
  expect(await who.bookings()).toEqual([]);
  expect(await app.ask(from, "sí")).toContain("Masaje relajante");
  expect(await who.bookings()).toHaveLength(1);
});

test("one that fails again is a dead letter again, and may be put back again", async () => {
  const from = customer();
  const id = await deadLetter(from, "qué paquetes tienen");
  await app.database.query("update messages set content = 'null' where id = $1", [id]);
  await retry(from, id);
  expect((await settled(id)).state).toBe("dead");
  await app.database.query(
    `update messages set content = '{"kind":"text","text":"qué paquetes tienen"}' where id = $1`,
    [id],
  );
  expect(await retry(from, id)).toMatchObject({ kind: "retried", isAgain: false });
  await app.until("select 1 from messages where id = $1 and state = 'handled'", [id]);
  expect(await auditOf(id)).toHaveLength(2);
});

test("what is no dead letter is not put back", async () => {
  const from = customer();
  await app.ask(from, "hola");
  const [message] = await customerOf(app, from).inbound();
  expect(await deadLetters.retry(message?.id ?? "")).toEqual({ kind: "not_dead", state: "handled" });
  const [sent] = await app.database.query<{ id: string }>("select id from messages where direction = 'out' limit 1");
  expect(await deadLetters.retry(sent?.id ?? "")).toEqual({ kind: "not_found" });
});
