import { z } from "zod";
import { defineOperation, type OperationShape } from "../operation.ts";
import { instantSchema } from "../schemas.ts";
import { deletedSchema, limit } from "./common.ts";

/** What happened, as other systems are told of it. */
export const webhookEventKinds = [
  "booking.created",
  "booking.held",
  "booking.confirmed",
  "booking.rescheduled",
  "booking.cancelled",
  "booking.completed",
  "booking.no_show",
  "booking.expired",
  "waitlist.joined",
  "waitlist.offered",
  "waitlist.filled",
  "purchase.created",
  "purchase.paid",
  "purchase.refunded",
  "package.transferred",
  "credit.spent",
  "credit.returned",
  "client.created",
  "client.updated",
] as const;
export type WebhookEventKind = (typeof webhookEventKinds)[number];

const url = z
  .url()
  .max(2000)
  .describe("Takes a POST with JSON and answers 2xx within 5 seconds. https; http only for localhost in development")
  .meta({ example: "https://example.com/hooks/atiende" });
const kinds = z
  .array(z.enum(webhookEventKinds))
  .max(webhookEventKinds.length)
  .describe("Which events it gets; empty: every one")
  .meta({ example: ["booking.created", "purchase.paid"] });
const description = z.string().trim().max(200).describe("For people, in lists");

export const webhookEndpointSchema = z.object({
  id: z.uuid(),
  url: z.string(),
  description: z.string(),
  kinds: z.array(z.string()),
  createdAt: instantSchema,
  disabledAt: instantSchema
    .nullable()
    .describe("Since then it gets nothing; what happens meanwhile is not kept for it"),
  disabledReason: z
    .enum(["asked", "failing", "gone"])
    .nullable()
    .describe("failing: nothing was accepted for three days; gone: it answered 410"),
  failingSince: instantSchema.nullable().describe("The first failure since the last success"),
  previousSecretUntil: instantSchema
    .nullable()
    .describe("Until then each delivery also carries a signature by the secret before the rotation"),
});

const newWebhookEndpointSchema = webhookEndpointSchema.extend({
  secret: z
    .string()
    .nullable()
    .describe("Verifies the signatures (Standard Webhooks). Shown once: null when this answer is a replay")
    .meta({ example: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }),
});

export const webhookDeliverySchema = z.object({
  id: z.uuid(),
  endpointId: z.uuid(),
  eventId: z.uuid().describe("The `webhook-id` header: the same at every attempt, by which a receiver drops repeats"),
  type: z.string(),
  state: z.enum(["pending", "delivered", "failed"]),
  attempts: z.int().describe("Since it was created or asked for again"),
  createdAt: instantSchema,
  lastAttemptAt: instantSchema.nullable(),
  nextAttemptAt: instantSchema.nullable().describe("Of a pending one"),
  responseStatus: z.int().nullable(),
  durationMs: z.int().nullable(),
  errorCode: z
    .string()
    .nullable()
    .describe("Why the last attempt failed, such as http_500, ECONNREFUSED, timeout, address_not_public"),
});

const of = { reach: "staff", scope: "webhooks:write" } as const;
const params = z.strictObject({ id: z.uuid() });

/**
 * Outgoing webhooks. Events are thin: `{ id, type, createdAt, data }`, where data holds ids, codes and instants; what a
 * receiver wants to know beyond, it reads from the API. At least once, in no promised order.
 */
export const webhooksOperations = {
  createWebhookEndpoint: defineOperation({
    ...of,
    id: "createWebhookEndpoint",
    summary: "Makes a webhook endpoint; its secret is in this answer and never again",
    method: "POST",
    path: "/admin/webhook-endpoints",
    body: z.strictObject({ url, kinds: kinds.default([]), description: description.default("") }),
    response: newWebhookEndpointSchema,
    successStatus: 201,
    errors: ["too_many"],
    isIdempotent: false,
  }),
  listWebhookEndpoints: defineOperation({
    ...of,
    id: "listWebhookEndpoints",
    summary: "Webhook endpoints, newest first; never their secrets",
    method: "GET",
    path: "/admin/webhook-endpoints",
    response: z.object({ endpoints: z.array(webhookEndpointSchema) }),
    successStatus: 200,
    errors: [],
    isIdempotent: true,
  }),
  updateWebhookEndpoint: defineOperation({
    ...of,
    id: "updateWebhookEndpoint",
    summary: "Changes a webhook endpoint, or switches it off and on",
    method: "PATCH",
    path: "/admin/webhook-endpoints/{id}",
    params,
    body: z.strictObject({
      url: url.optional(),
      kinds: kinds.optional(),
      description: description.optional(),
      isDisabled: z.boolean().optional(),
    }),
    response: webhookEndpointSchema,
    successStatus: 200,
    errors: ["not_found"],
    isIdempotent: true,
  }),
  deleteWebhookEndpoint: defineOperation({
    ...of,
    id: "deleteWebhookEndpoint",
    summary: "Removes a webhook endpoint together with its log of deliveries",
    method: "DELETE",
    path: "/admin/webhook-endpoints/{id}",
    params,
    response: deletedSchema,
    successStatus: 200,
    errors: [],
    isIdempotent: true,
  }),
  rotateWebhookSecret: defineOperation({
    ...of,
    id: "rotateWebhookSecret",
    summary: "Gives a webhook endpoint a new secret; for 24 hours each delivery carries the signatures of both",
    method: "POST",
    path: "/admin/webhook-endpoints/{id}/rotate-secret",
    params,
    response: newWebhookEndpointSchema,
    successStatus: 201,
    errors: ["not_found"],
    isIdempotent: false,
  }),
  testWebhookEndpoint: defineOperation({
    ...of,
    id: "testWebhookEndpoint",
    summary: "Sends the endpoint an event of the type `ping`, whatever kinds it wants; its log tells what came of it",
    method: "POST",
    path: "/admin/webhook-endpoints/{id}/test",
    params,
    response: webhookDeliverySchema,
    successStatus: 201,
    errors: ["not_found", "endpoint_disabled"],
    isIdempotent: false,
  }),
  listWebhookDeliveries: defineOperation({
    ...of,
    id: "listWebhookDeliveries",
    summary: "What was sent to an endpoint and what came of it, newest first",
    method: "GET",
    path: "/admin/webhook-endpoints/{id}/deliveries",
    params,
    query: z.strictObject({
      state: z.enum(["pending", "delivered", "failed"]).optional(),
      limit: limit(100).default(20),
      cursor: z.uuid().optional(),
    }),
    response: z.object({ deliveries: z.array(webhookDeliverySchema), nextCursor: z.string().nullable() }),
    successStatus: 200,
    errors: ["not_found"],
    isIdempotent: true,
  }),
  redeliverWebhook: defineOperation({
    ...of,
    id: "redeliverWebhook",
    summary: "Sends an event to its endpoint once more, with the same webhook-id",
    method: "POST",
    path: "/admin/webhook-deliveries/{id}/redeliver",
    params,
    response: webhookDeliverySchema,
    successStatus: 200,
    errors: ["not_found", "endpoint_disabled"],
    isIdempotent: true,
  }),
} as const satisfies Record<string, OperationShape>;
