import type { ActionContext, ActionResult, ApiCall, Slots } from "../actions/index.ts";
import { type ApiAnswer, type ApiClient, ApiUnavailableError } from "../api-client/index.ts";
import type { Profile } from "../config/index.ts";
import { type OperationId, operations } from "../contract/index.ts";
import type { Database } from "../database/index.ts";
import { backoffMs, failPoint } from "../shared/index.ts";
import { applyResult, askAgain, clarify, confirmationOf, type OutcomeDeps, say } from "./outcome.ts";
import { type Decision, NewerMessageError, type Step, type Turn } from "./turn.ts";
import { newWriteToken, startWriting, type WriteRequest } from "./write-requests.ts";

export interface ActDeps extends OutcomeDeps {
  database: Database;
  api: ApiClient;
  profile: Profile;
}

/** How long a deferred request stands back for a question that waits for its answer. */
const QUESTION_OPEN_MS = 60_000;

/** Carries out the decision. Whatever the business has to say comes from its API; here it becomes an outcome. */
export function act(deps: ActDeps): Step {
  return async (turn) => {
    const { decision } = turn;
    if (!decision) throw new Error("nothing was decided");
    if (turn.retried) return retry(deps, turn, turn.retried, decision);
    // A yes may only confirm what was asked last, so any other answer withdraws the question; its slots stay.
    const { confirm } = turn.state;
    const keepsQuestion = decision.kind === "perform" || decision.kind === "ask_again" || decision.kind === "silent";
    if (confirm && !keepsQuestion) {
      turn.writeChanges.push({ kind: "close", token: confirm.token, state: "cancelled" });
      delete turn.state.confirm;
    }
    // A question that was not understood leaves the earlier options standing, unless it brings its own.
    if (decision.kind !== "silent" && decision.kind !== "clarify") delete turn.state.options;
    if (decision.kind !== "clarify" && decision.kind !== "silent") delete turn.state.clarifications;
    await carryOut(deps, turn, decision);
  };
}

/**
 * A deferred request comes back while the customer may be in the middle of something else: it says its result and
 * leaves the dialogue as it was, or stands back when it would have to ask a question of its own.
 */
async function retry(deps: ActDeps, turn: Turn, request: WriteRequest, decision: Decision): Promise<void> {
  const before = structuredClone(turn.state);
  const isBusy = before.confirm !== undefined || (before.form !== undefined && !before.form.isParked);
  await carryOut(deps, turn, decision);
  const asks = turn.state.confirm?.token !== before.confirm?.token || turn.result?.slots !== undefined;
  if (request.operation === "resume" && asks && isBusy) {
    turn.writeChanges = [{ kind: "defer", token: request.id, retryInMs: QUESTION_OPEN_MS }];
    turn.reply = undefined;
    turn.outcome = "silent";
  } else if (request.operation === "resume" && !turn.writeChanges.some(({ token }) => token === request.id)) {
    turn.writeChanges.push({ kind: "close", token: request.id, state: "done" });
  }
  if (!asks || turn.outcome === "silent") turn.state = { ...before, lastWrite: turn.state.lastWrite };
}

async function carryOut(deps: ActDeps, turn: Turn, decision: Decision): Promise<void> {
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
    case "ask_again":
      return askAgain(deps, turn, decision.request);
    case "run":
      return run(deps, turn, decision.action, decision.slots);
    case "perform":
      return perform(deps, turn, decision.request);
  }
}

async function run(deps: ActDeps, turn: Turn, name: string, slots: Slots): Promise<void> {
  const action = deps.registry.byName(name);
  if (!action) throw new Error(`no action named ${name}`);
  turn.action = name;
  let result: ActionResult;
  try {
    result = await action.run(context(deps, turn, slots));
  } catch (error) {
    if (!(error instanceof ApiUnavailableError)) throw error;
    return deferRun(turn, name, slots);
  }
  if (result.redirect) return run(deps, turn, result.redirect.action, result.redirect.slots);
  applyResult(deps, turn, name, action.isForm, result);
}

async function perform(deps: ActDeps, turn: Turn, request: WriteRequest): Promise<void> {
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
    if (started === "not_open") return run(deps, turn, request.action, request.slots);
  }
  delete turn.state.confirm;
  let result: ActionResult;
  try {
    turn.lease.assertHeld();
    result = await action.perform(context(deps, turn, request.slots), { ...request, token: request.id });
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
  applyResult(deps, turn, request.action, action.isForm, result);
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
  say(turn, "utter_no_consultar", {}, [], "unavailable");
}

function context(deps: ActDeps, turn: Turn, slots: Slots): ActionContext {
  const { conversation } = turn.lease;
  return {
    customerId: conversation.customerId,
    profile: deps.profile,
    now: deps.clock.now(),
    slots,
    api: recordingApi(deps, turn),
  };
}

/** The customer's own token on every call, and a line in the trace for each. */
function recordingApi(deps: ActDeps, turn: Turn): ApiCall {
  return async (operation, request) => {
    const from = deps.clock.monotonicMs();
    const record = { operation, api: operations[operation].api, result: "unavailable", durationMs: 0 };
    turn.apiCalls.push(record);
    try {
      const { customerId } = turn.lease.conversation;
      // The client's options depend on the operation; a generic call can only say that they are that operation's.
      const call = deps.api.call as (operation: OperationId, options: object) => Promise<ApiAnswer<never>>;
      const answer = await call(operation, { ...request, customerId });
      record.result = answer.kind === "ok" ? (answer.isReplayed ? "replayed" : "ok") : answer.code;
      return answer;
    } finally {
      record.durationMs = deps.clock.monotonicMs() - from;
    }
  };
}
