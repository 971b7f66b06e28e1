import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../support/app.ts";
import { createTestDatabase } from "../support/database.ts";
import { startFakeTwilio } from "../support/fake-twilio.ts";
import { customerOf } from "./helpers.ts";
import { ago, lookOnce, wasHeardUntil } from "./recovery-helpers.ts";

const KNOWN = "+5215571000000";
const DAY_MINUTES = 24 * 60;

// The app itself does not look, so that each test looks when it wants to.
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await app.ask(KNOWN, "hola");
  await wasHeardUntil(app.database, DAY_MINUTES);
});
afterAll(() => app.stop());

let next = 1;
const customer = () => `+52155710${String(10_000 + next++)}`;
const bodies = (from: string) => app.twilio.messagesTo(from).map(({ body }) => body);
const missed = (from: string, content: Parameters<typeof app.twilio.missed>[0]["content"], minutes = 5) =>
  app.twilio.missed({ from, content, at: ago(minutes) });

/** Looks further back than anything that a test wrote, and waits until all of it is answered. */
async function look(...customers: string[]): Promise<void> {
  expect(await lookOnce(app, { sinceMs: DAY_MINUTES * 60_000 })).toMatchObject({ failed: 0 });
  for (const from of customers) await customerOf(app, from).idle();
}
const templates = async (from: string) =>
  (await customerOf(app, from).turns()).map(({ template, outcome }) => template ?? outcome);

test("an old wish is offered again as it was meant on its day, and a yes to the offer goes on with it", async () => {
  const from = customer();
  // The app lives on Wednesday at ten: what was "mañana" on Tuesday is today.
  missed(from, "quiero un masaje mañana a las 5 de la tarde", 22 * 60);
  await look(from);
  const [apology] = bodies(from);
  expect(apology).toMatch(/a las \d+:\d\d [ap]\. m\. \(martes 9 de febrero\)/);
  expect(apology).toMatch(/falla nuestra[\s\S]*¿Todavía lo quieres\?[\s\S]*Agendar una cita/);
  expect(await app.ask(from, "sí")).toMatch(/Masaje[\s\S]*miércoles 10 de febrero[\s\S]*5:00 p\. m\./);
});

test('a "sí" from the gap never confirms what was asked before it: the question is asked anew', async () => {
  const from = customer();
  await app.ask(from, "quiero un masaje mañana a las 5 de la tarde");
  const { id } = await customerOf(app, from).question();
  // Asked 80 minutes ago, answered ten minutes later, and heard of only now.
  await app.database.query(
    `update write_requests set created_at = now() - interval '80 minutes', expires_at = now() - interval '50 minutes' where id = $1`,
    [id],
  );
  await app.database.query(
    `update messages set claimed_at = claimed_at - interval '80 minutes', settled_at = settled_at - interval '80 minutes'
     where id = (select question_id from write_requests where id = $1)`,
    [id],
  );
  missed(from, "sí", 70);
  await look(from);
  expect(await customerOf(app, from).bookings()).toEqual([]);
  expect(bodies(from).at(-1)).toMatch(/falla nuestra[\s\S]*¿Confirmo tu cita\?/);
  const fresh = await customerOf(app, from).question();
  expect(fresh.id).not.toBe(id);
  await app.ask(from, "sí");
  expect(await customerOf(app, from).bookings()).toHaveLength(1);
});

test('a "sí" that was written before the question it would now confirm asks again', async () => {
  const from = customer();
  await app.ask(from, "quiero un masaje mañana a las 4 de la tarde");
  await customerOf(app, from).question();
  missed(from, "sí", 2);
  await look(from);
  expect(await customerOf(app, from).bookings()).toEqual([]);
  expect(await templates(from)).toEqual(["utter_agendar_confirmar", "utter_agendar_confirmar"]);
});

test("several old messages of one customer are apologised for once", async () => {
  const from = customer();
  missed(from, "hola", 130);
  missed(from, { kind: "location", latitude: 19.4, longitude: -99.1 }, 128);
  missed(from, "¿cuánto cuesta el facial?", 125);
  await look(from);
  expect(await templates(from)).toEqual(["utter_mensaje_tarde"]);
});

