import { afterAll, beforeAll, expect, test } from "vitest";
import { createInbox } from "../../src/conversation/index.ts";
import { createSealer } from "../../src/shared/index.ts";
import { newSid } from "../../src/web/simulator/index.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("200 messages of one sender at once, each delivered twice: every one is stored once and the order has no hole", async () => {
  const inbox = createInbox({ database, sealer: createSealer("key"), defaultProfile: "studio", perMinute: 10_000 });
  const sids = Array.from({ length: 200 }, () => newSid("SM"));
  const accept = (eventId: string) =>
    inbox.accept("twilio-whatsapp", {
      eventId,
      to: "whatsapp:+5215500000000",
      from: "whatsapp:+5215511112222",
      senderName: "Ana",
      content: { kind: "text", text: "hola" },
    });
  // The very first messages of somebody nobody knows yet are among those that race.
  const accepted = await Promise.all([...sids, ...sids].map(accept));

  expect(accepted.filter(({ isDuplicate }) => !isDuplicate)).toHaveLength(200);
  expect(new Set(accepted.map(({ conversationId }) => conversationId)).size).toBe(1);
  const [row] = await database.query(
    `select count(*)::int as stored, min(m.seq)::int as first, max(m.seq)::int as last, max(c.inbox_seq)::int as counter
     from messages m join conversations c on c.id = m.conversation_id`,
  );
  expect(row).toEqual({ stored: 200, first: 1, last: 200, counter: 200 });
  expect(await database.query("select id from customers")).toHaveLength(1);
});
