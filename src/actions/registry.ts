import type { Faq } from "../knowledge/index.ts";
import { acceptOffer } from "./accept-offer.ts";
import type { Action } from "./action.ts";
import { createAnswerQuestion, createDecline, hasAnswer } from "./answer-question.ts";
import { bookAppointment } from "./book-appointment.ts";
import { listPackages, listSlots } from "./catalogue.ts";
import { handOver, takeComplaint } from "./hand-over.ts";
import { cancelAppointment, checkBookingStatus } from "./own-bookings.ts";
import { pay, reportPayment } from "./pay.ts";
import { purchaseHistory } from "./purchase-history.ts";
import { rescheduleAppointment } from "./reschedule-appointment.ts";
import { smallTalk } from "./small-talk.ts";
import { updateProfile } from "./update-profile.ts";

const ACTIONS: Action[] = [
  bookAppointment,
  rescheduleAppointment,
  cancelAppointment,
  acceptOffer,
  checkBookingStatus,
  listSlots,
  listPackages,
  pay,
  reportPayment,
  purchaseHistory,
  updateProfile,
  handOver,
  takeComplaint,
  ...smallTalk,
];

/** Intents that the dialogue itself answers. */
const DIALOGUE_INTENTS = ["afirmar", "negar"];

export interface ActionRegistry {
  /** Every intent that means something here. */
  intents: readonly string[];
  byIntent(intent: string): Action | undefined;
  byName(name: string): Action | undefined;
  /** Did the owner write an answer to this? For messages whose intent is in doubt. */
  hasAnswer(text: string): boolean;
}

/** intent → action. What is not here is not done, whatever the NLU says. */
export function createActionRegistry({ faq }: { faq: Faq }): ActionRegistry {
  const actions = [...ACTIONS, createAnswerQuestion(faq), createDecline(faq)];
  const byIntent = new Map(actions.flatMap((action) => (action.intent ? [[action.intent, action] as const] : [])));
  const byName = new Map(actions.map((action) => [action.name, action]));
  const intents = [...byIntent.keys(), ...DIALOGUE_INTENTS];
  return {
    intents,
    byIntent: (intent) => byIntent.get(intent),
    byName: (name) => byName.get(name),
    hasAnswer: (text) => hasAnswer(faq, text),
  };
}
