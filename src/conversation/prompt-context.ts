import type { Database } from "../database/index.ts";
import type { HistoryLine } from "../llm/index.ts";
import type { Sealer } from "../shared/index.ts";
import type { Recent } from "./recent.ts";
import type { Turn } from "./turn.ts";

/** Somebody whose first message is older than this has been here before. */
const RETURNING_AFTER = "12 hours";

/** What a model may know beside the reply itself, to meet the customer's tone. */
export interface PromptContext {
  /** As the channel or the customer gave it. */
  customerName: string | undefined;
  isReturning: boolean;
  /** What was said before this turn, oldest first. */
  history: HistoryLine[];
}

export type ReadPromptContext = (turn: Turn) => Promise<PromptContext>;

/** Read only when a model is going to be asked: a reply in the template's own words needs none of it. */
export function createPromptContext(deps: { database: Database; sealer: Sealer; recent: Recent }): ReadPromptContext {
  const { database, sealer, recent } = deps;
  return async ({ lease, messages }) => {
    const { id, customerId } = lease.conversation;
    const [[customer], said] = await Promise.all([
      database.query<{ display_name: string | null; is_returning: boolean }>(
        `select display_name, created_at < clock_timestamp() - interval '${RETURNING_AFTER}' as is_returning
          from customers where id = $1`,
        [customerId],
      ),
      recent.messages(id),
    ]);
    const first = Math.min(...messages.map(({ seq }) => seq));
    return {
      customerName: customer?.display_name ? sealer.open(customer.display_name) : undefined,
      isReturning: customer?.is_returning ?? false,
      history: said
        .filter(({ direction, seq, text }) => text !== "" && (direction === "out" || seq < first))
        .map(({ direction, text }) => ({ from: direction === "in" ? "customer" : "business", text })),
    };
  };
}
