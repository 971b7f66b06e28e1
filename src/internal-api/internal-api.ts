import type { Redis } from "ioredis";
import type { Middleware } from "koa";
import type { Profile } from "../config/index.ts";
import type { nluOperations, ServiceTokens } from "../contract/index.ts";
import type { Database } from "../database/index.ts";
import type { Clock, Logger, Sealer } from "../shared/index.ts";
import { adminHandlers } from "./admin/admin-handlers.ts";
import { getLlmUsageHandler } from "./admin/llm-usage.ts";
import { bookingHandlers } from "./booking/booking-handlers.ts";
import { createCalendar } from "./booking/calendar.ts";
import { classHandlers } from "./booking/class-handlers.ts";
import { expireHolds } from "./booking/holds.ts";
import { seedCatalogue } from "./booking/seed.ts";
import { confirmPaidHold } from "./booking/settle-booking.ts";
import { settleClasses } from "./booking/settle-classes.ts";
import { calendarHandlers, readFeed } from "./calendars/calendar-handlers.ts";
import type { LimitedRole } from "./callers/caller-limits.ts";
import { keyHandlers } from "./callers/key-handlers.ts";
import { clientHandlers } from "./clients.ts";
import { createGuard } from "./guard.ts";
import { forgetOldKeys } from "./idempotency.ts";
import type { Handlers, HandlersOf } from "./outcome.ts";
import { type Checkout, createCheckout } from "./payments/checkout.ts";
import { paymentHandlers } from "./payments/payment-handlers.ts";
import type { PaymentProvider } from "./payments/provider.ts";
import { sandboxProvider } from "./payments/sandbox-provider.ts";
import { settleRefunds, watchRefunds } from "./payments/settle-refunds.ts";
import { routes } from "./routes.ts";
import { webhookHandlers } from "./webhooks/webhook-handlers.ts";

export interface InternalApiDeps {
  database: Database;
  profile: Profile;
  tokens: ServiceTokens;
  /** Opens and seals the customer's name; the same one that the other rooms use. */
  sealer: Sealer;
  clock: Clock;
  logger: Logger;
  /** Counts callers' requests for all processes; without it each counts for itself. */
  redis?: Redis | undefined;
  /** Requests in any minute; for tests. */
  callerLimits?: Record<LimitedRole, number>;
  /** Where the purchase with this token is paid; without it nothing can be paid online. */
  payUrl?: (token: string) => string;
  /** Who takes the money there; the sandbox unless told. */
  paymentProvider?: PaymentProvider | undefined;
  /** Where the calendar with this token is read; its path alone unless told. */
  feedUrl?: (token: string) => string;
  /** Webhooks go to public https addresses alone. */
  isProduction?: boolean;
  /** ISO 4217, of the models' prices; USD unless told. */
  llmCurrency?: string | undefined;
  /** What stands behind the operations for trainers; their room is above. */
  nlu: HandlersOf<typeof nluOperations>;
  /** A purchase has been paid and committed. */
  onPaid?: () => void;
}

export interface InternalApi {
  /** Answers the contract's routes under `/api` and lets every other request pass. */
  middleware: Middleware;
  checkout: Checkout;
  /** A professional's calendar by the token of its address; undefined when there is none. */
  readFeed(token: string): Promise<string | undefined>;
  /** Asks the payment provider for the refunds that were decided; returns how many it could settle. */
  settleRefunds(): Promise<number>;
  /** Does so every five seconds until stopped. */
  watchRefunds(): { stop(): Promise<void> };
  /** Brings catalogue and hours to what the profile's files say; for each start, from any number of processes. */
  seed(): Promise<void>;
  /** What time alone brings about; for each minute, from any number of processes. */
  tick(now: Date): Promise<void>;
}

/** The system behind the contract, on our own database. A business may put its own at `INTERNAL_API_URL` instead. */
export function createInternalApi(deps: InternalApiDeps): InternalApi {
  const { database, profile, sealer, clock } = deps;
  const profileId = profile.id;
  const calendar = createCalendar(profile.timeZone);
  const booking = { database, profileId, calendar, rules: profile.booking, clock };
  const provider = deps.paymentProvider ?? sandboxProvider;
  const { logger, payUrl } = deps;
  const payments = { database, profileId, calendar, clock, logger, provider, payUrl, confirmHold: confirmPaidHold };
  const handlers: Handlers = {
    ...bookingHandlers(booking, profile),
    ...classHandlers(booking),
    ...paymentHandlers(payments),
    ...clientHandlers({ profileId, locale: profile.locale, sealer }),
    ...keyHandlers({ profileId }),
    ...webhookHandlers({ profileId, sealer, isProduction: deps.isProduction ?? false }),
    ...calendarHandlers({ profile, feedUrl: deps.feedUrl ?? ((token) => `/calendars/${token}.ics`) }),
    ...adminHandlers(profile, calendar),
    getLlmUsage: getLlmUsageHandler(profile, calendar, deps.llmCurrency ?? "USD"),
    ...deps.nlu,
  };

  const guard = createGuard({ ...deps, profileId }, handlers);

  return {
    middleware: routes(guard),
    checkout: createCheckout({ ...payments, onPaid: deps.onPaid ?? (() => undefined) }),
    readFeed: (token) => readFeed(database, profile, token, clock.now()),
    settleRefunds: () => settleRefunds(payments),
    watchRefunds: () => watchRefunds(payments),
    async seed() {
      const kept = await seedCatalogue(database, profile);
      if (kept.length > 0) {
        deps.logger.warn({ kept }, "the API has changed these: the profile's files are not applied to them");
      }
      await forgetOldKeys(database);
    },
    async tick(now) {
      await expireHolds(database, now);
      await settleClasses(booking, now);
      await forgetOldKeys(database);
    },
  };
}
