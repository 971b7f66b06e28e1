import { DateTime } from "luxon";
import { type Clock, preparedZone } from "../../shared/index.ts";

/** Tells today's date on the business's calendar, as "2026-11-21"; its first seven letters are the month. */
export function createLocalDay(clock: Clock, timeZone: string): () => string {
  const zone = preparedZone(timeZone);
  return () => DateTime.fromMillis(clock.now().getTime(), { zone }).toFormat("yyyy-MM-dd");
}
