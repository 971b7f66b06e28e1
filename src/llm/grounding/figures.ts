import {
  type Atom,
  type AtomKind,
  amount,
  dateAtoms,
  HOUR_WORDS,
  MONTHS,
  monthNumber,
  NUMBER_WORD_PATTERN,
  type Parts,
  timeAtoms,
  UNIT_PATTERN,
  unitOf,
  WEEKDAYS,
  weekdayNumber,
} from "./figure-values.ts";

/** `raw` is the text as written, `folded` the same without accents. Undefined: it is not this kind of figure. */
type Read = (parts: Parts, folded: string, raw: string) => Atom[] | undefined;

const PERIOD =
  "(?:(?:de|por|en)\\s+la\\s+(?<part>manana|tarde|noche|madrugada)|del?\\s+(?<noon>mediodia|dia)(?!\\p{L}))";
const NUM = "(?:\\d{1,3}(?:[.,]\\d{3})+(?:[.,]\\d{1,2})?(?![\\d])|\\d+(?:[.,]\\d{1,2}(?!\\d))?)";
const MONTH = `(?:${MONTHS.join("|")}|setiembre|(?:ene|feb|mar|abr|may|jun|jul|ago|sept?|oct|nov|dic)\\.?)`;
const HOUR = `(?<h>\\d{1,2}|una|${HOUR_WORDS.join("|")})`;
const QUARTER = "(?:\\s+y\\s+(?<and>media|cuarto)|\\s+(?<to>menos\\s+cuarto))?(?:\\s+en\\s+punto)?";
const URL_TAIL = "[^\\s<>\"')]*[^\\s<>\"').,;:!?*_]";
const DAY_WORDS =
  "(?<!\\p{L})(?:pasado\\s+manana|esta\\s+(?:manana|tarde|noche)|hoy|ayer|anoche|" +
  "(?:(?:por|en|de)\\s+la\\s+)?(?:mananas?|tardes?|noches?|madrugadas?))(?!\\p{L})";
const START = "(?<![\\p{L}\\d])";
const END = "(?![\\p{L}\\d])";

const exact =
  (kind: AtomKind): Read =>
  (_parts, _folded, raw) => [{ kind, value: raw }];

/** Order matters: what one row took, the next ones no longer see. */
const ROWS: ReadonlyArray<readonly [pattern: string, read: Read]> = [
  ["[^\\s@<>()]+@[^\\s@<>()]+\\.[a-z]{2,}", exact("email")],
  [`(?:[a-z][a-z0-9+]*:\\/\\/|www\\.)${URL_TAIL}`, exact("link")],
  [`(?<![\\p{L}\\d.@-])(?:[a-z0-9-]{2,}\\.)+[a-z]{2,}(?:\\/${URL_TAIL})?${END}`, exact("link")],
  [`${START}(?<y>\\d{4})-(?<m>\\d{2})-(?<d>\\d{2})(?!\\d)`, dateAtoms],
  [`(?<![\\p{L}\\d.,$])\\+?\\d[\\d ()-]{6,}\\d${END}`, phoneAtoms],
  [`(?<![\\d:.,])(?<h>\\d{1,2})(?:[:.](?<min>\\d{2}))?\\s*(?<half>[ap])\\.?\\s?m${END}\\.?`, timeAtoms],
  [`(?<![\\d:.,])(?<h>\\d{1,2}):(?<min>\\d{2})(?![\\d:])(?:\\s*h(?:rs|oras)?${END}\\.?)?(?:\\s+${PERIOD})?`, timeAtoms],
  [`(?<![\\p{L}\\d:.,$])${HOUR}${QUARTER}\\s+${PERIOD}`, timeAtoms],
  [
    `(?<=(?<!\\p{L})(?:a|para|desde|hasta|entre|de|y)\\s+las?\\s+)${HOUR}${QUARTER}(?![\\p{L}\\d:/]|[.,]\\d)`,
    (parts) => timeAtoms({ ...parts, bare: "yes" }),
  ],
  [
    "(?<!\\p{L})(?:mediodia|medianoche)(?!\\p{L})",
    (_parts, folded) => [{ kind: "time", value: folded.toLowerCase() === "mediodia" ? "12:00" : "00:00" }],
  ],
  [`${START}(?<d>\\d{1,2})\\/(?<m>\\d{1,2})(?:\\/(?<y>\\d{4}|\\d{2}))?(?![\\d/])`, dateAtoms],
  [`(?<![\\p{L}\\d-])(?<d>\\d{1,2})-(?<m>\\d{1,2})-(?<y>\\d{4})(?![\\d-])`, dateAtoms],
  [
    `${START}(?<d>\\d{1,2}|primero)o?\\s+(?:de\\s+)?(?<month>${MONTH})(?!\\p{L})(?:\\s+(?:del?\\s+)?(?<y>\\d{4})(?!\\d))?`,
    dateAtoms,
  ],
  [
    `(?<!\\p{L})(?:${MONTHS.join("|")}|setiembre)(?!\\p{L})`,
    (_parts, folded) => [{ kind: "date", value: `month-${monthNumber(folded)}` }],
  ],
  [`(?<!\\p{L})(?:${WEEKDAYS.join("|")})s?(?!\\p{L})`, weekdayAtoms],
  ["(?<!\\p{L})(?:lun|mar|mie|jue|vie|sab|dom)\\.?(?=,?\\s+\\d)", weekdayAtoms],
  [DAY_WORDS, (_parts, folded) => [{ kind: "day-word", value: dayWord(folded) }]],
  // A letter and a digit in one word, or capitals only: a code, kept to the letter.
  [
    "(?<![\\p{L}\\d-])(?=[\\p{L}\\d-]*\\p{L})(?=[\\p{L}\\d-]*\\d)[\\p{L}\\d]+(?:-[\\p{L}\\d]+)*(?![\\p{L}\\d]|-[\\p{L}\\d])",
    (_parts, _folded, raw) => (/^\d+(?:mins?|h|hrs?)$/iu.test(raw) ? undefined : [{ kind: "code", value: raw }]),
  ],
  [
    "(?<![\\p{L}\\d-])\\p{L}{2,}(?:-\\p{L}{2,})*(?![\\p{L}\\d]|-[\\p{L}\\d])",
    (_parts, _folded, raw) => (raw === raw.toUpperCase() ? [{ kind: "code", value: raw }] : undefined),
  ],
  [
    `(?<sign>[$€£])\\s?(?<n>${NUM})`,
    ({ sign, n = "" }) => [{ kind: "money", value: `${sign === "$" ? "" : sign}${amount(n)}` }],
  ],
  [
    `${START}(?<n>${NUM}|${NUMBER_WORD_PATTERN})(?=\\s+(?:pesos|dolares|euros)(?!\\p{L}))`,
    ({ n = "" }) => [{ kind: "money", value: amount(n) }],
  ],
  [`(?<n>${NUM})\\s?(?:%|por\\s+ciento)`, ({ n = "" }) => [{ kind: "percent", value: amount(n) }]],
  [
    `${START}(?:(?<n>${NUM}|${NUMBER_WORD_PATTERN})(?:\\s*(?<unit>${UNIT_PATTERN}))?|una?\\s+(?<one>${UNIT_PATTERN}))(?!\\p{L})`,
    ({ n = "1", unit, one }) => [{ kind: "number", value: `${amount(n)}${unitOf(unit ?? one)}` }],
  ],
];

