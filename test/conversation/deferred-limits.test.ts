import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type AlertReceiver, startAlertReceiver } from "../support/alert-receiver.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { until } from "../support/process.ts";
import { type ApiGate, isBooking, startApiGate } from "./api-gate.ts";
import { customerOf } from "./helpers.ts";
import { poisonFor } from "./poison.ts";

let gate: ApiGate;
let app: TestApp;
let receiver: AlertReceiver;
beforeAll(async () => {
  gate = await startApiGate();
  receiver = await startAlertReceiver();
  app = await startTestApp({ env: { INTERNAL_API_URL: gate.url, ALERT_WEBHOOK_URL: receiver.url } });
  gate.target = app.url;
});
afterEach(() => {
  gate.isDown = undefined;
});
afterAll(async () => {
  await app.stop();
  await gate.close();
  await receiver.stop();
});

let next = 0;
const customer = () => `+52155660${String(10_000 + next++)}`;

/** The breaker may still be open from the outage of the test before. */
const untilClosed = () =>
  until(async () => {
    const health = (await (await fetch(`${app.url}/health/ready`)).json()) as {
      dependencies: { api: Record<string, string> };
    };
    return !Object.values(health.dependencies.api).includes("open");
  }, "the breakers to close");

/** A yes that was noted down during an outage, as if that had been so many hours ago; it rests until it is let go. */
async function notedDown(from: string, wish: string, hours: number): Promise<string> {
  await untilClosed();
  await app.ask(from, wish);
  const { id } = await customerOf(app, from).question();
  gate.isDown = isBooking;
  await app.ask(from, "sí");
  await customerOf(app, from).request("deferred");
  await app.database.query(
    `update write_requests set created_at = clock_timestamp() - make_interval(secs => $2),
       not_before = clock_timestamp() + interval '1 day' where id = $1`,
    [id, hours * 3600],
  );
  return id;
}
const becomesDue = (id: string) =>
  app.database.query("update write_requests set not_before = clock_timestamp() where id = $1 and state = 'deferred'", [
    id,
  ]);

test("the API is back after 19 hours: what was noted down is finished and told", async () => {
  const from = customer();
  const id = await notedDown(from, "masaje relajante mañana a las 10", 19);
  gate.isDown = undefined;
  await untilClosed();
  await becomesDue(id);
  await customerOf(app, from).request("done");
  const messages = await app.twilio.waitForMessages(from, 3);
  const [booking, ...more] = await customerOf(app, from).bookings();
  expect(more).toEqual([]);
  expect(messages[2]?.body).toContain(booking?.code);
  expect(await poisonFor(app, from).alertsOf(id)).toEqual([]);
});

test("still away after 20 hours: one apology, staff are told, and the API's return changes nothing", async () => {
  const from = customer();
  const who = customerOf(app, from);
  const id = await notedDown(from, "masaje relajante mañana a las 11", 20.1);
  await becomesDue(id);
  await who.request("expired");
  await app.twilio.waitForMessages(from, 3);
  gate.isDown = undefined;
  await untilClosed();
  await becomesDue(id);
  expect(await app.ask(from, "gracias")).toBeTruthy();
  await who.idle();
  expect((await who.turns()).filter(({ template }) => template === "utter_disculpa")).toHaveLength(1);
  expect(await who.bookings()).toEqual([]);
  expect(await poisonFor(app, from).alertsOf(id)).toEqual([
    { kind: "request.expired", severity: "warning", details: { action: "book-appointment" } },
  ]);
  const notice = await until(() => receiver.notices.find(({ kind }) => kind === "request.expired"), "the notice");
  expect(notice).toMatchObject({ count: 1, subjectIds: [id], severity: "warning" });
});

test("an attempt shortly before the twentieth hour puts the next one at its end, not behind it", async () => {
  const from = customer();
  const id = await notedDown(from, "masaje relajante mañana a las 12", 20 - 6 / 3600);
  await app.database.query("update write_requests set attempts = 9 where id = $1", [id]);
  await becomesDue(id);
  // With nine attempts the pause would be minutes; the apology is there in seconds.
  await customerOf(app, from).request("expired");
});

test.each([
  ["a person holds the conversation", "holder = 'human'", "13"],
  ["the customer wants no more messages", "is_opted_out = true", "16"],
])("after 20 hours nobody is apologised to once %s, and nobody is alarmed", async (_what, change, hour) => {
  const from = customer();
  const who = customerOf(app, from);
  const id = await notedDown(from, `masaje relajante mañana a las ${hour}:00`, 20.1);
  await app.database.query(`update conversations set ${change} where address = $1`, [`whatsapp:${from}`]);
  await becomesDue(id);
  await who.request("cancelled");
  await who.idle();
  expect(who.bodies()).toHaveLength(2);
  expect(await poisonFor(app, from).alertsOf(id)).toEqual([]);
});

test("it was finished and the 24-hour window has closed meanwhile: the customer cannot be told, so staff are", async () => {
  const from = customer();
  const who = customerOf(app, from);
  const id = await notedDown(from, "masaje relajante mañana a las 17:00", 19);
  await app.database.query(
    "update conversations set last_inbound_at = now() - interval '25 hours' where address = $1",
    [`whatsapp:${from}`],
  );
  gate.isDown = undefined;
  await untilClosed();
  await becomesDue(id);
  await who.request("done");
  expect(await who.bookings()).toHaveLength(1);
  const failed = await app.until<{ id: string }>(
    `select m.id from messages m join conversations c on c.id = m.conversation_id
     where c.address = $1 and m.state = 'failed' and m.error_code = 'window_closed'`,
    [`whatsapp:${from}`],
  );
  expect(await poisonFor(app, from).alertsOf(failed.id)).toMatchObject([
    { kind: "message.failed", severity: "critical", details: { code: "window_closed" } },
  ]);
  const notice = await until(
    () => receiver.notices.find(({ subjectIds }) => subjectIds.includes(failed.id)),
    "the notice",
  );
  expect(notice.text).toContain("window_closed");
  expect(JSON.stringify(receiver.bodies)).not.toContain(from);
});
