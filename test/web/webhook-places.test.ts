import { connect, type Socket } from "node:net";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { afterEach, expect, test } from "vitest";
import type { Delivery } from "../../src/delivery/index.ts";
import { newId, silentLogger } from "../../src/shared/index.ts";
import { startWebServer } from "../../src/web/server.ts";
import { twilioWebhooks } from "../../src/web/twilio-webhooks.ts";
import { FROM, inboundWebhook, sendWebhook } from "../support/fake-twilio.ts";
import { until } from "../support/process.ts";

const TOKEN = "the-token-of-this-test";
const PATH = "/api/whatsapp/webhook";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Two places; the inbox takes its time until `release`. */
async function start() {
  const held: (() => void)[] = [];
  const seen = { busy: 0, missed: 0 };
  let isHolding = false;
  const server = await startWebServer({
    port: 0,
    host: "127.0.0.1",
    logger: silentLogger,
    middleware: [
      twilioWebhooks({
        config: {
          environment: "test",
          publicBaseUrl: undefined,
          twilio: { accountSid: "AC1", authTokens: [TOKEN], from: FROM, apiBaseUrl: undefined, isSimulated: false },
        },
        inbox: {
          async accept() {
            if (isHolding) await new Promise<void>((done) => held.push(done));
            return { conversationId: newId(), messageId: newId(), isDuplicate: false, isResting: false };
          },
          acceptNotice: () => Promise.reject(new Error("not asked for here")),
        },
        bell: { ring: () => undefined },
        delivery: { recordStatus: async () => undefined } as unknown as Delivery,
        onWebhook: () => undefined,
        onBusy: () => void seen.busy++,
        onMissed: () => void seen.missed++,
        inHand: 2,
      }),
    ],
  });
  ends.push(() => server.close());
  const origin = `http://127.0.0.1:${server.port()}`;
  const params = () => inboundWebhook({ accountSid: "AC1", from: "+5215500000001", to: FROM, content: "hola" });
  return {
    port: server.port(),
    held,
    seen,
    hold: () => {
      isHolding = true;
    },
    release: () => {
      for (const done of held) done();
    },
    write: (authToken = TOKEN) => sendWebhook({ url: origin + PATH, authToken, params: params() }),
    status: () => {
      const url = `${origin}/api/whatsapp/status`;
      return sendWebhook({ url, authToken: TOKEN, params: { MessageSid: "SM1", MessageStatus: "sent" } });
    },
  };
}

/** Headers with something like a signature, half of a body, and then nothing more. */
async function sendHalf(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  ends.push(() => socket.destroy());
  const signature = getExpectedTwilioSignature("a guess", "http://x", {});
  const head = [`POST ${PATH} HTTP/1.1`, "Host: x", `X-Twilio-Signature: ${signature}`, "Content-Length: 100", "", ""];
  await new Promise<void>((done) => socket.write(`${head.join("\r\n")}half of it`, () => done()));
  return socket;
}

test("strangers who send slowly take none of the places in which webhooks are worked on", async () => {
  const server = await start();
  for (let i = 0; i < 10; i++) await sendHalf(server.port);
  // Behind them on other connections: what they hold is held by now.
  for (let i = 0; i < 5; i++) expect((await server.write()).status).toBe(200);
  expect(server.seen).toEqual({ busy: 0, missed: 0 });
});

test("beyond so many in hand a signed webhook is sent away at once; only a customer's message counts as missed", async () => {
  const server = await start();
  server.hold();
  const inHand = [server.write(), server.write()];
  await until(() => server.held.length === 2, "two in hand");

  const busy = await server.write();
  expect(busy.status).toBe(503);
  expect(busy.headers.get("retry-after")).toBe("1");
  expect(server.seen).toEqual({ busy: 1, missed: 1 });
  expect((await server.status()).status).toBe(503);
  expect((await server.write("somebody else's token")).status).toBe(403);
  expect(server.seen).toEqual({ busy: 2, missed: 1 });

  server.release();
  for (const answer of await Promise.all(inHand)) expect(answer.status).toBe(200);
  expect((await server.status()).status).toBe(204);
});
