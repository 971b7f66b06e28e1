import type { BookingStatus, Purchase, PurchaseStatus } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import type { PaymentDeps } from "./payment-deps.ts";

export interface PurchaseRow {
  id: string;
  code: string;
  customer_id: string;
  status: PurchaseStatus;
  name: string;
  price_minor: string;
  currency: string;
  pay_token: string;
  created_at: Date;
  expires_at: Date;
  paid_at: Date | null;
  valid_until: string | null;
  package_id: string | null;
  booking_id: string | null;
  items: { serviceId: string; quantity: number }[];
  valid_days: number | null;
  is_transferable: boolean;
  credits_end_at: Date | null;
  refunded_minor: string;
  booking_code: string | null;
  booking_status: BookingStatus | null;
  booking_starts_at: Date | null;
  booking_hold_expires_at: Date | null;
  credits: Purchase["credits"];
}

const SELECT = /* sql */ `
  select p.id, p.code, p.customer_id, p.status, p.name, p.price_minor, p.currency, p.pay_token, p.created_at,
    p.expires_at, p.paid_at, p.valid_until::text, p.package_id, p.booking_id, p.items, p.valid_days,
    p.is_transferable, p.credits_end_at, b.code as booking_code, b.status as booking_status, b.starts_at as booking_starts_at,
    b.hold_expires_at as booking_hold_expires_at,
    coalesce((
      select json_agg(json_build_object('service', json_build_object('id', s.id, 'name', s.name),
        'total', c.total, 'remaining', c.remaining) order by s.position, s.id)
      from (
        select service_id, sum(delta)::int as remaining,
          coalesce(sum(delta) filter (where kind in ('granted', 'transferred_in')), 0)::int as total
        from credit_entries where purchase_id = p.id group by service_id
      ) c join services s on s.id = c.service_id
    ), '[]') as credits,
    (select coalesce(sum(r.amount_minor), 0) from refunds r
      where r.purchase_id = p.id and not has_failed(r.id)) as refunded_minor
  from purchases p left join bookings b on b.id = p.booking_id`;

/** What the status is now, as `statusNow` says it, of `purchases p` and `bookings b` at the instant `now`. */
export const statusSql = (now: string) => /* sql */ `case when p.status <> 'pending' then p.status
  when b.status not in ('confirmed', 'completed') and not (b.status = 'held' and b.hold_expires_at > ${now}) then 'cancelled'
  when p.expires_at <= ${now} then 'expired' else 'pending' end`;

/** At most `limit` rows by a condition on `purchases p`, newest first: ids are uuid v7. */
export function selectPurchases(sql: Sql, condition: string, values: unknown[], limit = 1): Promise<PurchaseRow[]> {
  return sql.query<PurchaseRow>(`${SELECT} where ${condition} order by p.id desc limit ${limit}`, values);
}

/** Appointments that a customer may owe something for; paying for a hold, while it lasts, confirms it. */
export function isPayableBooking(status: BookingStatus, holdExpiresAt: Date | null, now: Date): boolean {
  if (status === "held") return holdExpiresAt !== null && holdExpiresAt > now;
  return status === "confirmed" || status === "completed";
}

/**
 * One purchase that stays as it is until the commit, and so does its appointment: nobody cancels what is being paid, and no
 * hold runs out under it. Its class is locked first, then the appointment, as wherever they are.
 */
export async function lockPurchase(sql: Sql, condition: string, values: unknown[]): Promise<PurchaseRow | undefined> {
  const [found] = await sql.query<{ id: string; booking_id: string | null }>(
    `select p.id, p.booking_id from purchases p where ${condition}`,
    values,
  );
  if (!found) return undefined;
  if (found.booking_id !== null) {
    await sql.query(
      `select 1 from class_sessions where id = (select session_id from bookings where id = $1) for no key update`,
      [found.booking_id],
    );
    await sql.query("select 1 from bookings where id = $1 for no key update", [found.booking_id]);
  }
  await sql.query("select 1 from purchases where id = $1 for no key update", [found.id]);
  const [row] = await selectPurchases(sql, "p.id = $1", [found.id]);
  return row;
}

/** As it stands now: time passes, and an appointment is cancelled, without anybody writing it into the purchase. */
export function statusNow(row: PurchaseRow, now: Date): PurchaseStatus {
  if (row.status !== "pending") return row.status;
  const { booking_status: status, booking_hold_expires_at: holdExpiresAt } = row;
  if (status !== null && !isPayableBooking(status, holdExpiresAt, now)) return "cancelled";
  return row.expires_at <= now ? "expired" : "pending";
}

export function toPurchase(
  row: PurchaseRow,
  { calendar, payUrl }: Pick<PaymentDeps, "calendar" | "payUrl">,
  now: Date,
): Purchase {
  const status = statusNow(row, now);
  const instant = (date: Date) => calendar.format(date.getTime());
  return {
    id: row.id,
    code: row.code,
    status,
    kind: row.package_id === null ? "booking" : "package",
    name: row.name,
    price: { amountMinor: Number(row.price_minor), currency: row.currency },
    payUrl: status === "pending" && payUrl ? payUrl(row.pay_token) : null,
    createdAt: instant(row.created_at),
    expiresAt: instant(row.expires_at),
    paidAt: row.paid_at && instant(row.paid_at),
    packageId: row.package_id ?? undefined,
    booking:
      row.booking_code !== null && row.booking_starts_at !== null
        ? { code: row.booking_code, startsAt: instant(row.booking_starts_at) }
        : undefined,
    credits: row.credits,
    validUntil: row.valid_until,
    customerId: row.customer_id,
    refunded:
      Number(row.refunded_minor) > 0 ? { amountMinor: Number(row.refunded_minor), currency: row.currency } : undefined,
    isTransferable: row.package_id === null ? undefined : row.is_transferable,
  };
}
