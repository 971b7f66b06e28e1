import type { BookingStatus } from "../../contract/index.ts";

/**
 * What may follow what; the trigger `bookings_transition` refuses everything else, whoever writes. Only an attended or
 * missed booking may be corrected, because staff mark the wrong one now and then.
 */
export const transitions: Readonly<Record<BookingStatus, readonly BookingStatus[]>> = {
  held: ["confirmed", "cancelled", "expired"],
  confirmed: ["cancelled", "completed", "no_show"],
  completed: ["no_show"],
  no_show: ["completed"],
  cancelled: [],
  expired: [],
};

/** The status as of now: a hold is over at its minute, even before anybody has written that down. */
export function statusNow(row: { status: BookingStatus; hold_expires_at: Date | null }, now: Date): BookingStatus {
  return row.status === "held" && row.hold_expires_at !== null && row.hold_expires_at <= now ? "expired" : row.status;
}

/** Whether a booking in this status can become `next`. */
export function mayBecome(status: BookingStatus, next: BookingStatus): boolean {
  return transitions[status].includes(next);
}
