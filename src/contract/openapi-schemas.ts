import { z } from "zod";
import type { JsonSchema } from "./openapi-document.ts";

const DATE = z.toJSONSchema(z.iso.date()).pattern;
const DATE_TIME = z.toJSONSchema(z.iso.datetime({ offset: true })).pattern;

/** Leaves out of a generated schema what says nothing to a reader. */
export function plainer(schema: JsonSchema, io: "input" | "output"): void {
  // Answers may get new members at any time; who reads them must not refuse what it does not know.
  if (io === "output" && schema.additionalProperties === false) delete schema.additionalProperties;
  const patterns = [schema.pattern, ...(schema.allOf ?? []).map(({ pattern }) => pattern)];
  if (patterns.includes(DATE_TIME)) schema.format = "date-time";
  if (patterns.includes(DATE)) schema.format = "date";
  // The format says it, in words that every tool knows; a zod pattern beside it is half a page.
  if (schema.format === "uuid" || schema.format === "date" || schema.format === "date-time") {
    delete schema.pattern;
    delete schema.allOf;
  }
}

/** Beside a reference, a closed object of no members of its own would refuse whatever is referred to. */
export function plainReference(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("$ref" in value)) return value;
  const { additionalProperties, ...rest } = value as JsonSchema;
  return rest;
}
