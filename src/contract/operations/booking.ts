import { z } from "zod";
import { defineOperation, type OperationShape } from "../operation.ts";
import { timeProblemCodes } from "../problem.ts";
import {
  bookingChangeSchema,
  bookingSchema,
  bookingStatusSchema,
  cancellationSchema,
  expectedSchema,
  instantSchema,
} from "../schemas.ts";
import { codeParams, limit, read } from "./common.ts";

const MAX_HOLD_MINUTES = 60;
export const DEFAULT_HOLD_MINUTES = 10;

/** The life of a booking. */
export const bookingOperations = {
  createBooking: defineOperation({
    id: "createBooking",
    summary: "Books a time, or holds it for some minutes; without professionalId whoever is free",
    method: "POST",
    path: "/booking",
    api: "booking",
    reach: "customer",
    scope: "bookings:write",
    body: z
      .strictObject({
        serviceId: z.uuid(),
        professionalId: z.uuid().optional(),
        startsAt: instantSchema,
        expected: expectedSchema.optional().describe("What the customer agreed to; `changed` when it is no longer so"),
        hold: z.boolean().optional().describe("Only keep the time, until `holdExpiresAt`; then confirm it"),
        holdMinutes: z
          .int()
          .min(1)
          .max(MAX_HOLD_MINUTES)
          .optional()
          .describe(`${DEFAULT_HOLD_MINUTES} unless told; never past the start`),
        payWith: z.enum(["credit"]).optional().describe("Takes one session of a package that the customer has paid"),
      })
      .refine(({ hold, holdMinutes }) => hold || holdMinutes === undefined, {
        message: "only with hold",
        path: ["holdMinutes"],
      }),
    response: bookingSchema,
    successStatus: 201,
    errors: ["not_found", "changed", "no_credit", "idempotency_key_missing", ...timeProblemCodes],
    isIdempotent: false,
  }),
  listBookings: defineOperation({
    ...read,
    id: "listBookings",
    summary: "Bookings by start time; a customer's token reads its own rows only",
    path: "/admin/bookings",
    reach: "owner",
    scope: "bookings:read",
    query: z.strictObject({
      client: z.uuid().optional(),
      status: bookingStatusSchema.optional(),
      professional: z.uuid().optional(),
      service: z.uuid().optional(),
      from: instantSchema.optional().describe("Only bookings that end after this instant"),
      to: instantSchema.optional().describe("Only bookings that start before this instant"),
      createdAfter: instantSchema.optional().describe("Only bookings made after this instant"),
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
    reach: "owner",
    scope: "bookings:read",
    params: codeParams,
    response: bookingSchema,
    errors: ["not_found"],
  }),
  confirmBooking: defineOperation({
    id: "confirmBooking",
    summary: "Turns a hold into a booking; a booking that is confirmed already stays so",
    method: "POST",
    path: "/client/bookings/{code}/confirm",
    reach: "owner",
    scope: "bookings:write",
    params: codeParams,
    response: bookingSchema,
    successStatus: 200,
    errors: ["not_found", "hold_expired", "wrong_status"],
    isIdempotent: true,
  }),
  rescheduleBooking: defineOperation({
    id: "rescheduleBooking",
    summary: "Moves a booking; without professionalId the same professional if free, else whoever is",
    method: "PATCH",
    path: "/client/bookings/{code}",
    api: "booking",
    reach: "owner",
    scope: "bookings:write",
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
  quoteCancellation: defineOperation({
    id: "quoteCancellation",
    summary: "What cancelling would cost now, and until when it is free",
    method: "GET",
    path: "/client/bookings/{code}/cancellation",
    api: "booking",
    reach: "owner",
    scope: "bookings:read",
    params: codeParams,
    response: cancellationSchema,
    successStatus: 200,
    errors: ["not_found", "not_cancellable"],
    isIdempotent: true,
  }),
  cancelBooking: defineOperation({
    id: "cancelBooking",
    summary: "Cancels a booking and frees its time; late, for the fee that was agreed when it was booked",
    method: "DELETE",
    path: "/client/bookings/{code}",
    api: "booking",
    reach: "owner",
    scope: "bookings:write",
    params: codeParams,
    query: z.strictObject({
      expectedStartsAt: instantSchema.optional(),
      expectedFeeMinor: z.coerce
        .number<number>()
        .int()
        .min(0)
        .optional()
        .describe("The fee that the customer was told; `changed` when it is another by now"),
      expectedKind: cancellationSchema.shape.kind
        .optional()
        .describe("The kind that the customer was told: a credit that is lost by now is no fee, and `changed` too"),
      waiveFee: z
        .enum(["true"])
        .optional()
        .describe("Costs nothing, because the business cancels; not for a customer's token"),
    }),
    response: bookingSchema,
    successStatus: 200,
    errors: ["not_found", "changed", "not_cancellable"],
    isIdempotent: false,
  }),
  completeBooking: defineOperation({
    id: "completeBooking",
    summary: "Says that the customer came; also corrects a no-show",
    method: "POST",
    path: "/admin/bookings/{code}/complete",
    reach: "staff",
    scope: "bookings:write",
    params: codeParams,
    response: bookingSchema,
    successStatus: 200,
    errors: ["not_found", "not_started", "wrong_status"],
    isIdempotent: true,
  }),
  markNoShow: defineOperation({
    id: "markNoShow",
    summary: "Says that the customer did not come; also corrects a completion",
    method: "POST",
    path: "/admin/bookings/{code}/no-show",
    reach: "staff",
    scope: "bookings:write",
    params: codeParams,
    response: bookingSchema,
    successStatus: 200,
    errors: ["not_found", "not_started", "wrong_status"],
    isIdempotent: true,
  }),
  listBookingHistory: defineOperation({
    id: "listBookingHistory",
    summary: "What happened to a booking, oldest first",
    method: "GET",
    path: "/client/bookings/{code}/history",
    reach: "owner",
    scope: "bookings:read",
    params: codeParams,
    response: z.object({ history: z.array(bookingChangeSchema) }),
    successStatus: 200,
    errors: ["not_found"],
    isIdempotent: true,
  }),
} as const satisfies Record<string, OperationShape>;
