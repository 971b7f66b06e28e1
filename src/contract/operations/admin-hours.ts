import { z } from "zod";
import { defineOperation, type OperationShape } from "../operation.ts";
import { instantSchema, localTimeSchema } from "../schemas.ts";
import { change, create, id, origin, params, read, weekday, weekSchema } from "./admin-common.ts";
import { deletedSchema, limit } from "./common.ts";

const weekAnswer = z.object({
  origin,
  periods: z.array(z.object({ weekday, from: localTimeSchema, to: localTimeSchema })),
});

const timeOffSchema = z.object({
  id,
  resourceId: id.nullable(),
  startsAt: instantSchema,
  endsAt: instantSchema,
  reason: z.string().nullable(),
});

/** When the business opens, and when somebody or all of it is away. */
export const adminHours = {
  getOpeningHours: defineOperation({
    ...read,
    id: "getOpeningHours",
    summary: "When the business opens, in local time",
    path: "/admin/opening-hours",
    response: weekAnswer,
    errors: [],
  }),
  setOpeningHours: defineOperation({
    ...change,
    id: "setOpeningHours",
    method: "PUT",
    summary:
      'Says the whole week anew; a weekday without periods is closed. `{ origin: "file" }` gives it back to profile.yml',
    path: "/admin/opening-hours",
    body: z.union([z.strictObject({ periods: weekSchema.min(1) }), z.strictObject({ origin: z.literal("file") })]),
    response: weekAnswer,
    errors: [],
  }),
  listTimeOff: defineOperation({
    ...read,
    id: "listTimeOff",
    summary: "When somebody, a room or the whole business is away, by start",
    path: "/admin/time-off",
    query: z.strictObject({
      resource: id.optional(),
      from: instantSchema.optional().describe("Only what ends after this instant"),
      to: instantSchema.optional().describe("Only what begins before this instant"),
      limit: limit(100).default(50),
      cursor: id.optional(),
    }),
    response: z.object({ timeOff: z.array(timeOffSchema), nextCursor: z.string().nullable() }),
    errors: [],
  }),
  createTimeOff: defineOperation({
    ...create,
    id: "createTimeOff",
    summary: "Nothing can be booked in this time from now on; what is booked already stays, and is named",
    path: "/admin/time-off",
    body: z
      .strictObject({
        resourceId: id.nullable().default(null).describe("Who or what is away; null: the whole business is closed"),
        startsAt: instantSchema,
        endsAt: instantSchema,
        reason: z.string().trim().min(1).max(200).optional(),
      })
      .refine(({ startsAt, endsAt }) => Date.parse(startsAt) < Date.parse(endsAt), {
        path: ["endsAt"],
        message: "is not after startsAt",
      }),
    response: timeOffSchema.extend({
      bookingCodes: z.array(z.string()).describe("At most 100 that stand in this time: move or cancel them"),
    }),
    errors: [],
  }),
  deleteTimeOff: defineOperation({
    ...change,
    id: "deleteTimeOff",
    method: "DELETE",
    summary: "Takes a time off back",
    path: "/admin/time-off/{id}",
    params,
    response: deletedSchema,
    errors: [],
  }),
} as const satisfies Record<string, OperationShape>;
