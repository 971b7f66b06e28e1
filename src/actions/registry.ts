import type { Action } from "./action.ts";
import { bookAppointment } from "./book-appointment.ts";
import { listPackages, listSlots } from "./catalogue.ts";
import { cancelAppointment, checkBookingStatus } from "./own-bookings.ts";
import { smallTalk } from "./small-talk.ts";

const actions: Action[] = [
  bookAppointment,
  cancelAppointment,
  checkBookingStatus,
  listSlots,
  listPackages,
  ...smallTalk,
];

export interface ActionRegistry {
  byIntent(intent: string): Action | undefined;
  byName(name: string): Action | undefined;
}

/** intent → action. What is not here is not done, whatever the NLU says. */
export function createActionRegistry(): ActionRegistry {
  const byIntent = new Map(actions.map((action) => [action.intent, action]));
  const byName = new Map(actions.map((action) => [action.name, action]));
  return { byIntent: (intent) => byIntent.get(intent), byName: (name) => byName.get(name) };
}
