import { type ActionRegistry, type ActionResult, packSlots, type Slots } from "../actions/index.ts";
import type { Choice } from "../channels/index.ts";
import type { Clock } from "../shared/index.ts";
import { intentLabel } from "./intent-labels.ts";
import type { Turn } from "./turn.ts";
import { newWriteToken, type WriteRequest } from "./write-requests.ts";

export interface OutcomeDeps {
  registry: ActionRegistry;
  clock: Clock;
  clarifyLimit: number;
}

/** What an action answered becomes the turn's answer: form, question, options and words. */
export function applyResult(
  deps: OutcomeDeps,
  turn: Turn,
  action: string,
  isForm: boolean,
  result: ActionResult,
): void {
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

function withYesAndNo(deps: OutcomeDeps, action: string, token: string, others: Choice[]): Choice[] {
  const { yes, no } = confirmationOf(deps, action);
  return [{ label: yes, payload: `confirm:${token}:yes` }, ...others, { label: no, payload: `confirm:${token}:no` }];
}

export function confirmationOf(deps: OutcomeDeps, action: string) {
  const confirmation = deps.registry.byName(action)?.confirmation;
  if (!confirmation) throw new Error(`action ${action} wants to write and declares no confirmation`);
  return confirmation;
}

/** The question once more, with what was asked; only an answer to this one counts from now on. */
export function askAgain(deps: OutcomeDeps, turn: Turn, request: WriteRequest): void {
  turn.writeChanges.push({ kind: "asked_again", token: request.id, questionId: turn.replyId });
  turn.state.confirm = { token: request.id, action: request.action };
  turn.action = request.action;
  const choices = withYesAndNo(deps, request.action, request.id, []);
  say(turn, confirmationOf(deps, request.action).question, request.facts, choices, "confirm");
}

export function clarify(deps: OutcomeDeps, turn: Turn, intents: string[], slots: Slots): void {
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
export function say(
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
