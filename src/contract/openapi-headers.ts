import { z } from "zod";

/** Of answers: named in the document once each. */
export const headers = {
  "X-Request-Id": headerOf("Names this request in our logs: send it along when you ask for help"),
  "RateLimit-Policy": headerOf("Of keys and customers: how many requests in how many seconds", '"key";q=600;w=60'),
  RateLimit: headerOf(
    "Of keys and customers: how many remain, and in how many seconds all are back",
    '"key";r=599;t=60',
  ),
  ETag: headerOf("The version of this answer, for `If-None-Match` and `If-Match`", '"3q2xV0Qy8mW5b1t7n9kZf4LhAcE"'),
  "Idempotent-Replayed": headerOf("`true`: this is what was answered to this key before", "true"),
  "Retry-After": headerOf("Seconds to wait", "1"),
};

function headerOf(description: string, example?: string) {
  return { description, schema: { type: "string" as const }, ...(example && { example }) };
}

/** References to them; every answer has the first. */
export function namedHeaders(...names: (keyof typeof headers)[]) {
  const all = ["X-Request-Id", ...names];
  return Object.fromEntries(all.map((name) => [name, { $ref: `#/components/headers/${name}` as const }]));
}

/** Of requests: a value that is a text. */
export const text = (description: string, example?: string) =>
  z.string().meta({ description, ...(example && { example }) });
