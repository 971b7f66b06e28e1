import { type Action, mergeSlots, type Slots } from "../actions/index.ts";
import { type NluParse, type Policy, sharedReading } from "../nlu/index.ts";
import { foldText } from "../shared/index.ts";
import { type AnswerDeps, affirm, affirmNothing, changes, forget, isJustDone, isPlainYes, reject } from "./answers.ts";
import { isBare, isPlainlyYes, wordsBeside } from "./bare.ts";
import { isChangeOfMind, isTakenBack, wordsInstead } from "./corrections.ts";
import type { DialogueState } from "./dialogue-state.ts";
import { intentButton } from "./intent-labels.ts";
import { decideByPayload } from "./payloads.ts";
import { reminderOption } from "./reminders.ts";
import type { Decision, Turn } from "./turn.ts";
import { OWN_BOOKING, runIntent, runTasks, type WishDeps } from "./wishes.ts";
import { findWriteRequest } from "./write-requests.ts";

/** A form that nobody has touched for so long is somebody's yesterday: nothing of it is carried on. */
export const FORGET_HOURS = 24;
const BOOKING = "agendar_cita";
const OFF_TOPIC = "fuera_de_alcance";
/** With a slot in the message these intents say nothing against filling the open form with it. */
const FILLING: (string | undefined)[] = ["afirmar", "negar", OFF_TOPIC];
/** Intents that "otra igual" is taken for, and that it does not contradict. */
const REFERRING = [BOOKING, "afirmar", OFF_TOPIC, "consultar_horarios"];
/** What nobody would doubt: only then a message is not the answer that was asked for. */
const PLAIN = 0.9;
const CHATTER = ["saludo", "despedida", "agradecimiento"];
const UNLIKELY = 0.05;
const QUESTION = "pregunta_informacion";

const WHEN = ["fecha", "hora", "parte_del_dia"];
/** Why, or not before what, or how surely: what people add to a day or an hour. */
const HANGS_ON =
  /^[^\p{L}]*(?:despues del?|antes del?|en cuanto|cuando|saliendo|al salir|que (?:salgo|descanso|no trabajo|pueda)|porque|pq|xq|creo|tal vez|wey|guey|after|before|when|because|cause|maybe|i (?:guess|think)|apres|avant|quand|parce que?|je (?:pense|crois)|peut-etre|kyunki|shayad|शायद)(?!\p{L})/u;

