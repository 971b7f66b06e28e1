import { parse } from "node:querystring";
import fc from "fast-check";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newSid } from "../../src/web/simulator/index.ts";
import { FROM, startTestApp, type TestApp } from "../support/app.ts";
import { createTestDatabase } from "../support/database.ts";
import { startTcpProxy } from "./tcp-proxy.ts";

const PUBLIC_URL = "https://estudio.example";
const OLD_TOKEN = "the-token-before-the-rotation";
const PATH = "/api/whatsapp/webhook";
const SEED = 20_270_210;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { PUBLIC_BASE_URL: PUBLIC_URL, TWILIO_AUTH_TOKEN_PREVIOUS: OLD_TOKEN } });
  // The process tells of itself once at its start; after that the number of rows is the tests' own.
  await app.until("select 1 from processes");
});
afterAll(() => app.stop());

interface RawPost {
  body: string;
  /** What Twilio called; its signature covers this address. */
  signedUrl?: string;
  authToken?: string;
  headers?: Record<string, string>;
  to?: TestApp;
}

/** A form exactly as given, signed as Twilio signs what it sent. */
function postRaw({ body, signedUrl, authToken, headers, to = app }: RawPost): Promise<Response> {
  const params = { ...parse(body, "&", "=", { maxKeys: 0 }) };
  return fetch(to.webhookUrl, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": getExpectedTwilioSignature(
        authToken ?? to.twilio.authToken,
        signedUrl ?? to.webhookUrl,
        params,
      ),
      ...headers,
    },
  });
}

const form = (params: Record<string, string>) => new URLSearchParams(params).toString();

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

interface Stored {
  id: string;
  kind: string;
  content: { text: string };
  state: string;
  turn_id: string;
  address: string;
}

/** The message of an event id, once its answer was decided; fails when there is no answer in the outbox. */
async function answered(eventId: string): Promise<Stored> {
  const message = await app.until<Stored>(
    `select m.id, m.kind, m.content, m.state, m.turn_id, c.address from messages m
     join conversations c on c.id = m.conversation_id where m.provider_event_id = $1 and m.state = 'handled'`,
    [eventId],
  );
  const answers = await app.database.query("select 1 from messages where turn_id = $1 and direction = 'out'", [
    message.turn_id,
  ]);
  expect(answers).not.toEqual([]);
  return message;
}

test.each([
  ["without a port", `${PUBLIC_URL}${PATH}`],
  ["with the port", `${PUBLIC_URL}:443${PATH}`],
])("a message that Twilio signed over the public address %s is taken with empty TwiML", async (_, signedUrl) => {
  const params = app.params("+5215530000001", "hola");
  const response = await postRaw({ body: form(params), signedUrl });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toMatch(/^text\/xml/);
  expect(await response.text()).toBe('<?xml version="1.0" encoding="UTF-8"?><Response/>');
  await answered(params.MessageSid as string);
});

test("a signature over another address, by another token, altered or absent is 403 and stores nothing", async () => {
  const before = await countRows();
  const body = form(app.params("+5215530000002", "hola"));
  const good = getExpectedTwilioSignature(app.twilio.authToken, app.webhookUrl, { ...parse(body) });
  const refused = await Promise.all([
    postRaw({ body, signedUrl: `https://otro.example${PATH}` }),
    postRaw({ body, signedUrl: `${PUBLIC_URL}/api/whatsapp/status` }),
    postRaw({ body, authToken: "somebody-elses-token" }),
    postRaw({ body, headers: { "x-twilio-signature": "" } }),
    postRaw({ body, headers: { "x-twilio-signature": "not base64 at all" } }),
    postRaw({ body, headers: { "x-twilio-signature": good.toLowerCase() } }),
    postRaw({ body: `${body}&Extra=1`, headers: { "x-twilio-signature": good } }),
    fetch(app.webhookUrl, { method: "POST", body, headers: { "content-type": "application/x-www-form-urlencoded" } }),
    fetch(`${app.url}/api/whatsapp/status`, { method: "POST", body: "MessageSid=SM1&MessageStatus=read" }),
  ]);
  expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403));
  expect(await refused[0]?.json()).toMatchObject({ status: 403, code: "signature_invalid" });
  expect(await countRows()).toEqual(before);
});

test("an address that is no URL at all is a refused signature, not a failure", async () => {
  const body = form(app.params("+5215530000003", "hola"));
  const response = await postRaw({ body, authToken: "wrong", headers: { "x-forwarded-host": "no host[" } });
  expect(response.status).toBe(403);
});

