import { afterAll, beforeAll, expect, test } from "vitest";
import { newSid } from "../../src/web/simulator/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { type FakeTwilio, startFakeTwilio } from "../support/fake-twilio.ts";
import { eventually, type Outbox, openOutbox, postStatus } from "./helpers.ts";

let app: TestApp;
let twilio: FakeTwilio;
beforeAll(async () => {
  twilio = await startFakeTwilio({ statusDelaysMs: "manual" });
  app = await startTestApp({ twilio });
});
afterAll(async () => {
  await app.stop();
  await twilio.close();
});

let next = 0;
const customer = () => `+52155600${String(10_000 + next++)}`;

async function sendOne(outbox: Outbox, text = "aviso"): Promise<{ id: string; sid: string }> {
  const [id = ""] = await outbox.put(text);
  await outbox.wake();
  const { provider_event_id } = await outbox.until(id, "sent");
  return { id, sid: provider_event_id ?? "" };
}

/** Every order of these. */
function permutations<T>(items: T[]): T[][] {
  if (items.length < 2) return [items];
  return items.flatMap((item, at) =>
    permutations(items.filter((_, index) => index !== at)).map((rest) => [item, ...rest]),
  );
}

test("statuses in any order, each twice, end at the highest", async () => {
  const outbox = await openOutbox(app, customer());
  for (const order of permutations(["sent", "delivered", "read"])) {
    const { id, sid } = await sendOne(outbox);
    for (const status of order) {
      expect(await postStatus(app, id, sid, status)).toBe(204);
      expect(await postStatus(app, id, sid, status)).toBe(204);
    }
    expect((await outbox.row(id)).state).toBe("read");
    const kept = await app.database.query("select status from message_statuses where provider_message_id = $1", [sid]);
    expect(kept).toHaveLength(3);
  }
});

test("a rank never falls on the way", async () => {
  const outbox = await openOutbox(app, customer());
  const { id, sid } = await sendOne(outbox);
  const seen: string[] = [];
  for (const status of ["delivered", "sent", "failed", "read", "delivered", "undelivered"]) {
    await postStatus(app, id, sid, status);
    seen.push((await outbox.row(id)).state);
  }
  expect(seen).toEqual(["delivered", "delivered", "delivered", "read", "read", "read"]);
});

test("failed is final only until the message turns out to be delivered", async () => {
  const outbox = await openOutbox(app, customer());
  const { id, sid } = await sendOne(outbox);
  await postStatus(app, id, sid, "undelivered", 63024);
  expect(await outbox.row(id)).toMatchObject({ state: "failed", error_code: "63024" });
  await postStatus(app, id, sid, "delivered");
  expect(await outbox.row(id)).toMatchObject({ state: "delivered", error_code: null });
});

test("a failure that is reported later is shown to staff once, with its code", async () => {
  const outbox = await openOutbox(app, customer());
  const { id, sid } = await sendOne(outbox);
  await postStatus(app, id, sid, "failed", 63024);
  await postStatus(app, id, sid, "failed", 63024);
  await postStatus(app, id, sid, "undelivered", 63024);
  const alerts = await app.database.query("select kind, severity, details from alerts where subject_id = $1", [id]);
  expect(alerts).toEqual([{ kind: "message.failed", severity: "critical", details: { code: "63024" } }]);
});

test("statuses before our own record: delivered while the send still hangs, and it stays delivered", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  twilio.failNext({ kind: "hang", isAccepted: true }, { to: from });
  const [id = ""] = await outbox.put("¿llegó?");
  await outbox.wake();
  const [, accepted] = await twilio.waitForMessages(from, 2);
  expect((await outbox.row(id)).state).toBe("sending");
  expect(await postStatus(app, id, accepted?.sid ?? "", "delivered")).toBe(204);
  expect(await outbox.row(id)).toMatchObject({ state: "delivered", provider_event_id: accepted?.sid });
  twilio.releaseHung();

  // The next message proves that the hanging call was settled: a conversation sends one after the other.
  const after = await sendOne(outbox, "y otra");
  expect(after.sid).not.toBe(accepted?.sid);
  expect(await outbox.row(id)).toMatchObject({ state: "delivered", provider_event_id: accepted?.sid });
  expect(twilio.messagesTo(from)).toHaveLength(3);
});

test("a status that names only Twilio's id is kept until we learn that id ourselves", async () => {
  const from = customer();
  const outbox = await openOutbox(app, from);
  twilio.failNext({ kind: "hang", isAccepted: true }, { to: from });
  const [id = ""] = await outbox.put("¿llegó?");
  await outbox.wake();
  const [, accepted] = await twilio.waitForMessages(from, 2);
  await postStatus(app, "nobody", accepted?.sid ?? "", "read");
  expect((await outbox.row(id)).state).toBe("sending");
  twilio.releaseHung();
  expect((await outbox.until(id, "read")).state).toBe("read");
});

test("a status of a message that is not ours changes nothing", async () => {
  const outbox = await openOutbox(app, customer());
  const { id } = await sendOne(outbox);
  expect(await postStatus(app, "00000000-0000-0000-0000-000000000000", newSid("SM"), "failed", 63024)).toBe(204);
  expect((await outbox.row(id)).state).toBe("sent");
});

test("the provider's own order works end to end: sent, delivered, read", async () => {
  const outbox = await openOutbox(app, customer());
  const { id, sid } = await sendOne(outbox);
  for (const status of ["sent", "delivered", "read"] as const) {
    expect(await twilio.standIn.setStatus(sid, status)).toBe(204);
    await eventually(async () => (await outbox.row(id)).state === status);
  }
});
