import { parse } from "node:querystring";
import fc from "fast-check";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../support/app.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { type FakeTwilio, startFakeTwilio } from "../support/fake-twilio.ts";
import { form, postRaw } from "./raw-post.ts";

const PUBLIC_URL = "https://estudio.example";
const OLD_TOKEN = "the-token-before-the-rotation";
const PATH = "/api/whatsapp/webhook";
const SEED = 20_270_210;

let database: TestDatabase;
let twilio: FakeTwilio;
let app: TestApp;
beforeAll(async () => {
  database = await createTestDatabase();
  twilio = await startFakeTwilio();
  // Without a worker nothing is under way in the background: every row is the request's own.
  const env = { PUBLIC_BASE_URL: PUBLIC_URL, TWILIO_AUTH_TOKEN_PREVIOUS: OLD_TOKEN };
  app = await startTestApp({ database, twilio, services: ["web"], env });
  await app.until("select 1 from processes");
});
afterAll(async () => {
  await app.stop();
  await twilio.close();
  await database.drop();
});

const stored = (eventId: string) => app.until("select 1 from messages where provider_event_id = $1", [eventId]);

async function countRows(): Promise<Record<string, number>> {
  const tables = await app.database.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await app.database.query<{ n: number }>(`select count(*)::int as n from ${name}`);
    counts[name] = row?.n ?? -1;
  }
  return counts;
}

test.each([
  ["without a port", `${PUBLIC_URL}${PATH}`],
  ["with the port", `${PUBLIC_URL}:443${PATH}`],
])("a message that Twilio signed over the public address %s is taken with empty TwiML", async (_, signedUrl) => {
  const params = app.params("+5215530000001", "hola");
  const response = await postRaw({ to: app, body: form(params), signedUrl });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toMatch(/^text\/xml/);
  expect(await response.text()).toBe('<?xml version="1.0" encoding="UTF-8"?><Response/>');
  await stored(params.MessageSid as string);
});

test("a signature over another address, by another token, altered or absent is 403 and stores nothing", async () => {
  const before = await countRows();
  const body = form(app.params("+5215530000002", "hola"));
  const good = getExpectedTwilioSignature(app.twilio.authToken, app.webhookUrl, { ...parse(body) });
  const refused = await Promise.all([
    postRaw({ to: app, body, signedUrl: `https://otro.example${PATH}` }),
    postRaw({ to: app, body, signedUrl: `${PUBLIC_URL}/api/whatsapp/status` }),
    postRaw({ to: app, body, authToken: "somebody-elses-token" }),
    postRaw({ to: app, body, headers: { "x-twilio-signature": "" } }),
    postRaw({ to: app, body, headers: { "x-twilio-signature": "not base64 at all" } }),
    postRaw({ to: app, body, headers: { "x-twilio-signature": good.toLowerCase() } }),
    postRaw({ to: app, body: `${body}&Extra=1`, headers: { "x-twilio-signature": good } }),
    fetch(app.webhookUrl, { method: "POST", body, headers: { "content-type": "application/x-www-form-urlencoded" } }),
    fetch(`${app.url}/api/whatsapp/status`, { method: "POST", body: "MessageSid=SM1&MessageStatus=read" }),
  ]);
  expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403));
  expect(await refused[0]?.json()).toMatchObject({ status: 403, code: "signature_invalid" });
  expect(await countRows()).toEqual(before);
});

test("an address that is no URL at all is a refused signature, not a failure", async () => {
  const body = form(app.params("+5215530000003", "hola"));
  const response = await postRaw({ to: app, body, authToken: "wrong", headers: { "x-forwarded-host": "no host[" } });
  expect(response.status).toBe(403);
});

test("during a rotation both tokens are accepted", async () => {
  const params = app.params("+5215530000004", "hola");
  expect((await postRaw({ to: app, body: form(params), authToken: OLD_TOKEN })).status).toBe(200);
  await stored(params.MessageSid as string);
});

test("a body over the limit is 413 and stores nothing", async () => {
  const before = await countRows();
  const response = await postRaw({ to: app, body: `Body=${"a".repeat(300 * 1024)}` }).catch((error) => error as Error);
  // The answer leaves before the body was read, so the client may see either the answer or its connection's end.
  if (response instanceof Response) expect(response.status).toBe(413);
  expect(await countRows()).toEqual(before);
});

test("only POST is a webhook", async () => {
  for (const path of [PATH, "/api/whatsapp/status"]) {
    expect((await fetch(app.url + path)).status).toBe(404);
    expect((await fetch(app.url + path, { method: "PUT", body: "a=b" })).status).toBe(404);
  }
});

test("in production only the configured address counts, whatever the Host header says", async () => {
  const production = await startTestApp({
    database,
    twilio,
    services: ["web"],
    env: {
      NODE_ENV: "production",
      PUBLIC_BASE_URL: PUBLIC_URL,
      DATABASE_URL: database.url,
      SERVICE_TOKEN_SECRET: "a-secret-of-production-that-is-long-enough",
      DATA_ENCRYPTION_KEY: "another-secret-of-production-long-enough",
    },
  });
  try {
    const body = form(production.params("+5215530000010", "hola"));
    expect((await postRaw({ to: production, body })).status).toBe(403);
    expect((await postRaw({ to: production, body, signedUrl: PUBLIC_URL + PATH })).status).toBe(200);
  } finally {
    await production.stop();
  }
});

const value = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom("text", "location", "reaction", "contacts", "0", "1", "-1", "1e9", "whatsapp:+5215530000009", "\0"),
);
const knownNames = [
  ...["MessageSid", "SmsSid", "From", "To", "WaId", "ProfileName", "Body", "MessageType", "NumMedia", "MediaUrl0"],
  ...["MediaContentType0", "Latitude", "Longitude", "Label", "ButtonPayload", "ButtonText", "ListId", "ListTitle"],
];
const entries = fc.uniqueArray(
  fc.tuple(fc.oneof(fc.constantFrom(...knownNames), fc.string({ unit: "binary", minLength: 1, maxLength: 12 })), value),
  { selector: ([name]) => name, minLength: 1, maxLength: 12 },
);

test(`whatever is signed rightly is taken, and is refused when one character differs (seed ${SEED})`, async () => {
  await fc.assert(
    fc.asyncProperty(entries, fc.nat(), async (params, pick) => {
      const at = pick % params.length;
      const signature = getExpectedTwilioSignature(app.twilio.authToken, app.webhookUrl, Object.fromEntries(params));
      const post = (list: [string, string][]) =>
        fetch(app.webhookUrl, {
          method: "POST",
          body: new URLSearchParams(list).toString(),
          headers: { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature },
        });
      const altered = params.map(([name, text], index): [string, string] => [name, index === at ? `${text}x` : text]);
      expect((await post(altered)).status).toBe(403);
      expect((await post(params)).status).toBe(200);
    }),
    { seed: SEED, numRuns: 60, interruptAfterTimeLimit: 20_000 },
  );
});
