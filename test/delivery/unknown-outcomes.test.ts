import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../support/app.ts";
import { type FakeTwilio, startFakeTwilio } from "../support/fake-twilio.ts";
import { eventually, openOutbox, postStatus } from "./helpers.ts";

/** Long enough to see a message rest, short enough for a test. */
const RECONCILE_AFTER_MS = 150;
const SENT = ["sent", "delivered", "read"];

let app: TestApp;
let twilio: FakeTwilio;
beforeAll(async () => {
  // No callbacks unless a test posts one: the provider's list alone settles a doubt.
  twilio = await startFakeTwilio({ statusDelaysMs: "manual" });
  app = await startTestApp({ twilio, reconcileAfterMs: RECONCILE_AFTER_MS });
});
afterEach(() => {
  app.twilio.clearFaults();
  app.twilio.setListLag(0);
});
afterAll(async () => {
  await app.stop();
  await twilio.close();
});

let next = 0;
const customer = () => `+52155800${String(10_000 + next++)}`;
const bodies = (from: string) => app.twilio.messagesTo(from).map(({ body }) => body);
const lists = () =>
  app.twilio.requests.filter(({ method, path }) => method === "GET" && path.endsWith("/Messages.json"));
/**
 * The next question that is not answered at once hangs until `releaseHung`, so that a test sees the doubt for as long as it
 * looks. @returns whether it hangs
 */
function holdQuestion(): () => boolean {
  const from = lists().length;
  app.twilio.failNext({ kind: "hang" }, { on: "list" });
  return () =>
    lists()
      .slice(from)
      .some(({ fault }) => fault === "hang");
}

test("accepted, then the connection broke: found in the provider's list, bound, and not sent again", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  app.twilio.failNext({ kind: "drop", isAccepted: true }, { to: from });
  const before = lists().length;
  const [id = ""] = await outbox.put("una sola vez");
  await outbox.wake();
  const { provider_event_id } = await outbox.until(id, ...SENT);
  expect(provider_event_id).toBe(app.twilio.messagesTo(from)[1]?.sid);
  expect(lists()).toHaveLength(before + 1);
  // The message behind it shows that nothing of it is still on its way.
  const [after = ""] = await outbox.put("y otra");
  await outbox.wake();
  await outbox.until(after, ...SENT);
  expect(bodies(from).slice(1)).toEqual(["una sola vez", "y otra"]);
});

test("the connection broke and the list does not have it: sent again exactly once, and the next waits for it", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  app.twilio.failNext({ kind: "drop", isAccepted: false }, { to: from });
  const isHeld = holdQuestion();
  const [id = "", behind = ""] = await outbox.put("se perdió", "detrás");
  await outbox.wake();
  await eventually(isHeld);
  expect(await outbox.row(id)).toMatchObject({ state: "unknown", attempts: 1 });
  expect((await outbox.row(behind)).state).toBe("pending");
  app.twilio.releaseHung();
  expect((await outbox.until(id, ...SENT)).attempts).toBe(2);
  await outbox.until(behind, ...SENT);
  expect(bodies(from).slice(1)).toEqual(["se perdió", "detrás"]);
});

test("two equal texts and one lost: the id that is bound to the first is not taken for the second", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  const [first = ""] = await outbox.put("tu código es 7");
  await outbox.wake();
  await outbox.until(first, ...SENT);
  app.twilio.failNext({ kind: "drop", isAccepted: false }, { to: from });
  const [second = ""] = await outbox.put("tu código es 7");
  await outbox.wake();
  await outbox.until(second, ...SENT);
  const ids = (await outbox.rows()).map((row) => row.provider_event_id);
  expect(new Set(ids).size).toBe(3);
  expect(bodies(from).slice(1)).toEqual(["tu código es 7", "tu código es 7"]);
});

test("two equal texts and both accepted: each is bound to its own id", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  app.twilio.failNext({ kind: "drop", isAccepted: true }, { to: from, times: 2 });
  const [first = "", second = ""] = await outbox.put("igual", "igual");
  await outbox.wake();
  await outbox.until(second, ...SENT);
  const [, a, b] = await outbox.rows();
  expect(a?.id).toBe(first);
  expect(new Set([a?.provider_event_id, b?.provider_event_id])).toEqual(
    new Set(
      app.twilio
        .messagesTo(from)
        .slice(1)
        .map(({ sid }) => sid),
    ),
  );
  expect(bodies(from).slice(1)).toEqual(["igual", "igual"]);
});

test("the list cannot be asked: nothing is sent blindly until it can", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  app.twilio.failNext({ kind: "drop", isAccepted: false }, { to: from });
  const before = lists().length;
  app.twilio.failNext({ kind: "server-error", status: 500 }, { on: "list" });
  const isHeld = holdQuestion();
  const [id = ""] = await outbox.put("con calma");
  await outbox.wake();
  await eventually(isHeld);
  expect(lists()[before]).toMatchObject({ fault: "server-error" });
  expect(await outbox.row(id)).toMatchObject({ state: "unknown", attempts: 1 });
  expect(bodies(from)).toHaveLength(1);
  app.twilio.releaseHung();
  await outbox.until(id, ...SENT);
  expect(bodies(from).slice(1)).toEqual(["con calma"]);
});

