import type { RecordedTurn } from "./types.ts";

export type SpanKind = "link" | "phone" | "code" | "time" | "date" | "money" | "number" | "person" | "service";

export interface Span {
  kind: SpanKind;
  start: number;
  end: number;
  text: string;
}

export const PEOPLE = ["Laura Méndez", "Ana Torres", "Carlos Ríos", "Sofía Herrera", "Diego Luna"];
export const SERVICES = [
  ...["Masaje relajante", "Masaje descontracturante", "Masaje con piedras calientes", "Facial hidratante", "Manicure"],
  ...["Pedicure", "Yoga 8 clases", "Yoga", "Pilates reformer", "Pilates 10", "Paquete Relax 5", "Belleza total"],
];
export const WEEKDAYS = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"];
export const MONTHS = [
  ...["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre"],
  ...["noviembre", "diciembre"],
];
export const HOURS = [
  "una",
  "dos",
  "tres",
  "cuatro",
  "cinco",
  "seis",
  "siete",
  "ocho",
  "nueve",
  "diez",
  "once",
  "doce",
];

const HALF = String.raw`a\.?\s?m\.?|p\.?\s?m\.?`;
const CLOCK = String.raw`\d{1,2}(?::\d\d)?`;
const PART = `de la mañana|de la tarde|de la noche|del mediodía`;
const DAY = `(?:${WEEKDAYS.join("|")})s?`;
const MONTH = MONTHS.join("|");
const words = (list: readonly string[]) => list.map((word) => word.replace(/ /gu, String.raw`\s`)).join("|");

/** Earlier ones win where two begin at the same place. */
const PATTERNS: readonly [SpanKind, string][] = [
  ["link", String.raw`https?:\/\/[^\s*)]*[\w/]`],
  ["phone", String.raw`\+?\d{2}(?:\s\d{2,4}){2,}`],
  ["service", words(SERVICES)],
  ["person", `${words(PEOPLE)}|${words(PEOPLE.map((name) => name.split(" ")[0] ?? name))}`],
  ["time", String.raw`${CLOCK}\s?(?:${HALF})|${CLOCK}\s(?:${PART})|\d{1,2}:\d\d`],
  ["time", String.raw`(?<=\ba las? )(?:${HOURS.join("|")}|\d{1,2})\b(?:\sy\smedia)?(?:\s(?:${PART}))?`],
  ["date", String.raw`(?:${DAY}\s)?\d{1,2}\sde\s(?:${MONTH})|\b${DAY}\b|\bpasado mañana\b|(?<!la )\bmañana\b|\bhoy\b`],
  ["money", String.raw`\$\s?\d+(?:,\d{3})*|\d+(?:,\d{3})*\spesos`],
  ["code", String.raw`\b(?=[A-Z0-9]*[A-Z])[A-Z0-9]{6,8}\b`],
  ["number", String.raw`\b\d+(?:,\d{3})*\b`],
];
const SPAN = new RegExp(PATTERNS.map(([, source]) => `(${source})`).join("|"), "giu");
const UPPER = /^[A-Z0-9]+$/u;

/** The figures and names of a text, from left to right. */
export function spansOf(text: string, turn: RecordedTurn): Span[] {
  const folios = Object.entries(turn.facts).filter(([name]) => name.startsWith("folio"));
  return [...text.matchAll(SPAN)].flatMap((match) => {
    const found = PATTERNS[match.slice(1).findIndex((group) => group !== undefined)]?.[0] ?? "number";
    if (found === "code" && !UPPER.test(match[0])) return [];
    const kind = folios.some(([, folio]) => folio === match[0]) ? "code" : found;
    return [{ kind, start: match.index, end: match.index + match[0].length, text: match[0] }];
  });
}

export function replaceSpan(text: string, { start, end }: Span, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}
