import type { Booking, Caller } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import { ownerOf } from "../owner.ts";
import { normalizeCode } from "./booking-code.ts";
import type { Calendar } from "./calendar.ts";
import { type CancellableRow, pastCancellation, toCancellation } from "./cancellation.ts";
import { statusNow } from "./life.ts";

export interface BookingRow extends CancellableRow {
  id: string;
  code: string;
  customer_id: string;
  /** The group class in which it is a seat; null: an appointment. */
  session_id: string | null;
  service_id: string;
  service_name: string;
  resource_id: string;
  resource_name: string;
  ends_at: Date;
  currency: string;
  created_at: Date;
  moves: number;
}

/** Columns of a BookingRow from `bookings b`, `services s`, `resources r`. */
export const BOOKING_COLUMNS = `b.id, b.code, b.customer_id, b.session_id, b.status, b.service_id, s.name as service_name,
  b.resource_id, r.name as resource_name, b.starts_at, b.ends_at, b.price_minor, b.currency, b.created_at,
  b.hold_expires_at, b.paid_with, b.is_moved_late, b.moves, b.free_until_hours, b.fee_percent, b.fee_minor,
  b.late_credit, b.cancellation_fee_minor, b.refund_due_minor, b.is_credit_returned,
  (select (select sum(m.amount_minor) from payments m where m.purchase_id = p.id) - coalesce((
      select sum(f.amount_minor) from refunds f where f.purchase_id = p.id
        and not exists (select from refund_results o where o.refund_id = f.id and o.status = 'failed')), 0)
    from purchases p where p.booking_id = b.id and p.status in ('paid', 'partially_refunded')) as paid_minor`;

export const BOOKING_JOINS = "join services s on s.id = b.service_id join resources r on r.id = b.resource_id";

/**
 * A booking that the caller may see, or undefined: somebody else's booking is as absent as one that never was.
 * @param options.isLocked takes the row until the transaction ends.
 */
export async function findBooking(
  sql: Sql,
  { profileId, caller, code, isLocked }: { profileId: string; caller: Caller; code: string; isLocked: boolean },
): Promise<BookingRow | undefined> {
  const values = [profileId, normalizeCode(code), ownerOf(caller)];
  // Locked first and read after: what the subquery about the payment saw before the wait could be old by then.
  if (isLocked) {
    // Before that a class's row: wherever both are locked, it comes first, because whoever frees a seat fills it.
    await sql.query(
      `select 1 from class_sessions where id = (
         select session_id from bookings where profile = $1 and code = $2 and ($3::uuid is null or customer_id = $3))
       for no key update`,
      values,
    );
    const locked = await sql.query(
      `select 1 from bookings where profile = $1 and code = $2 and ($3::uuid is null or customer_id = $3)
       for no key update`,
      values,
    );
    if (locked.length === 0) return undefined;
  }
  const [row] = await sql.query<BookingRow>(
    `select ${BOOKING_COLUMNS} from bookings b ${BOOKING_JOINS}
     where b.profile = $1 and b.code = $2 and ($3::uuid is null or b.customer_id = $3)`,
    values,
  );
  return row;
}

/** As it stands at this moment. */
export function toBooking(row: BookingRow, calendar: Calendar, now: Date): Booking {
  const durationMs = row.ends_at.getTime() - row.starts_at.getTime();
  const instant = (date: Date) => calendar.format(date.getTime());
  const status = statusNow(row, now);
  const cancellation = status === "cancelled" ? pastCancellation(row) : undefined;
  return {
    code: row.code,
    customerId: row.customer_id,
    status,
    service: { id: row.service_id, name: row.service_name, durationMinutes: Math.round(durationMs / 60_000) },
    professional: { id: row.resource_id, name: row.resource_name },
    startsAt: instant(row.starts_at),
    endsAt: instant(row.ends_at),
    timeZone: calendar.timeZone,
    price: { amountMinor: Number(row.price_minor), currency: row.currency },
    createdAt: instant(row.created_at),
    payment: paymentOf(row),
    ...(row.session_id ? { classId: row.session_id } : {}),
    ...(status === "held" && row.hold_expires_at ? { holdExpiresAt: instant(row.hold_expires_at) } : {}),
    ...(cancellation ? { cancellation: toCancellation(cancellation, row.currency, calendar) } : {}),
  };
}

function paymentOf({ paid_with, paid_minor, currency }: BookingRow): Booking["payment"] {
  if (paid_with === "credit") return { kind: "credit" };
  if (paid_minor === null) return { kind: "none" };
  return { kind: "money", paid: { amountMinor: Number(paid_minor), currency } };
}
