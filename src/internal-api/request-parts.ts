import type { Context } from "koa";
import type { z } from "zod";
import type { OperationShape } from "../contract/index.ts";
import type { Refusal } from "./outcome.ts";
import { readJsonBody, readTextBody } from "./request-body.ts";

export interface Parts {
  params: unknown;
  query: unknown;
  body: unknown;
}

/** The request's parts as the operation's schemas read them, or a refusal that names every wrong field. */
export async function readParts(
  operation: OperationShape,
  context: Context,
  params: Record<string, string>,
): Promise<Parts | Refusal> {
  let body: unknown;
  if (operation.body) {
    const { requestType } = operation;
    const read = await (requestType ? readTextBody(context.req, requestType) : readJsonBody(context.req));
    if (read.kind === "refused") return read;
    body = read.value;
  }
  return parseParts(operation, { params, query: { ...context.query }, body });
}

export function parseParts(operation: OperationShape, raw: Parts): Parts | Refusal {
  const errors: { field: string; message: string }[] = [];
  const parse = (schema: z.ZodType | undefined, value: unknown): unknown => {
    if (!schema) return undefined;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    errors.push(...parsed.error.issues.flatMap(fieldErrors));
    return undefined;
  };
  const parts = {
    params: parse(operation.params, raw.params),
    query: parse(operation.query, raw.query),
    body: parse(operation.body, raw.body),
  };
  return errors.length > 0 ? { kind: "refused", code: "validation_failed", errors } : parts;
}

function fieldErrors(issue: z.core.$ZodIssue): { field: string; message: string }[] {
  const path = issue.path.map(String);
  if (issue.code !== "unrecognized_keys") return [{ field: path.join("."), message: issue.message }];
  return issue.keys.map((key) => ({ field: [...path, key].join("."), message: "unknown field" }));
}
