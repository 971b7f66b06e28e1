import type { classesOperations } from "../../contract/index.ts";
import type { HandlersOf } from "../outcome.ts";
import { cancelClassHandler, createClassHandler, listClassesHandler, updateClassHandler } from "./admin-classes.ts";
import { createAlternatives } from "./alternatives.ts";
import { bookClassHandler } from "./book-class.ts";
import type { BookingDeps } from "./booking-deps.ts";
import { acceptOfferHandler, joinWaitlistHandler, leaveWaitlistHandler, listWaitlistHandler } from "./waitlist.ts";

/** What stands behind group classes and their waiting lists. */
export function classHandlers(deps: BookingDeps): HandlersOf<typeof classesOperations> {
  return {
    listClasses: listClassesHandler(deps),
    createClass: createClassHandler(deps, createAlternatives(deps)),
    updateClass: updateClassHandler(deps),
    cancelClass: cancelClassHandler(deps),
    bookClass: bookClassHandler(deps),
    joinWaitlist: joinWaitlistHandler(deps),
    leaveWaitlist: leaveWaitlistHandler(deps),
    listWaitlist: listWaitlistHandler(deps),
    acceptOffer: acceptOfferHandler(deps),
  };
}
