import { withRetries } from "../retries.ts";
import type { BookingDeps } from "./booking-deps.ts";
import { lockSession } from "./class-rows.ts";
import { settleSeats } from "./class-seats.ts";

const BATCH = 50;
/** A pass ends after this many batches; the next one goes on. */
const MOST_BATCHES = 20;

const DUE = /* sql */ `
  select session_id from bookings
  where profile = $1 and session_id is not null and status = 'held' and hold_expires_at <= $2
  union
  select w.session_id from waitlist w join class_sessions c on c.id = w.session_id
  where w.profile = $1 and w.status = 'waiting' and (c.starts_at <= $2 or exists (
    select from class_seats e where e.session_id = c.id and e.booking_id is null))
  limit ${BATCH}`;

/**
 * Ends the offers that nobody took and passes their seats on, one class at a time; for each minute, from any number of
 * processes. Returns how many classes it saw to.
 */
export async function settleClasses(
  { database, profileId, rules }: Pick<BookingDeps, "database" | "profileId" | "rules">,
  now: Date,
): Promise<number> {
  let settled = 0;
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const due = await database.query<{ session_id: string }>(DUE, [profileId, now]);
    for (const { session_id } of due) {
      await withRetries(() =>
        database.transaction(async (sql) => {
          const session = await lockSession(sql, profileId, session_id);
          if (session) await settleSeats(sql, session, { profileId, policy: rules.cancellation, now });
        }),
      );
    }
    settled += due.length;
    if (due.length < BATCH) break;
  }
  return settled;
}
