import { z } from "zod";
import { apiScopes } from "./caller.ts";

export const moneySchema = z.object({
  /** Bounded, as the columns are that hold it. */
  amountMinor: z.int().min(0).max(9_999_999_999),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

/** An instant with its offset, such as 2025-03-04T17:00:00-06:00. Answers use the branch's offset. */
export const instantSchema = z.iso
  .datetime({ offset: true, abort: true })
  .regex(/^2[01]\d\d-/, "a year between 2000 and 2199");
/** Between 2000 and 2199: the end of a day in year 9999 is one that PostgreSQL and JavaScript write differently. */
export const localDateSchema = z.iso.date({ abort: true }).regex(/^2[01]\d\d-/, "a year between 2000 and 2199");
export const localTimeSchema = z.string().regex(/^\d\d:\d\d$/);

const named = z.object({ id: z.uuid(), name: z.string() });
export const professionalRefSchema = named;

export const serviceSchema = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  description: z.string(),
  durationMinutes: z.int(),
  price: moneySchema,
  professionals: z.array(
    professionalRefSchema.extend({
      durationMinutes: z
        .int()
        .optional()
        .describe("Only of somebody who takes longer or shorter than the service says"),
    }),
  ),
});

export const professionalSchema = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  services: z.array(named),
});

export const businessSchema = z.object({
  name: z.string(),
  about: z.string(),
  address: z.string(),
  phone: z.string(),
  locale: z.string(),
  language: z.string(),
  timeZone: z.string(),
  currency: z.string(),
  /** All seven weekdays, ISO numbered; a day without periods is closed. */
  openingHours: z.array(
    z.object({
      weekday: z.int().min(1).max(7),
      periods: z.array(z.object({ from: localTimeSchema, to: localTimeSchema })),
    }),
  ),
  /** Dates on which it does not open, whatever the weekday says. */
  holidays: z.array(z.object({ date: localDateSchema, name: z.string() })).optional(),
});

export const slotSchema = z.object({
  startsAt: instantSchema,
  endsAt: instantSchema,
  professional: professionalRefSchema,
});

export const bookingStatusSchema = z
  .enum(["held", "confirmed", "cancelled", "completed", "no_show", "expired"])
  .describe("held: the time is kept until holdExpiresAt; expired: a hold that nobody confirmed in time");

/** What cancelling costs, or did cost. */
export const cancellationSchema = z.object({
  kind: z
    .enum(["free", "fee", "lost_credit"])
    .describe("fee: part of the price stays owed; lost_credit: the package's session is not given back"),
  fee: moneySchema,
  creditReturned: z.boolean().describe("Whether the credit that paid for it goes back to its package"),
  refundDue: moneySchema.describe("Of what was paid in money, what is to be given back"),
  freeUntil: instantSchema
    .nullable()
    .describe("The last moment at which cancelling is free, past or not; null when it never is again"),
});

export const bookingPaymentSchema = z.object({
  kind: z.enum(["none", "money", "credit"]),
  paid: moneySchema.optional().describe("With money: what was paid, less what went back"),
});

export const bookingSchema = z.object({
  code: z.string().describe("Without look-alike letters, to be read aloud").meta({ example: "K7RWDQ" }),
  /** Whose it is: what a `--customer` token and `/client/me` are for. */
  customerId: z.uuid(),
  status: bookingStatusSchema,
  service: named.extend({ durationMinutes: z.int() }),
  professional: professionalRefSchema,
  startsAt: instantSchema,
  endsAt: instantSchema,
  timeZone: z.string(),
  price: moneySchema,
  createdAt: instantSchema.optional(),
  holdExpiresAt: instantSchema.optional().describe("Of a held booking: confirm it before"),
  payment: bookingPaymentSchema.optional(),
  classId: z.uuid().optional().describe("Of a seat in a group class; it is cancelled, not moved"),
  cancellation: cancellationSchema.optional().describe("Of a cancelled booking"),
});

const sessionFields = {
  id: z.uuid(),
  service: named,
  professional: professionalRefSchema,
  startsAt: instantSchema,
  endsAt: instantSchema,
};

/** One session of a group class. */
export const classSchema = z.object({
  ...sessionFields,
  status: z.enum(["scheduled", "cancelled"]),
  price: moneySchema,
  seats: z.int(),
  seatsFree: z.int().describe("What can be booked now; a seat that goes to the waiting list is not free"),
  waiting: z.int().describe("How many wait for a seat"),
});

export const waitlistEntrySchema = z.object({
  id: z.uuid(),
  class: z.object(sessionFields),
  status: z
    .enum(["waiting", "offered", "filled", "expired", "left"])
    .describe("offered: a seat is kept until offeredUntil; expired: nobody accepted it in time, or the class is over"),
  position: z.int().nullable().describe("1 is next; null when not waiting"),
  offeredUntil: instantSchema.optional().describe("Of an offer: accept it before"),
  bookingCode: z.string().optional().describe("Of an offer: the held booking"),
});

