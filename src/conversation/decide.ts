import {
  type ActionRegistry,
  isInPart,
  mergeSlots,
  readSlots,
  type Slots,
  saysMoreAboutWhen,
  slotsOfPayload,
  unpackSlots,
} from "../actions/index.ts";
import type { Profile } from "../config/index.ts";
import type { Database } from "../database/index.ts";
import type { NluParse, Policy } from "../nlu/index.ts";
import { type Clock, foldText } from "../shared/index.ts";
import { contentAnswer } from "./content-answers.ts";
import type { Decision, Step, Turn } from "./turn.ts";
import { findDeferred, findWriteRequest, type WriteRequest, wasAsked } from "./write-requests.ts";

/** Slots older than this are not carried into a new message. */
const FORM_MINUTES = 30;
/** A second "sí" within this time is told that it is already done. */
const DONE_MINUTES = 10;

/** A yes that writes has to be surer than an answer that only reads. */
const PLAIN_YES = 0.85;
const CONDITION =
  /\?|\b(no|esper\w+|aguant\w+|pero|mejor|otr[oa]s?|primero|antes|despues|mas|menos|excepto|aunque|salvo|solo si)\b/;
/** With a slot in the message these intents say nothing against filling the open form with it. */
const FILLING: (string | undefined)[] = ["afirmar", "negar", "fuera_de_alcance"];
const GLUE = new Set("a al con de del el en entonces la las lo los mejor o para pero por un una y".split(" "));

export interface DecideDeps {
  database: Database;
  registry: ActionRegistry;
  policy: Policy;
  profile: Profile;
  clock: Clock;
}

/** What to do about the burst. Reads, and changes nothing but the turn. */
export function decide(deps: DecideDeps): Step {
  return async (turn) => {
    if (turn.decision) return;
    forgetStaleForm(turn, deps.clock.now());
    if (turn.payload) turn.decision = await decideByPayload(deps, turn, turn.payload);
    else if (turn.parse) turn.decision = await decideByParse(deps, turn, turn.parse);
    else turn.decision = contentAnswer(turn.messages[0]?.content);
  };
}