const WANTS = /\b(?:quiero|queria|quisiera|want\w*|would like|i'd like|veux|voudrais|voulais|chah?iye)\b|चाहिए/u;

export interface RuleDeps extends AnswerDeps, WishDeps {
  policy: Policy;
}

/** What a text was heard to say, and into which conversation. */
export interface Heard {
  turn: Turn;
  parse: NluParse;
  /** Undefined when none is sure enough for what it would do. */
  intent: string | undefined;
  said: Slots;
  /** Open or parked. */
  form: DialogueState["form"];
  formAction: Action | undefined;
  /** It puts another value in place of one of the form's, if its words can be trusted. */
  isCorrection: boolean;
  /** The question that waits for a yes. */
  confirm: DialogueState["confirm"];
  /** The customer comes back to the form after a silence. */
  isBack: boolean;
}

type Rule = (deps: RuleDeps, heard: Heard) => Decision | undefined | Promise<Decision | undefined>;

/** The first that has something to say decides; where none has, the intent is a wish. */
export const RULES: readonly Rule[] = [
  answersInOwnWords,
  wishesSeveralThings,
  wishesTheSameAgain,
  answersTheQuestion,
  namesABooking,
  fillsTheForm,
  movesWhatIsJustDone,
  takesTheOnlyOption,
  answersTheReminder,
  answersNothing,
  isNotUnderstood,
  leavesTheQuestionInDoubt,
  greetsWithAService,
];

function answersInOwnWords(_deps: RuleDeps, { turn, parse, intent, said, form, formAction, confirm }: Heard) {
  if (!form?.asksText || form.isParked) return undefined;
  // Nobody tells what happened with "a las 10": that answers what was asked before the complaint.
  const { under } = form;
  const isWhen = WHEN.some((name) => said[name as keyof Slots] !== undefined);
  if (under && !under.isParked && isWhen && isBare(turn.text, parse))
    return run(under.action, mergeSlots(under.slots, said));
  const words = confirm ? wordsInstead(turn.text) : turn.text.trim();
  // A no with other words behind it is plain by itself; the model may hear either half.
  const halves = [undefined, "negar", formAction?.intent];
  const isAnswer = confirm ? halves.includes(intent) : isOwnWords(turn.text, parse, intent, formAction?.intent);
  return isAnswer && words ? run(form.action, mergeSlots(form.slots, { [form.asksText]: words })) : undefined;
}

/** "no quiero masaje, mejor facial" looks like two wishes, and is one. */
function wishesSeveralThings(deps: RuleDeps, heard: Heard) {
  const { turn, formAction, isCorrection } = heard;
  if (!turn.tasks || (isCorrection && formAction && isAboutTheForm(deps, heard, formAction))) return undefined;
  return runTasks(deps, turn, turn.tasks);
}

/** "la misma de siempre", "otra igual": an appointment, however little else the words say. */
function wishesTheSameAgain({ clock }: RuleDeps, { turn, intent, said }: Heard) {
  if (!said.referencia || said.referencia === "misma_hora") return undefined;
  if (intent !== undefined && !REFERRING.includes(intent)) return undefined;
  const { focus } = turn.state;
  const isRecent = focus !== undefined && clock.now().getTime() - Date.parse(focus.at) < FORGET_HOURS * 3_600_000;
  const model = isRecent && said.referencia !== "siempre" ? { codigo_reserva: focus.codigo_reserva } : {};
  return run("book-appointment", { ...model, ...said });
}

/** What a yes does cannot always be undone, so half a yes ("no, espera, sí voy") is asked again. */
async function answersTheQuestion(deps: RuleDeps, { turn, parse, intent, said, confirm }: Heard) {
  if (!confirm || changes(said, confirm.slots)) return undefined;
  const isYes = intent === "afirmar" || isPlainlyYes(turn.text, parse, deps.nlu.words("agradecimiento"));
  if (!isYes && intent !== "negar") return undefined;
  const request = await findWriteRequest(deps.database, turn.lease.conversation.id, confirm.token);
  if (!request) return undefined;
  if (!isYes) return reject(deps, turn, request);
  const isHalf = request.state === "open" && !isPlainYes(deps, turn, parse, said);
  return isHalf ? ({ kind: "ask_again", request } as const) : affirm(deps, turn, request, false);
}

/** A code and nothing more, where nobody asked for one: that appointment is shown, with what can be done about it. */
function namesABooking(deps: RuleDeps, { turn, parse, intent, said, form, formAction }: Heard) {
  const isAsked = formAction?.takesBooking && !form?.isParked;
  if (isAsked || !said.codigo_reserva || !isBare(turn.text, parse)) return undefined;
  // "la K7M4QX el viernes a las 5" moves it; what few words were taken for counts only beside a day or an hour.
  const isMore = intent !== undefined && Object.keys(said).length > 1 && deps.registry.byIntent(intent)?.takesBooking;
  return runIntent(deps, turn, isMore ? intent : "consulta_estado", said);
}

/** "el jueves a las 4" while a form is open fills or corrects it, whatever the intent of so few words looks like. */
function fillsTheForm(deps: RuleDeps, heard: Heard) {
  const { intent, said, form, formAction, isBack } = heard;
  // Whoever was asked for words, a name or what happened, does not answer with a day.
  if (!form || !formAction || form.asksText || Object.keys(said).length === 0) return undefined;
  if (!isAboutTheForm(deps, heard, formAction)) return undefined;
  const isNewRequest = (form.isParked || isBack) && said.servicio !== undefined && intent === formAction.intent;
  if (isNewRequest) return { kind: "run", action: formAction.name, slots: said, isNew: true } as const;
  return run(formAction.name, mergeSlots(form.slots, said));
}

function isAboutTheForm(deps: RuleDeps, heard: Heard, formAction: Action): boolean {
  const { turn, parse, intent, said, isCorrection } = heard;
  if (isBare(turn.text, parse)) return true;
  if (isOffTopic(deps, heard, formAction)) return false;
  if (intent === undefined || intent === formAction.intent || FILLING.includes(intent)) return true;
  // Slot values alone are taught as `agendar_cita`; without a service they belong to whatever form is open.
  if (intent === BOOKING && said.servicio === undefined && said.referencia === undefined) return true;
  // Where an appointment is to be chosen, "no, mejor quiero pilates" may be a wish for a new one.
  const isNewWish = intent === BOOKING && formAction.takesBooking && WANTS.test(foldText(turn.text));
  if (isCorrection && !isNewWish && parse.intent.confidence < PLAIN) return true;
  // "cambia el servicio a facial" while one is being booked is about that one.
  const isBooking = formAction.name === "book-appointment";
  return intent === "reagendar_cita" && isBooking && !OWN_BOOKING.test(foldText(turn.text));
}

/** "no, espera, mejor el domingo" just after it was done: that appointment moves. */
function movesWhatIsJustDone({ clock }: RuleDeps, { turn, said, formAction }: Heard) {
  const { focus } = turn.state;
  const isWhen = said.fecha !== undefined || said.hora !== undefined || said.parte_del_dia !== undefined;
  const isOther = isWhen && !said.servicio && isChangeOfMind(turn.text);
  if (!isOther || !focus || formAction || !isJustDone(turn, clock.now())) return undefined;
  return run("reschedule-appointment", { ...said, codigo_reserva: focus.codigo_reserva });
}

function takesTheOnlyOption(deps: RuleDeps, { turn, intent, confirm }: Heard) {
  const [option, ...others] = turn.state.options ?? [];
  if (intent !== "afirmar" || confirm || !option || others.length > 0) return undefined;
  return decideByPayload(deps, turn, { value: option.payload, isTapped: false });
}

function answersTheReminder(deps: RuleDeps, { turn, intent, confirm }: Heard): ReturnType<Rule> {
  if (confirm) return undefined;
  const yes = intent === "afirmar" && reminderOption(turn, "confirm");
  if (yes) return decideByPayload(deps, turn, { value: yes, isTapped: false });
  if (intent !== "negar" || !reminderOption(turn, "cancel")) return undefined;
  const slots = turn.state.focus ? { codigo_reserva: turn.state.focus.codigo_reserva } : {};
  return { kind: "clarify", intents: ["reagendar_cita", "cancelar_cita"], slots };
}

/** A yes or a no that no question waits for. */
function answersNothing(deps: RuleDeps, { turn, intent, said }: Heard) {
  if (intent === "afirmar") return affirmNothing(turn, said, deps.clock.now());
  return intent === "negar" ? forget(deps, turn) : undefined;
}

function isNotUnderstood(deps: RuleDeps, { turn, parse, intent, said, form, confirm }: Heard): ReturnType<Rule> {
  if (intent !== undefined) return undefined;
  // A number that is none of those on offer: the open question once more, with its options.
  if (form && !form.isParked && /^\W*\d{1,2}\W*$/.test(turn.text)) return run(form.action, form.slots);
  if (mayBeQuestion(parse, said) && deps.registry.hasAnswer(turn.text)) return run("answer-question", {});
  // While a question is open it is asked again; guesses beside it would be two questions at once.
  if (confirm) return { kind: "clarify", intents: [] };
  // "¿tenés turno para mañana?": a booking or a look at the free times, which is the same to the customer.
  const shared = sharedReading(parse, deps.policy);
  const action = shared === undefined ? undefined : deps.registry.byIntent(shared);
  // What acts at once, or would take the place of another form, is not the same.
  const takesPlace = action?.isForm && form && !form.isParked && form.action !== action.name;
  const isAsked = shared === undefined || action?.actsAtOnce || takesPlace;
  const same = isAsked ? undefined : runIntent(deps, turn, shared, said);
  return same ?? { kind: "clarify", intents: guesses(parse, said), slots: said };
}

/**
 * "cancela mi cita y luego…" asks for no rule of cancelling, however near the owner's words are; and who names an
 * appointment by its code asks about that one.
 */
function mayBeQuestion({ ranking }: NluParse, said: Slots): boolean {
  return !said.codigo_reserva && ranking.some(({ name, confidence }) => name === QUESTION && confidence > UNLIKELY);
}

/** Away from an open question only without a doubt. */
function leavesTheQuestionInDoubt({ registry }: RuleDeps, { parse, intent, confirm }: Heard): ReturnType<Rule> {
  const action = intent === undefined ? undefined : registry.byIntent(intent);
  const isElsewhere = confirm && action?.isForm && action.name !== confirm.action && !isTakenBack(parse);
  return isElsewhere && parse.intent.confidence < PLAIN ? { kind: "clarify", intents: [] } : undefined;
}

/** "buenas, un facial", which a model may take for a good-bye. */
function greetsWithAService(deps: RuleDeps, { turn, parse, intent, said }: Heard): ReturnType<Rule> {
  if (intent === undefined || !CHATTER.includes(intent) || !said.servicio || parse.intent.confidence >= PLAIN)
    return undefined;
  return runIntent(deps, turn, BOOKING, said) ?? { kind: "clarify", intents: [] };
}

function run(action: string, slots: Slots): Decision {
  return { kind: "run", action, slots };
}

/** The two best guesses that can be offered; where a service was named, booking it and its price come into question. */
function guesses({ ranking }: NluParse, said: Slots): string[] {
  const likely = ranking.filter(({ confidence }) => confidence > UNLIKELY).map(({ name }) => name);
  const asked = said.servicio ? [BOOKING, "consultar_paquetes"] : [];
  return [...new Set([...likely.filter((name) => intentButton(name) !== undefined), ...asked])].slice(0, 2);
}

/** An answer in the customer's own words: anything but a no, or another wish that nobody would doubt. */
function isOwnWords(text: string, parse: NluParse, intent: string | undefined, own: string | undefined): boolean {
  // "sí, mira…" announces the words; they come next.
  if (intent === "negar" || intent === "afirmar") return false;
  if (intent === undefined || intent === own || intent === OFF_TOPIC || isBare(text, parse)) return true;
  return parse.intent.confidence < PLAIN;
}

/** "quién ganó el partido de ayer", "qué calor hace hoy": the day in it fills no form. Nobody books with the word "calor". */
function isOffTopic({ nlu }: RuleDeps, { turn, parse }: Heard, { intent: own = BOOKING }: Action): boolean {
  if (parse.intent.name !== OFF_TOPIC || hangsOnTheAnswer(turn.text, parse)) return false;
  const known = [own, BOOKING, "afirmar", "negar"].map((intent) => nlu.words(intent));
  const isForeign = (word: string) => !known.some((list) => list.has(word));
  return parse.intent.confidence >= PLAIN || wordsBeside(turn.text, parse).some(isForeign);
}

/** "el viernes después de recoger a los niños", "around 5 maybe": a day or an hour first, and words that hang on it. */
function hangsOnTheAnswer(text: string, { entities }: NluParse): boolean {
  const [first] = entities;
  if (!first || !WHEN.includes(first.entity)) return false;
  // At most a filler and an article before it: "quién ganó el partido de ayer, porque…" is no answer.
  const isLed = foldText(text.slice(0, first.start)).split(" ").length <= 2;
  return isLed && HANGS_ON.test(foldText(text.slice(first.end)));
}