/** One step in the life of a booking. */
export const bookingChangeSchema = z.object({
  at: instantSchema,
  kind: z.enum(["created", "held", "confirmed", "rescheduled", "cancelled", "completed", "no_show", "expired"]),
  by: z.object({
    role: z.string().describe("service is the assistant on the customer's behalf; system is the clock"),
    id: z.string().nullable().describe("Which customer or key; null for those who may not know"),
  }),
  /** What was and what is, of what changed. */
  before: z.record(z.string(), z.unknown()),
  after: z.record(z.string(), z.unknown()),
});

/** What is true now, as far as the operation knows it. */
export const bookingFactsSchema = bookingSchema.partial();

/** What the customer confirmed. Only what is sent is compared. */
export const expectedSchema = z.strictObject({
  price: moneySchema.optional(),
  professionalId: z.uuid().optional(),
  endsAt: instantSchema.optional(),
});

export const packageSchema = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  description: z.string(),
  price: moneySchema,
  validDays: z.int(),
  items: z.array(z.object({ service: named, quantity: z.int() })),
  /** Whether what is left of it may be handed to somebody else. */
  isTransferable: z.boolean().optional(),
});

export const purchaseStatusSchema = z.enum([
  "pending",
  "paid",
  "expired",
  "cancelled",
  "partially_refunded",
  "refunded",
]);

export const purchaseSchema = z.object({
  id: z.uuid(),
  code: z.string(),
  status: purchaseStatusSchema,
  kind: z.enum(["package", "booking"]),
  /** Of the package, or of the appointment's service, as it was sold. */
  name: z.string(),
  price: moneySchema,
  /** Where it is paid; null when it is paid or can no longer be. */
  payUrl: z.url().nullable(),
  createdAt: instantSchema,
  expiresAt: instantSchema,
  paidAt: instantSchema.nullable(),
  packageId: z.uuid().optional(),
  booking: z.object({ code: z.string(), startsAt: instantSchema }).optional(),
  /** What a paid package still holds. */
  credits: z.array(z.object({ service: named, total: z.int(), remaining: z.int() })),
  /** The last local day on which the credits count. */
  validUntil: localDateSchema.nullable(),
  /** Whose it is. */
  customerId: z.uuid().optional(),
  /** What has gone back, or is on its way; only with a refund. */
  refunded: moneySchema.optional(),
  /** Whether a package may be handed to somebody else, as it was sold. */
  isTransferable: z.boolean().optional(),
});

export const refundSchema = z.object({
  id: z.uuid(),
  amount: moneySchema,
  reason: z.string(),
  /** `pending` until the provider has said what came of it. */
  status: z.enum(["pending", "succeeded", "failed"]),
  createdAt: instantSchema,
});

/** Sessions of one service that are paid and valid now. */
export const creditBalanceSchema = z.object({
  service: named,
  remaining: z.int(),
  /** Where they are, the first to expire first: in this order they are spent. */
  packages: z.array(z.object({ code: z.string(), name: z.string(), remaining: z.int(), validUntil: localDateSchema })),
});

export const clientSchema = z.object({
  id: z.uuid(),
  displayName: z.string().nullable(),
  language: z.string().nullable(),
});

export const apiKeySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(z.enum(apiScopes)),
  /** How the current secret begins, to tell keys apart. */
  hint: z.string().meta({ example: "atk_7Qx2" }),
  createdAt: instantSchema,
  /** To the minute. */
  lastUsedAt: instantSchema.nullable(),
  expiresAt: instantSchema.nullable(),
  revokedAt: instantSchema.nullable(),
});

export const newApiKeySchema = apiKeySchema.extend({
  secret: z
    .string()
    .nullable()
    .describe("Send it as `Authorization: Bearer …`. Shown once: null when this answer is a replay")
    .meta({ example: "atk_7Qx2…" }),
});

export type Service = z.output<typeof serviceSchema>;
export type Professional = z.output<typeof professionalSchema>;
export type Business = z.output<typeof businessSchema>;
export type Slot = z.output<typeof slotSchema>;
export type Booking = z.output<typeof bookingSchema>;
export type ClassSession = z.output<typeof classSchema>;
export type WaitlistEntry = z.output<typeof waitlistEntrySchema>;
export type BookingFacts = z.output<typeof bookingFactsSchema>;
export type BookingStatus = z.output<typeof bookingStatusSchema>;
export type Cancellation = z.output<typeof cancellationSchema>;
export type BookingChange = z.output<typeof bookingChangeSchema>;
export type Package = z.output<typeof packageSchema>;
export type PurchaseStatus = z.output<typeof purchaseStatusSchema>;
export type Purchase = z.output<typeof purchaseSchema>;
export type Refund = z.output<typeof refundSchema>;
export type CreditBalance = z.output<typeof creditBalanceSchema>;
export type Client = z.output<typeof clientSchema>;
export type ApiKey = z.output<typeof apiKeySchema>;