test("a provider that never answers the question does not hold back what comes after for ever", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  app.twilio.failNext({ kind: "server-error", status: 500 }, { on: "list", times: 1000 });
  const [id = "", after = ""] = await outbox.put("en duda", "lo siguiente");
  await app.database.query(
    "update messages set state = 'unknown', claimed_at = now() - interval '20 minutes', attempts = 1 where id = $1",
    [id],
  );
  await outbox.wake();
  await outbox.until(after, ...SENT);
  expect(await outbox.row(id)).toMatchObject({ state: "failed", error_code: "outcome_unknown" });
  expect(bodies(from).slice(1)).toEqual(["lo siguiente"]);
});

test("after a downtime longer than that, the first hiccup of the provider is not the last word", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  const [id = ""] = await outbox.put("de antes de la caída");
  await app.database.query(
    "update messages set state = 'unknown', claimed_at = now() - interval '20 minutes', attempts = 1 where id = $1",
    [id],
  );
  app.twilio.failNext({ kind: "server-error", status: 500 }, { on: "list", times: 2 });
  await outbox.wake();
  expect((await outbox.until(id, ...SENT, "failed")).state).not.toBe("failed");
  expect(bodies(from).slice(1)).toEqual(["de antes de la caída"]);
});

test("accepted and still in the provider's queue, so that it has no sending date yet: found all the same", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  app.twilio.failNext({ kind: "drop", isAccepted: true }, { to: from });
  const [id = ""] = await outbox.put("en la cola");
  await outbox.wake();
  expect((await outbox.until(id, ...SENT)).attempts).toBe(1);
  expect(app.twilio.messagesTo(from).slice(1)).toMatchObject([{ body: "en la cola", status: "queued" }]);
});

test("a sender that died between claim and answer: its claim lapses, the provider is asked, the customer reads it once", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  const [id = ""] = await outbox.put("de un proceso muerto");
  await app.database.query(
    "update messages set state = 'sending', claimed_at = now() - interval '1 minute', deadline = now() - interval '30 seconds', attempts = 1 where id = $1",
    [id],
  );
  await outbox.wake();
  expect((await outbox.until(id, ...SENT)).attempts).toBe(2);
  expect(bodies(from).slice(1)).toEqual(["de un proceso muerto"]);
});

test("a claim that is still running is left alone, and so is what stands behind it", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  const [first = "", second = ""] = await outbox.put("en camino", "detrás");
  await app.database.query(
    "update messages set state = 'sending', claimed_at = now(), deadline = now() + interval '1 hour', attempts = 1 where id = $1",
    [first],
  );
  await outbox.wake();
  // Another customer's message, sent after the ring, shows that the ring has been answered.
  const other = await openOutbox(app, customer());
  expect(other.conversationId).not.toBe(outbox.conversationId);
  expect((await outbox.row(first)).state).toBe("sending");
  expect((await outbox.row(second)).state).toBe("pending");
  expect(bodies(from)).toHaveLength(1);
});

test("what settles a message while somebody is about to doubt it is not undone", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  const [id = ""] = await outbox.put("llegó tarde, pero llegó");
  await app.database.query(
    "update messages set state = 'sending', claimed_at = now() - interval '1 minute', deadline = now() - interval '30 seconds', attempts = 1 where id = $1",
    [id],
  );
  // The slow sender writes down what Twilio answered, in the instant in which another one finds its claim lapsed.
  await app.database.transaction(async (sql) => {
    // It waits for the other one however long that takes.
    await sql.query("set local idle_in_transaction_session_timeout = 0");
    await sql.query("update messages set state = 'sent', provider_event_id = 'SMlate', deadline = null where id = $1", [
      id,
    ]);
    await outbox.wake();
    await app.until("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
  });
  const [behind = ""] = await outbox.put("detrás");
  await outbox.wake();
  await outbox.until(behind, ...SENT);
  expect(await outbox.row(id)).toMatchObject({ state: "sent", provider_event_id: "SMlate", attempts: 1 });
  expect(bodies(from).slice(1)).toEqual(["detrás"]);
});

test("a list that lags less than we wait shows the message in time", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  app.twilio.setListLag(RECONCILE_AFTER_MS / 2);
  app.twilio.failNext({ kind: "drop", isAccepted: true }, { to: from });
  const [id = ""] = await outbox.put("con retraso");
  await outbox.wake();
  expect((await outbox.until(id, ...SENT)).attempts).toBe(1);
  expect(bodies(from).slice(1)).toEqual(["con retraso"]);
});

test("a callback that names our id settles the doubt although the list never shows the message", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  app.twilio.setListLag(Number.POSITIVE_INFINITY);
  app.twilio.failNext({ kind: "hang", isAccepted: true }, { to: from });
  const [id = "", behind = ""] = await outbox.put("con aviso", "detrás");
  await outbox.wake();
  const [, accepted] = await app.twilio.waitForMessages(from, 2);
  await postStatus(app, id, accepted?.sid ?? "", "delivered");
  app.twilio.releaseHung();
  await outbox.until(behind, ...SENT);
  expect(await outbox.row(id)).toMatchObject({ state: "delivered", attempts: 1 });
  expect(bodies(from).slice(1)).toEqual(["con aviso", "detrás"]);
});
