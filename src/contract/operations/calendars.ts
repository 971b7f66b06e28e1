import { z } from "zod";
import { defineOperation, type OperationShape } from "../operation.ts";
import { codeParams } from "./common.ts";

/** Bookings for the calendars that people have already (iCalendar, RFC 5545). */
export const calendarsOperations = {
  getBookingCalendar: defineOperation({
    id: "getBookingCalendar",
    summary: "One booking as an iCalendar file; the same UID and a higher SEQUENCE after each change",
    method: "GET",
    path: "/client/bookings/{code}/calendar.ics",
    reach: "owner",
    scope: "bookings:read",
    params: codeParams,
    responseType: "text/calendar",
    response: z.string(),
    successStatus: 200,
    errors: ["not_found"],
    isIdempotent: true,
  }),
  createCalendarFeed: defineOperation({
    id: "createCalendarFeed",
    summary: "Gives a professional's calendar an address for calendar programs; the address before it ends",
    method: "POST",
    path: "/admin/professionals/{id}/calendar-feed",
    reach: "staff",
    scope: "bookings:read",
    params: z.strictObject({ id: z.uuid() }),
    response: z.object({
      url: z
        .string()
        .nullable()
        .describe("Whoever knows it reads the calendar. Shown once: null when this answer is a replay"),
    }),
    successStatus: 201,
    errors: ["not_found"],
    isIdempotent: false,
  }),
} as const satisfies Record<string, OperationShape>;
