import type { Action } from "./action.ts";

/** An intent whose answer is words only. */
function words(name: string, intent: string, template: string, event?: string): Action {
  return {
    name,
    intent,
    isForm: false,
    run: async ({ profile }) => ({
      kind: "info",
      template,
      facts: { negocio: profile.name, telefono: profile.phone, direccion: profile.address },
      ...(event ? { event } : {}),
    }),
  };
}

export const smallTalk: Action[] = [
  words("greet", "saludo", "utter_saludo"),
  words("farewell", "despedida", "utter_despedida"),
  words("thanks", "agradecimiento", "utter_agradecimiento"),
  words("help", "ayuda", "utter_ayuda"),
  words("hand-over", "hablar_con_agente", "utter_hablar_con_agente", "handover.requested"),
  words("answer-question", "ubicacion", "utter_ubicacion"),
  words("decline", "fuera_de_alcance", "utter_fuera_de_alcance"),
];
