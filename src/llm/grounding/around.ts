import { foldText } from "../../shared/index.ts";
import { PHRASES } from "./around-phrases-es.ts";
import { AROUND, DANGLING, type Shade } from "./around-vocabulary-es.ts";
import { takeFigures } from "./figures.ts";
import { isPastOfAble, verbForm } from "./verb-forms-es.ts";
import { FOREIGN, NEGATORS, PROMISES } from "./vocabulary-es.ts";

/** What the words around the locked sentences of one template may sound like. */
export interface AroundRules {
  /** Shades that would contradict the outcome or the tone. */
  banned: ReadonlySet<Shade>;
  /** Names of services that the template says, where it refuses nothing. */
  ownWords: ReadonlySet<string>;
  /** Pictures of the template itself. */
  ownPictures: ReadonlySet<string>;
}

/** Where the words stand. */
export interface Place {
  /** The answer begins with them. */
  opens: boolean;
  /** A marker follows in the same sentence. */
  leads: boolean;
  /** That marker is a question. */
  leadsToQuestion: boolean;
}

export const NAME = "{nombre}";
const NAME_MARK = "\uE000";
const PHRASE_MARK = "\uE001";
/** Spanish letters as they are written; raised, full-width or foreign ones fold into others and would hide something. */
const PLAIN = /^[A-Za-zÁÉÍÓÚÜÑáéíóúüñ \n.,;:!¡…–—]*$/u;
/** "hola.info": a stop inside a word makes an address of it. */
const GLUED = /[.,;:!…](?=[\p{L}{])/u;
const PICTURE =
  /(?![0-9#*©®™])\p{Extended_Pictographic}(?:\uFE0F|[\u{1F3FB}-\u{1F3FF}]|\u200D\p{Extended_Pictographic})*/gu;
/** Pictures that tell an outcome, a price, a gift, a time or a way to pay. */
const TELLING_PICTURES =
  /[🔟💯🔢🥇🥈🥉🅰🅱🆎🆑🅾🆘🆙🆚㊗㊙🈁-🈺✅☑✔❌❎✖🚫⛔⚠🆓🆗🆕🆒🔴🟢💲💰💵💴💶💷💸💳🤑🪙🎁🏷🎟📞☎📱📲🔗📧📩📨📍🏦🏧👍👎👌🤝🔔🔕⏰⏱⏲⏳⌛📅📆🗓➡⬅⬆⬇↩🔙🔜🔝🔛🔚❓❔❗‼⁉🤔🙄🤥🤫🤞😜😝😏🙃😉🤡👀🔞☠💀🖕😡🤬]|[\u{1F550}-\u{1F567}]|\p{Regional_Indicator}/u;
const JOYFUL_PICTURES = /[🎉🥳🎊😍🤩🎂🎈💃🕺🥂🍾😂🤣😆😁]/u;
const SORRY_PICTURES = /[😔😕🥺😢😭😞😟🙁☹😥😓]/u;
const DAY_GREETING = /(?<!\p{L})buen(?:[ao]s (?:dias|tardes|noches)| dia)(?!\p{L})/u;
/** Harmless words that together relate two sentences, or agree with what was asserted. */
const RELATING =
  /(?<!\p{L})(?:por (?:eso|esto|ello)|eso es(?=[^\p{L}\s]|\s*$)|es eso|es todo|en (?:ese|este|tal) caso|o sea|es decir|asi|como (?:tu|usted)|de eso|con todo)(?!\p{L})/u;
/** "¡Con gusto! Con eso no te puedo ayudar". */
const WILLING = /(?<!\p{L})(?:con (?:mucho |todo )?gusto|un placer)(?!\p{L})/u;
const LAUGHTER = /^(?:j[aei])+j?$/u;
const LAUGHING: readonly Shade[] = ["light"];
const MAX_PROSE_CHARACTERS = 140;

/**
 * Why these words may not stand beside a locked sentence; empty when they may. They may only be words and
 * phrases of `around-vocabulary-es.ts` and `around-phrases-es.ts`, in a mood that fits: no figure, name, effect, negation, promise, link, question or markup
 * has a way in, since none of them is in that vocabulary; the other checks give a refusal its name.
 */
export function checkAround(prose: string, place: Place, rules: AroundRules): string[] {
  const reasons = new Set<string>();
  const normal = prose.normalize("NFC");
  if (normal.length > MAX_PROSE_CHARACTERS) return ["length"];
  if (/[¿?]/u.test(normal)) reasons.add("question");
  for (const reason of pictureReasons(normal, rules)) reasons.add(reason);
  const text = normal.replace(PICTURE, " ");
  if (!PLAIN.test(text.replaceAll(NAME, " ").replace(/[¿?]/gu, "")) || GLUED.test(text)) reasons.add("characters");
  const addressed = takeName(text);
  if (addressed === undefined) return [...reasons, "address"];

  let folded = foldText(addressed);
  const shades = new Set<Shade>();
  if (/(?<!\p{L})(?:si|mas)(?!\p{L})/iu.test(normal)) reasons.add("condition");
  if (DAY_GREETING.test(folded) && !(place.opens && folded.search(DAY_GREETING) < 16)) reasons.add("day");
  for (const { pattern, shades: own } of PHRASES) {
    folded = folded.replace(pattern, () => {
      for (const shade of own) shades.add(shade);
      return PHRASE_MARK;
    });
  }
  if (RELATING.test(folded)) reasons.add("condition");
  if (rules.banned.has("cheer") && WILLING.test(foldText(addressed))) reasons.add("mood");
  for (const word of folded.match(/\p{L}+/gu) ?? []) {
    if (rules.ownWords.has(word)) continue;
    const own = LAUGHTER.test(word) ? LAUGHING : AROUND.get(word);
    if (own) for (const shade of own) shades.add(shade);
    else reasons.add(reasonOf(word));
  }
  const { marked, figureAt } = takeFigures(folded);
  for (const mark of marked.match(/[\uE000-\uF8FF]/gu) ?? []) reasons.add(figureAt(mark)?.kind ?? "number");
  for (const shade of shades) {
    const isMisplaced = shade === "asking" ? !(place.leadsToQuestion && endsAsking(folded)) : rules.banned.has(shade);
    if (isMisplaced)
      reasons.add(shade === "tú" || shade === "usted" ? "tone" : shade === "asking" ? "call_to_action" : "mood");
  }
  // "Espero que: [1]" is no courtesy, and "gracias por: [1]" no sentence.
  const last = /(\p{L}+)[^\p{L}\uE000\uE001]*$/u.exec(folded)?.[1];
  if (last !== undefined && DANGLING.has(last)) reasons.add("dangling");
  return [...reasons];
}

/** `{nombre}` only as an address, set off by punctuation: "¡Hola, {nombre}!" but not "con {nombre}". */
function takeName(text: string): string | undefined {
  const parts = text.split(NAME);
  if (parts.length > 2 || /[{}]/u.test(parts.join(""))) return undefined;
  if (parts.length === 1) return text;
  const [before = "", after = ""] = parts;
  const isSetOff =
    /(?:^|[,.:;!¡…]\s*|(?:hola|gracias|perfecto|claro|estimad[oa]|querid[oa])\s+)$/iu.test(before.trimStart()) &&
    /^\s*(?:$|[,.:;!…])/u.test(after);
  return isSetOff ? `${before}${NAME_MARK}${after}` : undefined;
}

function pictureReasons(text: string, rules: AroundRules): string[] {
  return [...new Set(text.match(PICTURE))].flatMap((picture) => {
    if (rules.ownPictures.has(picture)) return [];
    if (TELLING_PICTURES.test(picture)) return ["emoji"];
    const isMisplaced =
      (JOYFUL_PICTURES.test(picture) && rules.banned.has("joy")) ||
      (SORRY_PICTURES.test(picture) && rules.banned.has("regret"));
    return isMisplaced ? ["mood"] : [];
  });
}

function endsAsking(folded: string): boolean {
  return /(?:dime|cuentame|digame|cuenteme|platicame|cuentanos|dinos|\uE001)[^\p{L}\uE001]*$/u.test(folded);
}

function reasonOf(word: string): string {
  if (NEGATORS.has(word)) return "negation";
  if (PROMISES.test(word)) return "promise";
  if (verbForm(word) || isPastOfAble(word)) return "outcome";
  if (FOREIGN.has(word)) return "language";
  return "word";
}
