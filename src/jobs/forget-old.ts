import type { Sql } from "../database/index.ts";

/**
 * What nobody asks for any more, by the index that finds it. An event takes its webhook deliveries along; the news of a
 * payment is told within three days, a webhook within three, and a provider's event comes again within days. A reminder
 * is not found due again so late.
 */
const KEPT = [
  { table: "domain_events", key: "id", at: "created_at", days: 30 },
  { table: "payment_events", key: "provider, event_id", at: "received_at", days: 90 },
  { table: "reminders", key: "id", at: "created_at", days: 90 },
  { table: "llm_customer_usage", key: "customer_id, day", at: "day", days: 35 },
] as const;

/** Every few minutes, so that this is more than any business writes; short enough to disturb nobody. */
const AT_ONCE = 1000;

/**
 * Removes the oldest rows that are past their time, some of each table at a time. Some rows bear the application's time
 * and some the database's: where the two differ, as in a test, nothing goes before both say so.
 */
export async function forgetOld(sql: Sql, now: Date): Promise<void> {
  for (const { table, key, at, days } of KEPT) {
    await sql.query(
      `delete from ${table} where (${key}) in (
         select ${key} from ${table} where ${at} < least($2, clock_timestamp()) - make_interval(days => $1)
         order by ${at} limit ${AT_ONCE} for update skip locked)`,
      [days, now],
    );
  }
}
