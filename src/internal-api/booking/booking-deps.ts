import type { Database } from "../../database/index.ts";
import type { Clock } from "../../shared/index.ts";
import type { Calendar } from "./calendar.ts";
import type { BookingRules } from "./slots.ts";

/** What the booking handlers share. */
export interface BookingDeps {
  database: Database;
  profileId: string;
  calendar: Calendar;
  rules: BookingRules;
  clock: Clock;
}
