import Router from "@koa/router";
import type { Middleware } from "koa";
import type { Profile } from "../config/index.ts";
import { type OperationId, operations, type ServiceTokens } from "../contract/index.ts";
import type { Database } from "../database/index.ts";
import type { Clock, Logger, Sealer } from "../shared/index.ts";
import { createAlternatives } from "./booking/alternatives.ts";
import { createCalendar } from "./booking/calendar.ts";
import {
  getBusinessHandler,
  listPackagesHandler,
  listProfessionalsHandler,
  listServicesHandler,
} from "./booking/catalogue.ts";
import { cancelBookingHandler, getBookingHandler, rescheduleBookingHandler } from "./booking/change-booking.ts";
import { createBookingHandler } from "./booking/create-booking.ts";
import { listBookingsHandler, listSlotsHandler } from "./booking/read-bookings.ts";
import { seedCatalogue } from "./booking/seed.ts";
import { getClientHandler, updateClientHandler } from "./clients.ts";
import { createGuard } from "./guard.ts";
import { forgetOldKeys } from "./idempotency.ts";
import type { Handlers } from "./outcome.ts";
import { type Checkout, createCheckout } from "./payments/checkout.ts";
import { createPurchaseHandler } from "./payments/create-purchase.ts";
import { listPurchasesHandler } from "./payments/read-purchases.ts";

export interface InternalApiDeps {
  database: Database;
  profile: Profile;
  tokens: ServiceTokens;
  /** Opens and seals the customer's name; the same one that the other rooms use. */
  sealer: Sealer;
  clock: Clock;
  logger: Logger;
  /** Where the purchase with this token is paid; without it nothing can be paid online. */
  payUrl?: (token: string) => string;
  /** A purchase has been paid and committed. */
  onPaid?: () => void;
}

export interface InternalApi {
  /** Answers the contract's routes under `/api` and lets every other request pass. */
  middleware: Middleware;
  checkout: Checkout;
  /** Brings catalogue and hours to what the profile's files say; for each start, from any number of processes. */
  seed(): Promise<void>;
}

/** The system behind the contract, on our own database. A business may put its own at `INTERNAL_API_URL` instead. */
export function createInternalApi(deps: InternalApiDeps): InternalApi {
  const { database, profile, sealer, clock } = deps;
  const profileId = profile.id;
  const calendar = createCalendar(profile.timeZone);
  const booking = { database, profileId, calendar, rules: profile.booking, clock };
  const alternatives = createAlternatives(booking);
  const payments = { database, profileId, calendar, clock, payUrl: deps.payUrl };
  const handlers: Handlers = {
    listServices: listServicesHandler(profile),
    listProfessionals: listProfessionalsHandler(profile),
    getBusiness: getBusinessHandler(profile),
    listSlots: listSlotsHandler(booking),
    createBooking: createBookingHandler(booking, alternatives),
    listBookings: listBookingsHandler(booking),
    getBooking: getBookingHandler(booking),
    rescheduleBooking: rescheduleBookingHandler(booking, alternatives),
    cancelBooking: cancelBookingHandler(booking),
    listPackages: listPackagesHandler(profile),
    createPurchase: createPurchaseHandler(payments),
    listPurchases: listPurchasesHandler(payments),
    getClient: getClientHandler({ profileId, sealer }),
    updateClient: updateClientHandler({ profileId, sealer }),
  };

  const guard = createGuard({ ...deps, profileId });
  const router = new Router({ prefix: "/api" });
  const route = <Id extends OperationId>(id: Id) => {
    const { method, path } = operations[id];
    const answer = guard(id, handlers[id]);
    router.register(path.replace(/\{(\w+)\}/g, ":$1"), [method], (context) => answer(context, context.params));
  };
  for (const id of Object.keys(operations) as OperationId[]) route(id);

  return {
    middleware: router.routes() as unknown as Middleware,
    checkout: createCheckout({ ...payments, onPaid: deps.onPaid ?? (() => undefined) }),
    async seed() {
      await seedCatalogue(database, profile);
      await forgetOldKeys(database);
    },
  };
}
