import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newSid } from "../../src/web/simulator/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { type FakeTwilio, startFakeTwilio } from "../support/fake-twilio.ts";
import { countRows } from "./count-rows.ts";
import type { Mutation } from "./mutation.ts";
import { mutation } from "./mutations.ts";
import { bodyOf, PUBLIC_URL, type RawRequest, saying, sendRaw, signedRequest } from "./webhook-request.ts";

const SEED = 20_270_211;
const AT_ONCE = 32;

let database: TestDatabase;
let twilio: FakeTwilio;
beforeAll(async () => {
  database = await createTestDatabase();
  twilio = await startFakeTwilio();
});
afterAll(async () => {
  await twilio.close();
  await database.drop();
});

const PRODUCTION = {
  NODE_ENV: "production",
  SERVICE_TOKEN_SECRET: "a-secret-of-production-that-is-long-enough",
  DATA_ENCRYPTION_KEY: "another-secret-of-production-long-enough",
};

describe.each([
  ["production", PRODUCTION, SEED],
  ["a test environment, where the asked-for address counts as well", {}, SEED + 1],
])("in %s", (_, environment, seed) => {
  let app: TestApp;
  beforeAll(async () => {
    // Without a worker nothing is under way in the background: every row is the request's own.
    const env = { ...environment, PUBLIC_BASE_URL: PUBLIC_URL, DATABASE_URL: database.url };
    app = await startTestApp({ database, twilio, services: ["web"], env });
    await app.until("select 1 from processes");
  });
  afterAll(() => app.stop());

  const message = (target = "/api/whatsapp/webhook") =>
    signedRequest(twilio.authToken, target, app.params("+5215530000021", "sí, confirmo 2 lugares"));
  const status = (target: string) =>
    signedRequest(twilio.authToken, target, {
      AccountSid: twilio.accountSid,
      ApiVersion: "2010-04-01",
      From: "whatsapp:+5215511111111",
      MessageSid: newSid("SM"),
      MessageStatus: "read",
      To: "whatsapp:+5215530000021",
    });

  test(`of 5,000 changed webhooks none is taken and no row is written (seed ${seed})`, {
    timeout: 400_000,
  }, async () => {
    const originals = [
      message(),
      message("/api/whatsapp/webhook?tenant=a&region=mx%2Dcentro"),
      signedRequest(
        twilio.authToken,
        "/api/whatsapp/webhook",
        app.params("+5215530000022", { kind: "image", url: "https://m.example/1", contentType: "image/png" }),
      ),
      status("/api/whatsapp/status?outbound=0194d0c0-0000-7000-8000-000000000000"),
      status("/api/whatsapp/status"),
    ];
    const forgeries = fc.sample(
      fc
        .tuple(fc.nat(originals.length - 1), mutation)
        .map(([at, change]) => ({ at, change, request: change.apply(originals[at] as RawRequest) }))
        // A request that says the same under the same signature is a redelivery, not a forgery.
        .filter(({ at, request }) => isSendable(request) && saying(request) !== saying(originals[at] as RawRequest)),
      { seed, numRuns: 5000 },
    );

    const before = await countRows(database);
    const taken: { change: Mutation["family"]; request: RawRequest; answer: number }[] = [];
    const families = new Map<string, number>();
    for (let from = 0; from < forgeries.length; from += AT_ONCE) {
      await Promise.all(
        forgeries.slice(from, from + AT_ONCE).map(async ({ change, request }) => {
          const answer = await sendRaw(app.app.port as number, request);
          families.set(change.family, (families.get(change.family) ?? 0) + 1);
          // Refused, or sent to an address where nobody is: a failure of ours (5xx) would be a finding as well.
          if (answer < 400 || answer >= 500) taken.push({ change: change.family, request, answer });
        }),
      );
    }
    expect(taken.map(({ change, request, answer }) => [answer, change, request.target, bodyOf(request)])).toEqual([]);
    expect(await countRows(database)).toEqual(before);
    expect(families.size, `families: ${JSON.stringify([...families])}`).toBeGreaterThanOrEqual(18);

    // What they were made from is good: each refusal above was for the change alone.
    for (const original of originals) {
      expect([200, 204]).toContain(await sendRaw(app.app.port as number, original));
    }
  });
});

/** Node's own client refuses some bytes in an address or a header before anybody is asked. */
function isSendable({ target, signature }: RawRequest): boolean {
  return (
    /^[\x21-\x7e]+$/.test(target) && target.length < 8000 && signature.every((line) => /^[\x20-\x7e]*$/.test(line))
  );
}
