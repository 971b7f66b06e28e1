import type { Sql } from "../../database/index.ts";
import { recordAlert } from "../../telemetry/index.ts";
import type { PaymentDeps } from "./payment-deps.ts";
import type { ProviderPayment } from "./provider.ts";
import { lockPurchase, type PurchaseRow } from "./purchase-rows.ts";
import { decideRefund, recordOutcome, takeCreditsBack, updateStatus } from "./refund-rows.ts";
import { takePayment } from "./take-payment.ts";

/** A page goes through them in this order only. */
const STATES: ProviderPayment["state"][] = ["open", "processing", "ended"];

export async function isEventKnown(sql: Sql, provider: string, eventId: string): Promise<boolean> {
  const rows = await sql.query("select 1 from payment_events where provider = $1 and event_id = $2", [
    provider,
    eventId,
  ]);
  return rows.length > 0;
}

/**
 * Brings a purchase to what its provider says of it, in one transaction. Everything only ever moves forward, so that an
 * answer of the provider which is older than what is written changes nothing.
 * @param event the notification behind it; one that was applied before is a duplicate
 */
export function applyPayment(
  deps: PaymentDeps,
  payment: ProviderPayment,
  event?: { id: string; kind: string },
): Promise<"paid" | "applied" | "duplicate" | "ignored"> {
  const { database, profileId, provider, clock } = deps;
  return database.transaction(async (sql) => {
    const now = clock.now();
    const [session] = await sql.query<{ purchase_id: string }>(
      "select purchase_id from checkout_sessions where provider = $1 and session_id = $2",
      [provider.name, payment.sessionId],
    );
    const row = session && (await lockPurchase(sql, "p.profile = $1 and p.id = $2", [profileId, session.purchase_id]));
    // The provider's account may serve other shops.
    if (!row) return "ignored";
    if (event) {
      const written = await sql.query(
        /* sql */ `
        insert into payment_events (provider, event_id, kind, purchase_id, received_at) values ($1, $2, $3, $4, $5)
        on conflict (provider, event_id) do nothing returning 1`,
        [provider.name, event.id, event.kind, row.id, now],
      );
      if (written.length === 0) return "duplicate";
    }
    await sql.query(
      /* sql */ `
      update checkout_sessions set state = $3 where provider = $1 and session_id = $2
        and array_position($4::text[], state) < array_position($4::text[], $3)`,
      [provider.name, payment.sessionId, payment.state, STATES],
    );
    if (!payment.paid) return "applied";
    const { amountMinor, currency } = payment.paid;
    if (amountMinor !== Number(row.price_minor) || currency !== row.currency) {
      await tellUnexpected(sql, deps, row, { amountMinor, currency });
      return "applied";
    }
    const taken = await takePayment(sql, deps, row, { provider: provider.name, ...payment.paid }, now);
    await applyRefunds(sql, deps, row, payment.paid.ref, payment.refunds, now);
    return taken === "paid" ? "paid" : "applied";
  });
}

/** Not the sum that was asked for: nothing is given for it, and a person looks. Told once for a purchase. */
async function tellUnexpected(
  sql: Sql,
  deps: PaymentDeps,
  row: PurchaseRow,
  money: { amountMinor: number; currency: string },
): Promise<void> {
  const told = await sql.query("select 1 from alerts where kind = 'payment.unexpected' and subject_id = $1", [row.id]);
  if (told.length > 0) return;
  const details = { purchase: row.code, ...money };
  const alert = { kind: "payment.unexpected", subjectId: row.id, conversationId: null, details } as const;
  await recordAlert(sql, deps.logger, alert);
}

async function applyRefunds(
  sql: Sql,
  { logger, provider }: PaymentDeps,
  row: PurchaseRow,
  paymentRef: string,
  refunds: ProviderPayment["refunds"],
  now: Date,
): Promise<void> {
  if (refunds.length === 0) return;
  const [payment] = await sql.query<{ id: string }>(
    "select id from payments where provider = $1 and provider_ref = $2 and purchase_id = $3",
    [provider.name, paymentRef, row.id],
  );
  if (!payment) return;
  const known = await sql.query<{ id: string; provider_ref: string | null }>(
    "select id, provider_ref from refunds where payment_id = $1",
    [payment.id],
  );
  for (const { ref, refundId, amountMinor, status } of refunds) {
    const ours = known.find((refund) => refund.id === refundId || refund.provider_ref === ref);
    if (ours) {
      await recordOutcome(sql, logger, row, { refundId: ours.id, ref, status }, now);
      continue;
    }
    // Decided at the provider, by somebody with access to it. One that failed before we heard of it changed nothing.
    if (status === "failed") continue;
    const reason = "decided at the payment provider";
    const id = await decideRefund(
      sql,
      row,
      { id: payment.id, provider: provider.name },
      { amountMinor, reason, now, ref },
    );
    await recordOutcome(sql, logger, row, { refundId: id, ref, status }, now);
    if ((await updateStatus(sql, row.id)) === "refunded") await takeCreditsBack(sql, row, id, now);
  }
}
