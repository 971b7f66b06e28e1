import type { Sql } from "../../database/index.ts";
import { done, type Handler, refuse } from "../outcome.ts";
import { returnCredit } from "../payments/index.ts";
import type { BookingDeps } from "./booking-deps.ts";
import { type BookingRow, findBooking, toBooking } from "./booking-rows.ts";
import { type CancellationQuote, quoteCancellation, toCancellation } from "./cancellation.ts";
import { actorOf, type Change, changeStatus, freeTime, recordChange } from "./changes.ts";
import { releaseSeat } from "./class-seats.ts";
import { mayBecome, statusNow } from "./life.ts";

/** GET /client/bookings/{code}/cancellation: what DELETE would answer now. */
export function quoteCancellationHandler({ profileId, calendar }: BookingDeps): Handler<"quoteCancellation"> {
  return {
    async run(sql, { caller, params, now }) {
      const row = await findBooking(sql, { profileId, caller, code: params.code, isLocked: false });
      if (!row) return refuse("not_found");
      if (!isCancellable(row, now)) {
        return refuse("not_cancellable", undefined, { current: toBooking(row, calendar, now) });
      }
      return done(toCancellation(quoteCancellation(row, now), row.currency, calendar));
    },
  };
}

/**
 * DELETE /client/bookings/{code}: the booking stays as history, its time is free at once, its credit goes back unless it
 * is lost. Money is not moved here: the answer and the event say what is due back.
 */
export function cancelBookingHandler({ profileId, calendar, rules }: BookingDeps): Handler<"cancelBooking"> {
  return {
    async run(sql, { caller, params, query, now }) {
      const isWaived = query.waiveFee === "true";
      if (isWaived && caller.customerId !== undefined) return refuse("forbidden", "only the business waives its fee");
      const row = await findBooking(sql, { profileId, caller, code: params.code, isLocked: true });
      if (!row) return refuse("not_found");
      const booking = toBooking(row, calendar, now);
      if (!isCancellable(row, now)) return refuse("not_cancellable", undefined, { current: booking });
      const quote = quoteCancellation(row, now, isWaived);
      const cancellation = toCancellation(quote, row.currency, calendar);
      const { expectedStartsAt, expectedFeeMinor, expectedKind } = query;
      if (
        (expectedStartsAt && Date.parse(expectedStartsAt) !== row.starts_at.getTime()) ||
        (expectedFeeMinor !== undefined && expectedFeeMinor !== quote.feeMinor) ||
        (expectedKind !== undefined && expectedKind !== quote.kind)
      ) {
        return refuse("changed", undefined, { current: { ...booking, cancellation } });
      }
      await applyCancellation(sql, row, quote, { by: actorOf(caller), at: now, isWaived });
      await freeTime(sql, [row.id]);
      if (row.session_id)
        await releaseSeat(sql, row.session_id, row.id, { profileId, policy: rules.cancellation, now });
      return done(toBooking(row, calendar, now));
    },
  };
}

/**
 * The booking, which the caller has locked, ends as quoted, and its credit goes back unless it is lost. What it occupies
 * is the caller's to free.
 */
export async function applyCancellation(
  sql: Sql,
  row: BookingRow,
  { feeMinor, refundDueMinor, isCreditReturned }: CancellationQuote,
  { by, at, isWaived }: { by: Change["by"]; at: Date; isWaived: boolean },
): Promise<void> {
  const before = { status: row.status };
  await changeStatus(sql, row, "cancelled", {
    cancellation_fee_minor: String(feeMinor),
    refund_due_minor: String(refundDueMinor),
    is_credit_returned: isCreditReturned,
  });
  if (isCreditReturned) await returnCredit(sql, { bookingId: row.id, at });
  const { currency } = row;
  const after = { status: "cancelled", feeMinor, refundDueMinor, currency, isCreditReturned, isWaived };
  await recordChange(sql, row, { kind: "cancelled", by, at, before, after });
}

function isCancellable(row: BookingRow, now: Date): boolean {
  return mayBecome(statusNow(row, now), "cancelled") && row.starts_at > now;
}
