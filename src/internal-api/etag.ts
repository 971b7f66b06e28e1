import { createHash } from "node:crypto";

/**
 * The validator of an answer's bytes. It is a strong one: `If-Match` compares strongly (RFC 9110, 13.1.1), so a weak one
 * would never match.
 */
export function etagOf(text: string): string {
  return `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
}

/** Whether a condition names this validator. A proxy that compresses makes strong ones weak: `W/` is looked over. */
export function matches(condition: string, etag: string): boolean {
  const named = condition.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return named.includes("*") || named.includes(etag);
}
