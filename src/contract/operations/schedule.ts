import { z } from "zod";
import { defineOperation, type OperationShape } from "../operation.ts";
import { localDateSchema, slotSchema } from "../schemas.ts";
import { limit, MAX_SLOT_DAYS, read } from "./common.ts";

/** When it can be booked. */
export const scheduleOperations = {
  listSlots: defineOperation({
    ...read,
    id: "listSlots",
    scope: "catalogue:read",
    summary: `Free times of a service between two local dates, both included, at most ${MAX_SLOT_DAYS} days: when a professional is free and one of every room and machine that it needs`,
    path: "/schedule-slots",
    query: z.strictObject({
      serviceId: z.uuid(),
      professionalId: z.uuid().optional(),
      from: localDateSchema,
      to: localDateSchema,
      limit: limit(2000).optional(),
    }),
    response: z.object({
      timeZone: z.string(),
      /** By time, then by the catalogue's order of professionals; cut at `limit`. */
      slots: z.array(slotSchema),
      /** Days of the range on which the business does not open at all. */
      closedDates: z.array(localDateSchema),
    }),
    errors: ["not_found"],
  }),
} as const satisfies Record<string, OperationShape>;
