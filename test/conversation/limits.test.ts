import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { takeLease } from "../../src/conversation/lease.ts";
import { nextBurst } from "../../src/conversation/take-turn.ts";
import { createSealer, newId, systemClock } from "../../src/shared/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { type FakeTwilio, startFakeTwilio } from "../support/fake-twilio.ts";
import { customerOf } from "./helpers.ts";

// A worker starts in the middle, as slowly as the machine is busy.
vi.setConfig({ testTimeout: 240_000 });

const PER_MINUTE = 20;
const IDLE_MS = 40_000;
const PACKAGES = "qué paquetes tienen";

let database: TestDatabase;
let twilio: FakeTwilio;
let app: TestApp;
/** A web process alone: what it takes in waits until a worker looks. */
let web: TestApp;
beforeAll(async () => {
  database = await createTestDatabase();
  twilio = await startFakeTwilio();
  web = await startTestApp({ database, twilio, services: ["web"] });
});
afterAll(async () => {
  await app?.stop();
  await web.stop();
  await twilio.close();
  await database.drop();
});

let next = 0;
const newCustomer = () => `+52155690${String(10_000 + next++)}`;
const conversationOf = async (from: string) => {
  const [row] = await database.query<{ id: string }>("select id from conversations where address = $1", [
    `whatsapp:${from}`,
  ]);
  return row?.id ?? "";
};
const messagesOf = (from: string) =>
  database.query<{ seq: string; state: string; is_resting: boolean; rest_s: number | null; turn_id: string | null }>(
    `select seq, state, coalesce(not_before > clock_timestamp(), false) as is_resting, turn_id,
       extract(epoch from not_before - created_at)::float8 as rest_s
     from messages m where conversation_id = (select id from conversations where address = $1)
       and direction = 'in' order by m.seq`,
    [`whatsapp:${from}`],
  );
const take = (conversationId: string) =>
  takeLease({ database, sealer: createSealer("k"), clock: systemClock, owner: newId() }, conversationId);

/** All at once: on a slow machine a minute is soon over. */
async function writeAll(from: string, texts: readonly string[]): Promise<void> {
  const answers = await Promise.all(texts.map((text) => web.write(from, text)));
  for (const { status } of answers) expect(status).toBe(200);
}
const many = (count: number, text = "hola") => Array.from({ length: count }, () => text);

/** As if the messages had come a minute earlier; the lease of a test that looked is over as well. */
async function aMinutePasses(from: string): Promise<void> {
  await database.query(
    `update messages set created_at = created_at - interval '1 minute', not_before = not_before - interval '1 minute'
     where conversation_id = $1 and direction = 'in'`,
    [await conversationOf(from)],
  );
}
/** As if they had come this instant: on a slow machine the minute would be over when they are answered. */
const asJustWritten = async (from: string) =>
  database.query("update messages set created_at = clock_timestamp() where conversation_id = $1 and direction = 'in'", [
    await conversationOf(from),
  ]);
/** What was taken in is settled without a worker, as if it had been answered. */
const settle = async (from: string) =>
  database.query("update messages set state = 'handled' where conversation_id = $1 and direction = 'in'", [
    await conversationOf(from),
  ]);

test("what a sender writes above twenty a minute is committed, rests, and is nobody's work until its minute is over", async () => {
  const from = newCustomer();
  await writeAll(from, many(PER_MINUTE));
  await settle(from);
  await writeAll(from, many(2));

  const rows = await messagesOf(from);
  expect(rows.map(({ is_resting }) => is_resting)).toEqual([...many(PER_MINUTE).map(() => false), true, true]);
  // Until the message twenty places before it is a minute old.
  for (const { rest_s } of rows.slice(PER_MINUTE)) expect(rest_s).toBeLessThanOrEqual(60);
  expect(await take(await conversationOf(from))).toBeUndefined();

  await aMinutePasses(from);
  const lease = await take(await conversationOf(from));
  lease?.stopRenewing();
  expect(lease?.unread.map(({ seq, isExcess }) => [seq, isExcess])).toEqual([
    [21, true],
    [22, true],
  ]);
});

test("the limit is exact in two processes at once, and one sender's flood costs another nothing", async () => {
  const other = await startTestApp({ database, twilio, services: ["web"] });
  const from = newCustomer();
  const quiet = newCustomer();
  await Promise.all(many(50).map((text, index) => (index % 2 === 0 ? web : other).write(from, text)));
  await web.write(quiet, "hola");
  await other.stop();

  const rows = await messagesOf(from);
  expect(rows.map(({ seq }) => Number(seq))).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  expect(rows.filter(({ is_resting }) => !is_resting)).toHaveLength(PER_MINUTE);
  expect(rows.slice(0, PER_MINUTE).some(({ is_resting }) => is_resting)).toBe(false);
  expect((await messagesOf(quiet)).map(({ is_resting }) => is_resting)).toEqual([false]);
});

