import { foldText, truncateText } from "../shared/index.ts";
import { firstNameOf } from "./customer-name.ts";
import { maskIntroducedNames, maskOthersNames } from "./introduced-name.ts";
import { visibleText } from "./prompt-values.ts";

/** What stands for the customer's name outside this process. */
export const NAME_PLACEHOLDER = "{nombre}";

export interface Masked {
  /** In the order of what was given. */
  texts: string[];
  /** The same for words of our own, whose markers "[1]" have to stay. */
  maskOwn(text: string): string;
  /**
   * Puts the customer's first name into a checked text, or takes the address out cleanly when there is none to be used:
   * "¡Hola, {nombre}!" becomes "¡Hola!". No brace is left.
   */
  restore(reply: string): string;
}

/** Each begins where a word begins and is of bounded length: one long word costs no more than many short ones. */
const MAIL = /(?<![^\s@<>(),;:"])[^\s@<>(),;:"]+\s?@\s?[^\s@<>(),;:"]+/gu;
const SPOKEN_MAIL =
  /(?<![\p{L}\p{Nd}._%+-])[\p{L}\p{Nd}._%+-]{1,64}\s*(?:[([]\s*(?:at|arroba)\s*[)\]]|\s(?:at|arroba)\s)\s*[\p{L}\p{Nd}-]{1,63}(?:\s*(?:\.|[([]?\s?(?:punto|dot)\s?[)\]]?)\s*[\p{L}\p{Nd}-]{1,63}){1,4}/giu;
const HANDLE = /@[\p{L}\p{Nd}_.]*/gu;
const LINK =
  /(?<!\p{L})(?:\p{L}{2,10}:\/\/|www\.)\S+|(?<![\p{L}\p{Nd}.-])(?:[\p{L}\p{Nd}-]{1,63}\.){1,6}\p{L}{2,12}\/\S*/giu;
const DOMAIN =
  /(?<![\p{L}\p{Nd}.-])(?:[\p{L}\p{Nd}-]{1,63}\.){1,6}(?:com|net|org|mx|es|co|ar|cl|pe|io|me|app|info|biz|xyz|link|shop|site|online|ly|gl|dev|ai)(?![\p{L}\p{Nd}])/giu;
const STREET =
  /(?<!\p{L})(?:calle|c\/|avenida|avda\.?|av\.?|calzada|calz\.?|blvd\.?|boulevard|bulevar|carrera|cra\.?|privada|cerrada|andador|callej[oó]n|colonia|col\.|fracc\.?|fraccionamiento)\s+(?:(?!\s(?:a las?|para|pero|que|quiero|quisiera|necesito|me)\s)[^\n,;!?]){1,60}?(?:#|n[oº°]\.?|num\.?|n[uú]mero)?\s*\p{Nd}{1,5}(?!\p{Nd})(?:\s*-?\s*\p{L}(?!\p{L}))?/giu;
/** "221 Baker Street", "12 rue de la Paix". */
const STREET_ABROAD =
  /(?<![\p{L}\p{Nd}])\p{Nd}{1,5}\s+(?:\p{Lu}[\p{L}'’.]*\s+){1,3}(?:[Ss]t(?:reet|\.)?|[Aa]ve(?:nue|\.)?|[Rr](?:oa)?d|[Ll]ane|[Bb]lvd)(?!\p{L})|(?<![\p{L}\p{Nd}])\p{Nd}{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|boulevard|bd|impasse|chemin)\s+(?:(?:de|du|des|la)\s+|l['’])*\p{L}+/gu;
/** A house told by saying that it is one, as far as its number. */
const HOME =
  /(?<!\p{L})(viv(?:o|imos) en|mi (?:direcci[oó]n|domicilio|casa)(?: es| est[aá] en| queda en|:)|i live (?:at|in|on)|my address is|j['’]habite(?: au)?|mon adresse est)(\s*:?\s+)(?:(?!\s(?:y|el|a las?|para|pero|que|and|at|et|pour)\s)[^\n,;!?]){0,60}?\p{Nd}{1,5}(?!\p{Nd})/giu;
const LOT_OR_FLAT =
  /(?<!\p{L})(?:(?:manzana|mza?\.?)\s*\p{Nd}{1,4}[\s,]*(?:lote|lte?\.?)\s*\p{Nd}{1,4}|(?:depto|dpto|departamento|apto|apt)\.?\s*#?\s*\p{Nd}{1,5}\p{L}?)(?![\p{L}\p{Nd}])/giu;
const POSTCODE = /(?<!\p{L})(?:c\.?\s?p\.?|c[oó]digo postal)\s*:?\s*\p{Nd}{4,6}(?!\p{Nd})/giu;
/** As our own system writes them: no vowels and no figures that are easily taken for letters. */
const BOOKING_CODE = /(?<![\p{L}\p{Nd}])[34679CDFGHJKMNPQRTVWXY]{6}(?![\p{L}\p{Nd}])/giu;
/** Folios, tax numbers, references: letters and figures in one word. */
const REFERENCE =
  /(?<![\p{L}\p{Nd}]|[\p{L}\p{Nd}]-)(?=[\p{L}-]*\p{Nd})(?=[\p{Nd}-]*\p{L})[\p{L}\p{Nd}]+(?:-[\p{L}\p{Nd}]+)*/gu;
const QUANTITY =
  /^\p{Nd}{1,4}(?:am|pm|a|p|h|hr|hrs|hs|horas?|m|min|mins|minutos?|d[ií]as?|semanas?|mes|meses|pesos|mxn|usd|km|kg|kilos?|x|años?|anos?|personas?|veces|sesiones|er|ro|do|to|vo|mo|no)$/iu;
const MIN_REFERENCE = 5;
/** More than a channel carries, and few enough for the patterns above. */
const MAX_CHARACTERS = 4100;
const BETWEEN_DIGITS = "[^\\p{L}\\p{Nd},:;$€£%\\n{}\"']{0,3}";
/** Dates of these years and amounts stay, since they are what a conversation is about; a long number does not. */
const NUMBER = new RegExp(
  [
    "(?<date>(?<!\\p{Nd})(?:(?:0?[1-9]|[12]\\d|3[01])[/.-](?:0?[1-9]|1[0-2])[/.-]20[2-9]\\d|20[2-9]\\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01]))(?!\\p{Nd}))",
    "(?<money>[$€£]\\s?(?:\\p{Nd}{1,3}(?:[.,]\\p{Nd}{3}){1,2}|\\p{Nd}{1,6})(?:[.,]\\p{Nd}{2})?(?![\\p{Nd}]))",
    `(?<long>[+(]?\\p{Nd}(?:${BETWEEN_DIGITS}\\p{Nd}){6,})`,
  ].join("|"),
  "gu",
);
const SPOKEN_DIGIT =
  "(?:cero|un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\\p{L}+|veinte|veinti\\p{L}+|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|\\p{Nd}{1,4})";
const SPOKEN_NUMBER = new RegExp(
  `(?<![\\p{L}\\p{Nd}])${SPOKEN_DIGIT}(?:(?:[\\s,.-]+(?:y\\s+)?)${SPOKEN_DIGIT}){4,}(?![\\p{L}\\p{Nd}])`,
  "giu",
);
const SLOT = /\{\s*nombre\s*\}/giu;
/** Words of names that say nothing about whom. */
const PARTICLES: ReadonlySet<string> = new Set("de del la las los y e da do dos van von san santa".split(" "));
/** Names that are also days and months: without a capital they are not the name. */
const CALENDAR: ReadonlySet<string> = new Set("domingo abril julio".split(" "));

/**
 * Takes out of what customers and staff wrote whatever tells who somebody is: the customer's name becomes `{nombre}`;
 * e-mails, telephones, cards, links, addresses, codes and other long numbers become tags such as "[teléfono]". Dates,
 * hours and amounts stay. Braces and brackets of the texts become parentheses, so that a tag or a marker is always ours.
 */
export function maskForModel(
  texts: readonly string[],
  { customerName }: { customerName?: string | undefined },
): Masked {
  const words = nameWords(customerName);
  const mask = (text: string) => maskName(maskContacts(text), words);
  return {
    texts: texts.map((text) => mask(plainText(text))),
    maskOwn: (text) => mask(truncateText(text, MAX_CHARACTERS).replace(/[{}]/gu, "")),
    restore: (reply) => restoreName(reply, firstNameOf(customerName)),
  };
}

const NAME_TAG = "[nombre]";

/**
 * One line of what a customer wrote, to be kept and learned from: masked as above, the customer's name, whatever name
 * they give and those of their people as "[nombre]". Nothing is put back into it.
 * @param kept names of the catalogue in the text: a customer may be called as a professional is
 */
export function maskForTraining(
  text: string,
  { customerName, kept = [] }: { customerName?: string | undefined; kept?: readonly string[] },
): string {
  const words = nameWords(customerName);
  const line = plainText(text).replace(/\s+/gu, " ").trim();
  const masked = maskIntroducedNames(maskContacts(line), NAME_TAG);
  const phrases = kept
    .filter((phrase) => /\p{L}/u.test(phrase))
    .map((phrase) => phrase.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&"));
  const pieces =
    phrases.length === 0
      ? [masked]
      : masked.split(new RegExp(`(?<![\\p{L}\\p{M}])(${phrases.join("|")})(?![\\p{L}\\p{M}])`, "u"));
  // Every second piece is one of the phrases.
  const named = pieces.map((piece, index) =>
    index % 2 === 1 ? piece : maskName(maskOthersNames(piece, NAME_TAG), words),
  );
  return named.join("").replaceAll(NAME_PLACEHOLDER, NAME_TAG);
}

function plainText(text: string): string {
  const plain = visibleText(truncateText(text, MAX_CHARACTERS)).normalize("NFKC");
  return truncateText(plain, MAX_CHARACTERS).replace(/[[{]/gu, "(").replace(/[\]}]/gu, ")");
}

function maskContacts(text: string): string {
  return text
    .replace(SPOKEN_MAIL, "[correo]")
    .replace(LINK, "[enlace]")
    .replace(MAIL, "[correo]")
    .replace(HANDLE, "[usuario]")
    .replace(DOMAIN, "[enlace]")
    .replace(STREET, "[dirección]")
    .replace(STREET_ABROAD, "[dirección]")
    .replace(HOME, "$1$2[dirección]")
    .replace(LOT_OR_FLAT, "[dirección]")
    .replace(POSTCODE, "[dirección]")
    .replace(NUMBER, (found, ...rest) => {
      const groups = rest.at(-1) as Record<"date" | "money" | "long", string | undefined>;
      return groups.long === undefined ? found : numberTag(found);
    })
    .replace(SPOKEN_NUMBER, "[número]")
    .replace(BOOKING_CODE, "[código]")
    .replace(REFERENCE, (found) => (found.length < MIN_REFERENCE || QUANTITY.test(found) ? found : "[código]"));
}

function numberTag(text: string): string {
  const digits = text.match(/\p{Nd}/gu)?.length ?? 0;
  return digits >= 13 && !text.startsWith("+") ? "[tarjeta]" : "[teléfono]";
}

function nameWords(name: string | undefined): ReadonlySet<string> {
  const found = foldText(visibleText(name ?? "").normalize("NFKC")).match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];
  return new Set(found.filter((word) => word.length > 1 && !PARTICLES.has(word)));
}

/** In any case and with any accents; several words of the name in a row are one placeholder. */
function maskName(text: string, words: ReadonlySet<string>): string {
  if (words.size === 0) return text;
  // What is a tag already stays one.
  const masked = text.replace(/\[\p{L}+\]|\{nombre\}|\p{L}[\p{L}\p{M}]*/gu, (word) => {
    const folded = foldText(word);
    if (!words.has(folded)) return word;
    return CALENDAR.has(folded) && /^\p{Ll}/u.test(word) ? word : NAME_PLACEHOLDER;
  });
  return masked.replace(/\{nombre\}(?:[\s'’-]+(?:(?:de|del|la|las|los|y)\s+){0,2}\{nombre\})+/giu, NAME_PLACEHOLDER);
}

/** A streamed reply comes in sentences, each with the white space that sets it off. */
function restoreName(reply: string, name: string | undefined): string {
  const gap = /^\s*/u.exec(reply)![0];
  const text = reply.slice(gap.length);
  const named = (name === undefined ? withoutAddress(text) : text.replace(SLOT, () => name)).replace(/[{}]/gu, "");
  return named === "" ? "" : gap + named;
}

function withoutAddress(text: string): string {
  if (text.search(SLOT) < 0) return text;
  return (
    text
      // "{nombre}, con gusto" begins with what followed.
      .replace(
        /(^|[.!?…:]\s+|[¡¿]\s*|\n\s*)\{\s*nombre\s*\}\s*[,.:;]?[^\S\n]*(\p{L}?)/giu,
        (_, before: string, letter: string) => before + letter.toUpperCase(),
      )
      .replace(/[^\S\n]*,?[^\S\n]*\{\s*nombre\s*\}/giu, "")
      .replace(/[¡¿]\s*[!?]+[^\S\n]*/gu, "")
      .replace(/[^\S\n]+([,.;:!?])/gu, "$1")
      .trim()
  );
}
