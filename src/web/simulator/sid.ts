import { randomBytes } from "node:crypto";

/** An id in Twilio's form: two letters for the kind of resource (SM message, MM message with media, ME media, HX content) and 32 hex digits. */
export function newSid(prefix: "SM" | "MM" | "ME" | "HX"): string {
  return prefix + randomBytes(16).toString("hex");
}

export const MESSAGE_SID = /^[SM]M[0-9a-f]{32}$/i;
