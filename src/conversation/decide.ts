import {
  type ActionRegistry,
  mergeSlots,
  readSlots,
  type Slots,
  slotsOfPayload,
  unpackSlots,
} from "../actions/index.ts";
import type { Profile } from "../config/index.ts";
import type { Database } from "../database/index.ts";
import { isSure, type Nlu, type NluParse, type Policy } from "../nlu/index.ts";
import { type Clock, foldText } from "../shared/index.ts";
import { affirm, affirmNothing, changes, forget, isJustDone, isPlainYes, reject } from "./answers.ts";
import { isBare, isPlainlyYes } from "./bare.ts";
import { contentAnswer } from "./content-answers.ts";
import { intentButton } from "./intent-labels.ts";
import { RATING } from "./options.ts";
import { answerReminder, REMINDER, reminderOption } from "./reminders.ts";
import type { Decision, Step, Turn } from "./turn.ts";
import { AT_ONCE, runIntent, runTasks } from "./wishes.ts";
import { findWriteRequest } from "./write-requests.ts";

/** A form that nobody has touched for so long is somebody's yesterday: nothing of it is carried on. */
const FORGET_HOURS = 24;
/** With a slot in the message these intents say nothing against filling the open form with it. */
const FILLING: (string | undefined)[] = ["afirmar", "negar", "fuera_de_alcance"];
/** Intents that "otra igual" is taken for, and that it does not contradict. */
const REFERRING = ["agendar_cita", "afirmar", "fuera_de_alcance", "consultar_horarios"];
/** What nobody would doubt: only then a message is not the answer that was asked for. */
const PLAIN = 0.9;
const CHANGE_OF_MIND =
  /\b(?:no|mejor|espera|sino|cambi\w*|actually|wait|instead|make it|plutot|attend\w*|ruko|balki)\b/;
