import { DateTime } from "luxon";
import { createFormat, type Slots } from "../actions/index.ts";
import type { DialogueState, Task } from "./dialogue-state.ts";
import { markOptions } from "./options.ts";
import { askAgain, say } from "./outcome.ts";
import { type RunDeps, runAction } from "./run-action.ts";
import { wasAskedLately } from "./satisfaction.ts";
import type { Turn } from "./turn.ts";
import { findWriteRequest } from "./write-requests.ts";

/** How long a bare "5" is a mark. */
const MARK_MINUTES = 30;

/**
 * After the answer itself: the next wish of the same message, the question that an answer to something else left
 * open, or, when everything is settled, the question how it was.
 */
export async function carryOn(deps: RunDeps, turn: Turn, before: DialogueState): Promise<void> {
  if (turn.retried || !turn.reply || turn.outcome === "silent" || turn.outcome === "dead_letter") return;
  // Nobody is in the middle of something, and the reminder asks a question of its own.
  if (turn.decision?.kind === "remind") return;
  if (turn.outcome === "clarify") {
    if (before.confirm && turn.reply.choices.length === 0) await askOpenQuestion(deps, turn, before);
    return;
  }
  await runLater(deps, turn, before);
  if (isAside(deps, turn, before)) return askOpenQuestion(deps, turn, before);
  const continues = turn.decision?.kind !== "run" || turn.decision.isNew !== true;
  if (turn.isBack && continues && turn.action === before.form?.action)
    turn.sayings.unshift({ template: "utter_retomamos", facts: {} });
  await askForMark(deps, turn);
}

/** Is the matter at hand finished, so that another may begin? */
function isSettled(turn: Turn): boolean {
  return (
    turn.state.confirm === undefined && turn.result?.slots === undefined && (turn.reply?.choices.length ?? 0) === 0
  );
}

/** An answer to something else settles nothing: the first wish is still to be answered. */
function mayRunLater(turn: Turn, before: DialogueState): boolean {
  const { decision, state } = turn;
  if (decision?.kind === "run" && decision.later) return true;
  if (turn.messages[0]?.kind === "notice" || !["run", "perform", "reject"].includes(decision?.kind ?? "")) return false;
  const isStillOpen = state.form !== undefined && !state.form.isParked && state.form.action === before.form?.action;
  return !isStillOpen || turn.action === state.form?.action;
}

async function runLater(deps: RunDeps, turn: Turn, before: DialogueState): Promise<void> {
  if (!mayRunLater(turn, before)) return;
  while (turn.state.later?.length && isSettled(turn)) {
    const [next, ...rest] = turn.state.later;
    if (!next) return;
    turn.state.later = rest;
    await runAction(deps, turn, next.action, { ...inheritedBy(next, turn), ...next.slots }, next.text);
  }
  if (turn.state.later?.length === 0) delete turn.state.later;
  const isFirst = turn.decision?.kind === "run" && turn.decision.later !== undefined;
  if (isFirst && turn.state.later) turn.sayings.unshift({ template: "utter_por_partes", facts: {} });
}

/** What the first wish of a message says for the second: "¿cuánto cuesta el facial? agéndame uno mañana". */
function inheritedBy(next: Task, { action, result }: Turn): Slots {
  if (result?.offers?.action === next.action) return result.offers.slots;
  // "cancela la del viernes y agéndame el lunes": the same service, unless another one is named.
  const { servicio, profesional } = result?.facts ?? {};
  const isMove = action === "cancel-appointment" && next.action === "book-appointment" && !next.slots.servicio;
  return isMove && servicio ? { servicio, ...(profesional ? { profesional } : {}) } : {};
}

/** Something else was answered while a form was open, and that answer asks nothing of its own. */
function isAside(deps: RunDeps, turn: Turn, before: DialogueState): boolean {
  const { form } = turn.state;
  if (!before.form || before.form.isParked || !form || form.isParked || form.action !== before.form.action)
    return false;
  const { offers } = turn.result ?? {};
  const isMoved = offers?.isMove === true && offers.action === form.action;
  if (turn.action === form.action || isMoved || turn.reply?.choices.length) return false;
  const action = turn.action ? deps.registry.byName(turn.action) : undefined;
  const isOffTopic = turn.action === undefined && turn.result?.template === "utter_fuera_de_alcance";
  // A notice, a sticker, a location: nothing that was said about the form.
  const isNoText = turn.messages[0]?.kind !== "text" && turn.payload === undefined;
  return turn.decision?.kind === "late" || isOffTopic || isNoText || (action !== undefined && !action.endsTalk);
}

async function askOpenQuestion(deps: RunDeps, turn: Turn, before: DialogueState): Promise<void> {
  const { form } = turn.state;
  // What was only offered, with nothing said about it yet, is not insisted on.
  if (!form || (!form.question && Object.keys(form.slots).length === 0)) return;
  form.updatedAt = deps.clock.now().toISOString();
  if (before.confirm) {
    const request = await findWriteRequest(deps.database, turn.lease.conversation.id, before.confirm.token);
    // A question whose half hour is over, or that was asked in another language, is asked afresh.
    const isGood = request?.state === "open" && !request.isExpired && form.question?.language === turn.language;
    if (request && isGood) return askAgain(deps, turn, request, "again");
    return runAction(deps, turn, form.action, form.slots, "");
  }
  if (form.question && form.question.language !== turn.language) {
    return runAction(deps, turn, form.action, form.slots, "");
  }
  const { profile, clock } = deps;
  const now = DateTime.fromJSDate(clock.now(), { zone: profile.timeZone });
  const lead = deps.registry.byName(form.action)?.resume?.(form.slots, createFormat(turn.language, profile, now));
  say(turn, lead?.template ?? "utter_seguimos", lead?.facts);
  if (form.question) say(turn, form.question.template, form.question.facts, form.question.options);
}

/** At most once a day, and never beside another question. */
async function askForMark(deps: RunDeps, turn: Turn): Promise<void> {
  const isFinished = turn.decision?.kind === "perform" && turn.outcome === "done" && isSettled(turn);
  if (!isFinished || turn.action === undefined || turn.result?.endsElsewhere) return;
  const { conversation } = turn.lease;
  if (await wasAskedLately(deps.database, conversation.customerId, deps.clock.now())) return;
  say(turn, "utter_satisfaccion");
  turn.state.options = markOptions();
  turn.state.ratingUntil = new Date(deps.clock.now().getTime() + MARK_MINUTES * 60_000).toISOString();
  turn.rating = { kind: "asked", task: turn.action };
}
