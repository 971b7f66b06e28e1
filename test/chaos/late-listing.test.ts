import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../support/app.ts";
import { type FakeTwilio, startFakeTwilio } from "../support/fake-twilio.ts";

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

/** Unknown sends and, unless only our claim is older than the send, the provider too. */
async function letTimePass(seconds: number, { isOnlyOurClaim = false } = {}): Promise<void> {
  if (!isOnlyOurClaim) twilio.letTimePass(seconds * 1000);
  await app.database.query(
    `update messages set claimed_at = claimed_at - make_interval(secs => $1),
       not_before = case when $2 then not_before else not_before - make_interval(secs => $1) end
     where direction = 'out' and state = 'unknown'`,
    [seconds, isOnlyOurClaim],
  );
  // Somebody looks at once: a sweep, and a busy machine before it, would take seconds that the test counts.
  await app.database.query("select pg_notify('atiende_bell', id || ' urgent') from conversations");
}

test("a send that left at the end of its claim and is listed a minute later is not sent twice", async () => {
  const from = "+5215590000001";
  twilio.setListLag(60_000);
  twilio.failNext({ kind: "drop", isAccepted: true });
  await app.write(from, "hola");
  await app.until("select 1 from messages where direction = 'out' and state = 'unknown' and deadline is null");
  await letTimePass(24, { isOnlyOurClaim: true });

  // 70 s after the claim and 46 s after the provider took it: its list does not have it yet, nor will it for as long as a
  // busy machine takes to look.
  await letTimePass(46);
  await app.until(
    `select 1 from messages where direction = 'out' and error_code = 'not_listed_yet' and deadline is null
       and claimed_at < clock_timestamp() - interval '70 seconds'`,
  );
  await letTimePass(20);
  const { attempts } = await app.until<{ attempts: number }>(
    "select attempts from messages where direction = 'out' and state = 'sent'",
  );
  expect(attempts).toBe(1);
  expect(twilio.messagesTo(from)).toHaveLength(1);
});