const CHATTER = ["saludo", "despedida", "agradecimiento"];
const UNLIKELY = 0.05;
/** A no, and after it a sign that something is put in its place: "es", "soy", or a name by its capital. */
const CORRECTION =
  /^(?:[Nn][Oo]p?|[Nn]on|[Nn]ah[iī]n?)\b[\s,.]*(?:(?:es|soy|era|sino|mejor|it's|it is|I'm|c'est|mera naam)\s+(.+)|(\p{Lu}\p{Ll}+.*))$/su;
const OWN_BOOKING =
  /\b(?:mi (?:otra )?cita|mis citas|la (?:cita )?que (?:ya )?tengo|my appointment|mon rendez-vous|meri appointment)\b/;

export interface DecideDeps {
  database: Database;
  registry: ActionRegistry;
  policy: Policy;
  profile: Profile;
  clock: Clock;
  nlu: Pick<Nlu, "words">;
}

/** What to do about the burst. Reads, and changes nothing but the turn. */
export function decide(deps: DecideDeps): Step {
  return async (turn) => {
    if (turn.decision) return;
    if (turn.lease.conversation.isOptedOut) {
      turn.decision = decideOptedOut(deps, turn);
      return;
    }
    const isBack = forgetStaleForm(turn, deps.policy.silenceMinutes, deps.clock.now());
    if (turn.payload) turn.decision = await decideByPayload(deps, turn, turn.payload);
    else if (turn.parse) turn.decision = await decideByParse(deps, turn, turn.parse, isBack);
    else turn.decision = contentAnswer(turn.messages[0]?.content);
  };
}

/** Whoever wants no messages gets one answer only, and is let in again by any words that say so. */
function decideOptedOut({ policy }: DecideDeps, turn: Turn): Decision {
  const wantsIn = turn.parse && isSure(turn.parse, policy) && turn.parse.intent.name === "alta";
  return wantsIn ? { kind: "opt", isIn: true } : { kind: "say", template: "utter_baja_recordatorio" };
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

async function decideByParse(deps: DecideDeps, turn: Turn, parse: NluParse, isBack: boolean): Promise<Decision> {
  const { database, registry, profile, clock } = deps;
  const said = readSlots(turn.text, parse.entities, { profile, now: turn.writtenAt, language: turn.language });
  const hasSlots = Object.keys(said).length > 0;
  const intent = intentOf(deps, parse);
  const { form, confirm } = turn.state;
  const standing = confirm?.slots ?? form?.slots ?? {};

  const formAction = form && registry.byName(form.action);
  if (form?.asksText && !form.isParked) {
    const words = confirm ? correctionIn(turn.text) : turn.text.trim();
    const isAnswer = confirm ? intent === "negar" : isOwnWords(turn.text, parse, intent, formAction?.intent);
    if (isAnswer && words) {
      return { kind: "run", action: form.action, slots: mergeSlots(form.slots, { [form.asksText]: words }) };
    }
  }
  if (turn.tasks) return runTasks(deps, turn, turn.tasks);
  // "la misma de siempre", "otra igual": an appointment, however little else the words say.
  if (said.referencia && said.referencia !== "misma_hora" && (intent === undefined || REFERRING.includes(intent))) {
    const { focus } = turn.state;
    const isRecent = focus !== undefined && clock.now().getTime() - Date.parse(focus.at) < FORGET_HOURS * 3_600_000;
    const model = isRecent && said.referencia !== "siempre" ? { codigo_reserva: focus.codigo_reserva } : {};
    return { kind: "run", action: "book-appointment", slots: { ...model, ...said } };
  }
  // What a yes does cannot always be undone, so half a yes ("no, espera, sí voy") is asked again.
  const isYes =
    intent === "afirmar" || (confirm !== undefined && isPlainlyYes(turn.text, parse, deps.nlu.words("agradecimiento")));
  if (confirm && (isYes || intent === "negar") && !changes(said, standing)) {
    const request = await findWriteRequest(database, turn.lease.conversation.id, confirm.token);
    if (isYes && request?.state === "open" && !isPlainYes(deps, turn, parse, said))
      return { kind: "ask_again", request };
    if (request) return isYes ? affirm(deps, turn, request, false) : reject(deps, turn, request);
  }
  // "el jueves a las 4" while a form is open fills or corrects it, whatever the intent of so few words looks like.
  // Slot values alone are taught as `agendar_cita`; without a service they belong to whatever form is open.
  const isValues = intent === "agendar_cita" && said.servicio === undefined && said.referencia === undefined;
  const isFill =
    intent === undefined ||
    isValues ||
    intent === formAction?.intent ||
    isBare(turn.text, parse) ||
    (FILLING.includes(intent) && !isPlainlyOffTopic(parse)) ||
    // "cambia el servicio a facial" while one is being booked is about that one.
    (intent === "reagendar_cita" && form?.action === "book-appointment" && !OWN_BOOKING.test(foldText(turn.text)));
  if (formAction && hasSlots && isFill) {
    const isNewRequest = (form.isParked || isBack) && said.servicio !== undefined && intent === formAction.intent;
    if (isNewRequest) return { kind: "run", action: formAction.name, slots: said, isNew: true };
    return { kind: "run", action: formAction.name, slots: mergeSlots(form.slots, said) };
  }
  // "no, espera, mejor el domingo" just after it was done: that appointment moves.
  const { focus } = turn.state;
  const isWhen = said.fecha !== undefined || said.hora !== undefined || said.parte_del_dia !== undefined;
  const isOther = isWhen && !said.servicio && CHANGE_OF_MIND.test(foldText(turn.text));
  if (isOther && focus && !formAction && isJustDone(turn, clock.now())) {
    const slots = { ...said, codigo_reserva: focus.codigo_reserva };
    return { kind: "run", action: "reschedule-appointment", slots };
  }
  const [onlyOption, ...otherOptions] = turn.state.options ?? [];
  if (intent === "afirmar" && !confirm && onlyOption && otherOptions.length === 0) {
    return decideByPayload(deps, turn, { value: onlyOption.payload, isTapped: false });
  }
  const reminder = intent === "afirmar" && !confirm ? reminderOption(turn, "confirm") : undefined;
  if (reminder) return decideByPayload(deps, turn, { value: reminder, isTapped: false });
  if (intent === "negar" && !confirm && reminderOption(turn, "cancel")) {
    const slots = turn.state.focus ? { codigo_reserva: turn.state.focus.codigo_reserva } : {};
    return { kind: "clarify", intents: ["reagendar_cita", "cancelar_cita"], slots };
  }
  if (intent === "afirmar") return affirmNothing(turn, said, clock.now());
  if (intent === "negar") return forget(deps, turn);
  if (intent === undefined) {
    // A number that is none of those on offer: the open question once more, with its options.
    if (form && !form.isParked && /^\W*\d{1,2}\W*$/.test(turn.text)) {
      return { kind: "run", action: form.action, slots: form.slots };
    }
    if (registry.hasAnswer(turn.text)) return { kind: "run", action: "answer-question", slots: {} };
    // While a question is open it is asked again; guesses beside it would be two questions at once.
    if (confirm) return { kind: "clarify", intents: [] };
    return { kind: "clarify", intents: guesses(parse, said), slots: said };
  }
  // Away from an open question, or from a good-bye with a service in it, only without a doubt.
  const isDoubtful = parse.intent.confidence < PLAIN;
  if (
    confirm &&
    isDoubtful &&
    registry.byIntent(intent)?.isForm &&
    registry.byIntent(intent)?.name !== confirm.action
  ) {
    return { kind: "clarify", intents: [] };
  }
  if (isDoubtful && said.servicio && CHATTER.includes(intent)) {
    return runIntent(deps, turn, "agendar_cita", said) ?? { kind: "clarify", intents: [] };
  }
  return (
    runIntent(deps, turn, intent, said) ?? {
      kind: "say",
      template: "utter_fuera_de_alcance",
      facts: { negocio: profile.name },
    }
  );
}

/** "no, es Mariana López", "no, Mariana": what is meant instead; empty for a plain no in however many words. */
function correctionIn(text: string): string {
  const [, marked, named] = CORRECTION.exec(text.trim()) ?? [];
  return marked ?? named ?? "";
}

/** The two best guesses that can be offered; where a service was named, booking it and its price come into question. */
function guesses({ ranking }: NluParse, said: Slots): string[] {
  const likely = ranking.filter(({ confidence }) => confidence > UNLIKELY).map(({ name }) => name);
  const asked = said.servicio ? ["agendar_cita", "consultar_paquetes"] : [];
  return [...new Set([...likely.filter((name) => intentButton(name) !== undefined), ...asked])].slice(0, 2);
}

/** An answer in the customer's own words: anything but a no, or another wish that nobody would doubt. */
function isOwnWords(text: string, parse: NluParse, intent: string | undefined, own: string | undefined): boolean {
  // "sí, mira…" announces the words; they come next.
  if (intent === "negar" || intent === "afirmar") return false;
  if (intent === undefined || intent === own || intent === "fuera_de_alcance" || isBare(text, parse)) return true;
  return parse.intent.confidence < PLAIN;
}

/** "quién ganó el partido de ayer": the day in it fills no form. */
function isPlainlyOffTopic({ intent }: NluParse): boolean {
  return intent.name === "fuera_de_alcance" && intent.confidence >= PLAIN;
}

/** The intent, when it is sure enough for what it would do. */
export function intentOf(
  { registry, policy }: Pick<DecideDeps, "registry" | "policy">,
  parse: NluParse,
): string | undefined {
  if (!isSure(parse, policy)) return undefined;
  const actsAtOnce = registry.byIntent(parse.intent.name)?.actsAtOnce;
  return actsAtOnce && parse.intent.confidence < AT_ONCE ? undefined : parse.intent.name;
}

/** True when a form is there that has rested for longer than a pause in a conversation. */
function forgetStaleForm(turn: Turn, silenceMinutes: number, now: Date): boolean {
  const { form } = turn.state;
  if (!form) return false;
  const minutes = (now.getTime() - Date.parse(form.updatedAt)) / 60_000;
  if (minutes > FORGET_HOURS * 60 || (minutes > silenceMinutes && form.isParked)) {
    delete turn.state.form;
    delete turn.state.later;
  }
  turn.isBack = minutes > silenceMinutes && turn.state.form !== undefined;
  return turn.isBack;
}

/** Payloads come from outside; what is no uuid would be a database error instead of "not found". */
function uuidOrNothing(text: string): string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text : "00000000-0000-0000-0000-000000000000";
}
