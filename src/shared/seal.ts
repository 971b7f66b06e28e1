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
  /** The hash under the key before a rotation, by which older rows are still found; undefined without one. */
  previousFingerprint(text: string): string | undefined;
}

/** `key` makes the fingerprints; `previousKey` is the one before a rotation. */
export function createSealer(key: string, previousKey?: string): Sealer {
  const hash = (by: string, text: string) => createHmac("sha256", by).update(text).digest("hex");
  return {
    seal: (text) => storableText(text),
    open: (sealed) => sealed,
    fingerprint: (text) => hash(key, text),
    previousFingerprint: (text) => (previousKey === undefined ? undefined : hash(previousKey, text)),
  };
}
