import type { Database, Sql } from "../../database/index.ts";
import { lockCreditsOf, returnCredit } from "../payments/index.ts";
import { withRetries } from "../retries.ts";
import { BOOKING_COLUMNS, BOOKING_JOINS, type BookingRow } from "./booking-rows.ts";
import { freeTime, recordChange, SYSTEM } from "./changes.ts";

const BATCH = 50;
/** A pass ends after this many batches; the next one goes on. */
const MOST_BATCHES = 20;
/** Longer than any buffer around a booking. */
const REACH_MS = 4 * 3_600_000;

/** What the wanted time may meet. */
export interface WantedPeriod {
  profileId: string;
  startMs: number;
  endMs: number;
  now: Date;
}

/**
 * Ends the holds that have run out around a wanted time, in the transaction that is about to take it, so that nobody
 * waits for the sweep. A hold that somebody else has locked this moment is left to them.
 */
export async function endExpiredHolds(sql: Sql, { profileId, startMs, endMs, now }: WantedPeriod): Promise<void> {
  await endHolds(
    sql,
    `session_id is null and profile = $2 and starts_at < $3 and ends_at > $4`,
    [now, profileId, new Date(endMs + REACH_MS), new Date(startMs - REACH_MS)],
    now,
  );
}

/** Ends every hold of a time that has run out (those of seats end with their class); for each minute, from any number of processes. Returns how many. */
export async function expireHolds(database: Database, now: Date): Promise<number> {
  let ended = 0;
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    // A booking that ends holds on its own way and then spends a credit locks purchases twice, in no order.
    const { length } = await withRetries(() =>
      database.transaction((sql) => endHolds(sql, "session_id is null", [now], now)),
    );
    ended += length;
    if (length < BATCH) break;
  }
  return ended;
}

/**
 * Ends up to 50 holds that have run out and meet a condition on `bookings`; a hold that somebody else has locked this
 * moment is left to them. Returns their ids.
 * @param values `$1` is now; the condition's own follow.
 */
export async function endHolds(sql: Sql, condition: string, values: unknown[], now: Date): Promise<string[]> {
  const gone = await sql.query<{ id: string }>(
    /* sql */ `
    update bookings set status = 'expired', updated_at = clock_timestamp()
    where status = 'held' and id = any(array(
      select id from bookings where status = 'held' and hold_expires_at <= $1 and ${condition}
      order by hold_expires_at limit ${BATCH} for no key update skip locked))
    returning id`,
    values,
  );
  if (gone.length === 0) return [];
  const ids = gone.map(({ id }) => id);
  const rows = await sql.query<BookingRow>(
    `select ${BOOKING_COLUMNS} from bookings b ${BOOKING_JOINS} where b.id = any($1::uuid[]) order by b.id`,
    [ids],
  );
  // Before a time is let go: who waits to see it free may have a purchase that is waited for here.
  if (rows.some((row) => row.paid_with === "credit")) await lockCreditsOf(sql, ids);
  await freeTime(sql, ids);
  for (const row of rows) {
    if (row.paid_with === "credit") await returnCredit(sql, { bookingId: row.id, at: now });
    const isCreditReturned = row.paid_with === "credit";
    const change = { kind: "expired", by: SYSTEM, at: now, before: { status: "held" } } as const;
    await recordChange(sql, row, { ...change, after: { status: "expired", isCreditReturned } });
  }
  return ids;
}
