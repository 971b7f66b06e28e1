import type { Booking, Caller } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import { done, type Handler, type Outcome, refuse } from "../outcome.ts";
import type { BookingDeps } from "./booking-deps.ts";
import { BOOKING_COLUMNS, BOOKING_JOINS, type BookingRow, findBooking, toBooking } from "./booking-rows.ts";
import { actorOf, type Change, changeStatus, recordChange, SYSTEM } from "./changes.ts";
import { fillEntry } from "./class-seats.ts";
import { mayBecome, statusNow } from "./life.ts";

/** POST /client/bookings/{code}/confirm */
export function confirmBookingHandler({ profileId, calendar }: BookingDeps): Handler<"confirmBooking"> {
  return {
    async run(sql, { caller, params, now }) {
      const row = await findBooking(sql, { profileId, caller, code: params.code, isLocked: true });
      if (!row) return refuse("not_found");
      const status = statusNow(row, now);
      const current = toBooking(row, calendar, now);
      if (status === "confirmed") return done(current);
      if (status === "expired") return refuse("hold_expired", undefined, { current });
      if (!mayBecome(status, "confirmed")) return refuse("wrong_status", undefined, { current });
      await settle(sql, row, "confirmed", actorOf(caller), now);
      return done(toBooking(row, calendar, now));
    },
  };
}

/** POST /admin/bookings/{code}/complete: once it has begun, and to correct a no-show. */
export function completeBookingHandler(deps: BookingDeps): Handler<"completeBooking"> {
  return { run: (sql, { caller, params, now }) => attend(sql, deps, { caller, code: params.code, now }, "completed") };
}

/** POST /admin/bookings/{code}/no-show: once it has begun, and to correct a completion. */
export function markNoShowHandler(deps: BookingDeps): Handler<"markNoShow"> {
  return { run: (sql, { caller, params, now }) => attend(sql, deps, { caller, code: params.code, now }, "no_show") };
}

async function attend(
  sql: Sql,
  { profileId, calendar }: BookingDeps,
  { caller, code, now }: { caller: Caller; code: string; now: Date },
  next: "completed" | "no_show",
): Promise<Outcome<Booking>> {
  const row = await findBooking(sql, { profileId, caller, code, isLocked: true });
  if (!row) return refuse("not_found");
  const current = toBooking(row, calendar, now);
  if (row.status === next) return done(current);
  if (!mayBecome(statusNow(row, now), next)) return refuse("wrong_status", undefined, { current });
  if (row.starts_at > now) return refuse("not_started", undefined, { current });
  await settle(sql, row, next, actorOf(caller), now);
  return done(toBooking(row, calendar, now));
}

/** The booking, which the caller has locked, becomes what it may; a seat from the waiting list is filled with it. */
export async function settle(
  sql: Sql,
  row: BookingRow,
  next: "confirmed" | "completed" | "no_show",
  by: Change["by"],
  now: Date,
): Promise<void> {
  const before = { status: row.status };
  await changeStatus(sql, row, next);
  if (row.session_id && next === "confirmed") await fillEntry(sql, row);
  await recordChange(sql, row, { kind: next, by, at: now, before, after: { status: next } });
}

/** A hold that was paid for is confirmed, in the payment's transaction, which has locked it and its class. */
export async function confirmPaidHold(sql: Sql, bookingId: string, now: Date): Promise<void> {
  const [row] = await sql.query<BookingRow>(
    `select ${BOOKING_COLUMNS} from bookings b ${BOOKING_JOINS} where b.id = $1`,
    [bookingId],
  );
  if (row) await settle(sql, row, "confirmed", SYSTEM, now);
}
