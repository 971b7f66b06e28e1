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
});

const NO_PREFERENCE = /\b(cualquiera|quien sea|el que sea|la que sea|me da igual|da lo mismo|con quien este)\b/;

/** "otro día", "mejor a otra hora": what was said about it before no longer holds. */
const OTHER =
  /^(?:no,? )?(?:(?:si|sip|ok|va|dale|claro|mejor|prefiero|quiero|para|a|en|pero|y|que tal|puede ser),? )*otr[oa] (dia|fecha|hora|horario)\b/;

/**
 * What a message says about slots. Names are taken only when they are in the catalogue; a slot that is there without a
 * value was withdrawn.
 */
export function readSlots(text: string, entities: NluEntity[], profile: Profile, now: Date): Slots {
  const slots: Slots = {};
  const servicio = catalogueName(entities, "servicio", profile.catalogue.services);
  if (servicio) slots.servicio = servicio;
  const profesional = catalogueName(entities, "profesional", profile.catalogue.professionals);
  if (profesional) slots.profesional = profesional;
  else if (NO_PREFERENCE.test(foldText(text))) slots.profesional = "cualquiera";
  const paquete = catalogueName(entities, "paquete", profile.catalogue.packages);
  if (paquete) slots.paquete = paquete;
  const codigo = entities.find((entity) => entity.entity === "codigo_reserva")?.value;
  if (codigo) slots.codigo_reserva = codigo.toUpperCase();

  const other = OTHER.exec(foldText(text))?.[1];
  if (other === "dia" || other === "fecha") slots.fecha = undefined;
  else if (other !== undefined) Object.assign(slots, { hora: undefined, parte_del_dia: undefined });

  const when = readWhen(text, whenContext(profile, now));
  if (when.date) slots.fecha = when.date;
  if (when.time) slots.hora = when.time;
  if (when.partOfDay) slots.parte_del_dia = when.partOfDay;
  return slots;
}

/** What was said last wins; a new part of the day withdraws an hour that was chosen before, and the reverse. */
export function mergeSlots(before: Slots, said: Slots): Slots {
  const merged: Slots = { ...before, ...said };
  if (said.parte_del_dia && !said.hora) delete merged.hora;
  if (said.hora) delete merged.parte_del_dia;
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

function catalogueName(entities: NluEntity[], kind: string, names: { name: string }[]): string | undefined {
  for (const entity of entities.filter((candidate) => candidate.entity === kind)) {
    const value = foldText(entity.value);
    const exact = names.find(({ name }) => foldText(name) === value);
    if (exact) return exact.name;
    // "laura" for "Laura Méndez": one name only, or it is not decided.
    const partial = names.filter(({ name }) => foldText(name).split(" ").includes(value));
    if (partial.length === 1) return partial[0]?.name;
  }
  return undefined;
}

/** Does the message say something about when that `readSlots` could not turn into a slot? */
export function saysMoreAboutWhen(text: string, profile: Profile, now: Date): boolean {
  return saysMoreThanWhen(text, whenContext(profile, now));
}

/** Is an hour, "HH:MM", in this part of the day? */
export function isInPart(hora: string, part: NonNullable<Slots["parte_del_dia"]>): boolean {
  const hour = Number(hora.slice(0, 2));
  if (part === "manana") return hour < 12;
  return part === "tarde" ? hour >= 12 && hour < 19 : hour >= 18;
}

function whenContext(profile: Profile, now: Date) {
  return { now, timeZone: profile.timeZone, ...openingRange(profile) };
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
