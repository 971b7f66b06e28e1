import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseDocument } from "yaml";
import { z } from "zod";
import { assistantSchema } from "./assistant.ts";
import { type FaqEntry, faqSchema } from "./faq.ts";

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

const code = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower case letters, digits and single hyphens");
const text = z.string().trim().min(1);
const priceMinor = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

const durationMinutes = z.int().min(5).max(720);
const bufferMinutes = z.int().min(0).max(240).default(0);

const periods = z
  .array(
    z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'local times like "09:00-14:00"')
      .transform((value) => ({ from: value.slice(0, 5), to: value.slice(6) }))
      .refine(({ from, to }) => from < to, "ends before it begins"),
  )
  .refine(
    (list) => list.every((period, index) => index === 0 || list[index - 1]!.to <= period.from),
    "periods of a day go up and do not overlap",
  );

const week = z
  .strictObject(Object.fromEntries(WEEKDAYS.map((day) => [day, periods.default([])])))
  .transform((days) =>
    WEEKDAYS.flatMap((day, index) => (days[day] ?? []).map((period) => ({ weekday: index + 1, ...period }))),
  );

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

const businessSchema = z.strictObject({
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

const catalogueSchema = z
  .strictObject({
    services: z.array(
      z.strictObject({
        code,
        name: text,
        description: text,
        durationMinutes,
        /** Kept free before it: to prepare the room. */
        bufferBeforeMinutes: bufferMinutes,
        /** Kept free after it: to clean up. */
        bufferMinutes,
        /** Its own notice and horizon, instead of `booking` in profile.yml. */
        leadMinutes: z.int().min(0).optional(),
        horizonDays: z.int().min(1).max(365).optional(),
        priceMinor,
        /** Rooms and equipment beside the professional: one of each list, by code. */
        needs: z.array(z.array(code).min(1)).max(8).default([]),
      }),
    ),
    professionals: z.array(
      z.strictObject({
        code,
        name: text,
        services: z.array(code).min(1),
        /** Services for which this person takes longer or shorter than the service says. */
        durations: z.record(code, durationMinutes).default({}),
        hours: week.optional(),
      }),
    ),
    rooms: z.array(z.strictObject({ code, name: text })).default([]),
    equipment: z.array(z.strictObject({ code, name: text })).default([]),
    packages: z
      .array(
        z.strictObject({
          code,
          name: text,
          description: text,
          priceMinor,
          validDays: z.int().min(1),
          /** Whether a customer may hand what is left of it to another one. */
          transferable: z.boolean().default(false),
          items: z.array(z.strictObject({ service: code, quantity: z.int().min(1) })).min(1),
        }),
      )
      .default([]),
  })
  .superRefine(checkReferences);

/** An open period of a weekday (ISO: 1 is Monday) in local wall time, "HH:MM". */
export interface WeeklyPeriod {
  weekday: number;
  from: string;
  to: string;
}

/** What the owner's folder says: the business facts, flat, and the catalogue. */
export interface Profile extends z.output<typeof businessSchema> {
  /** The folder's name; the `profile` column of every row that belongs to this business. */
  id: string;
  openingHours: WeeklyPeriod[];
  catalogue: z.output<typeof catalogueSchema>;
  /** What is always answered the same; empty when the owner wrote no `faq.yml`. */
  faq: FaqEntry[];
}

export class ProfileError extends Error {
  readonly code = "profile_invalid";
  constructor(readonly problems: string[]) {
    super(`The profile has ${problems.length} problem(s):\n${problems.map((p) => `  - ${p}`).join("\n")}`);
    this.name = "ProfileError";
  }
}

/**
 * Reads `profile.yml`, `catalogue.yml` and, when it is there, `faq.yml` of a folder such as `profiles/studio`.
 * @throws ProfileError with every problem at once, each naming the file and the path inside it.
 */
export function loadProfile(directory: string): Profile {
  const problems: string[] = [];
  const business = readYaml(join(directory, "profile.yml"), businessSchema, problems);
  const catalogue = readYaml(join(directory, "catalogue.yml"), catalogueSchema, problems);
  const faqFile = join(directory, "faq.yml");
  const faq = existsSync(faqFile) ? readYaml(faqFile, faqSchema, problems) : [];
  if (!business || !catalogue || !faq) throw new ProfileError(problems);
  return { id: basename(resolve(directory)), ...business, catalogue, faq };
}

function readYaml<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  problems: string[],
): z.output<Schema> | undefined {
  let source: string;
  try {
    source = readFileSync(file, "utf8");
  } catch (error) {
    problems.push(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code})`);
    return undefined;
  }
  const document = parseDocument(source);
  if (document.errors.length > 0) {
    problems.push(...document.errors.map((error) => `${file}: ${error.message.split("\n")[0]}`));
    return undefined;
  }
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  problems.push(...parsed.error.issues.map((issue) => `${file}: ${issue.path.join(".") || "(top)"}: ${issue.message}`));
  return undefined;
}

interface Catalogue {
  services: { code: string; needs: string[][] }[];
  professionals: { code: string; services: string[]; durations: Record<string, number> }[];
  rooms: { code: string }[];
  equipment: { code: string }[];
  packages: { code: string; items: { service: string }[] }[];
}

type Report = (path: (string | number)[], message: string) => void;

function checkReferences(catalogue: Catalogue, context: z.RefinementCtx): void {
  const report: Report = (path, message) => context.addIssue({ code: "custom", path, message });
  for (const list of ["services", "professionals", "rooms", "equipment", "packages"] as const) {
    reportRepeated(catalogue[list], "code", (path, message) => report([list, ...path], message));
  }
  // Whatever can be occupied shares one table, where its code is its identity.
  const people = new Set(catalogue.professionals.map(({ code }) => code));
  const things = new Set<string>();
  for (const list of ["rooms", "equipment"] as const) {
    catalogue[list].forEach(({ code }, index) => {
      if (people.has(code) || things.has(code)) report([list, index, "code"], `"${code}" is used twice`);
    });
    for (const { code } of catalogue[list]) things.add(code);
  }
  catalogue.services.forEach(({ needs }, index) => {
    needs.forEach((group, at) => {
      group.forEach((thing, place) => {
        const path = ["services", index, "needs", at, place];
        if (!things.has(thing)) report(path, `no room or equipment "${thing}"`);
      });
    });
  });
  const known = new Set(catalogue.services.map((service) => service.code));
  catalogue.professionals.forEach((professional, index) => {
    professional.services.forEach((service, at) => {
      if (!known.has(service)) report(["professionals", index, "services", at], `no service "${service}"`);
    });
    for (const service of Object.keys(professional.durations)) {
      const path = ["professionals", index, "durations", service];
      if (!professional.services.includes(service)) report(path, `does not do "${service}"`);
    }
  });
  catalogue.packages.forEach((entry, index) => {
    entry.items.forEach((item, at) => {
      if (!known.has(item.service)) report(["packages", index, "items", at, "service"], `no service "${item.service}"`);
    });
  });
}

function reportRepeated<Key extends string>(list: Record<Key, string>[], key: Key, report: Report): void {
  const seen = new Set<string>();
  list.forEach((entry, index) => {
    if (seen.has(entry[key])) report([index, key], `"${entry[key]}" is used twice`);
    seen.add(entry[key]);
  });
}

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
