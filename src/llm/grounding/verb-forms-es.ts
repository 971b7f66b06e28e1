import { foldText } from "../../shared/index.ts";

/**
 * What a reply says happened. `class` is the effect; `form` tells whether it is done, done by the customer
 * ("agendaste"), still to do ("agendo", "agende", "agendar"), for somebody else to do ("avisas"), or to come. Two replies tell
 * the same outcome when their verbs agree in class, form, negation and being asked.
 */
export interface VerbForm {
  class: string;
  form: "done" | "done-by-you" | "open" | "open-for-others" | "future";
  /** "agendamos" is the present and the past: inside a question it proposes, outside it reports. */
  isFirstPlural: boolean;
}

/** Stems of each effect; spelling changes (pagué, actualicé) are listed. */
const CLASSES: ReadonlyArray<readonly [string, string]> = [
  ["book", "agend|reserv|apart|program"],
  ["cancel", "cancel|anul"],
  ["move", "reagend|reprogram|cambi|mov|muev"],
  ["confirm", "confirm"],
  ["pay", "pag|pagu|cobr|abon"],
  ["buy", "compr|adquir"],
  ["register", "registr|regist"],
  ["note", "anot|apunt"],
  ["update", "actualiz|actualic|modific|modifiqu|guard"],
  ["notify", "avis|notific|notifiqu|inform"],
  ["fail", "fall|rechaz|rechac"],
  ["finish", "termin|complet|proces"],
  ["expire", "venc|expir|caduc"],
  ["send", "envi|mand"],
  ["occupy", "ocup|agot|llen"],
  ["attend", "atend|atiend"],
  ["keep", "manten|conserv|dej|sig"],
];

const CLITICS = "(?:me|te|se|nos)?(?:la|lo|las|los|le|les|te|me|nos|se)?";
const ENDINGS: ReadonlyArray<readonly [VerbForm["form"] | "first-plural", string]> = [
  ["first-plural", "amos"],
  ["done-by-you", "aste|iste"],
  ["done", "ad[oa]s?|id[oa]s?|é|í|ó|ió|aron|ieron|imos"],
  ["future", "[aei]r(?:é|á|ás|án|emos)|[aei]ría(?:s|n|mos)?"],
  ["open", `o|emos|(?:[aei]r|[áéí]r|ando|iendo|ándo|iéndo|e)${CLITICS}`],
  ["open-for-others", `as|an|es|en|a${CLITICS}`],
];

const PATTERNS = CLASSES.flatMap(([name, stems]) =>
  ENDINGS.map(([form, endings]) => ({ name, form, pattern: new RegExp(`^(?:${stems})(?:${endings})$`, "u") })),
);

/** Past forms of "to be able": with an infinitive they report ("no pudimos agendar" = "no quedó agendada"). */
const ABLE = new Set(["pude", "pudo", "pudimos", "pudieron", "logre", "logro", "logramos"]);

export function isPastOfAble(word: string): boolean {
  return ABLE.has(foldText(word));
}

/** Accents of the first syllables do not matter, those of the ending do (agende / agendé): hence the raw word. */
export function verbForm(word: string): VerbForm | undefined {
  const raw = word.toLowerCase();
  const found = PATTERNS.find(({ pattern }) => pattern.test(raw));
  if (!found) return undefined;
  const isFirstPlural = found.form === "first-plural";
  return { class: found.name, form: found.form === "first-plural" ? "done" : found.form, isFirstPlural };
}