const READERS = ROWS.map(([pattern, read]) => ({ pattern: new RegExp(pattern, "giu"), read }));

/** First of the private code points that stand for figures; `takeFigures` removes any that the text brings along. */
const FIRST_MARK = 0xe000;
const MARKS = /[\uE000-\uF8FF]/gu;

/**
 * Figures of a Spanish text by value: "$1,250" and "1250 pesos" are one, as are "5:00 p. m.", "17:00" and "5 de la
 * tarde". `marked` is the text with one private character in the place of each figure; `figureAt` resolves it.
 */
export function takeFigures(text: string): { marked: string; figureAt(mark: string): Atom | undefined } {
  const atoms: Atom[] = [];
  let marked = text.replace(MARKS, "");
  for (const { pattern, read } of READERS) {
    const folded = foldLetters(marked);
    let result = "";
    let last = 0;
    for (const found of folded.matchAll(pattern)) {
      const raw = marked.slice(found.index, found.index + found[0].length);
      const taken = read(found.groups ?? {}, found[0], raw);
      if (!taken) continue;
      const marks = taken.map((atom) => String.fromCharCode(FIRST_MARK + atoms.push(atom) - 1));
      // The dot of "p. m." may end the sentence as well, so it stays in the text.
      const end = raw.endsWith(".") ? "." : "";
      result += `${marked.slice(last, found.index)} ${marks.join(" ")} ${end}`;
      last = found.index + raw.length;
    }
    marked = result + marked.slice(last);
  }
  return { marked, figureAt: (mark) => atoms[mark.charCodeAt(0) - FIRST_MARK] };
}

/** Accents off, letter by letter, so that positions in the folded text are positions in the text. */
function foldLetters(text: string): string {
  return text.replace(/[\u00C0-\u024F]/gu, (letter) => letter.normalize("NFD").charAt(0));
}

function phoneAtoms(_parts: Parts, raw: string): Atom[] | undefined {
  const digits = raw.replace(/\D/gu, "");
  return digits.length >= 8 ? [{ kind: "phone", value: digits }] : undefined;
}

function weekdayAtoms(_parts: Parts, folded: string): Atom[] {
  return [{ kind: "weekday", value: String(weekdayNumber(folded)) }];
}

function dayWord(folded: string): string {
  const text = folded.toLowerCase().replace(/\s+/gu, " ");
  return /^(?:por|en|de) la /u.test(text) ? `part ${text.split(" ").at(-1)}` : text;
}
