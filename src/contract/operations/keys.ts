import { z } from "zod";
import { apiScopes } from "../caller.ts";
import { defineOperation, type OperationShape } from "../operation.ts";
import { apiKeySchema, instantSchema, newApiKeySchema } from "../schemas.ts";
import { limit } from "./common.ts";

const id = z.uuid().describe("The API key's id, as `GET /admin/api-keys` tells it");

/** Every one is for administrators, and for keys that have `keys:write`. */
const ofKeys = { reach: "staff", scope: "keys:write" } as const;

/** API keys of developers. */
export const keysOperations = {
  createApiKey: defineOperation({
    ...ofKeys,
    id: "createApiKey",
    summary: "Makes an API key; its secret is in this answer and never again",
    method: "POST",
    path: "/admin/api-keys",
    body: z.strictObject({
      name: z
        .string()
        .trim()
        .min(1)
        .max(80)
        .describe("Who or what uses it; shown in lists and in the audit log")
        .meta({ example: "Agenda of the front desk" }),
      scopes: z
        .array(z.enum(apiScopes))
        .min(1)
        .max(apiScopes.length)
        .describe("What it may do. A key cannot give a scope that it does not have")
        .meta({ example: ["catalogue:read", "bookings:write"] }),
      expiresAt: instantSchema.optional().describe("From then on it is refused; without it, it lives until revoked"),
    }),
    response: newApiKeySchema,
    successStatus: 201,
    errors: [],
    isIdempotent: false,
  }),
  listApiKeys: defineOperation({
    ...ofKeys,
    id: "listApiKeys",
    summary: "API keys, newest first, the revoked ones too; never their secrets",
    method: "GET",
    path: "/admin/api-keys",
    query: z.strictObject({ limit: limit(100).default(20), cursor: z.uuid().optional() }),
    response: z.object({ apiKeys: z.array(apiKeySchema), nextCursor: z.string().nullable() }),
    successStatus: 200,
    errors: [],
    isIdempotent: true,
  }),
  revokeApiKey: defineOperation({
    ...ofKeys,
    id: "revokeApiKey",
    summary: "Ends an API key and all its secrets, within 20 seconds everywhere",
    method: "DELETE",
    path: "/admin/api-keys/{id}",
    params: z.strictObject({ id }),
    response: apiKeySchema,
    successStatus: 200,
    errors: ["not_found"],
    isIdempotent: false,
  }),
  rotateApiKey: defineOperation({
    ...ofKeys,
    id: "rotateApiKey",
    summary: "Gives an API key a new secret; the one before it works for 24 hours more",
    method: "POST",
    path: "/admin/api-keys/{id}/rotate",
    params: z.strictObject({ id }),
    response: newApiKeySchema,
    successStatus: 201,
    errors: ["not_found", "key_not_active"],
    isIdempotent: false,
  }),
} as const satisfies Record<string, OperationShape>;
