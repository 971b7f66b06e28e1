import type { Sql } from "../../database/index.ts";
import { newId } from "../../shared/index.ts";
import { recordEvent } from "../events.ts";
import type { BookingRow } from "./booking-rows.ts";
import type { CancellationPolicy } from "./cancellation.ts";
import { SYSTEM } from "./changes.ts";
import { isOpen, lockSession, type SessionRow } from "./class-rows.ts";
import { endHolds } from "./holds.ts";
import { insertBooking, type NewBooking } from "./insert-booking.ts";

/** How long a freed seat is kept for the next on the list; never past the start. */
const OFFER_MS = 30 * 60_000;

export interface SeatContext {
  profileId: string;
  /** What is agreed with whoever gets a seat now. */
  policy: CancellationPolicy;
  now: Date;
}

/**
 * Brings a session, which the caller has locked, to what it must be now: holds that ran out end, and each free seat is
 * kept for who has waited longest. After it a free seat is anybody's, because nobody waits: no walk-in overtakes the
 * list. It is right at any time, so it stays when what the caller was asked for is refused.
 */
export async function settleSeats(sql: Sql, session: SessionRow, context: SeatContext): Promise<void> {
  const { now } = context;
  await vacate(sql, await endHolds(sql, "session_id = $2", [now, session.id], now), "expired");
  if (!isOpen(session, now)) return closeList(sql, session.id);
  for (;;) {
    const [next] = await sql.query<{ id: string; customer_id: string }>(
      `select id, customer_id from waitlist where session_id = $1 and status = 'waiting' order by position limit 1
       for no key update`,
      [session.id],
    );
    const bookingId = newId();
    if (!next || !(await takeSeat(sql, session.id, bookingId))) return;
    const until = new Date(Math.min(now.getTime() + OFFER_MS, session.starts_at.getTime()));
    const { code } = await insertBooking(sql, {
      ...seatOf(session, context),
      id: bookingId,
      customerId: next.customer_id,
      holdExpiresAt: until,
      by: SYSTEM,
    });
    await sql.query(
      `update waitlist set status = 'offered', offered_until = $2, booking_id = $3, updated_at = clock_timestamp()
       where id = $1`,
      [next.id, until, bookingId],
    );
    await recordEvent(sql, "waitlist.offered", next.id, {
      customerId: next.customer_id,
      code,
      classId: session.id,
      serviceId: session.service_id,
      startsAt: session.starts_at.toISOString(),
      offeredUntil: until.toISOString(),
    });
  }
}

/** What every booking of a session has in common. */
export function seatOf(
  session: SessionRow,
  { profileId, policy, now }: SeatContext,
): Omit<NewBooking, "id" | "customerId" | "by"> {
  return {
    profileId,
    sessionId: session.id,
    service: {
      id: session.service_id,
      name: session.service_name,
      price: { amountMinor: Number(session.price_minor), currency: session.currency },
    },
    professional: { id: session.resource_id, name: session.resource_name },
    startsAt: session.starts_at,
    endsAt: session.ends_at,
    policy,
    now,
  };
}

/**
 * Takes a free seat for a booking that is written next; false when there is none. The rows are the seats: two can never
 * have one. That the session is locked makes the "none" true too; without it, who waited for a seat that was taken
 * meanwhile would hear it although another is free, and `skip locked` would not see one that comes back.
 */
export async function takeSeat(sql: Sql, sessionId: string, bookingId: string): Promise<boolean> {
  const taken = await sql.query(
    `update class_seats set booking_id = $2
     where booking_id is null and (session_id, seat) = (
       select session_id, seat from class_seats where session_id = $1 and booking_id is null
       order by seat limit 1 for update)
     returning 1`,
    [sessionId, bookingId],
  );
  return taken.length > 0;
}

/** The seat of a booking that was just cancelled goes to who waits for it; the session is locked already. */
export async function releaseSeat(sql: Sql, sessionId: string, bookingId: string, context: SeatContext): Promise<void> {
  await vacate(sql, [bookingId], "left");
  const session = await lockSession(sql, context.profileId, sessionId);
  if (session) await settleSeats(sql, session, context);
}

/** The seats of these bookings are free, and what the list offered with them is over. */
async function vacate(sql: Sql, bookingIds: string[], entryStatus: "expired" | "left"): Promise<void> {
  if (bookingIds.length === 0) return;
  await sql.query("update class_seats set booking_id = null where booking_id = any($1::uuid[])", [bookingIds]);
  await sql.query(
    `update waitlist set status = $2, updated_at = clock_timestamp()
     where booking_id = any($1::uuid[]) and status = 'offered'`,
    [bookingIds, entryStatus],
  );
}

/** Nobody waits for what is over. */
export async function closeList(sql: Sql, sessionId: string): Promise<void> {
  await sql.query(
    `update waitlist set status = 'expired', updated_at = clock_timestamp()
     where session_id = $1 and status in ('waiting', 'offered')`,
    [sessionId],
  );
}

/** The held booking, which the caller confirms, fills the entry of the list that it came from, if there is one. */
export async function fillEntry(sql: Sql, { id, customer_id, code, session_id }: BookingRow): Promise<void> {
  const [entry] = await sql.query<{ id: string }>(
    `update waitlist set status = 'filled', updated_at = clock_timestamp()
     where booking_id = $1 and status = 'offered' returning id`,
    [id],
  );
  if (entry)
    await recordEvent(sql, "waitlist.filled", entry.id, { customerId: customer_id, code, classId: session_id });
}
