import { z } from "zod";

export const moneySchema = z.object({
  amountMinor: z.int().min(0),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

/** An instant with its offset, such as 2025-03-04T17:00:00-06:00. Answers use the branch's offset. */
export const instantSchema = z.iso.datetime({ offset: true });
/** Between 2000 and 2199: the end of a day in year 9999 is one that PostgreSQL and JavaScript write differently. */
export const localDateSchema = z.iso.date().regex(/^2[01]\d\d-/, "a year between 2000 and 2199");
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
  professionals: z.array(professionalRefSchema),
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
});

export const slotSchema = z.object({
  startsAt: instantSchema,
  endsAt: instantSchema,
  professional: professionalRefSchema,
});

export const bookingStatusSchema = z.enum(["confirmed", "cancelled", "completed", "no_show"]);

export const bookingSchema = z.object({
  code: z.string(),
  /** Whose it is: what a `--customer` token and `/client/me` are for. */
  customerId: z.uuid(),
  status: bookingStatusSchema,
  service: named.extend({ durationMinutes: z.int() }),
  professional: professionalRefSchema,
  startsAt: instantSchema,
  endsAt: instantSchema,
  timeZone: z.string(),
  price: moneySchema,
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
});

export const purchaseStatusSchema = z.enum(["pending", "paid", "expired", "cancelled"]);

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
});

export const clientSchema = z.object({
  id: z.uuid(),
  displayName: z.string().nullable(),
  language: z.string().nullable(),
});

export type Service = z.output<typeof serviceSchema>;
export type Professional = z.output<typeof professionalSchema>;
export type Business = z.output<typeof businessSchema>;
export type Slot = z.output<typeof slotSchema>;
export type Booking = z.output<typeof bookingSchema>;
export type BookingFacts = z.output<typeof bookingFactsSchema>;
export type BookingStatus = z.output<typeof bookingStatusSchema>;
export type Package = z.output<typeof packageSchema>;
export type PurchaseStatus = z.output<typeof purchaseStatusSchema>;
export type Purchase = z.output<typeof purchaseSchema>;
export type Client = z.output<typeof clientSchema>;
