import type { Sql } from "../../database/index.ts";
import { type Logger, newId } from "../../shared/index.ts";
import { recordAlert } from "../../telemetry/index.ts";
import { recordEvent } from "../events.ts";
import type { RefundStatus } from "./provider.ts";
import type { PurchaseRow } from "./purchase-rows.ts";

/** The refunded purchase; it is locked. */
type Refunded = Pick<PurchaseRow, "id" | "code" | "customer_id" | "currency">;

/** A refund whose outcome has just become known. */
export interface RefundOutcome {
  refundId: string;
  /** The provider's id of it. */
  ref: string | undefined;
  status: RefundStatus;
}

/**
 * Decides that money of one payment goes back; the database refuses more than was paid. The sandbox is done with it at
 * once; a real provider is asked after the commit, by `settleRefunds`.
 * @param payment a real provider's `ref`, when the refund was decided there and has happened
 */
export async function decideRefund(
  sql: Sql,
  purchase: Refunded,
  payment: { id: string; provider: string },
  refund: { amountMinor: number; reason: string; now: Date; ref?: string },
): Promise<string> {
  const { amountMinor, reason, now, ref } = refund;
  const id = newId();
  await sql.query(
    /* sql */ `
    insert into refunds (id, purchase_id, payment_id, amount_minor, currency, reason, provider_ref, created_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, purchase.id, payment.id, amountMinor, purchase.currency, reason, ref ?? null, now],
  );
  if (payment.provider === "sandbox") await writeResult(sql, { refundId: id, ref: id, status: "succeeded" }, now);
  await recordEvent(sql, "purchase.refunded", purchase.id, {
    customerId: purchase.customer_id,
    code: purchase.code,
    amountMinor,
    currency: purchase.currency,
  });
  return id;
}

/**
 * What the provider says of a refund, in any order and however often. One that failed gives back the credits that it
 * took, and staff is told: the customer still waits for the money.
 */
export async function recordOutcome(
  sql: Sql,
  logger: Logger,
  purchase: Refunded,
  outcome: RefundOutcome,
  now: Date,
): Promise<void> {
  const isNew = await writeResult(sql, outcome, now);
  if (!isNew || outcome.status !== "failed") return;
  await sql.query(
    /* sql */ `
    insert into credit_entries (id, purchase_id, customer_id, service_id, delta, kind, refund_id, at)
    select gen_random_uuid(), purchase_id, customer_id, service_id, -sum(delta), 'refunded', refund_id, $2
    from credit_entries where refund_id = $1
    group by purchase_id, customer_id, service_id, refund_id having sum(delta) < 0`,
    [outcome.refundId, now],
  );
  await updateStatus(sql, purchase.id);
  await recordAlert(sql, logger, {
    kind: "refund.failed",
    subjectId: purchase.id,
    conversationId: null,
    details: { purchase: purchase.code },
  });
}

async function writeResult(sql: Sql, { refundId, ref, status }: RefundOutcome, now: Date): Promise<boolean> {
  const written = await sql.query(
    /* sql */ `
    insert into refund_results (refund_id, status, provider_ref, at) values ($1, $2, $3, $4)
    on conflict (refund_id, status) do nothing returning 1`,
    [refundId, status === "pending" ? "submitted" : status, ref ?? null, now],
  );
  return written.length > 0;
}

/** The status of a purchase that was paid, by what is left of the money; returns it. */
export async function updateStatus(sql: Sql, purchaseId: string): Promise<string | undefined> {
  const [row] = await sql.query<{ status: string }>(
    /* sql */ `
    with money as (
      select (select coalesce(sum(amount_minor), 0) from payments where purchase_id = $1)
        - (select coalesce(sum(amount_minor), 0) from refunds where purchase_id = $1 and not has_failed(id)) as kept
    )
    update purchases p set status = case when kept <= 0 then 'refunded' when kept < price_minor
      then 'partially_refunded' else 'paid' end
    from money where p.id = $1 and p.paid_at is not null
      -- Its appointment may have been paid anew meanwhile; then this one is over, whatever is left of its money.
      and (kept <= 0 or not exists (select from purchases o where o.booking_id = p.booking_id and o.id <> p.id
        and o.status in ('paid', 'partially_refunded')))
    returning p.status`,
    [purchaseId],
  );
  return row?.status;
}

/** Takes what a package still holds; the entries name the refund. */
export async function takeCreditsBack(sql: Sql, purchase: Refunded, refundId: string, now: Date): Promise<void> {
  await sql.query(
    /* sql */ `
    insert into credit_entries (id, purchase_id, customer_id, service_id, delta, kind, refund_id, at)
    select gen_random_uuid(), purchase_id, $2, service_id, -sum(delta), 'refunded', $3, $4
    from credit_entries where purchase_id = $1 group by purchase_id, service_id having sum(delta) > 0`,
    [purchase.id, purchase.customer_id, refundId, now],
  );
}
