import { z } from "zod";
import { defineOperation, type OperationShape, type PartInput, type PartOutput } from "./operation.ts";
import { timeProblemCodes } from "./problem.ts";
import {
  bookingSchema,
  bookingStatusSchema,
  businessSchema,
  clientSchema,
  expectedSchema,
  instantSchema,
  localDateSchema,
  moneySchema,
  packageSchema,
  professionalSchema,
  purchaseSchema,
  serviceSchema,
  slotSchema,
} from "./schemas.ts";

export const MAX_SLOT_DAYS = 31;

const read = { method: "GET", api: "booking", scope: "caller", successStatus: 200, isIdempotent: true } as const;
const limit = (max: number) => z.coerce.number<number>().int().min(1).max(max);
/** A code is letters and digits; what is none cannot be anybody's. */
const code = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9-]{1,40}$/, "letters and digits")
  .toUpperCase();
const codeParams = z.strictObject({ code });

/** Every operation of the internal API, once. Paths are under `/api`. */
export const operations = {
  listServices: defineOperation({
    ...read,
    id: "listServices",
    summary: "What can be booked, with price, duration and who does it",
    path: "/services",
    response: z.object({ services: z.array(serviceSchema) }),
    errors: [],
  }),
  listProfessionals: defineOperation({
    ...read,
    id: "listProfessionals",
    summary: "Who works here and what they do",
    path: "/professionals",
    response: z.object({ professionals: z.array(professionalSchema) }),
    errors: [],
  }),
  getBusiness: defineOperation({
    ...read,
    id: "getBusiness",
    summary: "The business: name, address, time zone, currency, opening hours",
    path: "/business",
    response: businessSchema,
    errors: [],
  }),
  listSlots: defineOperation({
    ...read,
    id: "listSlots",
    summary: `Free times of a service between two local dates, both included, at most ${MAX_SLOT_DAYS} days`,
    path: "/schedule-slots",
    query: z.strictObject({
      serviceId: z.uuid(),
      professionalId: z.uuid().optional(),
      from: localDateSchema,
      to: localDateSchema,
      limit: limit(2000).optional(),
    }),
    response: z.object({
      timeZone: z.string(),
      /** By time, then by the catalogue's order of professionals; cut at `limit`. */
      slots: z.array(slotSchema),
      /** Days of the range on which the business does not open at all. */
      closedDates: z.array(localDateSchema),
    }),
    errors: ["not_found"],
  }),
  createBooking: defineOperation({
    id: "createBooking",
    summary: "Books a time; without professionalId whoever is free",
    method: "POST",
    path: "/booking",
    api: "booking",
    scope: "customer",
    body: z.strictObject({
      serviceId: z.uuid(),
      professionalId: z.uuid().optional(),
      startsAt: instantSchema,
      expected: expectedSchema.optional(),
    }),
    response: bookingSchema,
    successStatus: 201,
    errors: ["not_found", "changed", "idempotency_key_missing", ...timeProblemCodes],
    isIdempotent: false,
    isKeyRequired: true,
  }),
  listBookings: defineOperation({
    ...read,
    id: "listBookings",
    summary: "Bookings by start time; a customer's token reads its own rows only",
    path: "/admin/bookings",
    scope: "owner",
    query: z.strictObject({
      client: z.uuid().optional(),
      status: bookingStatusSchema.optional(),
      /** Only bookings that end after this instant. */
      from: instantSchema.optional(),
      limit: limit(100).default(20),
      cursor: z.string().max(200).optional(),
    }),
    response: z.object({ bookings: z.array(bookingSchema), nextCursor: z.string().nullable() }),
    errors: [],
  }),
  getBooking: defineOperation({
    ...read,
    id: "getBooking",
    summary: "One booking by its code",
    path: "/client/bookings/{code}",
    scope: "owner",
    params: codeParams,
    response: bookingSchema,
    errors: ["not_found"],
  }),
  rescheduleBooking: defineOperation({
    id: "rescheduleBooking",
    summary: "Moves a booking; without professionalId the same professional if free, else whoever is",
    method: "PATCH",
    path: "/client/bookings/{code}",
    api: "booking",
    scope: "owner",
    params: codeParams,
    body: z.strictObject({
      startsAt: instantSchema,
      professionalId: z.uuid().optional(),
      /** `currentStartsAt` is the time that the customer believes the booking has now. */
      expected: expectedSchema.extend({ currentStartsAt: instantSchema.optional() }).optional(),
    }),
    response: bookingSchema,
    successStatus: 200,
    errors: ["not_found", "changed", "not_reschedulable", ...timeProblemCodes],
    isIdempotent: false,
  }),
  cancelBooking: defineOperation({
    id: "cancelBooking",
    summary: "Cancels a booking and frees its time",
    method: "DELETE",
    path: "/client/bookings/{code}",
    api: "booking",
    scope: "owner",
    params: codeParams,
    query: z.strictObject({ expectedStartsAt: instantSchema.optional() }),
    response: bookingSchema,
    successStatus: 200,
    errors: ["not_found", "changed", "not_cancellable"],
    isIdempotent: false,
  }),
  listPackages: defineOperation({
    ...read,
    id: "listPackages",
    summary: "Packages with price, validity and what they contain",
    path: "/packages",
    api: "packages",
    response: z.object({ packages: z.array(packageSchema) }),
    errors: [],
  }),
  createPurchase: defineOperation({
    id: "createPurchase",
    summary: "Buys a package or pays an appointment; answers with the link where it is paid",
    method: "POST",
    path: "/client/purchase",
    api: "payments",
    scope: "customer",
    body: z
      .strictObject({
        packageId: z.uuid().optional(),
        bookingCode: code.optional(),
        expected: z.strictObject({ price: moneySchema.optional() }).optional(),
      })
      .refine(
        ({ packageId, bookingCode }) => (packageId === undefined) !== (bookingCode === undefined),
        "either packageId or bookingCode",
      ),
    response: purchaseSchema,
    successStatus: 201,
    errors: ["not_found", "changed", "already_paid", "not_payable", "online_payment_off", "idempotency_key_missing"],
    isIdempotent: false,
    isKeyRequired: true,
  }),
  listPurchases: defineOperation({
    ...read,
    id: "listPurchases",
    summary: "The customer's purchases, newest first",
    path: "/client/purchase-history",
    api: "payments",
    scope: "customer",
    query: z.strictObject({
      code: code.optional(),
      limit: limit(100).default(20),
      cursor: z.string().max(200).optional(),
    }),
    response: z.object({ purchases: z.array(purchaseSchema), nextCursor: z.string().nullable() }),
    errors: [],
  }),
  getClient: defineOperation({
    ...read,
    id: "getClient",
    summary: "The customer on whose behalf the token acts",
    path: "/client/me",
    api: "clients",
    scope: "customer",
    response: clientSchema,
    errors: ["not_found"],
  }),
  updateClient: defineOperation({
    id: "updateClient",
    summary: "Changes the customer's own data; what is not sent stays",
    method: "PATCH",
    path: "/client/me",
    api: "clients",
    scope: "customer",
    body: z
      .strictObject({
        displayName: z.string().trim().min(1).max(120).nullable().optional(),
        language: z
          .string()
          .regex(/^[a-z]{2}$/)
          .nullable()
          .optional(),
      })
      .refine((body) => Object.keys(body).length > 0, "nothing to change"),
    response: clientSchema,
    successStatus: 200,
    errors: ["not_found"],
    isIdempotent: false,
  }),
} as const satisfies Record<string, OperationShape>;

export type Operations = typeof operations;
export type OperationId = keyof Operations;

export type ParamsOf<Id extends OperationId> = PartOutput<Operations[Id], "params">;
export type QueryOf<Id extends OperationId> = PartOutput<Operations[Id], "query">;
export type BodyOf<Id extends OperationId> = PartOutput<Operations[Id], "body">;
export type ResponseOf<Id extends OperationId> = z.output<Operations[Id]["response"]>;
export type ParamsInput<Id extends OperationId> = PartInput<Operations[Id], "params">;
export type QueryInput<Id extends OperationId> = PartInput<Operations[Id], "query">;
export type BodyInput<Id extends OperationId> = PartInput<Operations[Id], "body">;
