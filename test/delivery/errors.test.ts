import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../support/app.ts";
import { openOutbox } from "./helpers.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

let next = 0;
const customer = () => `+52155700${String(10_000 + next++)}`;
const bodies = (from: string) => app.twilio.messagesTo(from).map(({ body }) => body);
const alertsOf = (id: string) =>
  app.database.query("select kind, severity, details from alerts where subject_id = $1", [id]);

test("429 with Retry-After: the message rests for that long, and the one behind it rests with it", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  app.twilio.failNext({ kind: "rate-limit", retryAfterSeconds: 60 }, { to: from });
  const [first = "", second = ""] = await outbox.put("primero", "segundo");
  await outbox.wake();
  const resting = await app.until<{ rest_ms: number }>(
    "select extract(epoch from not_before - clock_timestamp())::float8 * 1000 as rest_ms from messages where id = $1 and not_before is not null",
    [first],
  );
  expect(resting.rest_ms).toBeGreaterThan(10_000);
  expect(resting.rest_ms).toBeLessThanOrEqual(60_000);
  // Whoever looks in between sends neither the first too early nor the second before it.
  await outbox.wake();
  // Another customer's message, sent after the ring, shows that the ring has been answered.
  await openOutbox(app, customer());
  expect(await outbox.row(first)).toMatchObject({ state: "pending", attempts: 1 });
  expect((await outbox.row(second)).state).toBe("pending");
  await app.database.query("update messages set not_before = clock_timestamp() where id = $1", [first]);
  await outbox.wake();
  expect((await outbox.until(first, "sent", "delivered", "read")).attempts).toBe(2);
  await outbox.until(second, "sent", "delivered", "read");
  expect(bodies(from).slice(1)).toEqual(["primero", "segundo"]);
});

test("503 is tried again and arrives once", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  app.twilio.failNext({ kind: "server-error" }, { to: from, times: 2 });
  const [id = ""] = await outbox.put("con paciencia");
  await outbox.wake();
  expect((await outbox.until(id, "sent", "delivered", "read")).attempts).toBe(3);
  expect(bodies(from).slice(1)).toEqual(["con paciencia"]);
});

test.each([
  ["a customer who blocked us", 21610],
  ["a number without WhatsApp", 63024],
  ["a closed window", 63016],
])("%s (%i): failed, shown to staff, and the next message goes on", async (_, code) => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  app.twilio.failNext({ kind: "refuse", code }, { to: from });
  const [lost = "", next = ""] = await outbox.put("no llega", "sí llega");
  await outbox.wake();
  expect(await outbox.until(lost, "failed")).toMatchObject({ error_code: String(code), attempts: 1 });
  await outbox.until(next, "sent", "delivered", "read");
  expect(bodies(from).slice(1)).toEqual(["sí llega"]);
  expect(await alertsOf(lost)).toEqual([
    { kind: "message.failed", severity: "critical", details: { code: String(code) } },
  ]);
});

test("a message that Twilio took and could not deliver is failed with Twilio's code", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  app.twilio.failNext({ kind: "undelivered", code: 63024 }, { to: from });
  const [id = ""] = await outbox.put("no llega");
  await outbox.wake();
  expect((await outbox.until(id, "failed")).error_code).toBe("63024");
});

test("24 hours after the customer's last word nothing is sent any more", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  await app.database.query(
    "update conversations set last_inbound_at = now() - interval '24 hours 1 minute' where id = $1",
    [outbox.conversationId],
  );
  const [id = ""] = await outbox.put("tarde");
  await outbox.wake();
  expect((await outbox.until(id, "failed")).error_code).toBe("window_closed");
  expect(await alertsOf(id)).toMatchObject([{ severity: "critical", details: { code: "window_closed" } }]);
  expect(bodies(from)).toHaveLength(1);
});

test("after BAJA one confirmation leaves and no bot message any more; ALTA opens the door again", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  expect(await app.ask(from, "BAJA")).toContain("ya no te enviaremos mensajes");
  const [id = ""] = await outbox.put("promoción");
  await outbox.wake();
  expect((await outbox.until(id, "cancelled")).error_code).toBe("opted_out");
  expect(await app.ask(from, "qué paquetes tienen")).toContain("escribe ALTA");
  expect(await app.ask(from, "alta")).toContain("Qué gusto tenerte de vuelta");
  expect(await app.ask(from, "qué paquetes tienen")).toContain("Nuestros paquetes");
  expect(bodies(from)).toHaveLength(5);
});

test("BAJA counts although it came in one burst with other words", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  await Promise.all([app.write(from, "ya no me escriban"), app.write(from, "Baja."), app.write(from, "gracias")]);
  await app.until("select 1 from conversations where id = $1 and is_opted_out", [outbox.conversationId]);
});

test("while a person holds the conversation the bot's messages are cancelled and the bot is silent", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  await app.database.query("update conversations set holder = 'human' where id = $1", [outbox.conversationId]);
  const [id = ""] = await outbox.put("soy un bot");
  await outbox.wake();
  expect((await outbox.until(id, "cancelled")).error_code).toBe("held_by_human");

  await app.write(from, "quiero una cita");
  await app.until(
    "select 1 from messages m join turns t on t.id = m.turn_id where m.conversation_id = $1 and t.outcome = 'silent' and m.state = 'handled'",
    [outbox.conversationId],
  );
  await app.database.query("update conversations set holder = 'bot' where id = $1", [outbox.conversationId]);
  expect(await app.ask(from, "gracias")).toBeTruthy();
  expect(bodies(from)).toHaveLength(2);
});

test("an answer of more than 1,600 characters leaves in pieces, in order, cut at sentences", async () => {
  const from = customer();
  const long = Array.from(
    { length: 60 },
    (_, i) => `Servicio número ${i + 1} con una descripción que alguien escribió. `,
  );
  await app.database.query("update services set description = $1 where code = 'yoga'", [long.join("").trim()]);
  try {
    await app.ask(from, "cuánto cuesta el yoga");
    await app.until(
      `select 1 from conversations c where c.address = $1 and (select count(*) from messages m
       where m.conversation_id = c.id and m.direction = 'out' and m.state in ('sent', 'delivered', 'read')) > 2`,
      [`whatsapp:${from}`],
    );
    const parts = bodies(from);
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(1600);
    for (const part of parts.slice(0, -1)) expect(part).toMatch(/\.$/);
    const numbers = [...parts.join(" ").matchAll(/número (\d+)/g)].map((match) => Number(match[1]));
    expect(numbers).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
  } finally {
    await app.database.query("update services set description = 'Yoga.' where code = 'yoga'");
  }
});