test("during a rotation both tokens are accepted", async () => {
  const params = app.params("+5215530000004", "hola");
  expect((await postRaw({ body: form(params), authToken: OLD_TOKEN })).status).toBe(200);
  await answered(params.MessageSid as string);
});

test("spaces and new lines around values are part of what was signed, and unknown parameters are welcome", async () => {
  const params: Record<string, string> = {
    ...app.params("+5215530000005", "  hola \r\n\n"),
    ProfileName: " Ana María\t",
    SomethingOfNextYear: " \n x ",
    Empty: "",
  };
  expect((await postRaw({ body: form(params) })).status).toBe(200);
  expect((await answered(params.MessageSid as string)).content.text).toBe("  hola \r\n\n");
});

const strange: [string, (params: Record<string, string>) => string, kind?: string][] = [
  ["NUL bytes in the text", (params) => form({ ...params, Body: "ho\0la\0" })],
  [
    "NUL bytes in every value",
    (params) => form({ ...params, ProfileName: "A\0", To: `${FROM}\0`, Body: "\0" }),
    "unknown",
  ],
  ["bytes that are no UTF-8", (params) => `${form(params)}&Body2=%FF%FE&Label=%C3`],
  ["a text that is no UTF-8", (params) => `${form({ ...params, Body: "" }).replace("Body=", "Body=hola%FF%C3%28")}`],
  ["percent signs that encode nothing", (params) => form({ ...params, Body: "" }).replace("Body=", "Body=100%&%=%zz")],
  ["lone surrogates", (params) => form({ ...params, Body: "" }).replace("Body=", "Body=a%ED%A0%80b%ED%BF%BF")],
  ["64 kB of text", (params) => form({ ...params, Body: "quiero una cita ".repeat(4096) })],
  ["64 kB without a space", (params) => form({ ...params, Body: "á".repeat(32_768) })],
  ["64 kB of emoji", (params) => form({ ...params, Body: "😀".repeat(16_384) })],
  ["a sender's name of 20 kB", (params) => form({ ...params, ProfileName: "x".repeat(20_000) })],
  ["no Body", ({ Body: _, ...params }) => form(params), "unknown"],
  ["an empty Body", (params) => form({ ...params, Body: "   " }), "unknown"],
  ["repeated parameters", (params) => `${form(params)}&Body=adios&Body=adios&NumMedia=0`],
  ["a number of ours that we did not know", (params) => form({ ...params, To: "whatsapp:+5215599999999" })],
  ["no To", ({ To: _, ...params }) => form(params)],
  ["a sender that is no phone number", (params) => form({ ...params, From: "whatsapp:alguien", WaId: "?" })],
  ["a sender of 10 kB", (params) => form({ ...params, From: `whatsapp:${"9".repeat(10_000)}` })],
  ["no sender", ({ From: _, WaId: __, ...params }) => form(params)],
  ["media that are promised and absent", (params) => form({ ...params, NumMedia: "7" }), "media"],
  ["numbers that are none", (params) => form({ ...params, NumMedia: "-3", Latitude: "norte", Longitude: "NaN" })],
  ["names that mean something in JavaScript", (params) => `${form(params)}&__proto__=x&constructor=y&toString=z`],
];

test.each(strange)("%s: taken, stored and answered", async (_, bodyOf, kind = "text") => {
  const sid = newSid("SM");
  const response = await postRaw({ body: bodyOf(app.params("+5215530000006", "hola", sid)) });
  expect(response.status).toBe(200);
  expect((await answered(sid)).kind).toBe(kind);
});

test("an address or an id as long as a message is stored all the same", async () => {
  const noise = Array.from({ length: 8000 }, (_, i) => String.fromCharCode(33 + ((i * i * 31 + i * 17) % 90))).join("");
  const from = "+5215530000007";
  const ids = [noise, `SM\0${noise.slice(0, 30)}`];
  for (const id of ids) {
    expect((await postRaw({ body: form({ ...app.params(from, "hola"), MessageSid: id }) })).status).toBe(200);
    // Known again, although no index holds so much.
    expect((await postRaw({ body: form({ ...app.params(from, "hola"), MessageSid: id }) })).status).toBe(200);
  }
  expect((await postRaw({ body: form({ ...app.params(from, "hola"), To: noise }) })).status).toBe(200);
  const [stored] = await app.database.query<{ n: number }>(
    "select count(*)::int as n from messages m join conversations c on c.id = m.conversation_id where c.address = $1 and m.direction = 'in'",
    [`whatsapp:${from}`],
  );
  expect(stored?.n).toBe(3);
});

