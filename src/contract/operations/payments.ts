import { z } from "zod";
import { defineOperation, type OperationShape } from "../operation.ts";
import {
  creditBalanceSchema,
  instantSchema,
  moneySchema,
  purchaseSchema,
  purchaseStatusSchema,
  refundSchema,
} from "../schemas.ts";
import { code, codeParams, limit, read } from "./common.ts";

const page = {
  limit: limit(100).default(20),
  cursor: z.string().max(200).optional().describe("`nextCursor` of the page before"),
};

/** What customers buy and pay. */
export const paymentsOperations = {
  createPurchase: defineOperation({
    id: "createPurchase",
    summary: "Buys a package or pays an appointment; answers with the link where it is paid",
    method: "POST",
    path: "/client/purchase",
    api: "payments",
    reach: "customer",
    scope: "payments:write",
    body: z
      .strictObject({
        packageId: z.uuid().optional(),
        bookingCode: code.optional(),
        expected: z
          .strictObject({ price: moneySchema.optional() })
          .optional()
          .describe("What the customer agreed to; answered with `changed` when it is no longer so"),
      })
      .refine(
        ({ packageId, bookingCode }) => (packageId === undefined) !== (bookingCode === undefined),
        "either packageId or bookingCode",
      ),
    response: purchaseSchema,
    successStatus: 201,
    errors: ["not_found", "changed", "already_paid", "not_payable", "online_payment_off", "idempotency_key_missing"],
    isIdempotent: false,
  }),
  listPurchases: defineOperation({
    ...read,
    id: "listPurchases",
    summary: "The customer's purchases, newest first",
    path: "/client/purchase-history",
    api: "payments",
    reach: "customer",
    scope: "payments:read",
    query: z.strictObject({ code: code.optional(), ...page }),
    response: z.object({ purchases: z.array(purchaseSchema), nextCursor: z.string().nullable() }),
    errors: [],
  }),
  getPurchase: defineOperation({
    id: "getPurchase",
    summary: "One purchase by its code",
    method: "GET",
    path: "/client/purchases/{code}",
    reach: "owner",
    scope: "payments:read",
    params: codeParams,
    response: purchaseSchema,
    successStatus: 200,
    errors: ["not_found"],
    isIdempotent: true,
  }),
  listCredits: defineOperation({
    id: "listCredits",
    summary: "The sessions that the customer can still book without paying, by service",
    method: "GET",
    path: "/client/credits",
    api: "payments",
    reach: "customer",
    scope: "payments:read",
    response: z.object({ credits: z.array(creditBalanceSchema) }),
    successStatus: 200,
    errors: [],
    isIdempotent: true,
  }),
  transferPurchase: defineOperation({
    id: "transferPurchase",
    summary: "Hands what is left of a package to another customer, who gets a purchase of their own",
    method: "POST",
    path: "/client/purchases/{code}/transfer",
    reach: "owner",
    scope: "payments:write",
    params: codeParams,
    body: z.strictObject({ toCustomerId: z.uuid().describe("Who gets the sessions; the validity stays the same") }),
    response: z.object({
      purchase: purchaseSchema.describe("The one that was handed over, as it is now"),
      recipient: z.object({ customerId: z.uuid(), purchaseCode: z.string() }),
    }),
    successStatus: 201,
    errors: ["not_found", "not_transferable", "idempotency_key_missing"],
    isIdempotent: false,
  }),
  listAllPurchases: defineOperation({
    id: "listAllPurchases",
    summary: "Everybody's purchases, newest first",
    method: "GET",
    path: "/admin/purchases",
    reach: "staff",
    scope: "payments:read",
    query: z.strictObject({
      client: z.uuid().optional().describe("Of this customer"),
      status: purchaseStatusSchema.optional(),
      kind: z.enum(["package", "booking"]).optional(),
      from: instantSchema.optional().describe("Created at or after"),
      to: instantSchema.optional().describe("Created before"),
      ...page,
    }),
    response: z.object({ purchases: z.array(purchaseSchema), nextCursor: z.string().nullable() }),
    successStatus: 200,
    errors: [],
    isIdempotent: true,
  }),
  refundPurchase: defineOperation({
    id: "refundPurchase",
    summary: "Gives money back through the provider that took it, and takes the unused sessions of a package",
    method: "POST",
    path: "/admin/purchases/{code}/refund",
    reach: "staff",
    scope: "payments:write",
    params: codeParams,
    body: z.strictObject({
      amountMinor: moneySchema.shape.amountMinor
        .min(1)
        .optional()
        .describe("In minor units of the purchase's currency; without it, all that has not gone back yet"),
      reason: z.string().trim().min(1).max(200).describe("For the books; the customer does not read it"),
      keepsCredits: z
        .boolean()
        .default(false)
        .describe("Leaves the customer the unused sessions, as for a discount given afterwards"),
    }),
    response: z.object({ refund: refundSchema, purchase: purchaseSchema }),
    successStatus: 201,
    errors: ["not_found", "not_refundable", "idempotency_key_missing"],
    isIdempotent: false,
  }),
} as const satisfies Record<string, OperationShape>;