async function decideByPayload(
  deps: DecideDeps,
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

async function decideByParse(deps: DecideDeps, turn: Turn, parse: NluParse): Promise<Decision> {
  const { database, registry, policy, profile, clock } = deps;
  const said = readSlots(turn.text, parse.entities, profile, clock.now());
  const hasSlots = Object.keys(said).length > 0;
  const intent = isSure(parse, policy) ? parse.intent.name : undefined;
  const { form, confirm } = turn.state;

  // What a yes does cannot always be undone, so half a yes ("no, espera, sí voy") is asked again.
  if (confirm && intent === "afirmar" && !isPlainYes(deps, turn, parse, said) && !changes(said, formSlots(turn))) {
    const request = await findWriteRequest(database, turn.lease.conversation.id, confirm.token);
    if (request?.state === "open") return { kind: "ask_again", request };
  }
  if (confirm && (intent === "afirmar" || intent === "negar") && !changes(said, formSlots(turn))) {
    const request = await findWriteRequest(database, turn.lease.conversation.id, confirm.token);
    if (request) return intent === "afirmar" ? affirm(deps, turn, request, false) : reject(deps, turn, request);
  }
  // "el jueves a las 4" while a form is open fills or corrects it, whatever the intent of so few words looks like.
  const formAction = form && registry.byName(form.action);
  // Slot values alone are taught as `agendar_cita`; without a service they belong to whatever form is open.
  const isValues = intent === "agendar_cita" && said.servicio === undefined;
  const isFill =
    intent === undefined || isValues || [...FILLING, formAction?.intent].includes(intent) || isBare(turn.text, parse);
  if (formAction && hasSlots && isFill) {
    const isNewRequest = form.isParked && said.servicio !== undefined && intent === formAction.intent;
    return { kind: "run", action: formAction.name, slots: isNewRequest ? said : mergeSlots(form.slots, said) };
  }
  const [onlyOption, ...otherOptions] = turn.state.options ?? [];
  if (intent === "afirmar" && !confirm && onlyOption && otherOptions.length === 0) {
    return decideByPayload(deps, turn, { value: onlyOption.payload, isTapped: false });
  }
  if (intent === "afirmar") return affirmNothing(turn, said, clock.now());
  if (intent === "negar") return forget(deps, turn);
  if (intent === undefined) {
    // A number that is none of those on offer: the open question once more, with its options.
    if (form && !form.isParked && /^\W*\d{1,2}\W*$/.test(turn.text)) {
      return { kind: "run", action: form.action, slots: form.slots };
    }
    return { kind: "clarify", intents: parse.ranking.slice(0, 2).map(({ name }) => name), slots: said };
  }
  return (
    runIntent(deps, turn, intent, said) ?? {
      kind: "say",
      template: "utter_fuera_de_alcance",
      facts: { negocio: profile.name },
    }
  );
}

/** A no to a question. What is done or under way is not undone by it: "no agendé nada" would be untrue then. */
function reject(deps: DecideDeps, turn: Turn, request: WriteRequest): Decision | Promise<Decision> {
  if (request.state === "open") return { kind: "reject", request };
  if (request.state === "done") return { kind: "say", template: "utter_ya_hecho" };
  if (request.state === "deferred") return forget(deps, turn);
  return { kind: "say", template: "utter_nada_pendiente" };
}

/** A yes to a question: it counts when the customer can have seen the question, and when it is still open. */
async function affirm(deps: DecideDeps, turn: Turn, request: WriteRequest, isTapped: boolean): Promise<Decision> {
  if (request.state === "done") return { kind: "say", template: "utter_ya_hecho" };
  if (request.state === "deferred" || request.state === "writing")
    return { kind: "say", template: "utter_sigue_pendiente" };
  if (request.state !== "open") return { kind: "run", action: request.action, slots: request.slots };
  // Another word of the same customer is waiting behind this yes: it may be the no. The same tap once more is not.
  const isFollowed = turn.lease.unread.some(
    ({ id, content }) =>
      turn.messages.every((message) => message.id !== id) &&
      (content.kind === "text" || (content.kind === "choice" && content.payload !== turn.payload?.value)),
  );
  if (isFollowed) return { kind: "ask_again", request };
  const earliest = turn.messages[0];
  const isAnswer = isTapped || (earliest !== undefined && (await wasAsked(deps.database, request, earliest)));
  return isAnswer ? { kind: "perform", request } : { kind: "ask_again", request };
}

function affirmNothing(turn: Turn, said: Slots, now: Date): Decision {
  const { form, lastWrite } = turn.state;
  if (form && !form.isParked) return { kind: "run", action: form.action, slots: mergeSlots(form.slots, said) };
  if (Object.keys(said).length > 0) return { kind: "run", action: "book-appointment", slots: said };
  if (lastWrite && now.getTime() - Date.parse(lastWrite.at) < DONE_MINUTES * 60_000) {
    return { kind: "say", template: "utter_ya_hecho" };
  }
  return { kind: "say", template: "utter_nada_pendiente" };
}

/** "olvídalo": the open form and what was noted down for later are dropped. */
async function forget(deps: DecideDeps, turn: Turn): Promise<Decision> {
  const deferred = await findDeferred(deps.database, turn.lease.conversation.id);
  if (deferred) {
    turn.writeChanges.push({ kind: "close", token: deferred.id, state: "cancelled" });
    // Its call went out and nobody knows what became of it: saying that nothing happened would be a guess.
    if (deferred.operation !== "resume") return { kind: "say", template: "utter_olvidado_en_duda" };
  }
  const { form } = turn.state;
  const had = deferred !== undefined || (form !== undefined && !form.isParked);
  if (form) form.isParked = true;
  return { kind: "say", template: had ? "utter_olvidado" : "utter_nada_pendiente" };
}

function runIntent(deps: DecideDeps, turn: Turn, intent: string, said: Slots): Decision | undefined {
  const action = deps.registry.byIntent(intent);
  if (!action) return undefined;
  const { form } = turn.state;
  const continues = action.isForm && form?.action === action.name;
  if (continues) return { kind: "run", action: action.name, slots: mergeSlots(form.slots, said) };
  // "¿y el sábado?" is about what is being booked; "¿qué horarios tienen?" is about the business.
  const hasSlots = Object.keys(said).length > 0;
  const isOnTopic =
    hasSlots && form !== undefined && !form.isParked && action.topic?.every((name) => said[name] === undefined);
  const topic = isOnTopic ? Object.fromEntries((action.topic ?? []).map((name) => [name, form.slots[name]])) : {};
  return { kind: "run", action: action.name, slots: { ...topic, ...said } };
}

/** A yes that nothing in the message speaks against: no condition, no question, no time that was not understood. */
function isPlainYes(deps: DecideDeps, turn: Turn, parse: NluParse, said: Slots): boolean {
  const isNumberRead = said.hora !== undefined || said.fecha !== undefined || !/\d/.test(turn.text);
  return (
    parse.intent.confidence >= PLAIN_YES &&
    !CONDITION.test(foldText(turn.text)) &&
    isNumberRead &&
    !saysMoreAboutWhen(turn.text, deps.profile, deps.clock.now())
  );
}

/** Nothing but the slots themselves, and the words that hold them together: "pilates", "el de las 9", "con Ana". */
function isBare(text: string, parse: NluParse): boolean {
  const left = parse.entities.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
  return foldText(left)
    .replace(/[^\p{L}\p{N} ]/gu, " ")
    .split(" ")
    .every((word) => word === "" || GLUE.has(word));
}

function isSure(parse: NluParse, policy: Policy): boolean {
  const second = parse.ranking[1]?.confidence ?? 0;
  return parse.intent.confidence >= policy.confidence && parse.intent.confidence - second >= policy.margin;
}

/** Does the message ask for something else than what stands? "sí, a las 5" about five o'clock is a plain yes. */
function changes(said: Slots, standing: Slots): boolean {
  return Object.entries(said).some(([name, value]) => {
    if (name !== "parte_del_dia") return standing[name as keyof Slots] !== value;
    return (
      said.parte_del_dia !== undefined && standing.hora !== undefined && !isInPart(standing.hora, said.parte_del_dia)
    );
  });
}

function formSlots(turn: Turn): Slots {
  return turn.state.form?.slots ?? {};
}

function forgetStaleForm(turn: Turn, now: Date): void {
  const { form } = turn.state;
  if (form && now.getTime() - Date.parse(form.updatedAt) > FORM_MINUTES * 60_000) delete turn.state.form;
}

/** Payloads come from outside; what is no uuid would be a database error instead of "not found". */
function uuidOrNothing(text: string): string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text : "00000000-0000-0000-0000-000000000000";
}
