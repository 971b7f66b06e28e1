import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import twilio from "twilio";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeTwilio, startFakeTwilio, twilioClientAt } from "../support/fake-twilio.ts";

const TO = "whatsapp:+5215512345678";
const FROM = "whatsapp:+5215500000000";

let fake: FakeTwilio;
let client: ReturnType<typeof twilioClientAt>;
const cleanups: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  fake = await startFakeTwilio();
  client = twilioClientAt(fake.url, fake.accountSid, fake.authToken);
});
afterEach(async () => {
  await fake.close();
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const send = (body: string, to = TO) => client.messages.create({ to, from: FROM, body });

test("the official SDK creates a message and fetches what it created", async () => {
  const created = await send("Tu cita es a las 17:00 & más");
  expect(created).toMatchObject({ status: "queued", to: TO, from: FROM, direction: "outbound-api", errorCode: null });
  expect(created.sid).toMatch(/^SM[0-9a-f]{32}$/);
  const fetched = await client.messages(created.sid).fetch();
  expect(fetched.body).toBe("Tu cita es a las 17:00 & más");
  expect(fetched.dateCreated.getTime()).toBeGreaterThan(Date.now() - 60_000);
  await expect(client.messages(`SM${"0".repeat(32)}`).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
});

test("the SDK walks the list page by page, newest first, each message once", async () => {
  for (let index = 0; index < 5; index += 1) await send(`mensaje ${index}`);
  await send("de otro", "whatsapp:+573001234567");
  const all = await client.messages.list({ to: TO, from: FROM, pageSize: 2 });
  expect(all.map(({ body }) => body)).toEqual([4, 3, 2, 1, 0].map((index) => `mensaje ${index}`));
});

test("the list is cut by sending date, its limits included", async () => {
  const sent = await send("ahora");
  // Before that it has no sending date.
  await fake.standIn.setStatus(sent.sid, "sent");
  const second = Math.floor(sent.dateCreated.getTime() / 1000) * 1000;
  const listed = async (dateSentAfter: Date) => (await client.messages.list({ to: TO, dateSentAfter })).length;
  expect(await listed(new Date(second))).toBe(1);
  expect(await listed(new Date(second + 60_000))).toBe(0);
  expect(await client.messages.list({ to: TO, dateSentBefore: new Date(second - 60_000) })).toEqual([]);
});

test.each([
  ["a wrong token", (f: FakeTwilio) => ({ user: f.accountSid, password: "otro" })],
  ["another account", (f: FakeTwilio) => ({ user: `AC${"1".repeat(32)}`, password: f.authToken })],
])("%s is refused with 401 and sends nothing", async (_name, credentials) => {
  const { user, password } = credentials(fake);
  const stranger = twilioClientAt(fake.url, user, password);
  await expect(stranger.messages.create({ to: TO, from: FROM, body: "x" })).rejects.toMatchObject({ status: 401 });
  expect(fake.standIn.messages()).toEqual([]);
});

test.each([
  ["a To that is no number", { to: "whatsapp:+abc", from: FROM, body: "x" }, 21211],
  ["channels that do not match", { to: "+5215512345678", from: FROM, body: "x" }, 21910],
  ["no content", { to: TO, from: FROM }, 21619],
  ["a body over 1600 characters", { to: TO, from: FROM, body: "x".repeat(1601) }, 21617],
  ["an unknown template", { to: TO, from: FROM, contentSid: `HX${"0".repeat(32)}` }, 21655],
])("%s is refused with Twilio's code", async (_name, message, code) => {
  await expect(client.messages.create(message)).rejects.toMatchObject({ status: 400, code });
});

test("a template with buttons is created, listed and shown with its variables filled in", async () => {
  const action = { type: "QUICK_REPLY" as const, title: "Sí, {{1}}", id: "confirm:{{2}}" };
  const types = { "twilio/quick-reply": { body: "¿Confirmas, {{1}}?", actions: [action] } };
  // The SDK's own `contents.create` writes its keys in camelCase, which the Content API does not know.
  const { body: content } = await client.request({
    method: "post",
    uri: "https://content.twilio.com/v1/Content",
    headers: { "Content-Type": "application/json" },
    data: { language: "es", types },
  });
  expect((await client.content.v1.contents.list()).map(({ sid }) => sid)).toEqual([content.sid]);
  const contentVariables = JSON.stringify({ 1: "Ana", 2: "tok" });
  await client.messages.create({ to: TO, from: FROM, contentSid: content.sid, contentVariables });
  expect(fake.messagesTo(TO)).toMatchObject([
    { body: "¿Confirmas, Ana?", buttons: [{ title: "Sí, Ana", payload: "confirm:tok" }] },
  ]);
});

test("a template that was made elsewhere is shown by what stands in its variables", async () => {
  const sid = `HX${"b".repeat(32)}`;
  fake.standIn.addTemplate(sid, "booking_24h", ["servicio", "hora", "boton_1"]);
  const contentVariables = JSON.stringify({ 1: "Yoga", 2: "9:00 a. m.", 3: "reminder:1:confirm" });
  await client.messages.create({ to: TO, from: FROM, contentSid: sid, contentVariables });
  expect(fake.messagesTo(TO).at(-1)).toMatchObject({
    body: "[Plantilla booking_24h]\nservicio: Yoga\nhora: 9:00 a. m.",
    buttons: [{ title: "Botón 1", payload: "reminder:1:confirm" }],
  });
});

test("the typing indicator names the customer's message", async () => {
  const messageId = `SM${"a".repeat(32)}`;
  const shown = await client.messaging.v2.typingIndicator.create({ channel: "whatsapp", messageId });
  expect(shown.success).toBe(true);
  expect(fake.typings).toEqual([messageId]);
  const wrong = client.messaging.v2.typingIndicator.create({ channel: "whatsapp", messageId: "x" });
  await expect(wrong).rejects.toMatchObject({ status: 400 });
});

test("statuses arrive in order, validly signed over the callback URL with its query", async () => {
  const receiver = await receive(3);
  const statusCallback = `${receiver.url}/api/whatsapp/status?outbound=0199&x=%C3%B1`;
  const { sid } = await client.messages.create({ to: TO, from: FROM, body: "hola", statusCallback });
  const calls = await receiver.calls;
  expect(calls.map(({ params }) => params.MessageStatus)).toEqual(["sent", "delivered", "read"]);
  for (const { params, signature } of calls) {
    expect(params).toMatchObject({ MessageSid: sid, AccountSid: fake.accountSid, To: TO, From: FROM });
    expect(twilio.validateRequest(fake.authToken, signature, statusCallback, params)).toBe(true);
    const other = statusCallback.replace("0199", "0200");
    expect(twilio.validateRequest(fake.authToken, signature, other, params)).toBe(false);
  }
  expect((await client.messages(sid).fetch()).status).toBe("read");
});

test("a message may be accepted first and reported undelivered afterwards", async () => {
  const receiver = await receive(1);
  fake.failNext({ kind: "undelivered", code: 63024 });
  await client.messages.create({ to: TO, from: FROM, body: "hola", statusCallback: receiver.url });
  const [call] = await receiver.calls;
  expect(call?.params).toMatchObject({ MessageStatus: "undelivered", ErrorCode: "63024" });
});

test("a late status is called back as asked but never takes a message back", async () => {
  await fake.close();
  fake = await startFakeTwilio({ statusDelaysMs: "manual" });
  client = twilioClientAt(fake.url, fake.accountSid, fake.authToken);
  const receiver = await receive(3);
  const { sid } = await client.messages.create({ to: TO, from: FROM, body: "hola", statusCallback: receiver.url });
  for (const status of ["read", "sent", "sent"] as const) expect(await fake.standIn.setStatus(sid, status)).toBe(204);
  expect((await receiver.calls).map(({ params }) => params.MessageStatus)).toEqual(["read", "sent", "sent"]);
  expect(fake.messagesTo(TO)[0]?.status).toBe("read");
});

test("a connection lost after acceptance leaves a message that only a lagging list can tell of", async () => {
  fake.failNext({ kind: "drop", isAccepted: true });
  await expect(send("una vez")).rejects.toMatchObject({ code: "ECONNRESET" });
  fake.setListLag(Number.POSITIVE_INFINITY);
  expect(await client.messages.list({ to: TO })).toEqual([]);
  fake.setListLag(0);
  expect((await client.messages.list({ to: TO })).map(({ body }) => body)).toEqual(["una vez"]);
});

test("a connection lost before acceptance leaves nothing", async () => {
  fake.failNext({ kind: "drop" });
  await expect(send("nada")).rejects.toThrow();
  expect(fake.standIn.messages()).toEqual([]);
});

test("a request that hangs outlives the SDK's time-out and may be accepted later", async () => {
  const impatient = twilioClientAt(fake.url, fake.accountSid, fake.authToken, 1500);
  fake.failNext({ kind: "hang" });
  await expect(impatient.messages.create({ to: TO, from: FROM, body: "tarde" })).rejects.toThrow(/timeout/);
  expect(fake.messagesTo(TO)).toEqual([]);
  const arrived = fake.waitForMessages(TO, 1);
  fake.releaseHung();
  expect((await arrived).map(({ body }) => body)).toEqual(["tarde"]);
});

test("faults meet the requests they are meant for, in line, and then no more", async () => {
  fake.failNext({ kind: "rate-limit", retryAfterSeconds: 7 }, { to: TO });
  fake.failNext({ kind: "refuse", code: 21610 }, { to: TO });
  fake.failNext({ kind: "server-error" }, { on: "list" });
  await expect(send("a otro", "whatsapp:+573001234567")).resolves.toMatchObject({ status: "queued" });
  await expect(send("1")).rejects.toMatchObject({ status: 429 });
  await expect(send("2")).rejects.toMatchObject({ status: 400, code: 21610 });
  await expect(send("3")).resolves.toMatchObject({ status: "queued" });
  await expect(client.messages.list({ to: TO })).rejects.toMatchObject({ status: 503 });
  expect(await client.messages.list({ to: TO })).toHaveLength(1);
});

test("waiting for messages ends with what was missing", async () => {
  await send("uno");
  await expect(fake.waitForMessages(TO, 2, 20)).rejects.toThrow('1 of 2 messages in 20 ms: ["uno"]');
});

interface Call {
  params: Record<string, string>;
  signature: string;
}

/** An application's status route; `calls` resolves when `count` calls arrived. */
async function receive(count: number) {
  const received: Call[] = [];
  let done: (calls: Call[]) => void;
  const calls = new Promise<Call[]>((resolve) => {
    done = resolve;
  });
  const server = createServer(async (request, response) => {
    const params = Object.fromEntries(new URLSearchParams(await text(request)));
    received.push({ params, signature: String(request.headers["x-twilio-signature"]) });
    response.writeHead(204).end();
    if (received.length === count) done(received);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}
