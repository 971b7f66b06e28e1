import { z } from "zod";
import { createDocument, type ZodOpenApiPathsObject } from "zod-openapi";
import { codeSamples } from "./code-samples.ts";
import { withExamples } from "./examples.ts";
import type { JsonSchema, OpenApiDocument } from "./openapi-document.ts";
import { headers, text } from "./openapi-headers.ts";
import { describeOperation } from "./openapi-operation.ts";
import { allCodes, problemExample, problemResponse } from "./openapi-problems.ts";
import { plainer, plainReference } from "./openapi-schemas.ts";
import type { OperationShape } from "./operation.ts";
import {
  adminOperations,
  bookingOperations,
  calendarsOperations,
  catalogueOperations,
  classesOperations,
  clientsOperations,
  keysOperations,
  llmOperations,
  nluOperations,
  packagesOperations,
  paymentsOperations,
  scheduleOperations,
  webhookEventKinds,
  webhooksOperations,
} from "./operations/index.ts";
import { problemSchema } from "./problem.ts";
import * as schemas from "./schemas.ts";

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
  ["NLU", "From a misread message to a better example.", nluOperations],
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

/** The contract as an OpenAPI 3.1 document: every operation, what it may answer, and how it is called. */
export function createOpenApi(): OpenApiDocument {
  const paths: ZodOpenApiPathsObject = {};
  for (const [tag, , members] of groups) {
    for (const operation of Object.values(members)) {
      const path = paths[operation.path] ?? {};
      path[operation.method.toLowerCase() as "get"] = describeOperation(operation, tag);
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
