import type { Sql } from "../../database/index.ts";
import { newId } from "../../shared/index.ts";
import { recordEvent } from "../events.ts";
import { done, type Handler, refuse, refuseField } from "../outcome.ts";
import { ownerOf } from "../owner.ts";
import type { PaymentDeps } from "./payment-deps.ts";
import { newPayToken, newPurchaseCode } from "./purchase-codes.ts";
import { lockPurchase, type PurchaseRow, selectPurchases, toPurchase } from "./purchase-rows.ts";

/**
 * POST /client/purchases/{code}/transfer. The recipient gets a purchase of their own, for nothing, with what is left and
 * the same validity; the giver's stays with its payment, which only the giver can get back.
 */
export function transferPurchaseHandler(deps: PaymentDeps): Handler<"transferPurchase"> {
  const { profileId } = deps;
  return {
    async run(sql, { caller, params, body, now }) {
      const row = await lockPurchase(
        sql,
        "p.profile = $1 and p.code = $2 and ($3::uuid is null or p.customer_id = $3)",
        [profileId, params.code, ownerOf(caller)],
      );
      if (!row) return refuse("not_found");
      const no = (detail: string) => refuse("not_transferable", detail, { purchase: toPurchase(row, deps, now) });
      if (row.package_id === null || !row.is_transferable) return no("this was sold for its buyer alone");
      if (row.status !== "paid" && row.status !== "partially_refunded") return no("it is not paid");
      if (row.credits_end_at === null || row.credits_end_at <= now) return no("its validity is over");
      if (row.credits.every(({ remaining }) => remaining === 0)) return no("nothing is left of it");
      // One answer for whoever cannot take it: it does not say whether there is such a customer.
      const noRecipient = refuseField("toCustomerId", "is nobody who can take it");
      if (row.customer_id === body.toCustomerId) return noRecipient;
      const [recipient] = await sql.query("select 1 from customers where id = $1 and profile = $2", [
        body.toCustomerId,
        profileId,
      ]);
      if (!recipient) return noRecipient;

      const code = await handOver(sql, row, body.toCustomerId, now);
      const [left] = await selectPurchases(sql, "p.id = $1", [row.id]);
      if (!left) throw new Error("the purchase vanished inside its own transaction");
      return done({
        purchase: toPurchase(left, deps, now),
        recipient: { customerId: body.toCustomerId, purchaseCode: code },
      });
    },
  };
}

async function handOver(sql: Sql, row: PurchaseRow, toCustomerId: string, now: Date): Promise<string> {
  const [toId, code] = [newId(), newPurchaseCode()];
  await sql.query(
    /* sql */ `
    insert into purchases (id, profile, code, customer_id, package_id, name, items, valid_days, is_transferable,
      price_minor, currency, pay_token, status, created_at, expires_at, paid_at, valid_until, credits_end_at,
      transferred_from)
    select $2, profile, $3, $4, package_id, name, items, valid_days, is_transferable,
      0, currency, $5, 'paid', $6, $6, $6, valid_until, credits_end_at, id
    from purchases where id = $1`,
    [row.id, toId, code, toCustomerId, newPayToken(), now],
  );
  const entries = row.credits
    .filter(({ remaining }) => remaining > 0)
    .flatMap(({ service, remaining }) => [
      entry(row.id, row.customer_id, service.id, -remaining, "transferred_out"),
      entry(toId, toCustomerId, service.id, remaining, "transferred_in"),
    ]);
  await sql.query(
    /* sql */ `
    insert into credit_entries (id, purchase_id, customer_id, service_id, delta, kind, at)
    select id, "purchaseId", "customerId", "serviceId", delta, kind, $2
    from jsonb_to_recordset($1::jsonb)
      as e(id uuid, "purchaseId" uuid, "customerId" uuid, "serviceId" uuid, delta integer, kind text)`,
    [JSON.stringify(entries), now],
  );
  await recordEvent(sql, "package.transferred", row.id, {
    customerId: row.customer_id,
    code: row.code,
    toCustomerId,
    toCode: code,
  });
  return code;
}

function entry(purchaseId: string, customerId: string, serviceId: string, delta: number, kind: string) {
  return { id: newId(), purchaseId, customerId, serviceId, delta, kind };
}
