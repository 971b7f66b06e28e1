import type { Database } from "../../database/index.ts";
import type { Clock } from "../../shared/index.ts";

/** What the payment handlers share. */
export interface PaymentDeps {
  database: Database;
  profileId: string;
  /** The branch's local time: instants with its offset, days as YYYY-MM-DD. */
  calendar: { format(ms: number): string; dayOf(ms: number): { date: string } };
  clock: Clock;
  /**
   * Where the purchase with this token is paid. The link is always ours, whichever provider stands behind it, so that
   * creating a purchase asks nobody over the network. Undefined: nothing can be paid online here.
   */
  payUrl: ((token: string) => string) | undefined;
}
