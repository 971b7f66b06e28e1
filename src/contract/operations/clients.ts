import { z } from "zod";
import { defineOperation, type OperationShape } from "../operation.ts";
import { clientSchema } from "../schemas.ts";
import { read } from "./common.ts";

const displayName = z.string().trim().min(1).max(120);
const language = z
  .string()
  .regex(/^[a-z]{2}$/)
  .describe("ISO 639-1")
  .meta({ example: "es" });

const changes = z
  .strictObject({ displayName: displayName.nullable().optional(), language: language.nullable().optional() })
  .refine((body) => Object.keys(body).length > 0, "nothing to change");

const idParams = z.strictObject({ id: z.uuid() });

/** Who the customers are. */
export const clientsOperations = {
  getClient: defineOperation({
    ...read,
    id: "getClient",
    summary: "The customer on whose behalf the token acts",
    path: "/client/me",
    api: "clients",
    reach: "customer",
    scope: "clients:read",
    response: clientSchema,
    errors: ["not_found"],
  }),
  updateClient: defineOperation({
    id: "updateClient",
    summary: "Changes the customer's own data; what is not sent stays",
    method: "PATCH",
    path: "/client/me",
    api: "clients",
    reach: "customer",
    scope: "clients:write",
    body: changes,
    response: clientSchema,
    successStatus: 200,
    errors: ["not_found"],
    isIdempotent: false,
  }),
  createClient: defineOperation({
    id: "createClient",
    summary: "The customer with this WhatsApp number, made when there is none; who is there stays as they are",
    method: "POST",
    path: "/clients",
    reach: "staff",
    scope: "clients:write",
    body: z.strictObject({
      phone: z
        .string()
        .trim()
        .min(4)
        .max(40)
        .describe("International, or as it is dialled in the business's country")
        .meta({ example: "+52 55 1234 5678" }),
      displayName: displayName.optional(),
      language: language.optional(),
    }),
    response: clientSchema.extend({ isNew: z.boolean() }),
    successStatus: 200,
    errors: [],
    isIdempotent: true,
  }),
  getClientById: defineOperation({
    id: "getClientById",
    summary: "A customer of the business",
    method: "GET",
    path: "/clients/{id}",
    reach: "staff",
    scope: "clients:read",
    params: idParams,
    response: clientSchema,
    successStatus: 200,
    errors: ["not_found"],
    isIdempotent: true,
  }),
  updateClientById: defineOperation({
    id: "updateClientById",
    summary: "Changes a customer's data; what is not sent stays",
    method: "PATCH",
    path: "/clients/{id}",
    reach: "staff",
    scope: "clients:write",
    params: idParams,
    body: changes,
    response: clientSchema,
    successStatus: 200,
    errors: ["not_found"],
    isIdempotent: false,
  }),
} as const satisfies Record<string, OperationShape>;
