import { parse } from "node:querystring";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newSid } from "../../src/web/simulator/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { createTestDatabase } from "../support/database.ts";
import { form, postRaw } from "./raw-post.ts";
import { startTcpProxy } from "./tcp-proxy.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

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

test("spaces and new lines around values are part of what was signed, and unknown parameters are welcome", async () => {
  const params: Record<string, string> = {
    ...app.params("+5215530000005", "  hola \r\n\n"),
    ProfileName: " Ana María\t",
    SomethingOfNextYear: " \n x ",
    Empty: "",
  };
  expect((await postRaw({ to: app, body: form(params) })).status).toBe(200);
  expect((await answered(params.MessageSid as string)).content.text).toBe("  hola \r\n\n");
});

const strange: [string, (params: Record<string, string>) => string, kind?: string][] = [
  ["NUL bytes in the text", (params) => form({ ...params, Body: "ho\0la\0" })],
  ["NUL bytes in every value", (params) => form({ ...params, ProfileName: "A\0", Label: "\0", Body: "\0" }), "unknown"],
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
  const response = await postRaw({ to: app, body: bodyOf(app.params("+5215530000006", "hola", sid)) });
  expect(response.status).toBe(200);
  expect((await answered(sid)).kind).toBe(kind);
});

test("an address or an id as long as a message is stored all the same", async () => {
  const noise = Array.from({ length: 8000 }, (_, i) => String.fromCharCode(33 + ((i * i * 31 + i * 17) % 90))).join("");
  const from = "+5215530000007";
  const ids = [noise, `SM\0${noise.slice(0, 30)}`];
  for (const id of ids) {
    const params = { ...app.params(from, "hola"), MessageSid: id, SmsMessageSid: id, SmsSid: id };
    expect((await postRaw({ to: app, body: form(params) })).status).toBe(200);
    // Known again, although no index holds so much.
    expect((await postRaw({ to: app, body: form(params) })).status).toBe(200);
  }
  expect((await postRaw({ to: app, body: form({ ...app.params(from, "hola"), To: noise }) })).status).toBe(200);
  const [stored] = await app.database.query<{ n: number }>(
    "select count(*)::int as n from messages m join conversations c on c.id = m.conversation_id where c.address = $1 and m.direction = 'in'",
    [`whatsapp:${from}`],
  );
  expect(stored?.n).toBe(3);
});

test("a message without an id is stored once, however often the same request comes", async () => {
  const { MessageSid: _, SmsMessageSid: __, SmsSid: ___, ...params } = app.params("+5215530000008", "sin id");
  for (let i = 0; i < 3; i++) expect((await postRaw({ to: app, body: form(params) })).status).toBe(200);
  const rows = await app.database.query(
    "select 1 from messages m join conversations c on c.id = m.conversation_id where c.address = $1 and m.direction = 'in'",
    [params.From],
  );
  expect(rows).toHaveLength(1);
});

test("strange statuses are taken too", async () => {
  const url = `${app.url}/api/whatsapp/status`;
  const long = "SM".padEnd(9000, "0123456789abcdefghijklmnopqrstuvwxyz");
  const bodies = [
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
