import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";

export interface SignedPost {
  /** Exactly as signed: the query string is part of it. */
  url: string;
  authToken: string;
  params: Record<string, string>;
  timeoutMs?: number;
  /** Added to, and winning over, the headers that Twilio sends. */
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/**
 * Posts a form the way Twilio calls a webhook: form-encoded, signed over URL and parameters, no redirect followed.
 *
 * @throws when no HTTP answer came (refused connection, time-out, aborted)
 */
export async function postSigned({ url, authToken, params, timeoutMs = 15_000, headers, signal }: SignedPost) {
  const timeout = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, {
    method: "POST",
    body: new URLSearchParams(params).toString(),
    redirect: "manual",
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
      "user-agent": "TwilioProxy/1.1",
      "x-twilio-signature": getExpectedTwilioSignature(authToken, url, params),
      "i-twilio-idempotency-token": crypto.randomUUID(),
      ...headers,
    },
  });
  return { status: response.status, headers: response.headers, body: await response.text() };
}
