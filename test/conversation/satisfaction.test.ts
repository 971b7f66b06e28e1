import { afterAll, beforeAll, expect, test } from "vitest";
import { createInbox, type Inbox } from "../../src/conversation/index.ts";
import {
  recordAnswer,
  recordAsked,
  type SatisfactionScore,
  wasAskedLately,
} from "../../src/conversation/satisfaction.ts";
import { createSealer, newId } from "../../src/shared/index.ts";
import { WEDNESDAY_MORNING } from "../support/clock.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let inbox: Inbox;
beforeAll(async () => {
  database = await createTestDatabase();
  inbox = createInbox({ database, sealer: createSealer("test"), defaultProfile: "studio" });
});
afterAll(() => database.drop());

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const start = Date.parse(WEDNESDAY_MORNING);
const after = (ms: number) => new Date(start + ms);

let next = 0;
const newCustomer = () => `whatsapp:+52155640${String(10_000 + next++)}`;

async function conversation(from = newCustomer(), to = "whatsapp:+5215511111111") {
  const { conversationId } = await inbox.accept("twilio-whatsapp", {
    eventId: newId(),
    to,
    from,
    senderName: "Ana",
    content: { kind: "text", text: "hola" },
  });
  const [row] = await database.query("select customer_id from conversations where id = $1", [conversationId]);
  return { id: conversationId, customerId: row.customer_id as string };
}

const answers = (of: { customerId: string }) =>
  database.query<{ task: string; score: number | null; answered_at: Date | null }>(
    "select task, score, answered_at from satisfaction_answers where customer_id = $1 order by asked_at",
    [of.customerId],
  );

const answer = (of: { id: string }, score: SatisfactionScore, at: Date) => recordAnswer(database, of.id, score, at);

test("a customer is asked once a day, whichever of our numbers they write to", async () => {
  const from = newCustomer();
  const ana = await conversation(from);
  const elsewhere = await conversation(from, "whatsapp:+5215522222222");
  const other = await conversation();
  expect(elsewhere.customerId).toBe(ana.customerId);
  expect(await wasAskedLately(database, ana.customerId, after(0))).toBe(false);

  await recordAsked(database, ana, "book-appointment", after(0));
  expect(await wasAskedLately(database, elsewhere.customerId, after(24 * HOUR_MS - 1))).toBe(true);
  expect(await wasAskedLately(database, elsewhere.customerId, after(24 * HOUR_MS))).toBe(false);
  expect(await wasAskedLately(database, other.customerId, after(0))).toBe(false);
});

test("the answer is stored beside the task that it is about, and belongs to the newest question", async () => {
  const ana = await conversation();
  await recordAsked(database, ana, "book-appointment", after(0));
  await recordAsked(database, ana, "cancel-appointment", after(25 * HOUR_MS));
  expect(await answer(ana, 4, after(26 * HOUR_MS))).toBe("recorded");
  expect(await answers(ana)).toEqual([
    { task: "book-appointment", score: null, answered_at: null },
    { task: "cancel-appointment", score: 4, answered_at: after(26 * HOUR_MS) },
  ]);
});

test("a second answer corrects the first for ten minutes from it, and changes nothing later", async () => {
  const ana = await conversation();
  await recordAsked(database, ana, "book-appointment", after(0));
  expect(await answer(ana, 2, after(HOUR_MS))).toBe("recorded");
  expect(await answer(ana, 4, after(HOUR_MS + 6 * MINUTE_MS))).toBe("corrected");
  expect(await answer(ana, 5, after(HOUR_MS + 9 * MINUTE_MS))).toBe("corrected");
  expect(await answer(ana, 1, after(HOUR_MS + 10 * MINUTE_MS))).toBe("not_open");
  expect(await answers(ana)).toEqual([{ task: "book-appointment", score: 5, answered_at: after(HOUR_MS) }]);
});

test("a number that nobody asked for, or that comes a day later, is no answer", async () => {
  const ana = await conversation();
  expect(await answer(ana, 5, after(0))).toBe("not_open");
  await recordAsked(database, ana, "book-appointment", after(0));
  const other = await conversation();
  expect(await answer(other, 5, after(MINUTE_MS))).toBe("not_open");
  expect(await answer(ana, 5, after(24 * HOUR_MS))).toBe("not_open");
  expect(await answers(ana)).toEqual([{ task: "book-appointment", score: null, answered_at: null }]);
});

test("two answers at the same instant are one answer and its correction", async () => {
  const ana = await conversation();
  await recordAsked(database, ana, "book-appointment", after(0));
  const results = await Promise.all([answer(ana, 3, after(MINUTE_MS)), answer(ana, 5, after(MINUTE_MS))]);
  expect(results.sort()).toEqual(["corrected", "recorded"]);
  expect(await answers(ana)).toHaveLength(1);
});

test("the table holds scores from one to five only", async () => {
  const ana = await conversation();
  await recordAsked(database, ana, "book-appointment", after(0));
  await expect(answer(ana, 6 as SatisfactionScore, after(MINUTE_MS))).rejects.toThrow("score");
});
