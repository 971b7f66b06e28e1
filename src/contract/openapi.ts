import { z } from "zod";
import { createDocument, type ZodOpenApiPathsObject } from "zod-openapi";
import { codeSamples } from "./code-samples.ts";
import { type Json, type JsonSchema, withExamples } from "./examples.ts";
import { needsKey, type OperationShape } from "./operation.ts";
import {
  adminOperations,
  bookingOperations,
  calendarsOperations,
  catalogueOperations,
  classesOperations,
  clientsOperations,
  keysOperations,
  llmOperations,
  operations,
  packagesOperations,
  paymentsOperations,
  scheduleOperations,
  webhookEventKinds,
  webhooksOperations,
} from "./operations/index.ts";
import { type ProblemCode, problemCodesOf, problemSchema, problems } from "./problem.ts";
import { problemAdvice } from "./problem-advice.ts";
import * as schemas from "./schemas.ts";

/** An OpenAPI 3.1 document, as far as those who read it here need to know. */
export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: { schemas: Record<string, JsonSchema> };
}

export interface DocumentedOperation {
  operationId: string;
  parameters?: { name: string; in: string; required?: boolean; schema: JsonSchema; example?: Json }[];
  requestBody?: { content: Record<string, { schema: JsonSchema; example?: Json }> };
  responses: Record<string, { content?: Record<string, { schema: JsonSchema; example?: Json }> }>;
  "x-codeSamples"?: { lang: string; label: string; source: string }[];
}

/** What only grows: a field or an operation more is a minor version, nothing is taken away without a major one. */
const VERSION = "1.0.0";

const groups: [tag: string, about: string, operations: Record<string, OperationShape>][] = [
  ["Catalogue", "What the business offers.", catalogueOperations],
  ["Slots", "When it can be booked.", scheduleOperations],
  ["Bookings", "The life of a booking.", bookingOperations],
  ["Classes", "Group classes and their waiting lists.", classesOperations],
  ["Packages", "Packages of sessions.", packagesOperations],
  ["Payments", "Purchases, credits and refunds.", paymentsOperations],
  ["Clients", "Who the customers are.", clientsOperations],
  ["Calendars", "Bookings for calendar programs.", calendarsOperations],
  ["Webhooks", "Being told what happens.", webhooksOperations],
  ["API keys", "Who may call.", keysOperations],
  ["Administration", "Services, resources, hours and packages, as staff change them.", adminOperations],
  ["LLM", "What language models were used for, and what it cost.", llmOperations],
];

/** Named in the document once each and referred to by name. */
const components = {
  Service: schemas.serviceSchema,
  Professional: schemas.professionalSchema,
  Business: schemas.businessSchema,
  Slot: schemas.slotSchema,
  Booking: schemas.bookingSchema,
  BookingChange: schemas.bookingChangeSchema,
  Cancellation: schemas.cancellationSchema,
  Class: schemas.classSchema,
  WaitlistEntry: schemas.waitlistEntrySchema,
  Package: schemas.packageSchema,
  Purchase: schemas.purchaseSchema,
  Refund: schemas.refundSchema,
  Client: schemas.clientSchema,
  ApiKey: schemas.apiKeySchema,
  Problem: problemSchema,
  WebhookEvent: z.object({
    id: z.uuid().describe("The same at every attempt, as in `webhook-id`"),
    type: z.enum([...webhookEventKinds, "ping"]),
    createdAt: schemas.instantSchema,
    data: z
      .looseObject({
        customerId: z.uuid().optional().describe("Whom it is about"),
        code: z.string().optional().describe("Of the booking or the purchase"),
      })
      .describe("Ids, codes and instants; what you want to know beyond, read from the API"),
  }),
};

const text = (description: string, example?: string) => z.string().meta({ description, ...(example && { example }) });

