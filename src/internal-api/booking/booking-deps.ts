import type { Profile } from "../../config/index.ts";
import type { Database } from "../../database/index.ts";
import type { Clock } from "../../shared/index.ts";
import type { Calendar } from "./calendar.ts";

/** What the booking handlers share. */
export interface BookingDeps {
  database: Database;
  profileId: string;
  calendar: Calendar;
  /** Which times may be booked, and what a cancellation costs. */
  rules: Profile["booking"];
  clock: Clock;
}
