import { carryOn } from "./carry-on.ts";
import type { DialogueState, Option } from "./dialogue-state.ts";
import { sayLate } from "./late.ts";
import { RATING } from "./options.ts";
import { askAgain, clarify, confirmationOf, label, say } from "./outcome.ts";
import { REMINDER, tellReminder } from "./reminders.ts";
import { performWrite, QUESTION_OPEN_MS, type RunDeps, runAction } from "./run-action.ts";
import type { Decision, Step, Turn } from "./turn.ts";
import { findWriteRequest, QUESTION_MINUTES, type WriteRequest } from "./write-requests.ts";

/** A mark up to this one is a disappointment: a person is offered. */
const LOW_MARK = 2;

/** Carries out the decision. Whatever the business has to say comes from its API; here it becomes an outcome. */
export function act(deps: RunDeps): Step {
  return async (turn) => {
    const { decision } = turn;
    if (!decision) throw new Error("nothing was decided");
    if (turn.retried) return retry(deps, turn, turn.retried, decision);
    const before = structuredClone(turn.state);
    // A question that was not understood leaves the earlier options standing, unless it brings its own.
    const isNews = decision.kind === "silent" || turn.messages[0]?.kind === "notice";
    if (!isNews && decision.kind !== "clarify") {
      delete turn.state.options;
      delete turn.state.clarifications;
    }
    // A yes may only confirm what was asked last: any other answer withdraws the question, unless it ends by asking it.
    const keepsQuestion = ["perform", "ask_again", "silent"].includes(decision.kind);
    if (!keepsQuestion) delete turn.state.confirm;
    const hasLater = decision.kind === "run" && decision.later !== undefined;
    if (hasLater) turn.state.later = decision.later;
    await carryOut(deps, turn, decision);
    // The other wishes of an earlier message are dropped by whoever turns to something else.
    if (!hasLater && turn.state.form && turn.state.form.action !== before.form?.action) delete turn.state.later;
    // News that could not be told yet: nothing has happened to the conversation.
    if (turn.messages[0]?.kind === "notice" && !turn.reply) {
      turn.state = before;
      return;
    }
    await carryOn(deps, turn, before);
    if (turn.setOptedOut) forgetEverything(turn);
    if (!turn.state.form || turn.state.form.isParked) delete turn.state.later;
    keepOptions(deps, turn, before);
    if (before.confirm && !keepsQuestion && turn.state.confirm?.token !== before.confirm.token) {
      turn.writeChanges.push({ kind: "close", token: before.confirm.token, state: "cancelled" });
    }
  };
}

/** "gracias" and then "5", a code and then "sí": a mark and a reminder wait, as long as nothing else is asked. */
function keepOptions(deps: RunDeps, turn: Turn, before: DialogueState): void {
  const { form, options, ratingUntil } = turn.state;
  const isMarkDue = ratingUntil !== undefined && deps.clock.now().getTime() < Date.parse(ratingUntil);
  if (!isMarkDue) delete turn.state.ratingUntil;
  const isAnswered = turn.reminderAnswer !== undefined || turn.setOptedOut;
  const isWaiting = ({ payload }: Option) =>
    payload.startsWith(`${RATING}:`) ? isMarkDue : payload.startsWith(`${REMINDER}:`) && !isAnswered;
  if (!options && (!form || form.isParked) && before.options?.some(isWaiting)) turn.state.options = before.options;
}

/** Whoever wants no messages is asked nothing any more. */
function forgetEverything(turn: Turn): void {
  const { language, lastWrite, lastSaid, focus } = turn.state;
  turn.state = { ...(language ? { language } : {}), ...(lastWrite ? { lastWrite } : {}), ...(focus ? { focus } : {}) };
  if (lastSaid) turn.state.lastSaid = lastSaid;
}

/**
 * A deferred request comes back while the customer may be in the middle of something else: it says its result and
 * leaves the dialogue as it was, or stands back when it would have to ask a question of its own.
 */