test("a message delivered twice counts once", async () => {
  const from = newCustomer();
  for (let i = 0; i < PER_MINUTE; i++) {
    const sid = `SM${String(i).padStart(32, "0")}`;
    await web.write(from, "hola", sid);
    await web.write(from, "hola", sid);
  }
  expect((await messagesOf(from)).map(({ is_resting }) => is_resting)).toEqual(many(PER_MINUTE).map(() => false));
});

test("a lease gives back a conversation in which only resting messages are left", async () => {
  const from = newCustomer();
  await writeAll(from, many(PER_MINUTE));
  const lease = await take(await conversationOf(from));
  await settle(from);
  await writeAll(from, many(3));
  // The counter that it read is behind: it looks again, and then there is nothing to do.
  expect(await lease?.release()).toBe(false);
  await lease?.reread();
  expect(lease?.unread).toEqual([]);
  expect(await lease?.release()).toBe(true);
});

test("an opt-out does not rest, and neither does what stands before it", async () => {
  const from = newCustomer();
  await writeAll(from, many(PER_MINUTE));
  await settle(from);
  await writeAll(from, many(3));
  await writeAll(from, ["Baja."]);
  expect((await messagesOf(from)).slice(PER_MINUTE).map(({ is_resting }) => is_resting)).toEqual(
    many(4).map(() => false),
  );

  // Who is out already has nothing to wait for: a flood of the word itself rests like any other.
  await database.query("update conversations set is_opted_out = true where id = $1", [await conversationOf(from)]);
  await settle(from);
  await writeAll(from, ["baja"]);
  expect((await messagesOf(from)).at(-1)?.is_resting).toBe(true);
});

test("what rested is answered once, whatever its kinds; the last kind speaks", () => {
  const message = (seq: number, kind: string) =>
    ({ seq, kind, attempts: 0, isExcess: true, content: { kind, text: "" } }) as never as Parameters<
      typeof nextBurst
    >[0][0];
  const order = (...kinds: string[]) =>
    nextBurst(kinds.map((kind, index) => message(index + 1, kind))).map(({ seq }) => seq);
  expect(order("text", "choice", "text")).toEqual([1, 3, 2]);
  expect(order("choice", "text", "choice")).toEqual([3, 1, 2]);
  expect(order("text", "notice", "text")).toEqual([1]);
  expect(order("notice", "text")).toEqual([1]);
});

test("a customer who floods gets one answer for the rest, after the rest", async () => {
  const from = newCustomer();
  // A worker comes; from here on everything is real.
  app = await startTestApp({ database, twilio, services: ["worker"], env: { INTERNAL_API_URL: web.url } });
  await writeAll(from, many(PER_MINUTE));
  await customerOf(app, from).idle(IDLE_MS);
  const before = customerOf(app, from).bodies().length;
  await asJustWritten(from);
  await writeAll(from, many(29));
  await writeAll(from, [PACKAGES]);
  const excess = (await messagesOf(from)).slice(PER_MINUTE);
  expect(excess.map(({ state, is_resting }) => [state, is_resting])).toEqual(many(30).map(() => ["received", true]));
  expect(customerOf(app, from).bodies()).toHaveLength(before);

  await aMinutePasses(from);
  await customerOf(app, from).idle(IDLE_MS);
  expect(customerOf(app, from).bodies()).toHaveLength(before + 1);
  const answered = (await messagesOf(from)).slice(PER_MINUTE);
  expect(new Set(answered.map(({ turn_id }) => turn_id)).size).toBe(1);
  expect(answered.every(({ state }) => state === "handled")).toBe(true);
});

test("a customer who floods and wants out is out at once", async () => {
  const from = newCustomer();
  await writeAll(from, many(PER_MINUTE));
  await customerOf(app, from).idle(IDLE_MS);
  await asJustWritten(from);
  await writeAll(from, many(5));
  await writeAll(from, ["BAJA"]);
  await app.until("select 1 from conversations where address = $1 and is_opted_out", [`whatsapp:${from}`], IDLE_MS);
  expect((await messagesOf(from)).every(({ state }) => state === "handled")).toBe(true);
});
