import type { Faq, FaqMatch } from "../knowledge/index.ts";
import type { Action, ActionContext, ActionResult } from "./action.ts";

/** pregunta_informacion: what the owner wrote about it, word for word, or that it is not known here. */
export function createAnswerQuestion(faq: Faq): Action {
  return {
    name: "answer-question",
    intent: "pregunta_informacion",
    isForm: false,
    run: async (context) =>
      answerOf(faq.find(context.text), context) ?? {
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

/**
 * fuera_de_alcance: a question that the owner did answer is no small talk, whatever it looked like. With a word that the
 * owner's list does not know it is: "cancela mi Netflix" asks for nothing that the rules of cancelling would answer.
 */
export function createDecline(faq: Faq): Action {
  return {
    name: "decline",
    intent: "fuera_de_alcance",
    isForm: false,
    run: async (context) => {
      const found = faq.find(context.text);
      const isAnswered = found !== undefined && found.score >= CLOSE && !found.hasUnknown;
      return (
        answerOf(isAnswered ? found : undefined, context) ?? {
          kind: "info",
          template: "utter_fuera_de_alcance",
          facts: { negocio: context.profile.name },
        }
      );
    },
  };
}

function answerOf(found: FaqMatch | undefined, { format }: ActionContext): ActionResult | undefined {
  if (!found) return undefined;
  return { kind: "info", template: "utter_respuesta", facts: { respuesta: found.answer(format.language) } };
}
