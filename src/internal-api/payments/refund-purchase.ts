import type { Refund } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import { done, type Handler, refuse, refuseField } from "../outcome.ts";
import type { PaymentDeps } from "./payment-deps.ts";
import { lockPurchase, selectPurchases, toPurchase } from "./purchase-rows.ts";
import { decideRefund, takeCreditsBack, updateStatus } from "./refund-rows.ts";

/**
 * POST /admin/purchases/{code}/refund. Decides and answers; a real provider is asked after the commit, so `pending` is
 * the usual answer of one. What the customer has used stays used.
 */
export function refundPurchaseHandler(deps: PaymentDeps): Handler<"refundPurchase"> {
  return {
    async run(sql, { params, body, now }) {
      const row = await lockPurchase(sql, "p.profile = $1 and p.code = $2", [deps.profileId, params.code]);
      if (!row) return refuse("not_found");
      const no = (detail: string) => refuse("not_refundable", detail, { purchase: toPurchase(row, deps, now) });
      const payment = await largestPayment(sql, row.id);
      if (!payment) return no("nothing was paid for it");
      if (payment.left === 0) return no("everything has gone back already");
      const amountMinor = body.amountMinor ?? payment.left;
      if (amountMinor > payment.left) return refuseField("amountMinor", `at most ${payment.left}`);
      // A package whose money is all back holds nothing that could be booked.
      if (body.keepsCredits && amountMinor === payment.left && row.credits.some(({ remaining }) => remaining > 0)) {
        return no("with all of its money back no session is kept: give back a part, or leave keepsCredits out");
      }
      if (!body.keepsCredits && (await isHandedOver(sql, row.id))) {
        return no("its sessions were handed to somebody else; with keepsCredits they stay there");
      }
      const reason = body.reason;
      const refundId = await decideRefund(sql, row, payment, { amountMinor, reason, now });
      const status = await updateStatus(sql, row.id);
      if (!body.keepsCredits) await takeCreditsBack(sql, row, refundId, now);
      const [purchase] = await selectPurchases(sql, "p.id = $1", [row.id]);
      if (!purchase || !status) throw new Error("the purchase vanished inside its own transaction");
      const refund: Refund = {
        id: refundId,
        amount: { amountMinor, currency: row.currency },
        reason,
        status: payment.provider === "sandbox" ? "succeeded" : "pending",
        createdAt: deps.calendar.format(now.getTime()),
      };
      return done({ refund, purchase: toPurchase(purchase, deps, now) });
    },
  };
}

/** The payment of which the most has not gone back; there is more than one only when somebody paid twice. */
async function largestPayment(
  sql: Sql,
  purchaseId: string,
): Promise<{ id: string; provider: string; left: number } | undefined> {
  const [payment] = await sql.query<{ id: string; provider: string; kept: string }>(
    /* sql */ `
    select m.id, m.provider, m.amount_minor - coalesce(
      (select sum(amount_minor) from refunds where payment_id = m.id and not has_failed(id)), 0) as kept
    from payments m where m.purchase_id = $1 order by kept desc, m.id limit 1`,
    [purchaseId],
  );
  return payment && { id: payment.id, provider: payment.provider, left: Number(payment.kept) };
}

async function isHandedOver(sql: Sql, purchaseId: string): Promise<boolean> {
  const rows = await sql.query(
    "select 1 from credit_entries where purchase_id = $1 and kind = 'transferred_out' limit 1",
    [purchaseId],
  );
  return rows.length > 0;
}