/** Of answers. */
const headers = {
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

function namedHeaders(...names: (keyof typeof headers)[]) {
  const all = ["X-Request-Id", ...names];
  return Object.fromEntries(all.map((name) => [name, { $ref: `#/components/headers/${name}` as const }]));
}

/** The contract as an OpenAPI 3.1 document: every operation, what it may answer, and how it is called. */
export function createOpenApi(): OpenApiDocument {
  const paths: ZodOpenApiPathsObject = {};
  for (const [tag, , members] of groups) {
    for (const operation of Object.values(members)) {
      const path = paths[operation.path] ?? {};
      path[operation.method.toLowerCase() as "get"] = describe(operation, tag);
      paths[operation.path] = path;
    }
  }
  const document = createDocument(
    {
      openapi: "3.1.0",
      info: {
        title: "Atiende API",
        version: VERSION,
        description: "Bookings, classes, packages, payments and clients of a business that lives on appointments.",
        license: { name: "MIT", identifier: "MIT" },
      },
      servers: [{ url: "/api", description: "Where this document comes from" }],
      tags: groups.map(([name, description]) => ({ name, description })),
      components: {
        schemas: components,
        headers,
        responses: Object.fromEntries(allCodes.map((code) => [code, problemResponse([code])])),
        examples: Object.fromEntries(allCodes.map((code) => [code, problemExample(code)])),
        securitySchemes: {
          apiKey: {
            type: "http",
            scheme: "bearer",
            description: "An API key, `atk_…`: of a developer's program, with the scopes that it was given",
          },
          serviceToken: {
            type: "http",
            scheme: "bearer",
            bearerFormat: "JWT",
            description: "A short-lived signed token of the business's own assistant or of an administrator",
          },
          customerToken: {
            type: "http",
            scheme: "bearer",
            bearerFormat: "JWT",
            description: "A short-lived signed token that reaches one customer's rows and nothing else",
          },
        },
      },
      paths,
      webhooks: { event: { post: webhookCall } },
    },
    {
      override: ({ jsonSchema, io }) => plainer(jsonSchema as JsonSchema, io),
    },
  );
  const complete = withExamples(JSON.parse(JSON.stringify(document, plainReference)) as OpenApiDocument);
  for (const [path, methods] of Object.entries(complete.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      operation["x-codeSamples"] = codeSamples(method.toUpperCase(), path, operation);
    }
  }
  return complete;
}

/** What we send to an endpoint of a developer's. */
const webhookCall = {
  operationId: "receiveEvent",
  summary: "What happened, at least once and in no promised order; signed as https://www.standardwebhooks.com says",
  tags: ["Webhooks"],
  security: [],
  requestParams: {
    header: z.object({
      "webhook-id": text("The same at every attempt: drop what you have seen"),
      "webhook-timestamp": text("Seconds since 1970 of this attempt"),
      "webhook-signature": text("`v1,` and the HMAC-SHA256 of `id.timestamp.body`; during a rotation, two of them"),
    }),
  },
  requestBody: { required: true, content: { "application/json": { schema: components.WebhookEvent } } },
  responses: {
    "2XX": { description: "Taken. Anything else, or nothing in 5 seconds, is tried again later" },
    410: { description: "Never send anything here again" },
  },
};

const DATE = z.toJSONSchema(z.iso.date()).pattern;
const DATE_TIME = z.toJSONSchema(z.iso.datetime({ offset: true })).pattern;

/** Leaves out of a generated schema what says nothing to a reader. */
function plainer(schema: JsonSchema, io: "input" | "output"): void {
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
function plainReference(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("$ref" in value)) return value;
  const { additionalProperties, ...rest } = value as JsonSchema;
  return rest;
}

function describe(operation: OperationShape, tag: string) {
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

/** One response for each status, with every code that it can carry and what to do about it. */
function problemResponses(operation: OperationShape) {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of problemCodesOf(operation)) {
    const { status } = problems[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => {
      const [only, ...others] = codes;
      // What is the same for many operations is said once.
      return [status, others.length > 0 ? problemResponse(codes) : { $ref: `#/components/responses/${only}` as const }];
    }),
  );
}

function problemResponse(codes: ProblemCode[]) {
  const waits = codes.some((code) => problems[code].status === 429 || problems[code].status === 503);
  return {
    description: codes.map((code) => `\`${code}\`: ${problems[code].title}. ${problemAdvice[code]}`).join("\n\n"),
    headers: waits ? namedHeaders("Retry-After") : namedHeaders(),
    content: {
      "application/problem+json": {
        schema: {
          allOf: [
            { $ref: "#/components/schemas/Problem" },
            {
              type: "object" as const,
              required: ["code"],
              properties: { code: { type: "string" as const, enum: codes } },
            },
          ],
        },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` as const }])),
      },
    },
  };
}

const allCodes = Object.keys(problems) as ProblemCode[];

function problemExample(code: ProblemCode) {
  const { status, title } = problems[code];
  const errors = [{ field: "startsAt", message: "Invalid ISO datetime" }];
  const value = {
    type: `urn:atiende:problem:${code}`,
    title,
    status,
    code,
    detail: problemAdvice[code],
    ...(code === "validation_failed" ? { errors } : {}),
    requestId: "0190a0e4-7c1e-7b3a-9d2f-5e6a7b8c9d0e",
  };
  return { summary: title, value };
}
