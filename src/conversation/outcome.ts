import {
  type Action,
  type ActionRegistry,
  type ActionResult,
  packSlots,
  type Saying,
  type Slots,
} from "../actions/index.ts";
import type { Choice } from "../channels/index.ts";
import type { Clock } from "../shared/index.ts";
import type { DialogueState } from "./dialogue-state.ts";
import { intentButton } from "./intent-labels.ts";
import type { Turn } from "./turn.ts";
import type { Wording } from "./wording.ts";
import { newWriteToken, type WriteRequest } from "./write-requests.ts";

export interface OutcomeDeps {
  registry: ActionRegistry;
  wording: Wording;
  clock: Clock;
  clarifyLimit: number;
}

/** What an action answered becomes the turn's answer: form, question, options and words. */
export function applyResult(deps: OutcomeDeps, turn: Turn, action: Action, result: ActionResult): void {
  turn.result = result;
  const { name } = action;
  const updatedAt = deps.clock.now().toISOString();
  if (result.event)
    turn.events.push({ kind: result.event, payload: { customerId: turn.lease.conversation.customerId } });
  if (result.facts.codigo) turn.state.focus = { codigo_reserva: result.facts.codigo, at: updatedAt };
  if (result.language) turn.language = turn.state.language = result.language;
  if (result.consent) {
    turn.setOptedOut = result.consent === "out";
    turn.outboundKind = "consent";
  }
  keepForm(turn, action, result, updatedAt);

  let choices = result.choices ?? [];
  if (result.write) {
    const token = newWriteToken();
    turn.writeChanges.push({
      kind: "open",
      token,
      action: name,
      plan: result.write,
      slots: result.slots ?? {},
      facts: result.facts,
      adds: result.adds ?? [],
      questionId: turn.replyId,
    });
    turn.state.confirm = { token, action: name, slots: result.slots ?? {} };
    choices = withYesAndNo(deps, turn, name, token, choices);
  }
  say(turn, result.template, result.facts, choices, result.kind);
  for (const { template, facts } of result.adds ?? []) say(turn, template, facts);
  if (result.invites && !isOpen(turn.state.form)) say(turn, result.invites);
  if (result.offers) offer(turn, result.offers, updatedAt);
  const { form } = turn.state;
  if (form && result.slots) {
    if (result.asksText) form.asksText = result.asksText;
    form.question = { template: result.template, facts: result.facts, options: choices, language: turn.language };
  }
}

/** A form ends nothing but itself; what a complaint came between is there again when it ends. */
function keepForm({ state }: Turn, action: Action, result: ActionResult, updatedAt: string): void {
  const { form } = state;
  const isOwn = form?.action === action.name;
  const under = isOwn ? form.under : action.endsTalk && form;
  if (result.slots) {
    const slots = result.wished ?? result.slots;
    state.form = { action: action.name, slots, updatedAt, ...(under ? { under } : {}) };
  } else if (isOwn && under) state.form = under;
  else if (isOwn) delete state.form;
}

function isOpen(form: DialogueState["form"]): form is NonNullable<DialogueState["form"]> {
  return form !== undefined && !form.isParked;
}

/** "¿Quieres agendar?" begins a form, or moves the open one; a form that is about something else stays as it is. */
function offer(turn: Turn, offers: NonNullable<ActionResult["offers"]>, updatedAt: string): void {
  const { form } = turn.state;
  const { action, slots, question, isMove } = offers;
  // The same message goes on to ask for it: nobody is asked whether they want what they asked for.
  if (turn.state.later?.some((task) => task.action === action)) return;
  if (isOpen(form) && !(isMove && form.action === action)) return;
  const kept = isOpen(form) ? { ...form.slots } : {};
  // The hour belonged to the other day.
  if (slots.fecha && slots.fecha !== kept.fecha) delete kept.hora;
  turn.state.form = { action, slots: { ...kept, ...slots }, updatedAt };
  if (question) say(turn, question);
}

function withYesAndNo(deps: OutcomeDeps, turn: Turn, action: string, token: string, others: Choice[]): Choice[] {
  const { yes, no } = confirmationOf(deps, action);
  return [
    { label: label(deps, turn, yes), payload: `confirm:${token}:yes` },
    ...others,
    { label: label(deps, turn, no), payload: `confirm:${token}:no` },
  ];
}

/** A button's words in the customer's language. */
export function label(deps: OutcomeDeps, turn: Turn, template: string): string {
  return deps.wording.in(turn.language).render(template);
}

export function confirmationOf(deps: OutcomeDeps, action: string) {
  const confirmation = deps.registry.byName(action)?.confirmation;
  if (!confirmation) throw new Error(`action ${action} wants to write and declares no confirmation`);
  return confirmation;
}

/** The question once more, with what was asked; only an answer to this one counts from now on. */
export function askAgain(
  deps: OutcomeDeps,
  turn: Turn,
  request: WriteRequest,
  as: "question" | "again" = "question",
): void {
  turn.writeChanges.push({ kind: "asked_again", token: request.id, questionId: turn.replyId });
  turn.state.confirm = { token: request.id, action: request.action, slots: request.slots };
  turn.action ??= request.action;
  const choices = withYesAndNo(deps, turn, request.action, request.id, []);
  say(turn, confirmationOf(deps, request.action)[as], request.facts, choices, "confirm");
  for (const { template, facts } of request.adds) say(turn, template, facts);
}

export function clarify(deps: OutcomeDeps, turn: Turn, intents: string[], slots: Slots): void {
  const failures = (turn.state.clarifications ?? 0) + 1;
  turn.state.clarifications = failures;
  const choices = intents.flatMap((intent) => {
    const button = intentButton(intent);
    return button ? [{ label: label(deps, turn, button), payload: `intent:${intent}:${packSlots(slots)}` }] : [];
  });
  turn.outcome = "clarify";
  if (failures > deps.clarifyLimit) {
    const person = { label: label(deps, turn, "utter_boton_si_persona"), payload: "intent:hablar_con_agente" };
    say(turn, "utter_ofrecer_persona", {}, [person], "clarify");
    return;
  }
  say(turn, choices.length > 0 ? "utter_aclarar" : "utter_no_entendi", {}, choices, "clarify");
}

/** Only notes what will be said, after what was noted before; the phrase step renders it. */
export function say(
  turn: Turn,
  template: string,
  facts: Saying["facts"] = {},
  choices: Choice[] = [],
  outcome: Turn["outcome"] = "said",
): void {
  turn.outcome ??= outcome;
  turn.result ??= { kind: "info", template, facts };
  turn.sayings.push({ template, facts });
  turn.reply = { text: "", choices: choices.length > 0 ? choices : (turn.reply?.choices ?? []) };
  if (choices.length > 0) turn.state.options = choices.map(({ label, payload }) => ({ label, payload }));
}
