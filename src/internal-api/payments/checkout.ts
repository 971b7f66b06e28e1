import type { Purchase } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import { newId } from "../../shared/index.ts";
import type { PaymentDeps } from "./payment-deps.ts";
import { type PurchaseRow, selectPurchases, statusNow, toPurchase } from "./purchase-rows.ts";

/** A payment as its provider tells of it. */
export interface ReceivedPayment {
  /** Of the purchase's link. */
  token: string;
  provider: "sandbox";
  /** The provider's own id of the payment. */
  providerRef: string;
}

/** What stands behind a purchase's link: the sandbox page today, the notifications of real providers later. */
export interface Checkout {
  /** Undefined for a token that is nobody's. */
  findByToken(token: string): Promise<Purchase | undefined>;
  /**
   * Marks the purchase paid, once, however often and from wherever it is called: credits, payment and the event
   * `purchase.paid` commit with it. `not_payable`: its time is over, or there is no longer anything to pay.
   */
  markPaid(payment: ReceivedPayment): Promise<"paid" | "already_paid" | "not_payable" | "not_found">;
}

export interface CheckoutDeps extends PaymentDeps {
  /** After the commit; a process that ends before it loses nothing, the event is there. */
  onPaid(): void;
}

export function createCheckout(deps: CheckoutDeps): Checkout {
  const { database, profileId, calendar, clock } = deps;

  return {
    async findByToken(token) {
      const [row] = await selectPurchases(database, "p.profile = $1 and p.pay_token = $2", [profileId, token]);
      return row && toPurchase(row, deps, clock.now());
    },

    async markPaid(payment) {
      const now = clock.now();
      const result = await database.transaction(async (sql) => {
        const row = await lockPurchase(sql, profileId, payment.token);
        if (!row) return "not_found";
        const status = statusNow(row, now);
        if (status !== "pending") return status === "paid" ? "already_paid" : "not_payable";
        const today = calendar.dayOf(now.getTime()).date;
        const moved = await sql.query(
          /* sql */ `update purchases set status = 'paid', paid_at = $2, valid_until = $3::date + valid_days
            where id = $1 and status = 'pending' returning 1`,
          [row.id, now, today],
        );
        if (moved.length === 0) return "already_paid";
        await recordPayment(sql, row, payment, now);
        return "paid";
      });
      if (result === "paid") deps.onPaid();
      return result;
    },
  };
}

/**
 * Purchase and appointment stay as they are until the commit: nobody cancels what is being paid. The appointment is
 * locked first, as wherever both are.
 */
async function lockPurchase(sql: Sql, profileId: string, token: string): Promise<PurchaseRow | undefined> {
  const [found] = await sql.query<{ id: string; booking_id: string | null }>(
    "select id, booking_id from purchases where profile = $1 and pay_token = $2",
    [profileId, token],
  );
  if (!found) return undefined;
  await sql.query("select 1 from bookings where id = $1 for no key update", [found.booking_id]);
  await sql.query("select 1 from purchases where id = $1 for no key update", [found.id]);
  const [row] = await selectPurchases(sql, "p.id = $1", [found.id]);
  return row;
}

async function recordPayment(sql: Sql, row: PurchaseRow, payment: ReceivedPayment, now: Date): Promise<void> {
  await sql.query(
    /* sql */ `
    insert into purchase_credits (purchase_id, service_id, quantity)
    select p.id, item."serviceId", item.quantity
    from purchases p cross join jsonb_to_recordset(p.items) as item("serviceId" uuid, quantity integer)
    where p.id = $1`,
    [row.id],
  );
  await sql.query(
    /* sql */ `
    insert into payments (id, purchase_id, provider, provider_ref, amount_minor, currency, status, created_at)
    values ($1, $2, $3, $4, $5, $6, 'succeeded', $7)`,
    [newId(), row.id, payment.provider, payment.providerRef, row.price_minor, row.currency, now],
  );
  await sql.query("insert into domain_events (id, kind, aggregate_id, payload) values ($1, 'purchase.paid', $2, $3)", [
    newId(),
    row.id,
    JSON.stringify({ customerId: row.customer_id, code: row.code }),
  ]);
}