async function retry(deps: RunDeps, turn: Turn, request: WriteRequest, decision: Decision): Promise<void> {
  const before = structuredClone(turn.state);
  const isBusy = await isStillAsked(deps, turn);
  await carryOut(deps, turn, decision);
  const asks =
    turn.state.confirm?.token !== before.confirm?.token ||
    turn.state.form?.updatedAt !== before.form?.updatedAt ||
    (turn.reply?.choices.length ?? 0) > 0;
  if (request.operation === "resume" && asks && isBusy) {
    turn.writeChanges = [{ kind: "defer", token: request.id, retryInMs: QUESTION_OPEN_MS }];
    turn.reply = undefined;
    turn.tickets = [];
    turn.outcome = "silent";
  } else if (request.operation === "resume" && !turn.writeChanges.some(({ token }) => token === request.id)) {
    turn.writeChanges.push({ kind: "close", token: request.id, state: "done" });
  }
  if (!asks || turn.outcome === "silent") turn.state = { ...before, lastWrite: turn.state.lastWrite };
}

/** Whether the customer may still answer: an expired question, or a form that rested as long, keeps nothing waiting. */
async function isStillAsked(deps: RunDeps, turn: Turn): Promise<boolean> {
  const { confirm, form } = turn.state;
  if (confirm) {
    const question = await findWriteRequest(deps.database, turn.lease.conversation.id, confirm.token);
    return question?.state === "open" && !question.isExpired;
  }
  if (!form || form.isParked) return false;
  return deps.clock.now().getTime() - Date.parse(form.updatedAt) < QUESTION_MINUTES * 60_000;
}

async function carryOut(deps: RunDeps, turn: Turn, decision: Decision): Promise<void> {
  switch (decision.kind) {
    case "silent":
      turn.outcome = "silent";
      // Nobody waits for it any more: a person has taken over, or the customer wants no messages.
      if (turn.retried) turn.writeChanges.push({ kind: "close", token: turn.retried.id, state: "cancelled" });
      return;
    case "dead_letter":
      turn.outcome = "dead_letter";
      // A notice was ours: the customer wrote nothing that could be written differently.
      if (turn.messages[0]?.kind === "notice") return;
      return say(turn, "utter_error");
    case "opt":
      turn.setOptedOut = !decision.isIn;
      turn.outboundKind = "consent";
      return say(turn, decision.isIn ? "utter_alta" : "utter_baja");
    case "rate":
      return thankForMark(deps, turn, decision.score);
    case "say":
      return say(turn, decision.template, decision.facts, decision.choices);
    case "clarify":
      return clarify(deps, turn, decision.intents, decision.slots ?? {});
    case "reject":
      turn.writeChanges.push({ kind: "close", token: decision.request.id, state: "cancelled" });
      if (turn.state.form) turn.state.form.isParked = true;
      return say(turn, confirmationOf(deps, decision.request.action).rejected);
    case "apologise":
      turn.writeChanges.push({ kind: "close", token: decision.request.id, state: "expired" });
      return say(turn, "utter_disculpa");
    case "late":
      return sayLate(deps, turn, decision);
    case "ask_again":
      return askAgain(deps, turn, decision.request);
    case "run":
      return runAction(deps, turn, decision.action, decision.slots, decision.text);
    case "perform":
      return performWrite(deps, turn, decision.request);
    case "remind":
      return tellReminder(deps, turn, decision.reminderId);
  }
}

function thankForMark(deps: RunDeps, turn: Turn, score: number): void {
  turn.rating = { kind: "answered", score };
  if (score > LOW_MARK) {
    say(turn, "utter_satisfaccion_gracias");
    return;
  }
  const person = { label: label(deps, turn, "utter_boton_si_persona"), payload: "intent:hablar_con_agente" };
  say(turn, "utter_satisfaccion_baja", {}, [person]);
}
