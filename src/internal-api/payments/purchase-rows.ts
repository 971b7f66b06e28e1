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
  booking_code: string | null;
  booking_status: BookingStatus | null;
  booking_starts_at: Date | null;
  credits: Purchase["credits"];
}

const SELECT = /* sql */ `
  select p.id, p.code, p.customer_id, p.status, p.name, p.price_minor, p.currency, p.pay_token, p.created_at,
    p.expires_at, p.paid_at, p.valid_until::text, p.package_id, b.code as booking_code, b.status as booking_status,
    b.starts_at as booking_starts_at,
    coalesce((
      select json_agg(json_build_object('service', json_build_object('id', s.id, 'name', s.name),
        'total', c.quantity, 'remaining', c.quantity - c.used) order by s.position, s.id)
      from purchase_credits c join services s on s.id = c.service_id where c.purchase_id = p.id
    ), '[]') as credits
  from purchases p left join bookings b on b.id = p.booking_id`;

/** At most `limit` rows by a condition on `purchases p`, newest first: ids are uuid v7. */
export function selectPurchases(sql: Sql, condition: string, values: unknown[], limit = 1): Promise<PurchaseRow[]> {
  return sql.query<PurchaseRow>(`${SELECT} where ${condition} order by p.id desc limit ${limit}`, values);
}

/** Appointments that a customer may owe something for. */
export function isPayableBooking(status: BookingStatus): boolean {
  return status === "confirmed" || status === "completed";
}

/** As it stands now: time passes, and an appointment is cancelled, without anybody writing it into the purchase. */
export function statusNow(row: PurchaseRow, now: Date): PurchaseStatus {
  if (row.status !== "pending") return row.status;
  if (row.booking_status !== null && !isPayableBooking(row.booking_status)) return "cancelled";
  return row.expires_at <= now ? "expired" : "pending";
}

export function toPurchase(row: PurchaseRow, { calendar, payUrl }: PaymentDeps, now: Date): Purchase {
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
  };
}
