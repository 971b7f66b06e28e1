/** How the parts of a figure become one comparable value. Texts arrive folded: lower case or not, without accents. */
export type AtomKind =
  | "link"
  | "email"
  | "phone"
  | "code"
  | "time"
  | "date"
  | "weekday"
  | "year"
  | "day-word"
  | "money"
  | "percent"
  | "number";

export interface Atom {
  kind: AtomKind;
  value: string;
}

/** Named groups of a pattern; those that did not take part are undefined. */
export type Parts = Record<string, string | undefined>;

export const MONTHS = [
  "enero",
  "febrero",
  "marzo",
  "abril",
  "mayo",
  "junio",
  "julio",
  "agosto",
  "septiembre",
  "octubre",
  "noviembre",
  "diciembre",
];
export const WEEKDAYS = ["lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"];
export const HOUR_WORDS = "dos tres cuatro cinco seis siete ocho nueve diez once doce".split(" ");
const NUMBER_WORDS = new Map<string, number>([
  ...HOUR_WORDS.map((word, index): [string, number] => [word, index + 2]),
  ["trece", 13],
  ["catorce", 14],
  ["quince", 15],
  ["veinte", 20],
  ["veinticuatro", 24],
  ["treinta", 30],
  ["cuarenta", 40],
  ["cuarenta y cinco", 45],
  ["cuarenta y ocho", 48],
  ["cincuenta", 50],
  ["sesenta", 60],
  ["setenta", 70],
  ["ochenta", 80],
  ["noventa", 90],
  ["cien", 100],
  ["ciento", 100],
  ["mil", 1000],
]);
export const NUMBER_WORD_PATTERN = [...NUMBER_WORDS.keys()].sort((a, b) => b.length - a.length).join("|");

const UNITS: ReadonlyArray<readonly [string, string]> = [
  ["min", "minutos?|mins?"],
  ["h", "horas?|hrs?|h"],
  ["d", "dias?"],
  ["w", "semanas?"],
  ["mo", "meses|mes"],
  ["y", "anos?"],
];
export const UNIT_PATTERN = UNITS.map(([, pattern]) => pattern).join("|");

const twoDigits = (value: number): string => String(value).padStart(2, "0");

/** "1,250.50", "1.250", "1250" and "mil" as a plain decimal; three digits after a separator are thousands. */
export function amount(text: string): string {
  const word = NUMBER_WORDS.get(text.toLowerCase().replace(/\s+/gu, " "));
  if (word !== undefined) return String(word);
  const decimals = /[.,](\d{1,2})$/u.exec(text)?.[1] ?? "";
  const whole = (decimals ? text.slice(0, -decimals.length - 1) : text).replace(/[.,]/gu, "");
  return String(Number(decimals ? `${whole}.${decimals}` : whole));
}

export function unitOf(text: string | undefined): string {
  if (text === undefined) return "";
  const unit = UNITS.find(([, pattern]) => new RegExp(`^(?:${pattern})$`, "iu").test(text));
  return unit?.[0] ?? "";
}

/**
 * A clock time as "17:00". "a las 5" without a half of the day stays "5:00?", a value of its own: it is neither 05:00
 * nor 17:00, and a rewording may not decide which.
 */
export function timeAtoms(parts: Parts): Atom[] | undefined {
  const hourWord = (parts.h ?? "").toLowerCase();
  let hour = hourWord === "una" ? 1 : Number(amount(hourWord));
  let minute = Number(parts.min ?? 0) + (parts.and === undefined ? 0 : parts.and.toLowerCase() === "media" ? 30 : 15);
  if (hour > 24 || minute > 59) return undefined;
  const part = parts.part?.toLowerCase();
  const half = parts.half?.toLowerCase();
  const isBare = parts.bare !== undefined && hour <= 12;
  if (half === "p" || part === "tarde") hour = hour < 12 ? hour + 12 : hour;
  else if (half === "a" || part === "manana" || part === "madrugada") hour = hour === 12 ? 0 : hour;
  else if (part === "noche") hour = hour === 12 ? 0 : hour < 12 && hour > 5 ? hour + 12 : hour;
  if (parts.to !== undefined) {
    hour = (hour + 23) % 24;
    minute = 45;
  }
  return [
    { kind: "time", value: isBare ? `${hour}:${twoDigits(minute)}?` : `${twoDigits(hour)}:${twoDigits(minute)}` },
  ];
}

export function monthNumber(text: string): number {
  const start = text.toLowerCase().slice(0, 3);
  return start === "set" ? 9 : MONTHS.findIndex((month) => month.startsWith(start)) + 1;
}

/** Monday is 1. */
export function weekdayNumber(text: string): number {
  const start = text.toLowerCase().slice(0, 3);
  return WEEKDAYS.findIndex((day) => day.startsWith(start)) + 1;
}

/** Day and month as "11-21", the year apart when it is said; undefined when it is no date. */
export function dateAtoms(parts: Parts): Atom[] | undefined {
  const day = parts.d === "primero" ? 1 : Number(parts.d);
  const month = parts.month === undefined ? Number(parts.m) : monthNumber(parts.month);
  if (!(day >= 1 && day <= 31 && month >= 1 && month <= 12)) return undefined;
  const atoms: Atom[] = [{ kind: "date", value: `${twoDigits(month)}-${twoDigits(day)}` }];
  if (parts.y !== undefined) atoms.push({ kind: "year", value: parts.y.length === 2 ? `20${parts.y}` : parts.y });
  return atoms;
}
