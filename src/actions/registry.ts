import type { Action } from "./action.ts";
import { bookAppointment } from "./book-appointment.ts";
import { listPackages, listSlots } from "./catalogue.ts";
import { cancelAppointment, checkBookingStatus } from "./own-bookings.ts";
import { rescheduleAppointment } from "./reschedule-appointment.ts";
import { smallTalk } from "./small-talk.ts";

const actions: Action[] = [
  bookAppointment,
  rescheduleAppointment,
  cancelAppointment,
  checkBookingStatus,
  listSlots,
  listPackages,
  ...smallTalk,
];

/** Intents that the dialogue itself answers. */
const DIALOGUE_INTENTS = ["afirmar", "negar"];

export interface ActionRegistry {
  /** Every intent that means something here. */
  intents: readonly string[];
  byIntent(intent: string): Action | undefined;
  byName(name: string): Action | undefined;
}

/** intent → action. What is not here is not done, whatever the NLU says. */
export function createActionRegistry(): ActionRegistry {
  const byIntent = new Map(actions.map((action) => [action.intent, action]));
  const byName = new Map(actions.map((action) => [action.name, action]));
  const intents = [...byIntent.keys(), ...DIALOGUE_INTENTS];
  return { intents, byIntent: (intent) => byIntent.get(intent), byName: (name) => byName.get(name) };
}
