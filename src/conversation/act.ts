import {
  type ActionContext,
  type ActionRegistry,
  type ActionResult,
  type ApiCall,
  packSlots,
  type Slots,
} from "../actions/index.ts";
import { type ApiAnswer, type ApiClient, ApiUnavailableError } from "../api-client/index.ts";
import type { Choice } from "../channels/index.ts";
import type { Profile } from "../config/index.ts";
import { type OperationId, operations } from "../contract/index.ts";
import type { Database } from "../database/index.ts";
import { backoffMs, type Clock, failPoint, type Logger, type Sealer } from "../shared/index.ts";
import { intentLabel } from "./intent-labels.ts";
import { type Decision, NewerMessageError, type Step, type Turn } from "./turn.ts";
import { newWriteToken, startWriting, type WriteRequest } from "./write-requests.ts";

export interface ActDeps {
  database: Database;
  registry: ActionRegistry;
  api: ApiClient;
  profile: Profile;
  clarifyLimit: number;
  sealer: Sealer;
  clock: Clock;
  logger: Logger;
}

/** How long a deferred request stands back for a question that waits for its answer. */
const QUESTION_OPEN_MS = 60_000;

/** Carries out the decision. Whatever the business has to say comes from its API; here it becomes an outcome. */
export function act(deps: ActDeps): Step {
  return async (turn) => {
    const { decision } = turn;
    if (!decision) throw new Error("nothing was decided");
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
    return deferMessage(deps, turn);
  }
  if (turn.retried) turn.writeChanges.push({ kind: "close", token: turn.retried.id, state: "done" });
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
      turn.state = structuredClone(turn.lease.conversation.state);
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

function applyResult(deps: ActDeps, turn: Turn, action: string, isForm: boolean, result: ActionResult): void {
  turn.result = result;
  if (result.event)
    turn.events.push({ kind: result.event, payload: { customerId: turn.lease.conversation.customerId } });
  if (result.slots) turn.state.form = { action, slots: result.slots, updatedAt: deps.clock.now().toISOString() };
  else if (isForm) delete turn.state.form;
  else if (result.offers && (!turn.state.form || turn.state.form.isParked)) {
    turn.state.form = { ...result.offers, updatedAt: deps.clock.now().toISOString() };
  }

  let choices = result.choices ?? [];
  if (result.write) {
    const token = newWriteToken();
    turn.writeChanges.push({
      kind: "open",
      token,
      action,
      plan: result.write,
      slots: result.slots ?? {},
      facts: result.facts,
      questionId: turn.replyId,
    });
    turn.state.confirm = { token, action };
    choices = withYesAndNo(deps, action, token, choices);
  }
  say(turn, result.template, result.facts, choices, result.kind);
}

function withYesAndNo(deps: ActDeps, action: string, token: string, others: Choice[]): Choice[] {
  const { yes, no } = confirmationOf(deps, action);
  return [{ label: yes, payload: `confirm:${token}:yes` }, ...others, { label: no, payload: `confirm:${token}:no` }];
}

function confirmationOf(deps: ActDeps, action: string) {
  const confirmation = deps.registry.byName(action)?.confirmation;
  if (!confirmation) throw new Error(`action ${action} wants to write and declares no confirmation`);
  return confirmation;
}

/** The question once more, with what was asked; only an answer to this one counts from now on. */
function askAgain(deps: ActDeps, turn: Turn, request: WriteRequest): void {
  turn.writeChanges.push({ kind: "asked_again", token: request.id, questionId: turn.replyId });
  turn.state.confirm = { token: request.id, action: request.action };
  turn.action = request.action;
  const choices = withYesAndNo(deps, request.action, request.id, []);
  say(turn, confirmationOf(deps, request.action).question, request.facts, choices, "confirm");
}

/** A read failed for good: the message itself is noted down and read again when the API is back. */
function deferMessage(deps: ActDeps, turn: Turn): void {
  turn.outcome = "unavailable";
  if (turn.retried) {
    const retryInMs = backoffMs(turn.messages[0]?.attempts ?? 1, { baseMs: 15_000, maxMs: 300_000 });
    turn.writeChanges.push({ kind: "defer", token: turn.retried.id, retryInMs });
    return;
  }
  const [first] = turn.messages;
  if (!first) return;
  turn.writeChanges.push({
    kind: "defer_message",
    token: newWriteToken(),
    messageId: first.id,
    body: { text: deps.sealer.seal(turn.text), ...(turn.payload ? { payload: turn.payload.value } : {}) },
    retryInMs: 5000,
  });
  say(turn, "utter_no_consultar", {}, [], "unavailable");
}

function clarify(deps: ActDeps, turn: Turn, intents: string[], slots: Slots): void {
  const failures = (turn.state.clarifications ?? 0) + 1;
  turn.state.clarifications = failures;
  const choices = intents.flatMap((intent) => {
    const label = intentLabel(intent);
    return label ? [{ label, payload: `intent:${intent}:${packSlots(slots)}` }] : [];
  });
  turn.outcome = "clarify";
  if (failures > deps.clarifyLimit) {
    const person = [{ label: "Sí, con una persona", payload: "intent:hablar_con_agente" }];
    say(turn, "utter_ofrecer_persona", {}, person, "clarify");
    return;
  }
  say(turn, choices.length > 0 ? "utter_aclarar" : "utter_no_entendi", {}, choices, "clarify");
}

/** Only notes what will be said; the phrase step renders it. */
function say(
  turn: Turn,
  template: string,
  facts: Record<string, string> = {},
  choices: Choice[] = [],
  outcome: Turn["outcome"] = "said",
): void {
  turn.outcome ??= outcome;
  turn.result = { kind: "info", ...turn.result, template, facts };
  turn.reply = { text: "", choices };
  if (choices.length > 0) turn.state.options = choices.map(({ label, payload }) => ({ label, payload }));
}

function context(deps: ActDeps, turn: Turn, slots: Slots): ActionContext {
  const { conversation } = turn.lease;
  return {
    customerId: conversation.customerId,
    customerName: conversation.customerName,
    profile: deps.profile,
    now: deps.clock.now(),
    text: turn.text,
    entities: turn.parse?.entities ?? [],
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
