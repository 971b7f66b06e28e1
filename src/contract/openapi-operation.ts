import { z } from "zod";
import { namedHeaders, text } from "./openapi-headers.ts";
import { problemResponses } from "./openapi-problems.ts";
import { needsKey, type OperationShape } from "./operation.ts";
import { operations } from "./operations/index.ts";

/** One operation as the document has it: who may call it, with what, and what it may answer. */
export function describeOperation(operation: OperationShape, tag: string) {
  const { id, summary, scope, reach, method, body, response, successStatus } = operation;
  const isRead = method === "GET";
  const callers = ["apiKey", "serviceToken", ...(reach === "staff" ? [] : ["customerToken"])];
  return {
    operationId: id,
    // As the client's method, in words: short enough for a list.
    summary: id
      .replace(/^[a-z]/, (first) => first.toUpperCase())
      .replace(/[A-Z]/g, (letter, at: number) => (at > 0 ? ` ${letter.toLowerCase()}` : letter)),
    description: `${summary}.\n\nScope \`${scope}\`. ${REACHED_BY[reach]}`,
    tags: [tag],
    security: callers.map((scheme): Record<string, string[]> => ({ [scheme]: scheme === "apiKey" ? [scope] : [] })),
    requestParams: {
      ...(operation.params ? { path: operation.params as z.ZodObject } : {}),
      ...(operation.query ? { query: operation.query as z.ZodObject } : {}),
      header: z.object(requestHeaders(operation)),
    },
    ...(body
      ? {
          requestBody: { required: true, content: { [operation.requestType ?? "application/json"]: { schema: body } } },
        }
      : {}),
    responses: {
      [successStatus]: {
        description: successStatus === 201 ? "Done: this is what was made" : "Done: this is how it is now",
        headers: namedHeaders("RateLimit-Policy", "RateLimit", isRead ? "ETag" : "Idempotent-Replayed"),
        content: { [operation.responseType ?? "application/json"]: { schema: response } },
      },
      ...(isRead ? { 304: { description: "You have it already: the ETag is still the same" } } : {}),
      ...problemResponses(operation),
    },
  };
}

const REACHED_BY = {
  caller: "For every caller: it holds nobody's data.",
  customer: "For one customer: an API key names them in `On-Behalf-Of`.",
  owner: "For everybody's rows, or with `On-Behalf-Of` or a customer's token for that customer's alone.",
  staff: "For developers and administrators: without `On-Behalf-Of`.",
} as const;

function requestHeaders(operation: OperationShape): Record<string, z.ZodType> {
  const { method, reach, path } = operation;
  const customer = z.uuid().describe("The customer for whom an API key acts");
  const key = z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .describe("A new UUID for each thing to be done, and the same one when the request is repeated; kept for 7 days")
    .meta({ example: "6f1c2f5e-8d0b-4f0e-9f43-0d6f8a1b2c3d" });
  const isReadable = Object.values<OperationShape>(operations).some(
    (other) => other.method === "GET" && other.path === path,
  );
  return {
    ...(reach === "staff" ? {} : { "On-Behalf-Of": reach === "customer" ? customer : customer.optional() }),
    ...(method === "GET" ? { "If-None-Match": text("An `ETag`: 304 when it is still the same").optional() } : {}),
    ...(method === "GET" ? {} : { "Idempotency-Key": needsKey(operation) ? key : key.optional() }),
    ...(method !== "GET" && method !== "POST" && isReadable
      ? { "If-Match": text("The `ETag` that you read: 412 when it has changed since").optional() }
      : {}),
  };
}
