import { mergeSlots, slotsOfPayload, unpackSlots } from "../actions/index.ts";
import { type AnswerDeps, affirm, reject } from "./answers.ts";
import { RATING } from "./options.ts";
import { answerReminder, REMINDER } from "./reminders.ts";
import type { Decision, Turn } from "./turn.ts";
import { runIntent, type WishDeps } from "./wishes.ts";
import { findWriteRequest } from "./write-requests.ts";

/** What a tapped button, or the number that was typed in its place, asks for. */
export async function decideByPayload(
  deps: AnswerDeps & WishDeps,
  turn: Turn,
  payload: { value: string; isTapped: boolean },
): Promise<Decision> {
  const [kind, first = "", second] = payload.value.split(":");
  if (kind === "confirm") {
    const request = await findWriteRequest(deps.database, turn.lease.conversation.id, uuidOrNothing(first));
    if (!request) return { kind: "say", template: "utter_nada_pendiente" };
    if (second === "no") return reject(deps, turn, request);
    // A button exists only on the question that carried its token; a typed "1" may have been typed before it.
    return affirm(deps, turn, request, payload.isTapped);
  }
  if (kind === REMINDER) return answerReminder(deps, turn, uuidOrNothing(first), second);
  if (kind === RATING && /^[1-5]$/.test(first)) return { kind: "rate", score: Number(first) };
  if (kind === "intent")
    return runIntent(deps, turn, first, unpackSlots(second ?? "")) ?? { kind: "clarify", intents: [] };
  const chosen = slotsOfPayload(payload.value);
  if (chosen && deps.registry.byName(chosen.action)) {
    const { form } = turn.state;
    const before = form?.action === chosen.action ? form.slots : {};
    return { kind: "run", action: chosen.action, slots: mergeSlots(before, chosen.slots) };
  }
  // A button of a template that somebody made elsewhere: its words are all that we know.
  return { kind: "clarify", intents: [] };
}

/** Payloads come from outside; what is no uuid would be a database error instead of "not found". */
function uuidOrNothing(text: string): string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text : "00000000-0000-0000-0000-000000000000";
}
