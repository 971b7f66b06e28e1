import type { Profile } from "../../config/index.ts";
import type {
  bookingOperations,
  catalogueOperations,
  packagesOperations,
  scheduleOperations,
} from "../../contract/index.ts";
import type { HandlersOf } from "../outcome.ts";
import { createAlternatives } from "./alternatives.ts";
import type { BookingDeps } from "./booking-deps.ts";
import { cancelBookingHandler, quoteCancellationHandler } from "./cancel-booking.ts";
import { getBusinessHandler, listPackagesHandler, listProfessionalsHandler, listServicesHandler } from "./catalogue.ts";
import { rescheduleBookingHandler } from "./change-booking.ts";
import { createBookingHandler } from "./create-booking.ts";
import { listSlotsHandler } from "./list-slots.ts";
import { getBookingHandler, listBookingHistoryHandler, listBookingsHandler } from "./read-bookings.ts";
import { completeBookingHandler, confirmBookingHandler, markNoShowHandler } from "./settle-booking.ts";

type Operations = typeof catalogueOperations &
  typeof packagesOperations &
  typeof scheduleOperations &
  typeof bookingOperations;

/** What stands behind the catalogue, the schedule and the bookings. */
export function bookingHandlers(deps: BookingDeps, profile: Profile): HandlersOf<Operations> {
  const alternatives = createAlternatives(deps);
  return {
    listServices: listServicesHandler(profile),
    listProfessionals: listProfessionalsHandler(profile),
    getBusiness: getBusinessHandler(profile),
    listPackages: listPackagesHandler(profile),
    listSlots: listSlotsHandler(deps),
    createBooking: createBookingHandler(deps, alternatives),
    listBookings: listBookingsHandler(deps),
    getBooking: getBookingHandler(deps),
    rescheduleBooking: rescheduleBookingHandler(deps, alternatives),
    confirmBooking: confirmBookingHandler(deps),
    quoteCancellation: quoteCancellationHandler(deps),
    cancelBooking: cancelBookingHandler(deps),
    completeBooking: completeBookingHandler(deps),
    markNoShow: markNoShowHandler(deps),
    listBookingHistory: listBookingHistoryHandler(deps),
  };
}
