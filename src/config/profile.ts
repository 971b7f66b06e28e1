import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseDocument } from "yaml";
import { z } from "zod";
import { type FaqEntry, faqSchema } from "./faq.ts";

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

const code = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower case letters, digits and single hyphens");
const text = z.string().trim().min(1);
const priceMinor = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

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
  /** Approved Content templates of Twilio, by number of buttons; without them choices are numbered text. */
  twilio: z
    .strictObject({ quickReplies: z.partialRecord(z.enum(["1", "2", "3"]), z.string().regex(/^HX[0-9a-f]{32}$/)) })
    .optional(),
  booking: z
    .strictObject({
      gridMinutes: z.int().min(5).max(240).default(30),
      leadMinutes: z.int().min(0).default(30),
      horizonDays: z.int().min(1).max(365).default(60),
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
        durationMinutes: z.int().min(5).max(720),
        bufferMinutes: z.int().min(0).max(240).default(0),
        priceMinor,
      }),
    ),
    professionals: z.array(
      z.strictObject({ code, name: text, services: z.array(code).min(1), hours: week.optional() }),
    ),
    packages: z
      .array(
        z.strictObject({
          code,
          name: text,
          description: text,
          priceMinor,
          validDays: z.int().min(1),
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
  services: { code: string }[];
  professionals: { code: string; services: string[] }[];
  packages: { code: string; items: { service: string }[] }[];
}

function checkReferences(catalogue: Catalogue, context: z.RefinementCtx): void {
  const report = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path, message });
  for (const list of ["services", "professionals", "packages"] as const) {
    const seen = new Set<string>();
    catalogue[list].forEach((entry, index) => {
      if (seen.has(entry.code)) report([list, index, "code"], `"${entry.code}" is used twice`);
      seen.add(entry.code);
    });
  }
  const known = new Set(catalogue.services.map((service) => service.code));
  catalogue.professionals.forEach((professional, index) => {
    professional.services.forEach((service, at) => {
      if (!known.has(service)) report(["professionals", index, "services", at], `no service "${service}"`);
    });
  });
  catalogue.packages.forEach((entry, index) => {
    entry.items.forEach((item, at) => {
      if (!known.has(item.service)) report(["packages", index, "items", at, "service"], `no service "${item.service}"`);
    });
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
