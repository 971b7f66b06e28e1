import { afterAll, beforeAll, expect, test } from "vitest";
import type { Channel } from "../../src/channels/index.ts";
import { createInbox } from "../../src/conversation/index.ts";
import type { Database, Sql } from "../../src/database/index.ts";
import { createDelivery } from "../../src/delivery/index.ts";
import { createSealer, newId, type Sealer, silentLogger, systemClock } from "../../src/shared/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { openOutbox } from "./helpers.ts";

let app: TestApp;
/** A database that no worker looks at: what is sent from it, a test sends. */
let quiet: TestDatabase;
beforeAll(async () => {
  app = await startTestApp();
  quiet = await createTestDatabase();
});
afterAll(async () => {
  await app.stop();
  await quiet.drop();
});

let next = 0;
const customer = () => `+52155740${String(10_000 + next++)}`;
const bodies = (from: string) => app.twilio.messagesTo(from).map(({ body }) => body);
const alertsOf = (id: string, database: Database = app.database) =>
  database.query("select kind, severity, conversation_id, details from alerts where subject_id = $1", [id]);

/** Puts outbound rows with exactly these contents behind what is there. @returns their ids */
async function putContents(sql: Sql, conversationId: string, contents: unknown[]): Promise<string[]> {
  const put = await sql.query<{ id: string }>(
    `with counter as (
       update conversations set outbox_seq = outbox_seq + $2 where id = $1 returning outbox_seq - $2 as base, channel_account_id
     )
     insert into messages (id, conversation_id, channel_account_id, direction, seq, kind, content, state)
     select gen_random_uuid(), $1, counter.channel_account_id, 'out', counter.base + n, 'bot', t::jsonb, 'pending'
     from counter, unnest($3::text[]) with ordinality as part (t, n) returning id`,
    [conversationId, contents.length, contents.map((content) => JSON.stringify(content))],
  );
  return put.map(({ id }) => id);
}

test.each<[string, unknown]>([
  ["nothing", null],
  ["a list", []],
  ["no text", {}],
  ["a number for a text", { text: 5 }],
  ["a template that is none", { text: "hola", template: { id: 7 } }],
])("an outbound row that holds %s fails, is shown to staff, and the next one leaves", async (_, content) => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  const [broken = "", good = ""] = await putContents(app.database, outbox.conversationId, [
    content,
    { text: "sí llega" },
  ]);
  await outbox.wake();
  expect((await outbox.until(broken, "failed")).error_code).toBe("content_unreadable");
  await outbox.until(good, "sent", "delivered", "read");
  expect(bodies(from).slice(1)).toEqual(["sí llega"]);
  expect(await alertsOf(broken)).toEqual([
    {
      kind: "message.failed",
      severity: "critical",
      conversation_id: outbox.conversationId,
      details: { code: "content_unreadable" },
    },
  ]);
});

function deliveryWith(
  channel: Channel | undefined,
  { sealer = createSealer("key"), database = quiet }: { sealer?: Sealer; database?: Database } = {},
) {
  return createDelivery({
    database,
    channels: new Map(channel ? [[channel.name, channel]] : []),
    sealer,
    clock: systemClock,
    logger: silentLogger,
    onSend: () => undefined,
    ring: () => undefined,
    reconcileAfterMs: 1,
  });
}

/** @returns the conversation of a customer of the channel `paloma`, and the ids of the answers that wait to be sent */
async function waitingAnswers(...texts: string[]): Promise<{ conversationId: string; ids: string[] }> {
  const inbox = createInbox({ database: quiet, sealer: createSealer("key"), defaultProfile: "studio" });
  const { conversationId } = await inbox.accept("paloma", {
    eventId: newId(),
    to: "casa",
    from: customer(),
    senderName: undefined,
    content: { kind: "text", text: "hola" },
  });
  const ids = await putContents(
    quiet,
    conversationId,
    texts.map((text) => ({ text })),
  );
  return { conversationId, ids };
}

const becomesDue = (id: string) => quiet.query("update messages set not_before = null where id = $1", [id]);
const row = async (id: string) => {
  const [found] = await quiet.query<{ state: string; error_code: string; attempts: number }>(
    "select state, error_code, attempts from messages where id = $1",
    [id],
  );
  return found;
};

