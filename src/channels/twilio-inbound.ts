import { createHash } from "node:crypto";
import { storableText } from "../shared/index.ts";
import type { InboundContent, InboundMessage, StatusUpdate } from "./channel.ts";
import { type FormParams, signedText, valuesOf } from "./twilio-signature.ts";

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

/** A message without an id is still one message: what was signed once is one event, however it is cut into parameters. */
function fingerprint(params: FormParams): string {
  return hashed(signedText(params));
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
  return storableText(valuesOf(value)[0] ?? "");
}
