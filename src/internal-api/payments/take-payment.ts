import type { Sql } from "../../database/index.ts";
import { newId } from "../../shared/index.ts";
import { recordAlert } from "../../telemetry/index.ts";
import { recordEvent } from "../events.ts";
import type { PaymentDeps } from "./payment-deps.ts";
import type { PurchaseRow } from "./purchase-rows.ts";
import { decideRefund } from "./refund-rows.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

export interface TakenPayment {
  provider: string;
  /** The provider's own id of the payment. */
  ref: string;
  amountMinor: number;
  currency: string;
}

/**
 * Writes down money that was taken, once for each of the provider's ids, for a purchase that is locked. What was sold is
 * given for it, also when the link's time is over meanwhile, and a hold is confirmed by it; where it no longer can be (the
 * appointment does not take place, or is paid already), the money goes back by itself and staff is told. `known`: it was
 * written down before.
 */
export async function takePayment(
  sql: Sql,
  deps: Pick<PaymentDeps, "calendar" | "logger" | "confirmHold">,
  row: PurchaseRow,
  payment: TakenPayment,
  now: Date,
): Promise<"paid" | "returned" | "known"> {
  const { provider, amountMinor, currency } = payment;
  const paymentId = newId();
  const inserted = await sql.query(
    /* sql */ `
    insert into payments (id, purchase_id, provider, provider_ref, amount_minor, currency, status, created_at)
    values ($1, $2, $3, $4, $5, $6, 'succeeded', $7) on conflict (provider, provider_ref) do nothing returning 1`,
    [paymentId, row.id, provider, payment.ref, amountMinor, currency, now],
  );
  if (inserted.length === 0) return "known";
  if (await canBeGiven(sql, row)) {
    await give(sql, deps, row, now);
    if (row.booking_id !== null && row.booking_status === "held") await deps.confirmHold(sql, row.booking_id, now);
    return "paid";
  }
  // A purchase that is paid already stays so: only the second payment goes back.
  await sql.query("update purchases set status = 'refunded', paid_at = $2 where id = $1 and paid_at is null", [
    row.id,
    now,
  ]);
  const reason = "nothing could be given for this payment";
  await decideRefund(sql, row, { id: paymentId, provider }, { amountMinor, reason, now });
  await recordAlert(sql, deps.logger, {
    kind: "payment.returned",
    subjectId: row.id,
    conversationId: null,
    details: { purchase: row.code, amountMinor, currency },
  });
  return "returned";
}

async function canBeGiven(sql: Sql, row: PurchaseRow): Promise<boolean> {
  if (row.paid_at !== null) return false;
  if (row.booking_id === null) return true;
  // A hold whose time is over is still the customer's as long as nobody has ended it.
  if (!row.booking_status || !["held", "confirmed", "completed"].includes(row.booking_status)) return false;
  const settled = await sql.query(
    /* sql */ `
    select 1 from purchases where booking_id = $1 and status in ('paid', 'partially_refunded')
    union all
    select 1 from credit_entries where booking_id = $1 having sum(delta) < 0`,
    [row.booking_id],
  );
  return settled.length === 0;
}

/** Status, validity, credits and the event that tells of it. */
async function give(sql: Sql, { calendar }: Pick<PaymentDeps, "calendar">, row: PurchaseRow, now: Date): Promise<void> {
  const validUntil =
    row.valid_days === null
      ? null
      : new Date(Date.parse(calendar.dayOf(now.getTime()).date) + row.valid_days * DAY_MS).toISOString().slice(0, 10);
  const lastDay = validUntil === null ? undefined : calendar.daysBetween(validUntil, validUntil)[0];
  await sql.query(
    "update purchases set status = 'paid', paid_at = $2, valid_until = $3, credits_end_at = $4 where id = $1",
    [row.id, now, validUntil, lastDay ? new Date(lastDay.endMs) : null],
  );
  await sql.query(
    /* sql */ `
    insert into credit_entries (id, purchase_id, customer_id, service_id, delta, kind, at)
    select item.id, p.id, p.customer_id, item."serviceId", item.quantity, 'granted', $2
    from purchases p cross join jsonb_to_recordset($3::jsonb) as item(id uuid, "serviceId" uuid, quantity integer)
    where p.id = $1`,
    [row.id, now, JSON.stringify(row.items.map((item) => ({ id: newId(), ...item })))],
  );
  await recordEvent(sql, "purchase.paid", row.id, { customerId: row.customer_id, code: row.code });
}
