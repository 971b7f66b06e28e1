import { execFile } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import Koa from "koa";
import getRawBody from "raw-body";
import twilio from "twilio";
import { afterEach, beforeEach, expect, test } from "vitest";
import { silentLogger } from "../../src/shared/index.ts";
import {
  createSimulator,
  createSimulatorClient,
  createTerminalChat,
  type Simulator,
  type SimulatorEvent,
} from "../../src/web/simulator/index.ts";
import { twilioClientAt } from "../support/fake-twilio.ts";

const ACCOUNT = `AC${"7".repeat(32)}`;
const TOKEN = "token";
const BUSINESS = "whatsapp:+5215500000000";
const ANA = "+5215512345678";

/** The smallest application behind a simulator: it checks signatures and answers through the official SDK. */
let simulator: Simulator;
let server: Server;
let baseUrl: string;
let webhookStatus: number;
const answers: Promise<void>[] = [];
const webhooks: Record<string, string>[] = [];
const traces = new Map<string, object>();

beforeEach(async () => {
  webhookStatus = 200;
  webhooks.length = 0;
  traces.clear();
  const app = new Koa();
  simulator = createSimulator({
    accountSid: ACCOUNT,
    authToken: TOKEN,
    from: BUSINESS,
    baseUrl: () => baseUrl,
    traceOf: async (sid) => traces.get(sid),
    logger: silentLogger,
  });
  app.use(simulator.middleware);
  app.use(async (ctx) => {
    const params = Object.fromEntries(new URLSearchParams(await getRawBody(ctx.req, { encoding: "utf8" })));
    const isValid = twilio.validateRequest(TOKEN, ctx.get("x-twilio-signature"), baseUrl + ctx.url, params);
    ctx.status = isValid ? webhookStatus : 403;
    ctx.body = "<Response/>";
    if (ctx.path !== "/api/whatsapp/webhook" || ctx.status !== 200) return;
    webhooks.push(params);
    answers.push(answer(params));
  });
  server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  // An answer still on its way would meet a closed server; one that failed fails the test.
  await Promise.all(answers.splice(0));
  simulator.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function answer({ From = "", Body, MessageSid = "" }: Record<string, string>): Promise<void> {
  const client = twilioClientAt(simulator.apiBaseUrl(), ACCOUNT, TOKEN);
  await client.messaging.v2.typingIndicator.create({ channel: "whatsapp", messageId: MessageSid });
  const statusCallback = `${baseUrl}/api/whatsapp/status?outbound=1`;
  const text = `Dijiste: ${Body}\n1) Sí\n2) No`;
  const { sid } = await client.messages.create({ to: From, from: BUSINESS, body: text, statusCallback });
  traces.set(sid, {
    outcome: "done",
    parse: { engine: "embedded", intent: { name: "saludo", confidence: 0.91 } },
    sends: [{ providerId: sid, state: "sent" }],
  });
}

const post = (body: unknown, type = "application/json") =>
  fetch(`${baseUrl}/simulator/send`, { method: "POST", headers: { "content-type": type }, body: JSON.stringify(body) });

/** Listens like the page; `until` resolves with every event so far once `isEnough` holds. */
async function listen() {
  const events: SimulatorEvent[] = [];
  const stop = new AbortController();
  let look = () => {};
  await createSimulatorClient(baseUrl).listen(
    (event) => {
      events.push(event);
      look();
    },
    stop.signal,
    () => {},
  );
  return {
    until: (isEnough: (events: SimulatorEvent[]) => boolean) =>
      new Promise<SimulatorEvent[]>((resolve) => {
        look = () => isEnough(events) && resolve(events);
        look();
      }),
    stop: () => stop.abort(),
  };
}

const hasStatus = (type: "bot" | "customer", status: string) => (events: SimulatorEvent[]) => {
  const sid = events.find((event) => event.type === type)?.sid;
  return events.some((event) => event.type === "status" && event.sid === sid && event.status === status);
};

test("a customer's text becomes a signed webhook, and the phone shows typing, the answer and its ticks", async () => {
  const phone = await listen();
  const response = await post({ from: ANA, profileName: "Ana", content: { kind: "text", body: "  hola ñ 🙂 " } });
  const { sid, httpStatus } = (await response.json()) as { sid: string; httpStatus: number };
  expect(httpStatus).toBe(200);
  const events = await phone.until(hasStatus("bot", "read"));
  phone.stop();

  expect(webhooks).toHaveLength(1);
  expect(webhooks[0]).toMatchObject({
    MessageSid: sid,
    SmsMessageSid: sid,
    AccountSid: ACCOUNT,
    From: `whatsapp:${ANA}`,
    To: BUSINESS,
    Body: "  hola ñ 🙂 ",
    ProfileName: "Ana",
    WaId: "5215512345678",
    NumMedia: "0",
    MessageType: "text",
  });
  expect(events.every(({ customer }) => customer === ANA)).toBe(true);
  const kinds = events.map((event) => (event.type === "status" ? event.status : event.type));
  expect(kinds.indexOf("customer")).toBe(0);
  expect(kinds.indexOf("typing")).toBeLessThan(kinds.indexOf("bot"));
  expect(kinds.slice(kinds.indexOf("bot")).filter((kind) => kind === "sent" || kind === "read")).toEqual([
    "sent",
    "read",
  ]);
  expect(events.find(({ type }) => type === "bot")).toMatchObject({
    options: [
      { line: 1, number: "1", label: "Sí" },
      { line: 2, number: "2", label: "No" },
    ],
  });
});

const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const BOT_SID = `SM${"b".repeat(32)}`;

test.each([
  [
    { kind: "button", text: "Sí", payload: "confirm:tok", repliedTo: BOT_SID },
    { ButtonText: "Sí", ButtonPayload: "confirm:tok", Body: "Sí", OriginalRepliedMessageSid: BOT_SID },
  ],
  [
    { kind: "list", id: "svc:1", title: "Masaje" },
    { ListId: "svc:1", ListTitle: "Masaje", Body: "Masaje" },
  ],
  [
    { kind: "location", latitude: 19.4, longitude: -99.1, label: "Casa" },
    { Latitude: "19.4", Longitude: "-99.1", Label: "Casa", Body: "", MessageType: "location" },
  ],
  [
    { kind: "reaction", emoji: "👍", repliedTo: BOT_SID },
    { MessageType: "reaction", Body: "👍", OriginalRepliedMessageSid: BOT_SID },
  ],
  [
    { kind: "sticker", contentType: "image/webp", base64: PIXEL },
    { MessageType: "sticker", NumMedia: "1", MediaContentType0: "image/webp" },
  ],
])("a %o arrives as Twilio words it", async (content, expected) => {
  expect((await post({ from: ANA, content })).status).toBe(200);
  expect(webhooks[0]).toMatchObject(expected);
});

test("an attached picture and contact can be fetched from where the webhook says, and run nothing", async () => {
  await post({ from: ANA, content: { kind: "image", contentType: "image/png", base64: PIXEL } });
  const picture = await fetch(webhooks[0]?.MediaUrl0 ?? "");
  expect(picture.headers.get("content-type")).toBe("image/png");
  expect(picture.headers.get("content-security-policy")).toContain("sandbox");
  expect(Buffer.from(await picture.arrayBuffer()).toString("base64")).toBe(PIXEL);

  await post({ from: ANA, content: { kind: "contact", name: "Lupita; Díaz", phone: "+5215587654321" } });
  expect(webhooks[1]).toMatchObject({ MessageType: "contacts", MediaContentType0: "text/vcard" });
  expect(await (await fetch(webhooks[1]?.MediaUrl0 ?? "")).text()).toContain("FN:Lupita\\; Díaz\r\n");
});

test("a webhook that is not accepted is told to the page and marked on the message", async () => {
  webhookStatus = 503;
  const phone = await listen();
  const response = await post({ from: ANA, content: { kind: "text", body: "hola" } });
  expect(await response.json()).toMatchObject({ httpStatus: 503 });
  const events = await phone.until(hasStatus("customer", "failed"));
  phone.stop();
  expect(events.at(-1)).toMatchObject({ status: "failed", httpStatus: 503 });
});

test("a form of another site, another method and an impossible message change nothing", async () => {
  const message = { from: ANA, content: { kind: "text", body: "hola" } };
  expect((await post(message, "text/plain")).status).toBe(415);
  expect((await post({ ...message, from: "Ana" })).status).toBe(422);
  expect((await fetch(`${baseUrl}/simulator/page/app.js`, { method: "POST" })).status).toBe(405);
  expect(webhooks).toEqual([]);
});

test("a reload shows the conversation again, a reconnection only what it missed, a restart begins anew", async () => {
  const first = await listen();
  await post({ from: ANA, content: { kind: "text", body: "uno" } });
  await first.until(hasStatus("bot", "read"));
  first.stop();

  const reload = await replay();
  expect(reload).toMatchObject({ isReset: true, bodies: ["uno", "Dijiste: uno\n1) Sí\n2) No"] });
  expect(reload.text).not.toContain('"typing"');
  expect(await replay(reload.ids[0])).toMatchObject({ isReset: false, bodies: ["Dijiste: uno\n1) Sí\n2) No"] });
  expect(await replay(reload.ids.at(-1))).toMatchObject({ isReset: false, bodies: [] });
  expect(await replay("0badcafe-3")).toMatchObject({ isReset: true, ids: reload.ids });
});

/** What a page is told before the live part of its event stream. */
async function replay(lastEventId?: string) {
  const stop = new AbortController();
  const headers: Record<string, string> = lastEventId ? { "last-event-id": lastEventId } : {};
  const response = await fetch(`${baseUrl}/simulator/events`, { headers, signal: stop.signal });
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes("event: live")) break;
  }
  stop.abort();
  const data = [...text.matchAll(/^data: (\{"type".*)$/gm)].map(([, json]) => JSON.parse(json ?? ""));
  return {
    text,
    isReset: text.includes("event: reset"),
    ids: [...text.matchAll(/^id: (.+)$/gm)].map(([, id]) => id ?? ""),
    bodies: data.flatMap((event) => event.body ?? event.content?.body ?? []),
  };
}

test("the page comes with a policy under which nothing foreign runs, and only its own files are served", async () => {
  const page = await fetch(`${baseUrl}/simulator`);
  expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
  const html = await page.text();
  const files = [...html.matchAll(/(?:src|href)="(\/simulator\/page\/[^"]+)"/g)].map(([, path]) => path ?? "");
  for (const path of files) files.push(...(await importsOf(path)).filter((found) => !files.includes(found)));
  expect(files).toHaveLength(12);
  for (const path of files) expect((await fetch(baseUrl + path)).status, path).toBe(200);
  expect((await fetch(`${baseUrl}/simulator/page/..%2Fsimulator.ts`)).status).toBe(404);
  expect((await fetch(`${baseUrl}/simulator/page/nada.js`)).status).toBe(404);
});

async function importsOf(path: string): Promise<string[]> {
  const source = path.endsWith(".js") ? await (await fetch(baseUrl + path)).text() : "";
  return [...source.matchAll(/from "\.\/([^"]+)"/g)].map(([, name]) => `/simulator/page/${name}`);
}

test("the trace of an answer is explained, and a message without one says so", async () => {
  traces.set(BOT_SID, { parse: { engine: "rasa", intent: { name: "saludo", confidence: 0.97 } } });
  const explained = await (await fetch(`${baseUrl}/simulator/trace/${BOT_SID}`)).json();
  expect(explained).toMatchObject({
    sections: [{ title: "Quién entendió", rows: [{ value: "Rasa" }, { value: "saludo 97.0 %", share: 0.97 }] }],
    trace: { parse: { engine: "rasa" } },
  });
  expect((await fetch(`${baseUrl}/simulator/trace/SM${"c".repeat(32)}`)).status).toBe(404);
});

test("a terminal sends two turns, prints both answers and why, and ends when the trace says that it is over", async () => {
  const printed: string[] = [];
  const chat = await createTerminalChat({
    client: createSimulatorClient(baseUrl),
    customer: ANA,
    isExplained: true,
    write: (text) => printed.push(text),
    quietMs: 60_000,
  });
  expect(await chat.say("hola")).toBe(true);
  expect(await chat.say("adiós")).toBe(true);
  chat.close();
  const output = printed.join("");
  expect(output).toMatch(
    /: hola\n[\s\S]*… escribiendo\nBot: Dijiste: hola\n {5}1\) Sí[\s\S]*: adiós\n[\s\S]*Dijiste: adiós/,
  );
  expect(output).toContain("Intención: saludo 91.0 %");
});

test("the terminal says what to do when no application runs", async () => {
  const args = ["--import", "tsx", "scripts/simulate.ts", "--url", "http://127.0.0.1:9", "hola"];
  const ended = promisify(execFile)(process.execPath, args, { encoding: "utf8" });
  await expect(ended).rejects.toMatchObject({
    code: 1,
    stderr: "No hay una app en http://127.0.0.1:9: arranca con npm start\n",
  });
});