test("who wrote again since is answered, and what was missed is part of it", async () => {
  const from = customer();
  missed(from, "quiero un masaje con Laura", 65);
  missed(from, "mañana a las 12, por favor", 4);
  await look(from);
  expect(await templates(from)).toEqual(["utter_agendar_confirmar"]);
  expect(bodies(from)[0]).toMatch(/Laura/);
});

test("an open question is asked again behind the apology, and stays the one that is answered", async () => {
  const from = customer();
  await app.ask(from, "quiero un masaje mañana a las 3 de la tarde");
  const { id } = await customerOf(app, from).question();
  missed(from, "mejor el sábado", 90);
  await look(from);
  expect(await templates(from)).toEqual(["utter_agendar_confirmar", "utter_mensaje_tarde"]);
  expect((await customerOf(app, from).question()).id).toBe(id);
  await app.ask(from, "sí");
  expect(await customerOf(app, from).bookings()).toHaveLength(1);
});

test("BAJA counts however late it is found; not so an ALTA that is older than the last word", async () => {
  const [leaves, returned] = [customer(), customer()];
  missed(leaves, "BAJA", 20 * 60);
  await app.ask(returned, "baja");
  missed(returned, "alta", 90);
  await look(leaves, returned);
  expect(await templates(leaves)).toEqual(["utter_baja"]);
  expect(await templates(returned)).toEqual(["utter_baja", "silent"]);
  const states = await app.database.query("select is_opted_out from conversations where address = any($1)", [
    [`whatsapp:${leaves}`, `whatsapp:${returned}`],
  ]);
  expect(states).toEqual([{ is_opted_out: true }, { is_opted_out: true }]);
});

test("a message that came by webhook, comes by webhook later, or is found by two at the same moment: one turn", async () => {
  const [before, after, both] = [customer(), customer(), customer()];
  const known = missed(before, "hola");
  await app.post(known);
  await customerOf(app, before).idle();
  const late = missed(after, "hola");
  await look(after);
  expect((await app.post(late)).status).toBe(200);
  const raced = missed(both, "hola");
  await Promise.all([look(both), app.post(raced), app.post(raced)]);
  await look(before, after, both);
  for (const from of [before, after, both]) {
    expect(await templates(from)).toEqual(["utter_saludo"]);
    expect(bodies(from)).toHaveLength(1);
  }
});

test("two processes that look at the same moment: one does it, the other leaves it", async () => {
  const from = customer();
  missed(from, "hola");
  const reports = await Promise.all([1, 2, 3].map(() => lookOnce(app, { sinceMs: DAY_MINUTES * 60_000 })));
  await customerOf(app, from).idle();
  expect(reports.reduce((sum, report) => sum + (report?.takenIn ?? 0), 0)).toBe(1);
  expect(await templates(from)).toEqual(["utter_saludo"]);
});

test("a dry run counts and writes nothing", async () => {
  const [from, old] = [customer(), customer()];
  missed(from, "hola");
  missed(old, "hola", 100);
  const everything = () =>
    app.database.query(
      "select (select count(*) from messages) as messages, (select count(*) from customers) as customers, (select max(received_until) from channel_accounts) as until",
    );
  const before = await everything();
  const options = { sinceMs: DAY_MINUTES * 60_000, isDryRun: true };
  expect(await lookOnce(app, options)).toMatchObject({ takenIn: 2, late: 1, failed: 0 });
  expect(await everything()).toEqual(before);
  await look(from, old);
  expect(await lookOnce(app, options)).toMatchObject({ takenIn: 0 });
});

test("what may still be on its way as a webhook is left to it", async () => {
  const from = customer();
  missed(from, "hola", 0);
  expect(await lookOnce(app, { settleMs: 20_000 })).toMatchObject({ takenIn: 0 });
  await look(from);
  expect(await templates(from)).toEqual(["utter_saludo"]);
});

