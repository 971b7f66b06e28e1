import type { BookingChange, BookingStatus, Caller } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import { newId } from "../../shared/index.ts";
import { type EventPayload, recordEvent } from "../events.ts";
import type { BookingRow } from "./booking-rows.ts";

type Facts = Record<string, string | number | boolean | null>;

export interface Change {
  kind: BookingChange["kind"];
  by: { role: string; id: string | null };
  at: Date;
  /** What was and what is, of what changed: ids, instants, amounts; no names. */
  before?: Facts;
  after?: Facts;
}

/** The clock itself: what nobody asked for. */
export const SYSTEM = { role: "system", id: null };

/** Who acts, without a name: on whose behalf for the assistant, which key or role for everybody else. */
export function actorOf({ role, customerId, id }: Caller): Change["by"] {
  return { role, id: role === "service" || role === "customer" ? (customerId ?? null) : id };
}

/** Writes a change into the booking's history and tells of it, in the transaction of the change. */
export async function recordChange(sql: Sql, row: BookingRow, change: Change): Promise<void> {
  const { kind, by, at, before = {}, after = {} } = change;
  await sql.query(
    `insert into booking_history (id, booking_id, at, kind, by_role, by_id, before, after)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [newId(), row.id, at, kind, by.role, by.id, JSON.stringify(before), JSON.stringify(after)],
  );
  const payload: EventPayload = {
    customerId: row.customer_id,
    code: row.code,
    serviceId: row.service_id,
    professionalId: row.resource_id,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    ...after,
  };
  await recordEvent(sql, `booking.${kind}`, row.id, payload);
}

/** The times and what else a booking occupies are anybody's again. */
export async function freeTime(sql: Sql, bookingIds: string[]): Promise<void> {
  await sql.query("delete from allocations where booking_id = any($1::uuid[])", [bookingIds]);
}

type CancellationColumns = Pick<BookingRow, "cancellation_fee_minor" | "refund_due_minor" | "is_credit_returned">;

/** What a cancellation came to is written with it, and only then. */
const NOTHING: CancellationColumns = { cancellation_fee_minor: null, refund_due_minor: null, is_credit_returned: null };

/**
 * Compare-and-set; the row, which the caller has locked, follows.
 * @throws BookingChangedError when it was not locked and is no longer in the status that the row says.
 */
export async function changeStatus(
  sql: Sql,
  row: BookingRow,
  next: BookingStatus,
  cancellation: CancellationColumns = NOTHING,
): Promise<void> {
  const changed = await sql.query(
    `update bookings set status = $3, updated_at = clock_timestamp(),
       cancelled_at = case when $3 = 'cancelled' then clock_timestamp() end,
       cancellation_fee_minor = $4, refund_due_minor = $5, is_credit_returned = $6
     where id = $1 and status = $2 returning 1`,
    [
      row.id,
      row.status,
      next,
      cancellation.cancellation_fee_minor,
      cancellation.refund_due_minor,
      cancellation.is_credit_returned,
    ],
  );
  if (changed.length === 0) throw new BookingChangedError();
  Object.assign(row, cancellation, { status: next });
}

export class BookingChangedError extends Error {
  readonly code = "booking_changed";
}
