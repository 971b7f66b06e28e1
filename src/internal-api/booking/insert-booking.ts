import type { Sql } from "../../database/index.ts";
import type { Money } from "../../shared/index.ts";
import { newBookingCode } from "./booking-code.ts";
import type { BookingRow } from "./booking-rows.ts";
import { agreedPolicy, type CancellationPolicy } from "./cancellation.ts";
import { type Change, recordChange } from "./changes.ts";

export interface NewBooking {
  id: string;
  profileId: string;
  customerId: string;
  service: { id: string; name: string; price: Money };
  professional: { id: string; name: string };
  /** A seat in this group class, which the caller has taken. */
  sessionId?: string;
  startsAt: Date;
  endsAt: Date;
  policy: CancellationPolicy;
  /** Held until then; confirmed without it. */
  holdExpiresAt?: Date;
  paidWith?: "credit";
  by: Change["by"];
  now: Date;
}

/**
 * The booking's row with the policy as it is sold today, its first line of history and its event, for a time or a seat
 * that this transaction has taken already. Two equal random codes end the transaction with `bookings_code`; whoever runs
 * it runs it again.
 */
export async function insertBooking(sql: Sql, booking: NewBooking): Promise<BookingRow> {
  const { service, professional, holdExpiresAt, by, now } = booking;
  const row: BookingRow = {
    id: booking.id,
    code: newBookingCode(),
    customer_id: booking.customerId,
    session_id: booking.sessionId ?? null,
    status: holdExpiresAt ? "held" : "confirmed",
    service_id: service.id,
    service_name: service.name,
    resource_id: professional.id,
    resource_name: professional.name,
    starts_at: booking.startsAt,
    ends_at: booking.endsAt,
    price_minor: String(service.price.amountMinor),
    currency: service.price.currency,
    created_at: now,
    hold_expires_at: holdExpiresAt ?? null,
    paid_with: booking.paidWith ?? null,
    paid_minor: null,
    is_moved_late: false,
    moves: 0,
    ...agreedPolicy(booking.policy),
    cancellation_fee_minor: null,
    refund_due_minor: null,
    is_credit_returned: null,
  };
  await sql.query(
    `insert into bookings (id, profile, code, customer_id, service_id, resource_id, status, starts_at, ends_at,
       price_minor, currency, created_at, updated_at, hold_expires_at, paid_with, free_until_hours, fee_percent, fee_minor,
       late_credit, session_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $14, $15, $16, $17, $18, $19)`,
    [
      row.id,
      booking.profileId,
      row.code,
      row.customer_id,
      row.service_id,
      row.resource_id,
      row.status,
      row.starts_at,
      row.ends_at,
      row.price_minor,
      row.currency,
      now,
      row.hold_expires_at,
      row.paid_with,
      row.free_until_hours,
      row.fee_percent,
      row.fee_minor,
      row.late_credit,
      row.session_id,
    ],
  );
  const after = {
    status: row.status,
    paidWith: row.paid_with,
    ...(holdExpiresAt ? { holdExpiresAt: holdExpiresAt.toISOString() } : {}),
  };
  await recordChange(sql, row, { kind: holdExpiresAt ? "held" : "created", by, at: now, after });
  return row;
}
