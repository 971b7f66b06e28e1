import type { Sql } from "../database/index.ts";

/**
 * What nobody asks for any more, by the index that finds it. An event takes its webhook deliveries along; the news of a
 * payment is told within three days, a webhook within three, and a provider's event comes again within days. A reminder
 * is not found due again so late.
 */
const KEPT: readonly { table: string; key: string; at: string; days: number; where?: string }[] = [
  { table: "domain_events", key: "id", at: "created_at", days: 30 },
  { table: "payment_events", key: "provider, event_id", at: "received_at", days: 90 },
  { table: "reminders", key: "id", at: "created_at", days: 90 },
  { table: "llm_customer_usage", key: "customer_id, day", at: "day", days: 35 },
  // What no trainer has decided in a season; what was decided is kept so long that the same text is not asked again.
  { table: "nlu_annotations", key: "id", at: "last_seen_at", days: 90, where: "state = 'open'" },
  { table: "nlu_annotations", key: "id", at: "settled_at", days: 365, where: "state <> 'open'" },
];

/** Every few minutes, so that this is more than any business writes; short enough to disturb nobody. */
const AT_ONCE = 1000;

/**
 * Removes the oldest rows that are past their time, some of each table at a time. Some rows bear the application's time
 * and some the database's: where the two differ, as in a test, nothing goes before both say so.
 */
export async function forgetOld(sql: Sql, now: Date): Promise<void> {
  for (const { table, key, at, days, where = "true" } of KEPT) {
    await sql.query(
      `delete from ${table} where (${key}) in (
         select ${key} from ${table} where ${where} and ${at} < least($2, clock_timestamp()) - make_interval(days => $1)
         order by ${at} limit ${AT_ONCE} for update skip locked)`,
      [days, now],
    );
  }
}
