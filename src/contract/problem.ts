import { z } from "zod";
import { bookingFactsSchema, purchaseSchema, slotSchema } from "./schemas.ts";

/** Every refusal and fault of the internal API: HTTP status and title by code. */
export const problems = {
  malformed_request: { status: 400, title: "The request cannot be read" },
  idempotency_key_missing: { status: 400, title: "An Idempotency-Key is needed" },
  unauthorized: { status: 401, title: "The token is missing, wrong or expired" },
  forbidden: { status: 403, title: "The token does not reach this" },
  not_found: { status: 404, title: "There is no such thing" },
  method_not_allowed: { status: 405, title: "This address does not know this method" },
  slot_taken: { status: 409, title: "Somebody else has this time" },
  changed: { status: 409, title: "What was confirmed is no longer true" },
  not_cancellable: { status: 409, title: "The booking cannot be cancelled any more" },
  not_reschedulable: { status: 409, title: "The booking cannot be moved any more" },
  wrong_status: { status: 409, title: "What became of the booking does not allow this" },
  hold_expired: { status: 409, title: "The time was not kept any longer" },
  not_started: { status: 409, title: "The booking has not begun yet" },
  no_credit: { status: 409, title: "The customer has no credit for this service" },
  class_full: { status: 409, title: "Every seat is taken" },
  class_closed: { status: 409, title: "The class was cancelled or has begun" },
  already_booked: { status: 409, title: "The customer has a seat in this class already" },
  seat_free: { status: 409, title: "There is a free seat: book it" },
  not_waiting: { status: 409, title: "The customer does not wait for this class" },
  not_offered: { status: 409, title: "No seat is kept for this entry of the waiting list" },
  already_paid: { status: 409, title: "This is paid already" },
  not_payable: { status: 409, title: "There is nothing to pay for this" },
  not_refundable: { status: 409, title: "Nothing of this can be given back" },
  not_transferable: { status: 409, title: "This cannot be handed to somebody else" },
  online_payment_off: { status: 409, title: "Nothing can be paid online here" },
  idempotency_key_reused: { status: 409, title: "The key was used for another request" },
  idempotency_in_progress: { status: 409, title: "A request with this key is still being worked on" },
  key_not_active: { status: 409, title: "The API key is revoked or has expired" },
  endpoint_disabled: { status: 409, title: "The webhook endpoint is switched off" },
  code_taken: { status: 409, title: "Another one has this code" },
  annotation_settled: { status: 409, title: "The message is decided already, or an example" },
  not_judged: { status: 409, title: "Nobody has judged the message" },
  judgements_differ: { status: 409, title: "The trainers do not agree" },
  too_many: { status: 409, title: "There are as many as there may be" },
  precondition_failed: { status: 412, title: "It has changed since you read it" },
  payload_too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "The body must be JSON" },
  validation_failed: { status: 422, title: "The request has wrong fields" },
  outside_hours: { status: 422, title: "Nobody works at this time" },
  closed: { status: 422, title: "The business is closed on this day" },
  in_the_past: { status: 422, title: "This time has passed" },
  too_soon: { status: 422, title: "This time is too close" },
  too_far: { status: 422, title: "This time is too far ahead" },
  off_grid: { status: 422, title: "No booking starts at this minute" },
  rate_limited: { status: 429, title: "Too many requests" },
  internal_error: { status: 500, title: "The service failed" },
  unavailable: { status: 503, title: "The service is not available now" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

/** What any operation may answer besides its own codes. */
export const commonProblemCodes = [
  "malformed_request",
  "unauthorized",
  "forbidden",
  "validation_failed",
  "rate_limited",
  "internal_error",
  "unavailable",
] as const satisfies ProblemCode[];

/** Refusals of a time; each carries up to three `alternatives`, nearest first. */
export const timeProblemCodes = [
  "slot_taken",
  "outside_hours",
  "closed",
  "in_the_past",
  "too_soon",
  "too_far",
  "off_grid",
] as const satisfies ProblemCode[];

/** RFC 9457 `application/problem+json`. The code is open: a business may answer from a system of its own. */
export const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  requestId: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  /** With a refused time: what is free near it. */
  alternatives: z.array(slotSchema).optional(),
  /** With `changed`, `not_cancellable`, `not_reschedulable`: what is true now. */
  current: bookingFactsSchema.optional(),
  /** With `class_full`: how many wait already. */
  waiting: z.int().optional(),
  /** With `already_paid`. */
  purchase: purchaseSchema.optional(),
});

export type Problem = z.output<typeof problemSchema>;
