import { z } from "zod";
import type { Choice } from "../channels/index.ts";
import type { Profile } from "../config/index.ts";
import { type NluEntity, readWhen, saysMoreThanWhen } from "../nlu/index.ts";
import { foldText } from "../shared/index.ts";
import type { Slots } from "./action.ts";

const name = z.string().min(1).max(100);
const payloadSchema = z.object({
  servicio: name,
  profesional: name,
  paquete: name,
  codigo_reserva: name,
  fecha: z.iso.date(),
  hora: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  parte_del_dia: z.enum(["manana", "tarde", "noche"]),
  nombre: name,
  idioma: z.string().regex(/^[a-z]{2}$/),
  detalle: z.string().min(1).max(1000),
  compra: name,
  lugar: z.guid(),
  referencia: z.enum(["siempre", "igual", "igual_en_una_semana", "misma_hora"]),
  otros_servicios: z.string().min(1).max(500),
});

/** Where and when a message is read. */
export interface Reading {
  profile: Profile;
  now: Date;
  /** The customer's. */
  language: string;
}

const NO_PREFERENCE =
  /\b(?:cualquiera|quien sea|el que sea|la que sea|me da igual|da lo mismo|con quien este|any(?:one|body)|whoever|no preference|n'importe (?:qui|lequel|laquelle)|peu importe|koi bhi|kisi ke bhi)\b|कोई भी|किसी भी/u;

/** What an earlier appointment fills. */
const USUAL =
  /\b(?:(?:la|lo|el) (?:misma|mismo)? ?de siempre|lo de siempre|como siempre|mi de siempre|the usual|my usual|comme d'habitude|hamesha wal[ai]|hamesha jaisa)\b|हमेशा/u;
const SAME =
  /\b(?:(?:quiero|agenda\w*|dame|otra vez) (?:lo|la) mism[oa](?! hora)|otr[oa] (?:cita )?igual|igual que la (?:otra|ultima|pasada|anterior)|(?:la|lo) misma? (?:que la|de la) (?:vez )?(?:ultima|pasada|anterior|otra)(?: vez)?|same (?:again|as last time|as before)|another one like (?:it|that)|la meme chose|le meme rendez-vous|pareil|wahi dobara|same wala)\b/u;
const SAME_TIME = /\b(?:misma hora|mismo horario|same (?:time|hour)|meme heure|usi time|same time)\b/;
const NEXT_WEEK =
  /\b(?:(?:la )?(?:proxima|siguiente) semana|semana (?:que viene|proxima|siguiente|entrante)|next week|(?:la )?semaine prochaine|agle hafte|agle week)\b|अगले हफते/u;

const NOT_THIS =
  /\b(?:no|not|don'?t|dont|cannot|can't|pas|nahi|nahin|en vez de|en lugar de|instead of) (?:(?:en|in|el|al|mas|hablo|entiendo|speak|understand|know|read|write|parle|comprends) ){0,2}\p{L}+/gu;

/** Languages by the names that people call them, folded as messages are: "हिन्दी" without its virama. */
const LANGUAGE_NAMES: Record<string, RegExp> = {
  es: /\b(?:espanol|castellano|spanish|espagnol)\b|सपेनिश/u,
  en: /\b(?:ingles|english|anglais|angrezi)\b|अंगरेजी|इंगलिश/u,
  fr: /\b(?:frances|french|francais)\b|फरेंच/u,
  hi: /\bhindi\b|हिंदी|हिनदी/u,
};

/** "otro día", "mejor a otra hora": what was said about it before no longer holds. */
const OTHER =
  /^(?:no,? )?(?:(?:si|sip|ok|va|dale|claro|mejor|prefiero|quiero|para|a|en|pero|y|que tal|puede ser),? )*otr[oa] (dia|fecha|hora|horario)\b/;

/**
 * What a message says about slots. Names are taken only when they are in the catalogue; a slot that is there without a
 * value was withdrawn.
 */
export function readSlots(text: string, entities: NluEntity[], reading: Reading): Slots {
  const { profile } = reading;
  const folded = foldText(text);
  const slots: Slots = {};
  const [servicio, ...others] = catalogueNames(entities, "servicio", profile.catalogue.services);
  if (servicio) slots.servicio = servicio;
  if (others.length > 0) slots.otros_servicios = others.join("|");
  const [profesional] = catalogueNames(entities, "profesional", profile.catalogue.professionals);
  if (profesional) slots.profesional = profesional;
  else if (NO_PREFERENCE.test(folded)) slots.profesional = "cualquiera";
  const [paquete] = catalogueNames(entities, "paquete", profile.catalogue.packages);
  if (paquete) slots.paquete = paquete;
  const codigos = entities.filter((entity) => entity.entity === "codigo_reserva");
  if (codigos[0]) slots.codigo_reserva = codigos[0].value.toUpperCase();

  const other = OTHER.exec(folded)?.[1];
  if (other === "dia" || other === "fecha") slots.fecha = undefined;
  else if (other !== undefined) Object.assign(slots, { hora: undefined, parte_del_dia: undefined });

  // A burst is one sentence: a correction in its last line leaves the rest of the first standing.
  // A code may look like an hour: "3H34WJ".
  const spoken = codigos.reduce((rest, codigo) => rest.replace(codigo.text, " "), text);
  const when = readWhen(spoken.replace(/\n+/g, ", "), whenContext(reading));
  if (when.date) slots.fecha = when.date;
  if (when.time) slots.hora = when.time;
  if (when.partOfDay) slots.parte_del_dia = when.partOfDay;
  const referencia = referenceOf(folded);
  if (referencia) slots.referencia = referencia;
  return slots;
}

function referenceOf(folded: string): Slots["referencia"] {
  if (SAME.test(folded)) return NEXT_WEEK.test(folded) ? "igual_en_una_semana" : "igual";
  if (USUAL.test(folded)) return "siempre";
  return SAME_TIME.test(folded) ? "misma_hora" : undefined;
}

/** The language that a message refuses: "I don't speak Spanish" → "es". */
export function readRefusedLanguage(text: string): string | undefined {
  const refused = foldText(text).match(NOT_THIS)?.join(" ") ?? "";
  return Object.keys(LANGUAGE_NAMES).find((code) => LANGUAGE_NAMES[code]?.test(refused));
}

/** The code of the language that a message wishes: "háblame en inglés" → "en". */
export function readLanguageName(text: string): string | undefined {
  // "ya no en inglés, regrésame al español", "de inglés a francés": what is refused is not wished, and the last one is.
  const wished = foldText(text).replace(NOT_THIS, " ");
  const places = Object.entries(LANGUAGE_NAMES).map(([code, name]) => ({ code, at: lastMatch(name, wished) }));
  return places.filter(({ at }) => at >= 0).sort((a, b) => b.at - a.at)[0]?.code;
}

function lastMatch(pattern: RegExp, text: string): number {
  return [...text.matchAll(new RegExp(pattern, "gu"))].at(-1)?.index ?? -1;
}

/** What was said last wins; a new part of the day withdraws an hour that was chosen before, and the reverse. */
export function mergeSlots(before: Slots, said: Slots): Slots {
  const merged: Slots = { ...before, ...said };
  if (said.parte_del_dia && !said.hora) delete merged.hora;
  if (said.hora) delete merged.parte_del_dia;
  // A package or an appointment: the one that was named last.
  if (said.paquete && !said.codigo_reserva) delete merged.codigo_reserva;
  if ((said.codigo_reserva || said.servicio) && !said.paquete) delete merged.paquete;
  return merged;
}

/** A choice that fills slots of an action when it is tapped, or its number typed. */
export function slotChoice(action: string, label: string, slots: Slots): Choice {
  return { label, payload: `slot:${action}:${packSlots(slots)}` };
}

/** Slots as the text of a payload, and back. */
export function packSlots(slots: Slots): string {
  return new URLSearchParams(slots as Record<string, string>).toString();
}

/** What is no slot, or no value of one, is left out: payloads come back from outside. */
export function unpackSlots(packed: string): Slots {
  const entries = [...new URLSearchParams(packed)].filter(([name, value]) => {
    return payloadSchema.shape[name as keyof Slots]?.safeParse(value).success;
  });
  return Object.fromEntries(entries) as Slots;
}

/** What a tapped choice fills; undefined when the payload is of another kind. */
export function slotsOfPayload(payload: string): { action: string; slots: Slots } | undefined {
  const [, action, query] = /^slot:([\w-]+):(.*)$/.exec(payload) ?? [];
  if (action === undefined) return undefined;
  return { action, slots: unpackSlots(query ?? "") };
}

/** The names of the catalogue that the message says, in their order, each once. */
function catalogueNames(entities: NluEntity[], kind: string, names: { name: string }[]): string[] {
  const found = entities
    .filter((candidate) => candidate.entity === kind)
    .flatMap((entity) => {
      const value = foldText(entity.value);
      const exact = names.find(({ name }) => foldText(name) === value);
      if (exact) return [exact.name];
      // "laura" for "Laura Méndez": one name only, or it is not decided.
      const partial = names.filter(({ name }) => foldText(name).split(" ").includes(value));
      return partial.length === 1 ? partial.map(({ name }) => name) : [];
    });
  return [...new Set(found)];
}

/** Does the message say something about when that `readSlots` could not turn into a slot? */
export function saysMoreAboutWhen(text: string, reading: Reading): boolean {
  return saysMoreThanWhen(text, whenContext(reading));
}

/** Is an hour, "HH:MM", in this part of the day? */
export function isInPart(hora: string, part: NonNullable<Slots["parte_del_dia"]>): boolean {
  const hour = Number(hora.slice(0, 2));
  if (part === "manana") return hour < 12;
  return part === "tarde" ? hour >= 12 && hour < 19 : hour >= 18;
}

function whenContext({ profile, now, language }: Reading) {
  return { now, timeZone: profile.timeZone, language, ...openingRange(profile) };
}

/** The widest opening of the week: within it a bare "a las 5" is read. */
function openingRange(profile: Profile): { opensAt?: string; closesAt?: string } {
  const opensAt = profile.openingHours.map((period) => period.from).sort()[0];
  const closesAt = profile.openingHours
    .map((period) => period.to)
    .sort()
    .at(-1);
  return { ...(opensAt ? { opensAt } : {}), ...(closesAt ? { closesAt } : {}) };
}
