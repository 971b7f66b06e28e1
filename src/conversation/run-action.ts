import { DateTime } from "luxon";
import {
  type ActionContext,
  type ActionResult,
  createFormat,
  mergeSlots,
  type Slots,
  type TicketReason,
} from "../actions/index.ts";
import { type ApiClient, ApiUnavailableError } from "../api-client/index.ts";
import type { Profile } from "../config/index.ts";
import type { Database } from "../database/index.ts";
import { backoffMs, failPoint } from "../shared/index.ts";
import { dropUnbooked } from "./answers.ts";
import { recordingApi } from "./api-calls.ts";
import { applyResult, type OutcomeDeps, say } from "./outcome.ts";
import { NewerMessageError, type Turn } from "./turn.ts";
import { newWriteToken, startWriting, type WriteRequest } from "./write-requests.ts";

/** What is handed to people; the room above supplies it. */
export interface TicketNumbers {
  reserveNumber(conversationId: string, reason: TicketReason): Promise<{ number: string; isExisting: boolean }>;
}

export interface RunDeps extends OutcomeDeps {
  database: Database;
  api: ApiClient;
  profile: Profile;
  tickets: TicketNumbers;
}

/** How long a deferred request stands back for a question that waits for its answer. */
export const QUESTION_OPEN_MS = 60_000;

/** Runs an action with these slots; what it needs from the business and cannot read is noted down for later. */
export async function runAction(
  deps: RunDeps,
  turn: Turn,
  name: string,
  slots: Slots,
  text = turn.text,
): Promise<void> {
  const action = deps.registry.byName(name);
  if (!action) throw new Error(`no action named ${name}`);
  turn.action ??= name;
  let result: ActionResult;
  try {
    result = await action.run(contextOf(deps, turn, slots, text));
  } catch (error) {
    if (!(error instanceof ApiUnavailableError)) throw error;
    return deferRun(turn, name, slots);
  }
  if (result.redirect) {
    const { form } = turn.state;
    const { action: other, slots: its } = result.redirect;
    turn.action = undefined;
    const isOpen = form?.action === other && !form.isParked;
    return runAction(deps, turn, other, isOpen ? mergeSlots(form.slots, its) : its, text);
  }
  // What comes back after an outage was not said about what is being booked now.
  if (result.findsNone && !turn.retried && dropUnbooked(deps.profile, turn, slots, text))
    return say(turn, "utter_olvidado");
  applyResult(deps, turn, action, await withTicket(deps, turn, result));
}

/** Carries out what was confirmed, under the fence; what became of it is the turn's outcome. */
export async function performWrite(deps: RunDeps, turn: Turn, request: WriteRequest): Promise<void> {
  const action = deps.registry.byName(request.action);
  if (!action?.perform) throw new Error(`action ${request.action} performs nothing`);
  turn.action = request.action;
  turn.lease.assertHeld();
  if (request.state !== "writing") {
    const started = await startWriting(deps.database, {
      token: request.id,
      conversationId: turn.lease.conversation.id,
      fence: turn.lease.fence,
      seenSeq: turn.lease.seenSeq,
      messageIds: turn.messages.map((message) => message.id),
      decision: {
        intent: turn.parse?.intent.name ?? null,
        engine: turn.parse?.engine ?? null,
        payload: turn.payload ?? null,
      },
    });
    if (started === "newer_message") throw new NewerMessageError("a message came before the effect");
    if (started === "question_open") {
      turn.decision = { kind: "silent", why: "question_open" };
      turn.outcome = "silent";
      turn.writeChanges.push({ kind: "defer", token: request.id, retryInMs: QUESTION_OPEN_MS });
      return;
    }
    // Its half hour is over, or a human withdrew it: ask again with what is true now.
    if (started === "not_open") {
      delete turn.state.confirm;
      turn.writeChanges.push({ kind: "close", token: request.id, state: "expired" });
      return runAction(deps, turn, request.action, request.slots, "");
    }
  }
  delete turn.state.confirm;
  failPoint("write.started");
  let result: ActionResult;
  try {
    turn.lease.assertHeld();
    result = await action.perform(contextOf(deps, turn, request.slots, turn.text), { ...request, token: request.id });
    failPoint("write.called");
  } catch (error) {
    if (!(error instanceof ApiUnavailableError)) throw error;
    turn.writeChanges.push({
      kind: "defer",
      token: request.id,
      retryInMs: backoffMs(request.attempts + 1, { baseMs: 4000, maxMs: 300_000 }),
    });
    turn.outcome = "unavailable";
    delete turn.state.form;
    // The customer was told at the first failure; further ones change nothing for the reader.
    if (turn.retried) return;
    return say(turn, "utter_no_disponible", {}, [], "unavailable");
  }
  const isDone = result.kind === "done";
  turn.writeChanges.push({
    kind: "close",
    token: request.id,
    state: isDone ? "done" : "refused",
    outcome: { kind: result.kind, template: result.template },
  });
  if (isDone) {
    turn.state.lastWrite = { token: request.id, action: request.action, at: deps.clock.now().toISOString() };
    turn.events.push({ kind: `${request.action}.done`, payload: { writeRequestId: request.id } });
  }
  applyResult(deps, turn, action, await withTicket(deps, turn, result));
}

/** The number is in the answer, so it is taken now; the ticket itself is opened with the turn's commit. */
async function withTicket(deps: RunDeps, turn: Turn, result: ActionResult): Promise<ActionResult> {
  if (!result.ticket) return result;
  const { reason, summary, again } = result.ticket;
  const { number, isExisting } = await deps.tickets.reserveNumber(turn.lease.conversation.id, reason);
  turn.tickets.push({ number, reason, summary });
  return { ...result, template: isExisting ? again : result.template, facts: { ...result.facts, folio: number } };
}

/** A read failed for good: what was decided is noted down and carried out when the API is back. */
function deferRun(turn: Turn, action: string, slots: Slots): void {
  turn.outcome = "unavailable";
  if (turn.retried) {
    const retryInMs = backoffMs(turn.retried.attempts + 1, { baseMs: 8000, maxMs: 600_000 });
    turn.writeChanges.push({ kind: "defer", token: turn.retried.id, retryInMs });
    return;
  }
  const [first] = turn.messages;
  if (!first) return;
  turn.writeChanges.push({
    kind: "defer_run",
    token: newWriteToken(),
    messageId: first.id,
    action,
    slots,
    retryInMs: 5000,
  });
  // News of ours that cannot be told yet: nobody waits for it.
  if (first.kind !== "notice") say(turn, "utter_no_consultar", {}, [], "unavailable");
}

function contextOf(deps: RunDeps, turn: Turn, slots: Slots, text: string): ActionContext {
  const { profile } = deps;
  const now = deps.clock.now();
  return {
    customerId: turn.lease.conversation.customerId,
    profile,
    now,
    slots,
    text,
    format: createFormat(turn.language, profile, DateTime.fromJSDate(now, { zone: profile.timeZone })),
    api: recordingApi(deps, turn),
  };
}
