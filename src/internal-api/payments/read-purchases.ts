import { z } from "zod";
import { done, type Handler, refuseField } from "../outcome.ts";
import type { PaymentDeps } from "./payment-deps.ts";
import { selectPurchases, toPurchase } from "./purchase-rows.ts";

const cursorSchema = z.uuid();

/** GET /client/purchase-history: keyset pages by id, newest first. */
export function listPurchasesHandler(deps: PaymentDeps): Handler<"listPurchases"> {
  return {
    async run(sql, { caller, query, now }) {
      const { code, cursor, limit } = query;
      if (cursor !== undefined && !cursorSchema.safeParse(cursor).success) {
        return refuseField("cursor", "is not one of ours");
      }
      const rows = await selectPurchases(
        sql,
        `p.profile = $1 and p.customer_id = $2 and ($3::uuid is null or p.id < $3) and ($4::text is null or p.code = $4)`,
        [deps.profileId, caller.customerId, cursor ?? null, code ?? null],
        limit + 1,
      );
      const page = rows.slice(0, limit);
      return done({
        purchases: page.map((row) => toPurchase(row, deps, now)),
        nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
      });
    },
  };
}
