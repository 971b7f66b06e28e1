import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseDocument } from "yaml";
import type { z } from "zod";
import { businessSchema } from "./business.ts";
import { catalogueSchema } from "./catalogue.ts";
import { type FaqEntry, faqSchema } from "./faq.ts";
import type { WeeklyPeriod } from "./profile-fields.ts";

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
