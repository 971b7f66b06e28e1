import type { Faq } from "../knowledge/index.ts";
import type { Action, ActionContext, ActionResult } from "./action.ts";

/** pregunta_informacion: what the owner wrote about it, word for word, or that it is not known here. */
export function createAnswerQuestion(faq: Faq): Action {
  return {
    name: "answer-question",
    intent: "pregunta_informacion",
    isForm: false,
    run: async (context) =>
      answerOf(faq, context) ?? {
        kind: "info",
        template: "utter_sin_dato",
        facts: { telefono: context.profile.phone },
      },
  };
}

/** What looked like something else has to be closer to the owner's own words: "cancela el uber que pedí" is no question. */
const CLOSE = 0.55;

/** Did the owner plainly write an answer to this, whatever its intent looked like? */
export function hasAnswer(faq: Faq, text: string): boolean {
  return (faq.find(text)?.score ?? 0) >= CLOSE;
}

/** fuera_de_alcance: a question that the owner did answer is no small talk, whatever it looked like. */
export function createDecline(faq: Faq): Action {
  return {
    name: "decline",
    intent: "fuera_de_alcance",
    isForm: false,
    run: async (context) =>
      (hasAnswer(faq, context.text) ? answerOf(faq, context) : undefined) ?? {
        kind: "info",
        template: "utter_fuera_de_alcance",
        facts: { negocio: context.profile.name },
      },
  };
}

function answerOf(faq: Faq, { text, format }: ActionContext): ActionResult | undefined {
  const found = faq.find(text);
  if (!found) return undefined;
  return { kind: "info", template: "utter_respuesta", facts: { respuesta: found.answer(format.language) } };
}
