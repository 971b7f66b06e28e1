import { isInPart, mergeSlots, type Slots, saysMoreAboutWhen } from "../actions/index.ts";
import type { Profile } from "../config/index.ts";
import type { Database } from "../database/index.ts";
import type { Nlu, NluParse } from "../nlu/index.ts";
import { type Clock, foldText } from "../shared/index.ts";
import { hasOnlyWordsOfYes, isPlainlyYes } from "./bare.ts";
import type { Decision, Turn } from "./turn.ts";
import { OWN_BOOKING } from "./wishes.ts";
import { findDeferred, type WriteRequest, wasAsked } from "./write-requests.ts";

export interface AnswerDeps {
  database: Database;
  profile: Profile;
  clock: Clock;
  nlu: Pick<Nlu, "words">;
}

/** A second "sí" within this time is told that it is already done. */
const DONE_MINUTES = 10;
/** A yes that writes has to be surer than an answer that only reads. */
const PLAIN_YES = 0.85;
/** What takes a yes back or makes it depend on something, in the languages that we answer. */
const CONDITION = new RegExp(
  [
    String.raw`\?`,
    String.raw`\b(?:no|esper\w+|aguant\w+|pero|mejor|otr[oa]s?|primero|antes|despues|luego|rato|deja|dejame|reviso|checo|pienso|aviso|mas|menos|excepto|aunque|salvo|solo si)\b`,
    String.raw`\b(?:not|wait|but|instead|rather|first|before|after|later|except|unless|only if|earlier)\b`,
    String.raw`\b(?:non|pas|attend\w*|mais|plutot|d'abord|avant|apres|sauf|seulement si)\b`,
    String.raw`\b(?:nahi|nahin|ruk\w*|lekin|magar|par|pehle|baad|agar)\b`,
    "नहीं|रुक|लेकिन|मगर|पहले|बाद|अगर",
  ].join("|"),
);

/** A no to a question. What is done or under way is not undone by it: "no agendé nada" would be untrue then. */
export function reject(deps: AnswerDeps, turn: Turn, request: WriteRequest): Decision | Promise<Decision> {
  if (request.state === "open") return { kind: "reject", request };
  if (request.state === "done") return { kind: "say", template: "utter_ya_hecho" };
  if (request.state === "deferred") return forget(deps, turn);
  return { kind: "say", template: "utter_nada_pendiente" };
}

/** A yes to a question: it counts when the customer can have seen the question, and when it is still open. */
export async function affirm(
  deps: AnswerDeps,
  turn: Turn,
  request: WriteRequest,
  isTapped: boolean,
): Promise<Decision> {
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

/** Was something carried out so lately that a word without an object is about it? */
export function isJustDone({ state: { lastWrite } }: Turn, now: Date): boolean {
  return lastWrite !== undefined && now.getTime() - Date.parse(lastWrite.at) < DONE_MINUTES * 60_000;
}

/** A yes when no question waits for one. */
export function affirmNothing(turn: Turn, said: Slots, now: Date): Decision {
  const { form } = turn.state;
  if (form && !form.isParked) return { kind: "run", action: form.action, slots: mergeSlots(form.slots, said) };
  if (Object.keys(said).length > 0) return { kind: "run", action: "book-appointment", slots: said };
  if (isJustDone(turn, now)) return { kind: "say", template: "utter_ya_hecho" };
  return { kind: "say", template: "utter_nada_pendiente" };
}

/** "olvídalo": the open form, what came after it and what was noted down for later are dropped. */
export async function forget(deps: AnswerDeps, turn: Turn): Promise<Decision> {
  delete turn.state.later;
  const deferred = await findDeferred(deps.database, turn.lease.conversation.id);
  for (const { id } of deferred) turn.writeChanges.push({ kind: "close", token: id, state: "cancelled" });
  // Its call went out and nobody knows what became of it: saying that nothing happened would be a guess.
  if (deferred.some(({ operation }) => operation !== "resume"))
    return { kind: "say", template: "utter_olvidado_en_duda" };
  const { form } = turn.state;
  const had = deferred.length > 0 || (form !== undefined && !form.isParked);
  if (form) turn.state.form = { ...(form.under ?? form), isParked: true };
  return { kind: "say", template: had ? "utter_olvidado" : "utter_nada_pendiente" };
}

/** "ya no quiero el masaje", "cancela", where nothing is booked that this could mean: what is half booked is dropped. */
export function dropUnbooked(profile: Profile, turn: Turn, { servicio, ...said }: Slots, text: string): boolean {
  const { form } = turn.state;
  if (form?.action !== "book-appointment" || form.isParked || OWN_BOOKING.test(foldText(text))) return false;
  // "mañana, porque hoy no alcanzo": a day that is said and not read may be the answer.
  if (saysMoreAboutWhen(text, { profile, now: turn.writtenAt, language: turn.language })) return false;
  // "el masaje" may be any of them.
  const [kind] = servicio?.split(" ") ?? [];
  if ((kind && !form.slots.servicio?.startsWith(kind)) || changes(said, form.slots)) return false;
  form.isParked = true;
  // "ya no quiero el masaje" leaves the other wishes of that message; "cancela" is all of them.
  if (!kind) delete turn.state.later;
  return true;
}

/**
 * A yes that nothing in the message speaks against: every word is one of a yes, of courtesy or a slot that was read, and
 * nothing makes it depend on something. "sí, con Pedro", "sí, luego te confirmo" are asked again.
 */
export function isPlainYes(deps: AnswerDeps, turn: Turn, parse: NluParse, said: Slots): boolean {
  const isNumberRead = said.hora !== undefined || said.fecha !== undefined || !/\d/.test(turn.text);
  const reading = { profile: deps.profile, now: turn.writtenAt, language: turn.language };
  const isSure = parse.intent.name === "afirmar" && parse.intent.confidence >= PLAIN_YES;
  return (
    (isSure || isPlainlyYes(turn.text, parse, deps.nlu.words("agradecimiento"))) &&
    hasOnlyWordsOfYes(turn.text, parse, new Set([...deps.nlu.words("afirmar"), ...deps.nlu.words("agradecimiento")])) &&
    parse.entities.every(({ entity }) => said[entity as keyof Slots] !== undefined) &&
    !CONDITION.test(foldText(turn.text)) &&
    isNumberRead &&
    !saysMoreAboutWhen(turn.text, reading)
  );
}

/** Does the message ask for something else than what stands? "sí, a las 5" about five o'clock is a plain yes. */
export function changes(said: Slots, standing: Slots): boolean {
  return Object.entries(said).some(([name, value]) => {
    if (name !== "parte_del_dia") return standing[name as keyof Slots] !== value;
    return (
      said.parte_del_dia !== undefined && standing.hora !== undefined && !isInPart(standing.hora, said.parte_del_dia)
    );
  });
}
