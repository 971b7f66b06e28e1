import type { Action, ActionResult } from "./action.ts";

/** An intent whose answer is words only. */
function words(name: string, intent: string, template: string, extra: Partial<ActionResult> = {}): Action {
  return {
    name,
    intent,
    isForm: false,
    run: async ({ profile }) => ({
      kind: "info",
      template,
      facts: { negocio: profile.name, telefono: profile.phone, direccion: profile.address },
      ...extra,
    }),
  };
}

export const smallTalk: Action[] = [
  words("greet", "saludo", "utter_saludo"),
  { ...words("farewell", "despedida", "utter_despedida"), endsTalk: true },
  words("thanks", "agradecimiento", "utter_agradecimiento"),
  words("help", "ayuda", "utter_ayuda"),
  words("answer-location", "ubicacion", "utter_ubicacion"),
  { ...words("opt-out", "baja", "utter_baja", { consent: "out" }), actsAtOnce: true, endsTalk: true },
  { ...words("opt-in", "alta", "utter_alta", { consent: "in" }), actsAtOnce: true },
];
