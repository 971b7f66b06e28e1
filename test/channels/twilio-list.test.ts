import { afterEach, beforeEach, expect, test } from "vitest";
import { createTwilioChannel, type ListedMessage } from "../../src/channels/index.ts";
import { silentLogger } from "../../src/shared/index.ts";
import { PATIENCE_MS } from "../support/clock.ts";
import { type FakeTwilio, FROM, startFakeTwilio } from "../support/fake-twilio.ts";

const ANA = "+5215541000001";
const BETO = "+5215541000002";
const HOUR_MS = 3_600_000;
const ago = (ms: number) => new Date(Date.now() - ms);

let twilio: FakeTwilio;
beforeEach(async () => {
  twilio = await startFakeTwilio();
});
afterEach(() => twilio.close());

async function listed(since: Date, to = FROM): Promise<ListedMessage[]> {
  const channel = createTwilioChannel({
    accountSid: twilio.accountSid,
    authToken: twilio.authToken,
    apiBaseUrl: () => twilio.url,
    statusCallback: () => undefined,
    timeoutMs: PATIENCE_MS,
    logger: silentLogger,
  });
  return (await channel.listInbound?.({ to, since })) ?? [];
}

test("what customers wrote is listed oldest first, over several pages, without what we sent and what is older", async () => {
  for (let index = 0; index < 450; index += 1) {
    twilio.missed({ from: index % 2 ? ANA : BETO, content: `mensaje ${index}`, at: ago(2 * HOUR_MS - index * 10_000) });
  }
  twilio.missed({ from: ANA, content: "de ayer", at: ago(30 * HOUR_MS) });
  const before = twilio.requests.length;
  const messages = await listed(ago(3 * HOUR_MS));
  const contents = await Promise.all(messages.map((message) => message.readContent()));
  expect(contents.map(({ text }) => text)).toEqual(Array.from({ length: 450 }, (_, index) => `mensaje ${index}`));
  expect(messages[0]).toMatchObject({ from: `whatsapp:${BETO}`, to: FROM, senderName: undefined });
  expect(twilio.requests.length - before).toBe(3);
  expect(await listed(ago(3 * HOUR_MS), "whatsapp:+5215500000009")).toEqual([]);
});

test("a message has the id of its webhook and the moment at which the provider got it, in whole seconds", async () => {
  const at = ago(HOUR_MS);
  const params = twilio.missed({ from: ANA, content: "hola", at });
  const [message] = await listed(ago(2 * HOUR_MS));
  expect(message?.eventId).toBe(params.MessageSid);
  expect(message?.sentAt.getTime()).toBe(Math.floor(at.getTime() / 1000) * 1000);
});

test("the list tells less than a webhook: a tap is its words, a location is nothing that could be read", async () => {
  twilio.missed({ from: ANA, content: { kind: "button", text: "Sí, confirmar", payload: "confirm:1:yes" } });
  twilio.missed({ from: BETO, content: { kind: "location", latitude: 19.4, longitude: -99.1 } });
  const messages = await listed(ago(HOUR_MS));
  expect(await Promise.all(messages.map((message) => message.readContent()))).toEqual([
    { kind: "text", text: "Sí, confirmar" },
    { kind: "unknown", text: "", type: "" },
  ]);
});

test("attachments are asked for one by one, with the addresses that a webhook would have named", async () => {
  const store = (type: string) => twilio.url + twilio.standIn.storeMedia("MM1", type, Buffer.from("x"));
  const picture = store("image/jpeg");
  twilio.missed({ from: ANA, content: { kind: "image", url: picture, contentType: "image/jpeg", caption: "mira" } });
  twilio.missed({ from: BETO, content: { kind: "contacts", url: store("text/vcard"), contentType: "text/vcard" } });
  const messages = await listed(ago(HOUR_MS));
  expect(await Promise.all(messages.map((message) => message.readContent()))).toEqual([
    { kind: "media", text: "mira", media: [{ type: "image/jpeg", url: picture }] },
    { kind: "contact", text: "" },
  ]);
});

test("a provider that does not answer is an error, and never an empty list", async () => {
  twilio.missed({ from: ANA, content: "hola" });
  twilio.failNext({ kind: "server-error" }, { on: "list" });
  await expect(listed(ago(HOUR_MS))).rejects.toMatchObject({ status: 503 });
});