test("a message without an id is stored once, however often the same request comes", async () => {
  const { MessageSid: _, SmsMessageSid: __, SmsSid: ___, ...params } = app.params("+5215530000008", "sin id");
  for (let i = 0; i < 3; i++) expect((await postRaw({ body: form(params) })).status).toBe(200);
  const rows = await app.database.query(
    "select 1 from messages m join conversations c on c.id = m.conversation_id where c.address = $1 and m.direction = 'in'",
    [params.From],
  );
  expect(rows).toHaveLength(1);
});

test("a body over the limit is 413 and stores nothing", async () => {
  const before = await countRows();
  const response = await postRaw({ body: `Body=${"a".repeat(300 * 1024)}` }).catch((error) => error as Error);
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

test("strange statuses are taken too", async () => {
  const url = `${app.url}/api/whatsapp/status`;
  const long = "SM".padEnd(9000, "0123456789abcdefghijklmnopqrstuvwxyz");
  const bodies = [
    "",
    "MessageSid=SM1",
    "MessageStatus=read",
    form({ MessageSid: "SM\u00001", MessageStatus: "delivered", ErrorCode: "\0" }),
    form({ MessageSid: long, MessageStatus: "sent" }),
    form({ MessageSid: newSid("SM"), MessageStatus: "failed", ErrorCode: "x".repeat(5000) }),
    form({ MessageSid: newSid("SM"), MessageStatus: "🙂" }),
    "MessageSid=%FF&MessageStatus=read&MessageStatus=sent",
  ];
  for (const query of [
    "",
    "?outbound=nobody",
    "?outbound=a&outbound=b",
    "?outbound=00000000-0000-0000-0000-000000000000",
  ]) {
    for (const body of bodies) {
      const signature = getExpectedTwilioSignature(app.twilio.authToken, url + query, { ...parse(body) });
      const response = await fetch(url + query, {
        method: "POST",
        body,
        headers: { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature },
      });
      expect(response.status).toBe(204);
    }
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
  fc.tuple(fc.oneof(fc.constantFrom(...knownNames), fc.string({ unit: "binary", maxLength: 12 })), value),
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

test("in production only the configured address counts, whatever the Host header says", async () => {
  const database = await createTestDatabase();
  const production = await startTestApp({
    database,
    services: ["web"],
    env: {
      NODE_ENV: "production",
      PUBLIC_BASE_URL: PUBLIC_URL,
      DATABASE_URL: database.url,
      SERVICE_TOKEN_SECRET: "a-secret-of-production-that-is-long-enough",
      DATA_ENCRYPTION_KEY: "another-secret-of-production",
    },
  });
  try {
    const body = form(production.params("+5215530000010", "hola"));
    expect((await postRaw({ to: production, body })).status).toBe(403);
    expect((await postRaw({ to: production, body, signedUrl: PUBLIC_URL + PATH })).status).toBe(200);
  } finally {
    await production.stop();
    await production.twilio.close();
    await database.drop();
  }
});

test("while the database is away a webhook is 503 and never 2xx; when it is back, Twilio's retry is answered once", async () => {
  const database = await createTestDatabase();
  const address = new URL(database.url);
  const wire = await startTcpProxy({ host: address.hostname, port: Number(address.port) });
  const through = Object.assign(new URL(database.url), { hostname: "127.0.0.1", port: String(wire.port) }).href;
  const cutOff = await startTestApp({ database: { ...database, url: through } });
  try {
    await wire.cut();
    const params = cutOff.params("+5215530000011", "hola");
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++) statuses.push((await postRaw({ to: cutOff, body: form(params) })).status);
    expect(statuses).toEqual([503, 503, 503, 503]);
    expect((await fetch(`${cutOff.url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${cutOff.url}/health/live`)).status).toBe(200);

    await wire.mend();
    expect((await postRaw({ to: cutOff, body: form(params) })).status).toBe(200);
    expect((await fetch(`${cutOff.url}/health/ready`)).status).toBe(200);
    const [answer] = await cutOff.twilio.waitForMessages("+5215530000011", 1);
    expect(answer?.body).toContain("Estudio Calma");
  } finally {
    await cutOff.stop();
    await cutOff.twilio.close();
    await wire.cut();
    await database.drop();
  }
});
