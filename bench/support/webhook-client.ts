import { Agent, request } from "node:http";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { inboundParams, newSid } from "../../src/web/simulator/index.ts";
import { FROM } from "../../test/support/app.ts";
import { nowMs } from "./figures.ts";
import type { Provider } from "./provider.ts";

export interface Posted {
  sid: string;
  /** 0 when no answer came. */
  status: number;
  /** When the request was begun: later than planned when the bench itself was late. */
  begunMs: number;
  answeredMs: number;
}

export interface WebhookClient {
  /** Posts one signed webhook of a customer's text on a connection that is kept. Never rejects. */
  post(from: string, text: string, sid?: string): Promise<Posted>;
  close(): void;
}

/** Twilio's side of the webhook, cheap enough to make a load: it keeps its connections and reads no bodies. */
export function createWebhookClient(webhookUrl: string, provider: Provider): WebhookClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 256, scheduling: "lifo" });
  return {
    post(from, text, sid = newSid("SM")) {
      const begunMs = nowMs();
      const params = inboundParams({
        accountSid: provider.accountSid,
        messageSid: sid,
        from,
        to: FROM,
        profileName: "Ana",
        content: { kind: "text", body: text },
      });
      const body = new URLSearchParams(params).toString();
      const headers = {
        "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
        "content-length": Buffer.byteLength(body),
        "x-twilio-signature": getExpectedTwilioSignature(provider.authToken, webhookUrl, params),
      };
      return new Promise((resolve) => {
        const done = (status: number) => resolve({ sid, status, begunMs, answeredMs: nowMs() });
        const call = request(webhookUrl, { method: "POST", agent, headers }, (response) => {
          response.resume();
          response.on("end", () => done(response.statusCode ?? 0));
          response.on("error", () => done(0));
        });
        call.on("error", () => done(0));
        call.end(body);
      });
    },
    close: () => agent.destroy(),
  };
}
