import type { Database, Sql } from "../../database/index.ts";
import type { Clock, Logger } from "../../shared/index.ts";
import type { PaymentProvider } from "./provider.ts";

/** What the payment handlers share. */
export interface PaymentDeps {
  database: Database;
  profileId: string;
  /** The branch's local time: instants with its offset, days as YYYY-MM-DD. */
  calendar: {
    format(ms: number): string;
    dayOf(ms: number): { date: string };
    daysBetween(from: string, to: string): { endMs: number }[];
  };
  clock: Clock;
  logger: Logger;
  /** A hold that is paid for is held no longer; the caller has locked it and its class. */
  confirmHold(sql: Sql, bookingId: string, now: Date): Promise<void>;
  /** Who takes the money. */
  provider: PaymentProvider;
  /**
   * Where the purchase with this token is paid. The link is always ours, whichever provider stands behind it, so that
   * creating a purchase asks nobody over the network. Undefined: nothing can be paid online here.
   */
  payUrl: ((token: string) => string) | undefined;
}
