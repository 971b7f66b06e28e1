import { z } from "zod";

export const MAX_SLOT_DAYS = 31;

/** What most reads have in common. */
export const read = { method: "GET", api: "booking", reach: "caller", successStatus: 200, isIdempotent: true } as const;

export const limit = (max: number) => z.coerce.number<number>().int().min(1).max(max);

/** A code is letters and digits, with a hyphen where people put one; what is none cannot be anybody's. */
export const code = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9-]{1,40}$/, "letters and digits")
  .toUpperCase()
  .overwrite((text) => text.replaceAll("-", ""));

export const codeParams = z.strictObject({ code });

/** A repeat, because the first answer was lost, is no error. */
export const deletedSchema = z.object({
  id: z.uuid(),
  wasThere: z.boolean().describe("False when there was no such thing, or not any more"),
});
