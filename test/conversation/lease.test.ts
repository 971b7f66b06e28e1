import { afterAll, beforeAll, expect, test } from "vitest";
import { commitTurn } from "../../src/conversation/commit.ts";
import { createInbox, type Inbox } from "../../src/conversation/inbox.ts";
import { type Lease, LeaseLostError, takeLease } from "../../src/conversation/lease.ts";
import { nextBurst, type TurnDeps, takeTurn } from "../../src/conversation/take-turn.ts";
import { startWriting } from "../../src/conversation/write-requests.ts";
import { type Clock, createSealer, newId, silentLogger, systemClock } from "../../src/shared/index.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

const sealer = createSealer("test");
let database: TestDatabase;
let inbox: Inbox;
beforeAll(async () => {
  database = await createTestDatabase();
  inbox = createInbox({ database, sealer, defaultProfile: "studio" });
});
afterAll(() => database.drop());

let next = 0;
const customer = () => `whatsapp:+52155620${String(10_000 + next++)}`;
const accept = (from: string, text: string) =>
  inbox.accept("twilio-whatsapp", {
    eventId: newId(),
    to: "whatsapp:+5215511111111",
    from,
    senderName: "Ana",
    content: { kind: "text", text },
  });

async function take(conversationId: string, clock: Clock = systemClock): Promise<Lease> {
  const lease = await takeLease({ database, sealer, clock, owner: newId() }, conversationId);
  if (!lease) throw new Error("the lease was not given");
  lease.stopRenewing();
  return lease;
}

/** What a holder that stopped for half a minute looks like to the others. */
const lapse = (conversationId: string) =>
  database.query("update conversations set lease_until = clock_timestamp() - interval '1 second' where id = $1", [
    conversationId,
  ]);

const tickets = { reserveNumber: async () => ({ number: "1", isExisting: false }), open: async () => undefined };

const answering = (text: string): TurnDeps => ({
  homeLanguage: "es",
  database,
  sealer,
  clock: systemClock,
  logger: silentLogger,
  steps: [
    {
      name: "say",
      step(turn) {
        turn.outcome = "said";
        turn.parts = [{ text }];
      },
    },
    {
      name: "commit",
      step: (turn) =>
        commitTurn({ database, sealer, clock: systemClock, logger: silentLogger, ack: "off", tickets }, turn),
    },
  ],
});

const outbound = (conversationId: string) =>
  database.query("select content->>'text' as text from messages where conversation_id = $1 and direction = 'out'", [
    conversationId,
  ]);

test("a conversation that somebody holds, or in which nothing waits, is not given", async () => {
  const { conversationId } = await accept(customer(), "hola");
  const deps = { database, sealer, clock: systemClock, owner: newId() };
  const [one, two] = await Promise.all([takeLease(deps, conversationId), takeLease(deps, conversationId)]);
  expect([one, two].filter(Boolean)).toHaveLength(1);
  const lease = one ?? two;
  await takeTurn(answering("hola"), lease as Lease, lease?.unread ?? []);
  await lease?.reread();
  expect(await lease?.release()).toBe(true);
  expect(await takeLease(deps, conversationId)).toBeUndefined();
});

test("a holder whose lease lapsed and was taken can commit, renew and release nothing", async () => {
  const { conversationId } = await accept(customer(), "hola");
  const stale = await take(conversationId);
  await lapse(conversationId);
  const holder = await take(conversationId);
  expect(holder.fence).toBe(stale.fence + 1);

  await expect(takeTurn(answering("del pasado"), stale, stale.unread)).rejects.toThrow(LeaseLostError);
  await expect(stale.reread()).rejects.toThrow(LeaseLostError);
  expect(await stale.release()).toBe(false);
  await stale.yieldFor(60_000, { code: "stale", isItsFault: true });
  expect(await outbound(conversationId)).toEqual([]);

  await takeTurn(answering("de ahora"), holder, holder.unread);
  await holder.reread();
  expect(await holder.release()).toBe(true);
  expect(await outbound(conversationId)).toEqual([{ text: "de ahora" }]);
});

