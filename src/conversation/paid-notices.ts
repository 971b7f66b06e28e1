import { type Database, isDatabaseUnavailable } from "../database/index.ts";
import { describeFault, type Logger } from "../shared/index.ts";
import type { Bell } from "./bell.ts";
import type { Inbox } from "./inbox.ts";

/** An outage may last a weekend; later than this, nobody waits for the news any more. */
const NEWS_FOR_HOURS = 72;
const AT_A_TIME = 100;

/**
 * Puts a notice of every purchase that was paid into its customer's conversation, once. The event committed with the
 * payment and the inbox takes each key once, so this may be called at any time and from anywhere: after each payment,
 * to be quick, and by the sweep, because the process may end between the payment and the call. The conversation is the
 * one in which the customer wrote last; a customer without one hears nothing.
 */
export async function noticePaidPurchases(deps: {
  database: Database;
  inbox: Pick<Inbox, "acceptNotice">;
  bell: Bell;
  logger: Logger;
}): Promise<void> {
  const { database, inbox, bell, logger } = deps;
  const untold = await database.query<{ purchase_id: string; code: string; conversation_id: string }>(
    /* sql */ `
    select e.aggregate_id as purchase_id, e.payload->>'code' as code, latest.id as conversation_id
    from domain_events e
    cross join lateral (
      select c.id from conversations c where c.customer_id = (e.payload->>'customerId')::uuid
      order by c.last_inbound_at desc nulls last, c.id limit 1
    ) latest
    where e.kind = 'purchase.paid' and e.created_at > clock_timestamp() - make_interval(hours => $1)
      -- In none of the customer's conversations: who writes on another number meanwhile is not told again.
      and not exists (
        select from conversations c
        join messages m on m.channel_account_id = c.channel_account_id
          and m.provider_event_id = 'notice:purchase:' || e.aggregate_id
        where c.customer_id = (e.payload->>'customerId')::uuid
      )
    order by e.created_at limit $2`,
    [NEWS_FOR_HOURS, AT_A_TIME],
  );
  for (const { purchase_id, code, conversation_id } of untold) {
    const notice = { kind: "notice", notice: "purchase_paid", code } as const;
    try {
      const { isDuplicate } = await inbox.acceptNotice(conversation_id, `purchase:${purchase_id}`, notice);
      if (!isDuplicate) bell.ring(conversation_id, true, "payment");
    } catch (error) {
      if (isDatabaseUnavailable(error)) throw error;
      // One that cannot be told must not keep the ones behind it from being.
      logger.warn({ purchaseId: purchase_id, ...describeFault(error) }, "payment not told; the next sweep tries again");
    }
  }
}
