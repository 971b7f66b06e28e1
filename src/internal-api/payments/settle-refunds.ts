import { describeFault } from "../../shared/index.ts";
import type { PaymentDeps } from "./payment-deps.ts";
import { lockPurchase } from "./purchase-rows.ts";
import { recordOutcome } from "./refund-rows.ts";

const EVERY_MS = 5000;
const AT_A_TIME = 20;

/**
 * Asks the provider for the refunds that were decided and not asked for yet, one process at a time. A process that ends
 * in between asks again: the provider knows each refund by our id. Returns how many it could settle.
 */
export async function settleRefunds(deps: PaymentDeps): Promise<number> {
  const { database, profileId, provider, clock, logger } = deps;
  const due = () =>
    database.query<{ id: string; purchase_id: string; amount_minor: string; payment_ref: string }>(
      /* sql */ `
      select r.id, r.purchase_id, r.amount_minor, m.provider_ref as payment_ref
      from refunds r join payments m on m.id = r.payment_id join purchases p on p.id = r.purchase_id
      where p.profile = $1 and m.provider = $2 and r.provider_ref is null
        and not exists (select from refund_results f where f.refund_id = r.id)
      order by r.id limit $3`,
      [profileId, provider.name, AT_A_TIME],
    );
  if ((await due()).length === 0) return 0;
  const settled = await database.withLock(`refunds:${profileId}`, async () => {
    let count = 0;
    for (const refund of await due()) {
      const order = { refundId: refund.id, paymentRef: refund.payment_ref, amountMinor: Number(refund.amount_minor) };
      const answer = await provider.refund(order).catch((error: Error) => {
        logger.warn({ refundId: refund.id, ...describeFault(error) }, "refund not accepted yet; it is tried again");
        return undefined;
      });
      if (!answer) break;
      await database.transaction(async (sql) => {
        const purchase = await lockPurchase(sql, "p.id = $1", [refund.purchase_id]);
        if (purchase) await recordOutcome(sql, logger, purchase, { refundId: refund.id, ...answer }, clock.now());
      });
      count += 1;
    }
    return count;
  });
  return settled ?? 0;
}

/** Settles every five seconds until it is stopped; a round in hand ends first. */
export function watchRefunds(deps: PaymentDeps): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let running = Promise.resolve();
  const round = () => {
    running = settleRefunds(deps)
      .catch((error: Error) => deps.logger.warn(describeFault(error), "refunds could not be settled"))
      .then(() => {
        if (!isStopped) timer = setTimeout(round, EVERY_MS);
      });
  };
  timer = setTimeout(round, EVERY_MS);
  return {
    stop() {
      isStopped = true;
      clearTimeout(timer);
      return running;
    },
  };
}
