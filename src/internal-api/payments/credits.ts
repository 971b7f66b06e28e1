import type { Sql } from "../../database/index.ts";
import { newId } from "../../shared/index.ts";
import { recordEvent } from "../events.ts";

/** Purchases whose credits count; one that was refunded in part may still hold some. */
export const HOLDS_CREDITS = "('paid', 'partially_refunded')";
/** More valid packages than this nobody has; the soonest to expire come first. */
const MOST_PACKAGES = 100;

export interface CreditRequest {
  customerId: string;
  serviceId: string;
  /** May be inserted later in the same transaction. One that is there must be locked by the caller. */
  bookingId: string;
  /** Now: what has expired by then does not count. */
  at: Date;
}

/**
 * Takes one credit for a booking, in the caller's transaction, from the valid purchase that expires first; undefined
 * when the customer has none. The database refuses a second credit for the same booking and a balance below zero.
 */
export async function spendCredit(
  sql: Sql,
  { customerId, serviceId, bookingId, at }: CreditRequest,
): Promise<{ purchaseCode: string } | undefined> {
  // Locked before the balance is read: whoever spends the last credit meanwhile is seen, and nobody runs into the
  // ledger's refusal, which would end the whole transaction. By id, as `lockCreditsOf` does, and asked again what they
  // are once the wait is over.
  const held = await sql.query<{ id: string }>(
    /* sql */ `
    select id from purchases
    where id = any(array(
        select id from purchases where customer_id = $1 and status in ${HOLDS_CREDITS} and credits_end_at > $2
        order by credits_end_at, id limit ${MOST_PACKAGES}))
      and status in ${HOLDS_CREDITS} and credits_end_at > $2
    order by id for no key update`,
    [customerId, at],
  );
  if (held.length === 0) return undefined;
  const [spent] = await sql.query<{ id: string; code: string }>(
    /* sql */ `
    with chosen as (
      select p.id, p.code from purchases p
      where p.id = any($1::uuid[])
        and (select sum(e.delta) from credit_entries e where e.purchase_id = p.id and e.service_id = $2) > 0
      order by p.credits_end_at, p.id limit 1
    ), entry as (
      insert into credit_entries (id, purchase_id, customer_id, service_id, delta, kind, booking_id, at)
      select $3, id, $4, $2, -1, 'spent', $5, $6 from chosen
    )
    select id, code from chosen`,
    [held.map(({ id }) => id), serviceId, newId(), customerId, bookingId, at],
  );
  if (!spent) return undefined;
  await recordEvent(sql, "credit.spent", spent.id, { customerId, code: spent.code, serviceId, bookingId });
  return { purchaseCode: spent.code };
}

/**
 * Locks the purchases that the credits of these bookings came from until the transaction ends. Whoever locks several does
 * so by id, so that no two wait for each other; where some are locked later than others, the transaction is tried again.
 */
export async function lockCreditsOf(sql: Sql, bookingIds: string[]): Promise<void> {
  await sql.query(
    /* sql */ `
    select 1 from purchases
    where id = any(array(select purchase_id from credit_entries where booking_id = any($1::uuid[])))
    order by id for no key update`,
    [bookingIds],
  );
}

/**
 * Gives the credit that a booking holds back to the purchase it came from, in the caller's transaction, which has the
 * booking locked; undefined when it holds none (any more). A purchase whose money went back keeps no credit,
 * unless that refund fails.
 */
export async function returnCredit(
  sql: Sql,
  { bookingId, at }: { bookingId: string; at: Date },
): Promise<{ purchaseCode: string } | undefined> {
  const [held] = await sql.query<{
    purchase_id: string;
    customer_id: string;
    service_id: string;
    code: string;
    status: string;
  }>(
    /* sql */ `
    select p.id as purchase_id, p.customer_id, p.code, p.status, spent.service_id
    from (
      select purchase_id, service_id from credit_entries where booking_id = $1
      group by purchase_id, service_id having sum(delta) < 0
    ) spent join purchases p on p.id = spent.purchase_id for no key update of p`,
    [bookingId],
  );
  if (!held) return undefined;
  const { purchase_id, customer_id, service_id, code } = held;
  await sql.query(
    /* sql */ `
    insert into credit_entries (id, purchase_id, customer_id, service_id, delta, kind, booking_id, at)
    values ($1, $2, $3, $4, 1, 'returned', $5, $6)`,
    [newId(), purchase_id, customer_id, service_id, bookingId, at],
  );
  if (held.status === "refunded") {
    await sql.query(
      /* sql */ `
      insert into credit_entries (id, purchase_id, customer_id, service_id, delta, kind, refund_id, at)
      values ($1, $2, $3, $4, -1, 'refunded', (
        select id from refunds where purchase_id = $2 and not has_failed(id) order by id desc limit 1), $5)`,
      [newId(), purchase_id, customer_id, service_id, at],
    );
  }
  await recordEvent(sql, "credit.returned", purchase_id, {
    customerId: customer_id,
    code,
    serviceId: service_id,
    bookingId,
  });
  return { purchaseCode: code };
}
