import { z } from "zod";
import type { CreditBalance } from "../../contract/index.ts";
import { done, type Handler, refuse, refuseField } from "../outcome.ts";
import { ownerOf } from "../owner.ts";
import { HOLDS_CREDITS } from "./credits.ts";
import type { PaymentDeps } from "./payment-deps.ts";
import { type PurchaseRow, selectPurchases, statusSql, toPurchase } from "./purchase-rows.ts";

const cursorSchema = z.uuid();
const wrongCursor = () => refuseField("cursor", "is not one of ours");
const isOurs = (cursor: string | undefined) => cursor === undefined || cursorSchema.safeParse(cursor).success;

/** GET /client/purchase-history: keyset pages by id, newest first. */
export function listPurchasesHandler(deps: PaymentDeps): Handler<"listPurchases"> {
  return {
    async run(sql, { caller, query, now }) {
      const { code, cursor, limit } = query;
      if (!isOurs(cursor)) return wrongCursor();
      const rows = await selectPurchases(
        sql,
        `p.profile = $1 and p.customer_id = $2 and ($3::uuid is null or p.id < $3) and ($4::text is null or p.code = $4)`,
        [deps.profileId, caller.customerId, cursor ?? null, code ?? null],
        limit + 1,
      );
      return done(pageOf(rows, limit, deps, now));
    },
  };
}

/** GET /client/purchases/{code} */
export function getPurchaseHandler(deps: PaymentDeps): Handler<"getPurchase"> {
  return {
    async run(sql, { caller, params, now }) {
      const [row] = await selectPurchases(
        sql,
        "p.profile = $1 and p.code = $2 and ($3::uuid is null or p.customer_id = $3)",
        [deps.profileId, params.code, ownerOf(caller)],
      );
      return row ? done(toPurchase(row, deps, now)) : refuse("not_found");
    },
  };
}

/** GET /admin/purchases: keyset pages by id, newest first. */
export function listAllPurchasesHandler(deps: PaymentDeps): Handler<"listAllPurchases"> {
  return {
    async run(sql, { query, now }) {
      const { client, status, kind, from, to, cursor, limit } = query;
      if (!isOurs(cursor)) return wrongCursor();
      const rows = await selectPurchases(
        sql,
        /* sql */ `p.profile = $1 and ($2::uuid is null or p.customer_id = $2) and ($3::uuid is null or p.id < $3)
          and ($4::text is null or ${statusSql("$5::timestamptz")} = $4)
          and ($6::text is null or (p.package_id is null) = ($6 = 'booking'))
          and ($7::timestamptz is null or p.created_at >= $7) and ($8::timestamptz is null or p.created_at < $8)`,
        [deps.profileId, client ?? null, cursor ?? null, status ?? null, now, kind ?? null, from ?? null, to ?? null],
        limit + 1,
      );
      return done(pageOf(rows, limit, deps, now));
    },
  };
}

/** GET /client/credits */
export function listCreditsHandler({ profileId }: PaymentDeps): Handler<"listCredits"> {
  return {
    async run(sql, { caller, now }) {
      const credits = await sql.query<CreditBalance>(
        /* sql */ `
        select json_build_object('id', s.id, 'name', s.name) as service, sum(held.remaining)::int as remaining,
          json_agg(json_build_object('code', held.code, 'name', held.name, 'remaining', held.remaining,
            'validUntil', held.valid_until) order by held.credits_end_at, held.id) as packages
        from (
          select p.id, p.code, p.name, p.valid_until, p.credits_end_at, e.service_id, sum(e.delta)::int as remaining
          from purchases p join credit_entries e on e.purchase_id = p.id
          where p.profile = $1 and p.customer_id = $2 and p.status in ${HOLDS_CREDITS} and p.credits_end_at > $3
          group by p.id, e.service_id having sum(e.delta) > 0
        ) held join services s on s.id = held.service_id
        group by s.id order by s.position, s.id`,
        [profileId, caller.customerId, now],
      );
      return done({ credits });
    },
  };
}

function pageOf(rows: PurchaseRow[], limit: number, deps: PaymentDeps, now: Date) {
  const page = rows.slice(0, limit);
  return {
    purchases: page.map((row) => toPurchase(row, deps, now)),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}
