import type { Calendar } from "../booking/index.ts";

/** What the handlers of the offer share. */
export interface AdminDeps {
  profileId: string;
  currency: string;
  calendar: Calendar;
}
