import { parse } from "node:querystring";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import type { TestApp } from "../support/app.ts";

export interface RawPost {
  body: string;
  /** What Twilio called; its signature covers this address. */
  signedUrl?: string;
  authToken?: string;
  headers?: Record<string, string>;
  to: TestApp;
}

/** A form exactly as given, signed as Twilio signs what it sent. */
export function postRaw({ body, signedUrl, authToken, headers, to }: RawPost): Promise<Response> {
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

export const form = (params: Record<string, string>) => new URLSearchParams(params).toString();
