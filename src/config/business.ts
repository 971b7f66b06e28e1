import { z } from "zod";
import { assistantSchema } from "./assistant.ts";
import { priceMinor, reportRepeated, text, week } from "./profile-fields.ts";

/** Without hours, cancelling is free until the booking begins. Each booking keeps what was valid when it was made. */
const cancellationSchema = z
  .strictObject({
    freeUntilHours: z.int().min(0).max(720).optional(),
    /** What a late cancellation costs: a share of the price, or a fixed amount up to the price. */
    fee: z
      .union([z.strictObject({ percent: z.int().min(0).max(100) }), z.strictObject({ minor: priceMinor })])
      .optional(),
    /** What becomes of the credit of a booking that is cancelled late. */
    credit: z.enum(["lost", "returned"]).default("lost"),
  })
  .prefault({});

const contentSid = z.string().regex(/^HX[0-9a-f]{32}$/);

const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a local time like "21:00"');
const remindersSchema = z
  .strictObject({
    /** Local hours in which nobody is reminded; what would fall into them is told before. */
    quietHours: z.strictObject({ from: localTime, to: localTime }).default({ from: "21:00", to: "09:00" }),
  })
  .prefault({});

/** An approved Content template; `variables` say what stands for {{1}}, {{2}}…; `boton_1` is the id of the first button. */
const templateOf = <const Names extends readonly string[]>(names: Names) =>
  z.strictObject({ contentSid, variables: z.array(z.enum(names)).max(20).default([]) }).optional();
const APPOINTMENT = ["codigo", "servicio", "profesional", "fecha", "hora"] as const;
const PACKAGE = ["paquete", "quedan", "vigencia", "boton_1"] as const;
const templatesSchema = z.strictObject({
  booking_24h: templateOf([...APPOINTMENT, "boton_1", "boton_2", "boton_3"]),
  booking_2h: templateOf([...APPOINTMENT, "boton_1", "boton_2", "boton_3"]),
  no_show: templateOf([...APPOINTMENT, "boton_1"]),
  package_7d: templateOf(PACKAGE),
  package_1d: templateOf(PACKAGE),
  waitlist_offer: templateOf([...APPOINTMENT, "limite", "boton_1"]),
});

/** `profile.yml`: what the business is, when it opens and by which rules it books. */
export const businessSchema = z.strictObject({
  name: text,
  about: text,
  locale: text.refine(
    (value) => Intl.DateTimeFormat.supportedLocalesOf(safeLocale(value)).length > 0,
    "no such locale",
  ),
  /** The business's own language. */
  language: z.string().regex(/^[a-z]{2}$/, "two letters"),
  /** Further languages in which customers are answered when they write in them. */
  alsoSpeaks: z.array(z.string().regex(/^[a-z]{2}$/, "two letters")).default([]),
  /** How customers are addressed in Spanish. */
  tone: z.enum(["tu", "usted"]).default("tu"),
  timeZone: text.refine(isTimeZone, "no such IANA time zone"),
  currency: z.string().regex(/^[A-Z]{3}$/, "three capital letters"),
  address: text,
  phone: text,
  openingHours: week,
  /** Days on which the business does not open, whatever the weekday says. */
  holidays: z
    .array(z.strictObject({ date: z.iso.date("a date like 2026-12-25"), name: text }))
    .default([])
    .superRefine((list, context) =>
      reportRepeated(list, "date", (path, message) => context.addIssue({ code: "custom", path, message })),
    ),
  twilio: z
    .strictObject({
      /** Approved Content templates, by number of buttons; without them choices are numbered text. */
      quickReplies: z.partialRecord(z.enum(["1", "2", "3"]), contentSid).optional(),
      /** In whose words customers are reminded once the 24 hours since their last message are over. */
      templates: templatesSchema.optional(),
    })
    .optional(),
  reminders: remindersSchema,
  assistant: assistantSchema,
  booking: z
    .strictObject({
      gridMinutes: z.int().min(5).max(240).default(30),
      leadMinutes: z.int().min(0).default(30),
      horizonDays: z.int().min(1).max(365).default(60),
      cancellation: cancellationSchema,
      reschedule: z
        .strictObject({
          /** Whether a booking moves when cancelling it is no longer free; it is never free to cancel afterwards. */
          late: z.enum(["allowed", "refused"]).default("allowed"),
          maxTimes: z.int().min(0).optional(),
        })
        .prefault({}),
    })
    .prefault({}),
});

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

function safeLocale(value: string): string[] {
  try {
    return Intl.getCanonicalLocales(value);
  } catch {
    return [];
  }
}