test("a stale holder starts no write", async () => {
  const { conversationId } = await accept(customer(), "sí");
  const stale = await take(conversationId);
  const token = newId();
  await database.query(
    `insert into write_requests (id, conversation_id, customer_id, action, operation, state, body, expires_at)
     values ($1, $2, $3, 'book-appointment', 'createBooking', 'open', '{}', now() + interval '1 hour')`,
    [token, conversationId, stale.conversation.customerId],
  );
  await lapse(conversationId);
  const holder = await take(conversationId);
  const by = ({ fence, seenSeq }: Lease) => ({ token, conversationId, fence, seenSeq, messageIds: [], decision: {} });
  expect(await startWriting(database, by(stale))).toBe("not_open");
  expect(await startWriting(database, by(holder))).toBe("started");
  expect(await startWriting(database, by(holder))).toBe("not_open");
});

test("20 seconds after the last renewal a holder starts no effect, whatever the wall clock says", async () => {
  const { conversationId } = await accept(customer(), "hola");
  let nowMs = 0;
  const lease = await take(conversationId, { now: () => new Date(0), monotonicMs: () => nowMs });
  nowMs = 20_000;
  expect(() => lease.assertHeld()).not.toThrow();
  nowMs = 20_001;
  expect(() => lease.assertHeld()).toThrow(LeaseLostError);
});

test("a release fails when a message came meanwhile, and the next look finds it", async () => {
  const from = customer();
  const { conversationId } = await accept(from, "hola");
  const lease = await take(conversationId);
  await takeTurn(answering("hola"), lease, lease.unread);
  await lease.reread();
  const { messageId } = await accept(from, "¿hay alguien?");
  expect(await lease.release()).toBe(false);
  await lease.reread();
  expect(lease.unread.map(({ id }) => id)).toEqual([messageId]);
  await takeTurn(answering("sí"), lease, lease.unread);
  await lease.reread();
  expect(await lease.release()).toBe(true);
});

test("a take counts an attempt before anything is done, and only on the oldest message", async () => {
  const from = customer();
  const { conversationId } = await accept(from, "uno");
  await accept(from, "dos");
  for (const attempt of [0, 1, 2]) {
    const lease = await take(conversationId);
    expect(lease.unread.map(({ attempts }) => attempts)).toEqual([attempt, 0]);
    // Its own attempt is no failure yet: the burst that has grown is still read as a whole.
    await lease.reread();
    expect(lease.unread.map(({ attempts }) => attempts)).toEqual([attempt, 0]);
    expect(nextBurst(lease.unread)).toHaveLength(attempt === 0 ? 2 : 1);
    await lapse(conversationId);
  }
});

test("nobody takes a conversation that was yielded for a while, and the cause stays with the message", async () => {
  const { conversationId, messageId } = await accept(customer(), "hola");
  const lease = await take(conversationId);
  await lease.yieldFor(60_000, { code: "P0001", isItsFault: true });
  const deps = { database, sealer, clock: systemClock, owner: newId() };
  expect(await takeLease(deps, conversationId)).toBeUndefined();
  await lapse(conversationId);
  expect(await take(conversationId)).toBeTruthy();
  expect(await database.query("select error_code, attempts from messages where id = $1", [messageId])).toEqual([
    { error_code: "P0001", attempts: 2 },
  ]);
});

test("the order of the inbox is gapless although many arrive at once", async () => {
  const from = customer();
  await Promise.all(Array.from({ length: 20 }, (_, i) => accept(from, `mensaje ${i}`)));
  const [row] = await database.query<{ seqs: string[] }>(
    `select array_agg(m.seq::int order by m.seq) as seqs from messages m join conversations c on c.id = m.conversation_id where c.address = $1`,
    [from],
  );
  expect(row?.seqs).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  expect(await database.query("select 1 from customer_identities where address = $1", [from])).toHaveLength(1);
});
