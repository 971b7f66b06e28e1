import { createHash } from "node:crypto";
// The whole package costs 115 ms to load, this file 8.
import webhooks from "twilio/lib/webhooks/webhooks.js";
import { storableText } from "../shared/index.ts";
import type { InboundContent, InboundMessage, StatusUpdate } from "./channel.ts";

/** A parsed form body. Twilio repeats no parameter today; a repeated one arrives as a list and must still verify. */
export type FormParams = Record<string, string | string[] | undefined>;

/**
 * Twilio's signature over the exact public URL and all parameters as they came. Twilio signs with and without the
 * port; the official check tries both. Any of the tokens may have signed, so that a secret can be rotated.
 * Source: https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export function isSignedByTwilio(request: {
  authTokens: readonly string[];
  signature: string | undefined;
  urls: readonly string[];
  params: FormParams;
}): boolean {
  const { signature } = request;
  if (!signature) return false;
  return request.authTokens.some((token) =>
    request.urls.some((url) => {
      try {
        return webhooks.validateRequest(token, signature, url, request.params);
      } catch {
        // The official check parses the address, and a Host header can be anything: Twilio signed no such URL.
        return false;
      }
    }),
  );
}

/**
 * Reads an incoming-message webhook. It accepts whatever a signed request holds: what it does not know becomes kind
 * `unknown` and is answered politely.
 * Source: https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function decodeTwilioMessage(params: FormParams, defaultTo: string): InboundMessage {
  const value = (name: string) => first(params[name]);
  const eventId = indexable(value("MessageSid") || value("SmsMessageSid") || value("SmsSid")) || fingerprint(params);
  return {
    eventId,
    to: indexable(value("To")) || defaultTo,
    // Two messages without a sender are two people: what is not known is never shared.
    from: value("From") || value("WaId") || `unknown:${eventId}`,
    senderName: value("ProfileName") || undefined,
    content: content(params, value),
  };
}

function content(params: FormParams, value: (name: string) => string): InboundContent {
  const text = value("Body");
  const type = value("MessageType").toLowerCase();

  const payload = value("ButtonPayload") || value("ListId");
  if (payload) return { kind: "choice", payload, text: value("ButtonText") || value("ListTitle") || text };

  const latitude = Number.parseFloat(value("Latitude"));
  const longitude = Number.parseFloat(value("Longitude"));
  if (Number.isFinite(latitude) && Number.isFinite(longitude)) {
    return { kind: "location", text: value("Label") || value("Address") || text, latitude, longitude };
  }

  const media = mediaOf(params, value);
  if (type === "reaction") return { kind: "reaction", text };
  if (type === "contacts" || media.some((item) => item.type.includes("vcard"))) return { kind: "contact", text };
  if (media.length > 0) return { kind: "media", text, media };
  if (text.trim()) return { kind: "text", text };
  return { kind: "unknown", text, type };
}

function mediaOf(params: FormParams, value: (name: string) => string): { type: string; url: string }[] {
  const count = Math.min(Number.parseInt(value("NumMedia"), 10) || (params.MediaUrl0 ? 1 : 0), 10);
  return Array.from({ length: Math.max(0, count) }, (_, index) => ({
    type: value(`MediaContentType${index}`) || "application/octet-stream",
    url: value(`MediaUrl${index}`),
  }));
}

const STATUSES: Record<string, StatusUpdate["status"]> = {
  sent: "sent",
  delivered: "delivered",
  read: "read",
  failed: "failed",
  undelivered: "failed",
};

/** Reads a status callback; undefined for statuses that say nothing new (queued, sending) or name no message. */
export function decodeTwilioStatus(params: FormParams, outboundId: string | undefined): StatusUpdate | undefined {
  const providerId = indexable(first(params.MessageSid) || first(params.SmsSid));
  const status = STATUSES[(first(params.MessageStatus) || first(params.SmsStatus)).toLowerCase()];
  if (!providerId || !status) return undefined;
  return { providerId, outboundId, status, errorCode: first(params.ErrorCode) || undefined };
}

/** A message without an id is still one message: the same content redelivered has the same fingerprint. */
function fingerprint(params: FormParams): string {
  const canonical = JSON.stringify(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1)));
  return hashed(canonical);
}

/** An id or address as long as a novel fits no index: its hash stands for it. Real ones have 34 characters. */
function indexable(text: string): string {
  return text.length > 200 ? hashed(text) : text;
}

function hashed(text: string): string {
  return `hash:${createHash("sha256").update(text).digest("hex")}`;
}

/** After the signature was checked over what really came, only what can be stored goes on. */
function first(value: string | string[] | undefined): string {
  return storableText((Array.isArray(value) ? value[0] : value) ?? "");
}
