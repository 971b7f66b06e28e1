import { createHmac } from "node:crypto";
import { storableText } from "./text.ts";

/**
 * The one door through which customer text and external ids enter and leave the database. Today it only makes text
 * storable. Messages, names and addresses pass it; slots, facts and choices of a dialogue do not yet.
 */
export interface Sealer {
  seal(text: string): string;
  open(sealed: string): string;
  /** A keyed hash for look-ups by equality (hex, 64 characters). */
  fingerprint(text: string): string;
}

export function createSealer(key: string): Sealer {
  return {
    seal: (text) => storableText(text),
    open: (sealed) => sealed,
    fingerprint: (text) => createHmac("sha256", key).update(text).digest("hex"),
  };
}
