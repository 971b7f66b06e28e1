import { foldText } from "../shared/index.ts";
import type { Action, ActionContext, ActionResult, ConfirmedWrite, Facts } from "./action.ts";
import { readLanguageName, readRefusedLanguage } from "./slots.ts";

const NAME = "update-profile";
const MAX_NAME = 80;

/** "me llamo Ana María", "mi nombre es…", "ponme como…", "call me…": what follows is the name. */
const NAMED =
  /(?:me llamo|mi nombre (?:correcto |completo |real )?(?:es|seria)|(?:ponme|ponganme|registrame|apuntame|guardame) (?:como|a nombre de)|dime|diganme|(?:cambi\w+|corrig\w+|actualiz\w+|pon\w*) (?:mi |el )?nombre (?:a|por|como)|my name is|call me|i am called|je m'appelle|mon nom est|mera naam|mera nam)[: ]+(.+)$/iu;
const NAME_END =
  /\s+(?:en (?:el|la|los|su|sus|tu|mi)\b|y|pero|por favor|porfa|xfa|gracias|please|pls|svp|hai|en vez|en lugar|and|et|btw)\b.*$|[.,;!?\n].*$/iu;
/** An address, a number, or words about data and not the name itself. */
const NOT_A_NAME = /[@\d]|\b(?:correo|email|mail|tel[eé]fono|phone|celular|direcci[oó]n)\b/iu;
const NO_NAME = /^(?:en|in|de|el|la|con|otra|otro|por|mi|a|favor|porfa)\b/iu;

/** actualizar_perfil: the name on file or the language of the answers, one question, then PATCH /client/me. */
export const updateProfile: Action = {
  name: NAME,
  intent: "actualizar_perfil",
  isForm: true,
  confirmation: {
    question: "utter_perfil_confirmar",
    again: "utter_perfil_confirmar",
    rejected: "utter_perfil_no_confirmado",
    yes: "utter_boton_si_cambiar",
    no: "utter_boton_no",
  },

  async run(context) {
    const { slots } = context;
    const spoken = [context.format.language, context.profile.language, ...context.profile.alsoSpeaks];
    const wanted = slots.idioma ?? readLanguageName(context.text);
    const refused = wanted ? undefined : readRefusedLanguage(context.text);
    const other = refused && spoken.find((language) => language !== refused);
    // "I don't speak Spanish": nor is Spanish written, from now on.
    if (other && !slots.nombre) return { kind: "info", template: "utter_perfil_idioma", facts: {}, language: other };
    const language = wanted && spoken.includes(wanted) ? wanted : undefined;
    if (language && !slots.nombre) {
      const slots = { idioma: language };
      return { ...confirm({ language }, { cambio: languageName(context, language) }), slots };
    }
    const name = cleanName(slots.nombre) ?? readName(context.text);
    if (!name) return { kind: "ask", template: "utter_perfil_nombre", facts: {}, slots: {}, asksText: "nombre" };
    const kept = { nombre: name };
    return { ...confirm({ displayName: name }, { cambio: name }), slots: kept, asksText: "nombre" };
  },

  async perform(context, write: ConfirmedWrite): Promise<ActionResult> {
    const body = write.body as { displayName?: string; language?: string };
    const answer = await context.api("updateClient", { body, idempotencyKey: write.token });
    if (answer.kind !== "ok") return { kind: "refused", template: "utter_perfil_no_se_pudo", facts: {} };
    return {
      kind: "done",
      template: "utter_perfil_hecho",
      facts: write.facts,
      ...(body.language ? { language: body.language } : {}),
    };
  },
};

function confirm(body: Record<string, string>, facts: Facts): ActionResult {
  return {
    kind: "confirm",
    template: "utter_perfil_confirmar",
    facts,
    slots: {},
    write: { operation: "updateClient", body },
  };
}

/** "inglés", in the language of whoever reads it. */
function languageName({ format }: ActionContext, language: string): string {
  return new Intl.DisplayNames([format.language], { type: "language" }).of(language) ?? language;
}

function readName(text: string): string | undefined {
  const said = NAMED.exec(text.trim())?.[1]?.replace(NAME_END, "");
  return said && !NO_NAME.test(foldText(said)) ? cleanName(said) : undefined;
}

/** An answer to "¿qué nombre?" as it goes on file; undefined when it can be no name. */
function cleanName(said: string | undefined): string | undefined {
  if (said === undefined || NOT_A_NAME.test(said)) return undefined;
  const own = said === undefined ? undefined : (NAMED.exec(said.trim())?.[1] ?? said);
  const name = own
    ?.replace(NAME_END, "")
    .replace(/["“”«»*_]/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
  const isName =
    name && name.length <= MAX_NAME && /^\p{L}[\p{L}\p{M} .'’-]*$/u.test(name) && name.split(" ").length <= 6;
  return isName ? name : undefined;
}
