import { foldText } from "../shared/index.ts";
import type { Action, ActionResult, TicketReason } from "./action.ts";

/** Words that announce a complaint without telling it. */
const ANNOUNCING = new Set(
  (
    "a al algo con contra de del dejar el en es esta este estoy favor hacer hago la las levantar lo los me meter mi mis muy " +
    "necesito no para pm poner por presentar puedo q que queja quejas quejar quejarme queria quiero quisiera reclamo reclamar " +
    "reclamacion reportar soy su tengo un una ustedes y ya hola buenas buenos dias tardes noches i want to make have complaint " +
    "complain would like je veux faire une plainte reclamation mujhe shikayat karni hai hi hello bonjour"
  ).split(" "),
);
/** So many other words tell what happened. */
const TELLING_WORDS = 2;
/** A ticket's summary is for reading at a glance; the messages hold the rest. */
const MAX_SUMMARY = 1000;

/** hablar_con_agente: a ticket with a number, at once: whoever asks for a person is not asked why. */
export const handOver: Action = {
  name: "hand-over",
  intent: "hablar_con_agente",
  isForm: false,
  actsAtOnce: true,
  endsTalk: true,
  run: async ({ profile, text }) => ({
    ...ticket("agent_requested", text, "utter_hablar_con_agente", "utter_hablar_con_agente_ya"),
    facts: { telefono: profile.phone },
    event: "handover.requested",
  }),
};

/** queja: what happened, in the customer's own words, and a ticket with a number. */
export const takeComplaint: Action = {
  name: "take-complaint",
  intent: "queja",
  isForm: true,
  actsAtOnce: true,
  endsTalk: true,
  async run({ text, slots, profile }): Promise<ActionResult> {
    const told = slots.detalle ?? (isTold(text) ? text : undefined);
    if (!told) return { kind: "ask", template: "utter_queja_que_paso", facts: {}, slots, asksText: "detalle" };
    return {
      ...ticket("complaint", told, "utter_queja_recibida", "utter_queja_agregada"),
      facts: { telefono: profile.phone },
      event: "complaint.received",
    };
  },
};

function ticket(reason: TicketReason, text: string, template: string, again: string): ActionResult {
  return { kind: "info", template, facts: {}, ticket: { reason, summary: text.slice(0, MAX_SUMMARY), again } };
}

function isTold(text: string): boolean {
  const words = foldText(text)
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== "" && !ANNOUNCING.has(word));
  return words.length >= TELLING_WORDS;
}
