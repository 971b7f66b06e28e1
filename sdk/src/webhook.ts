import type { components } from "./schema.ts";

/** What happened. At least once, in no promised order: drop an `id` that you have seen. */
export type WebhookEvent = components["schemas"]["WebhookEvent"];

type HeaderBag = Headers | Record<string, string | string[] | undefined>;

const TOLERANCE_SECONDS = 300;

/**
 * Reads a webhook that is really from the service (https://www.standardwebhooks.com).
 * @param body the request's body as it came, before any parsing
 * @param secret the endpoint's `whsec_…`
 * @throws Error when the signature is not by this secret, or older than five minutes
 */
export async function verifyWebhook(body: string, headers: HeaderBag, secret: string): Promise<WebhookEvent> {
  const [id, timestamp, signatures] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => {
    const value = headers instanceof Headers ? headers.get(name) : headers[name];
    if (typeof value !== "string") throw new Error(`The header ${name} is missing`);
    return value;
  }) as [string, string, string];
  const age = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (!(age <= TOLERANCE_SECONDS)) throw new Error("The webhook's time is not now");

  const raw = bytesOf(secret.replace(/^whsec_/, ""));
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  for (const signature of signatures.split(" ")) {
    const [version, value = ""] = signature.split(",");
    // Compared by the platform in constant time.
    if (version === "v1" && (await crypto.subtle.verify("HMAC", key, bytesOf(value), signed))) {
      return JSON.parse(body) as WebhookEvent;
    }
  }
  throw new Error("The webhook is not signed by this secret");
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}