test("a look notes how far it came, and the next one begins ten minutes before that", async () => {
  const from = customer();
  await wasHeardUntil(app.database, 30);
  missed(from, "de antes de lo que consta", 45);
  missed(from, "hola", 35);
  const lookedAt = Date.now();
  await lookOnce(app);
  await customerOf(app, from).idle();
  const { until } = await app.until<{ until: Date }>("select received_until as until from channel_accounts");
  expect(until.getTime()).toBeGreaterThan(lookedAt - 60_000);
  // By hand from 40 minutes ago: it reaches back less than what a day would, and says nothing of the time before.
  await wasHeardUntil(app.database, 50);
  await lookOnce(app, { sinceMs: 40 * 60_000 });
  const { until: same } = await app.until<{ until: Date }>("select received_until as until from channel_accounts");
  expect(Date.now() - same.getTime()).toBeGreaterThan(49 * 60_000);
  expect(await templates(from)).toEqual(["utter_saludo"]);
  await wasHeardUntil(app.database, DAY_MINUTES);
  await look(from);
});

test("a fresh installation answers nothing of what was written before it", async () => {
  const database = await createTestDatabase();
  const twilio = await startFakeTwilio();
  try {
    twilio.missed({ from: customer(), content: "hola", at: ago(5) });
    expect(await lookOnce({ database, twilio }, { sinceMs: DAY_MINUTES * 60_000 })).toMatchObject({ found: 0 });
    expect(twilio.requests).toEqual([]);
    // Its first customer makes it a number of ours, and what others wrote before is still not ours.
    const first = await startTestApp({ database, twilio });
    await first.ask(KNOWN, "hola");
    await first.stop();
    expect(await lookOnce({ database, twilio }, { sinceMs: DAY_MINUTES * 60_000 })).toMatchObject({ takenIn: 0 });
  } finally {
    await twilio.close();
    await database.drop();
  }
});

test("a picture that the provider has deleted does not keep its sender's texts waiting; one that it cannot name now does", async () => {
  const from = customer();
  missed(from, { kind: "image", url: `${app.twilio.url}/gone`, contentType: "image/png", caption: "" }, 6);
  missed(from, "¿cuánto cuesta el facial?", 5);
  app.twilio.failNext({ kind: "server-error", status: 503 }, { on: "media", times: 10 });
  await expect(lookOnce(app, { sinceMs: DAY_MINUTES * 60_000 })).rejects.toMatchObject({ status: 503 });
  app.twilio.clearFaults();

  app.twilio.failNext({ kind: "server-error", status: 404 }, { on: "media" });
  expect(await lookOnce(app, { sinceMs: DAY_MINUTES * 60_000 })).toMatchObject({ takenIn: 2, failed: 0 });
  await customerOf(app, from).idle();
  expect(bodies(from).at(-1)).toContain("Facial");
});

test("a picture and a flood are taken in like what comes by webhook", async () => {
  const [painter, flood] = [customer(), customer()];
  const path = app.twilio.standIn.storeMedia("MM1", "image/png", Buffer.from("png"));
  const url = `${app.twilio.url}${path}`;
  missed(painter, { kind: "image", url, contentType: "image/png", caption: "mira" });
  for (let index = 0; index < 23; index += 1) missed(flood, `mensaje ${index}`, 9 - index / 10);
  expect(await lookOnce(app, { sinceMs: DAY_MINUTES * 60_000 })).toMatchObject({ takenIn: 24, failed: 0 });
  await customerOf(app, painter).idle();
  expect(await templates(painter)).toEqual(["utter_multimedia"]);
  const [content] = await app.database.query<{ media: { url: string; type: string }[] }>(
    `select content->'media' as media from messages m join conversations c on c.id = m.conversation_id
     where c.address = $1 and m.direction = 'in'`,
    [`whatsapp:${painter}`],
  );
  expect(content?.media).toEqual([{ type: "image/png", url }]);
  const [rested] = await app.database.query<{ n: number }>(
    `select count(*)::int as n from messages m join conversations c on c.id = m.conversation_id
     where c.address = $1 and m.not_before is not null`,
    [`whatsapp:${flood}`],
  );
  expect(rested?.n).toBe(3);
});