test("a message on which the channel itself breaks is given up after three tries, and the next one leaves", async () => {
  const {
    conversationId,
    ids: [broken = "", good = ""],
  } = await waitingAnswers("se atora", "sí llega");
  const sent: string[] = [];
  const delivery = deliveryWith({
    name: "paloma",
    render: (reply) => [{ text: reply.text }],
    async send({ part }) {
      if (part.text === "se atora") throw new TypeError("the channel has a defect");
      sent.push(part.text);
      return { kind: "accepted", providerId: newId() };
    },
    list: async () => [],
  });
  for (let round = 0; round < 20 && (await row(good))?.state === "pending"; round++) {
    await delivery.drain(conversationId);
    await becomesDue(broken);
  }
  expect(await row(broken)).toMatchObject({ state: "failed", error_code: "channel_failed" });
  expect(await row(good)).toMatchObject({ state: "sent" });
  expect(sent).toEqual(["sí llega"]);
  expect(await alertsOf(broken, quiet)).toMatchObject([
    { kind: "message.failed", details: { code: "channel_failed" } },
  ]);
});

test("a channel that nobody knows here holds nobody's message back for ever: it waits for its window, then staff see it", async () => {
  const {
    conversationId,
    ids: [message = ""],
  } = await waitingAnswers("¿quién me lleva?");
  await deliveryWith(undefined).drain(conversationId);
  expect(await row(message)).toMatchObject({ state: "pending", error_code: "no_channel" });
  await quiet.query("update conversations set last_inbound_at = now() - interval '25 hours' where id = $1", [
    conversationId,
  ]);
  await becomesDue(message);
  await deliveryWith(undefined).drain(conversationId);
  expect(await row(message)).toMatchObject({ state: "failed", error_code: "window_closed" });
  expect(await alertsOf(message, quiet)).toMatchObject([
    { kind: "message.failed", details: { code: "window_closed" } },
  ]);
});

test.each([
  { answer: { kind: "retry", code: "20429" }, after: { state: "pending", error_code: "20429", attempts: 1 } },
  { answer: { kind: "stopped", code: "21610" }, after: { state: "failed", error_code: "21610", attempts: 1 } },
] as const)(
  "a refusal ($answer.kind) does not become a doubt because the database was away just then",
  async ({ answer, after }) => {
    const {
      conversationId,
      ids: [message = ""],
    } = await waitingAnswers("justo ahora");
    let isAway = false;
    const database: Database = {
      ...quiet,
      transaction(work) {
        if (!isAway) return quiet.transaction(work);
        isAway = false;
        return Promise.reject(Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }));
      },
    };
    const delivery = deliveryWith(
      {
        name: "paloma",
        render: (reply) => [{ text: reply.text }],
        async send() {
          isAway = true;
          return answer;
        },
      },
      { database },
    );
    await delivery.drain(conversationId);
    expect(isAway).toBe(false);
    expect(await row(message)).toEqual(after);
  },
);

test("a sealed text that cannot be opened fails for good, and is shown to staff", async () => {
  const {
    conversationId,
    ids: [message = ""],
  } = await waitingAnswers("sellado con otra llave");
  const sealer: Sealer = {
    ...createSealer("key"),
    open(sealed) {
      if (sealed.includes("otra llave")) throw new Error("the seal is not ours");
      return sealed;
    },
  };
  await deliveryWith(undefined, { sealer }).drain(conversationId);
  expect(await row(message)).toMatchObject({ state: "failed", error_code: "content_unreadable" });
  expect(await alertsOf(message, quiet)).toHaveLength(1);
});

test("staff are told of a delay together with the rest that it tells of, once, and it is still tried", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  app.twilio.failNext({ kind: "server-error" }, { to: from });
  const id = await app.database.transaction(async (sql) => {
    const [put = ""] = await putContents(sql, outbox.conversationId, [{ text: "con mucha paciencia" }]);
    await sql.query("update messages set attempts = 11 where id = $1", [put]);
    return put;
  });
  await outbox.wake();
  await app.until("select 1 from alerts where subject_id = $1", [id]);
  expect(await alertsOf(id)).toMatchObject([
    { kind: "message.delayed", severity: "warning", details: { code: "20500", attempts: 12 } },
  ]);
  await app.database.query("update messages set not_before = null where id = $1", [id]);
  await outbox.wake();
  await outbox.until(id, "sent", "delivered", "read");
  expect(await alertsOf(id)).toHaveLength(1);
});
