import { z } from "zod";
import { localTimeSchema, moneySchema } from "../schemas.ts";

export const origin = z
  .enum(["file", "api"])
  .describe(
    "file: each start brings it to what catalogue.yml says; api: the API made or changed it, and the file is not applied",
  );
export const code = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case letters, digits and single hyphens")
  .max(60)
  .describe("Its identity in files and CSV; it never changes")
  .meta({ example: "masaje-relajante" });
export const name = z.string().trim().min(1).max(120);
export const description = z.string().trim().max(1000);
export const minutes = (least: number, most: number) => z.int().min(least).max(most);
export const priceMinor = moneySchema.shape.amountMinor
  .describe("In minor units of the business's currency")
  .meta({ example: 85000 });
export const isActive = z.boolean().describe("Whether it can be booked or bought; what was booked stays");
export const id = z.uuid();
export const weekday = z.int().min(1).max(7).describe("ISO: 1 is Monday");

/** Local periods of a week; the bounds of a day's periods go up and do not overlap. */
export const weekSchema = z
  .array(z.strictObject({ weekday, from: localTimeSchema, to: localTimeSchema }))
  .max(70)
  .superRefine((periods, context) => {
    periods.forEach(({ weekday, from, to }, index) => {
      if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(from) || !/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(to) || from >= to) {
        context.addIssue({
          code: "custom",
          path: [index],
          message: "a period from 00:00 to 24:00 that ends after it begins",
        });
      }
      const isMet = periods.some(
        (other, at) => at < index && other.weekday === weekday && other.from < to && from < other.to,
      );
      if (isMet) context.addIssue({ code: "custom", path: [index], message: "meets another period of the day" });
    });
  });

export const backToFile = z
  .literal("file")
  .optional()
  .describe("Gives it back to the file, which is applied at the next start");
export const read = {
  reach: "staff",
  scope: "catalogue:read",
  method: "GET",
  successStatus: 200,
  isIdempotent: true,
} as const;
export const create = {
  reach: "staff",
  scope: "catalogue:write",
  method: "POST",
  successStatus: 201,
  isIdempotent: false,
} as const;
export const change = {
  reach: "staff",
  scope: "catalogue:write",
  method: "PATCH",
  successStatus: 200,
  isIdempotent: true,
} as const;
export const params = z.strictObject({ id });

const dryRun = z.strictObject({
  dryRun: z.enum(["true", "false"]).default("false").describe("true: checks and counts, changes nothing"),
});
const importAnswer = z.object({
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  isDryRun: z.boolean(),
});
const csv = z.string().describe("UTF-8 with a header line; at most 2 MB and 2,000 lines");
export const importOf = {
  ...create,
  successStatus: 200,
  requestType: "text/csv",
  query: dryRun,
  body: csv,
  response: importAnswer,
  errors: [],
  isIdempotent: true,
} as const;
export const exportOf = { ...read, responseType: "text/csv", response: z.string(), errors: [] } as const;
