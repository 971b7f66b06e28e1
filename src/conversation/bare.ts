import type { NluParse } from "../nlu/index.ts";
import { foldText } from "../shared/index.ts";

const GLUE = words("a al con de del el en entonces la las lo los mejor o para pero por un una y tambien");
/** Words that are a yes whatever stands beside them. */
const YES = words("si sii siii zi zii sip sep simon yes yeah yep oui ouais haan हाँ हां");
const AGREEMENT = words(
  "ahora claro ok okay okey mandame mandamelo manda link liga agendala agendame apartala apartamelo apartalo reservala confirmala confirmar hazlo quiero me te nomas bien dale va vale sale perfecto listo correcto exacto confirmo confirmado adelante asi obvio sure d'accord han thik theek hai ji ठीक है जी que",
);
const COURTESY = words(
  "por favor porfa porfis porfavor xfa muchas muchisimas mil gracias esta bien that's is fine please thanks thank you very much svp stp merci beaucoup s'il vous plait te shukriya dhanyavad esa ese hora dia cita धनयवाद शुकरिया",
);

/** Nothing but the slots themselves, and the words that hold them together: "pilates", "el de las 9", "con Ana". */
export function isBare(text: string, parse: NluParse): boolean {
  return wordsBeside(text, parse).every(isGlue);
}

/**
 * "sí por favor, muchas gracias", "sí, mañana a las 10": a yes whatever its intent looks like. "ok gracias" is not.
 * @param thanks the words with which people thank: "que Dios lo bendiga"
 */
export function isPlainlyYes(text: string, parse: NluParse, thanks: ReadonlySet<string>): boolean {
  const [first] = wordsBeside(text, parse);
  return first !== undefined && YES.has(first) && hasOnlyWordsOfYes(text, parse, thanks);
}

/** Nothing but a yes, agreement, courtesy, the slots that it repeats, and `known`: what the examples of a yes say. */
export function hasOnlyWordsOfYes(text: string, parse: NluParse, known: ReadonlySet<string>): boolean {
  const lists = [YES, AGREEMENT, COURTESY, GLUE, known];
  return wordsBeside(text, parse).every((word) => lists.some((list) => list.has(word)));
}

/** A word that only holds others together. */
export function isGlue(word: string): boolean {
  return GLUE.has(word);
}

/** The words of the message that belong to no entity, folded. */
export function wordsBeside(text: string, parse: NluParse): string[] {
  const left = parse.entities.reduceRight((rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`, text);
  return foldText(left)
    .replace(/[^\p{L}\p{M}\p{N}' ]/gu, " ")
    .split(" ")
    .filter((word) => word !== "");
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}
