import { remembering, wordKey } from "./tokens.ts";
import type { Moves } from "./when-scan.ts";

/** Spanish words of dates and hours, by their key (see `wordKey`). Another language is another file of this shape. */
export type PartOfDay = "manana" | "tarde" | "noche";

const WEEKDAYS = ["lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"];
const MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(" ");
const NUMBERS = "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince".split(" ");
NUMBERS.push(..."dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres".split(" "));
NUMBERS.push(..."veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve treinta".split(" "));

/** Letters that Spanish spelling confuses, made one: b and v, s and z and soft c, g and j, silent h. */
const soundKey = remembering((word) =>
  wordKey(
    wordKey(word)
      .replace(/h/gu, "")
      .replace(/b/gu, "v")
      .replace(/z|c(?=[ei])/gu, "s")
      .replace(/qu|k/gu, "c")
      .replace(/g(?=[ei])/gu, "j"),
  ),
);

/** Real words one slip away from a weekday. */
const NOT_WEEKDAYS = new Set(["vienes", "marte", "lunas", "sabo", "jeves"].map(soundKey));

/** A weekday with one letter lost or two neighbours swapped; a wrong letter only where it sounds the same. */
function slips(word: string): string[] {
  const out: string[] = [];
  for (let i = 1; i < word.length; i++) {
    if (word.length > 5 && i < word.length - 1) out.push(word.slice(0, i) + word.slice(i + 1));
    if (i < word.length - 1) out.push(word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2));
  }
  return out;
}

const weekdays = new Map<string, number>();
WEEKDAYS.forEach((name, index) => {
  for (const slip of slips(soundKey(name))) if (!NOT_WEEKDAYS.has(slip)) weekdays.set(slip, index + 1);
});
WEEKDAYS.forEach((name, index) => {
  weekdays.set(soundKey(name), index + 1);
  if (name.endsWith("es") && name.length > 5 && !NOT_WEEKDAYS.has(soundKey(name.slice(0, -1))))
    weekdays.set(soundKey(name.slice(0, -1)), index + 1);
});

/** "el vie", "este sáb": short names that say nothing alone ("mar" and "dom" not even so). */
const SHORT_WEEKDAYS = new Map([
  ["lun", 1],
  ["mie", 3],
  ["mier", 3],
  ["jue", 4],
  ["vie", 5],
  ["sab", 6],
]);
export function shortWeekdayOf(key: string): number | undefined {
  return SHORT_WEEKDAYS.get(key);
}

/** 1 (Monday) to 7, or undefined. */
export function weekdayOf(key: string): number | undefined {
  return weekdays.get(soundKey(key));
}

/** "sábados", "domingos": every one of them, so no date. */
export function isPluralWeekday(key: string): boolean {
  return key === "sabados" || key === "savados" || key === "domingos";
}

const months = new Map<string, number>([
  ["setiembre", 9],
  ["sept", 9],
  ["set", 9],
]);
MONTHS.forEach((name, index) => {
  if (name.length > 6) for (const slip of slips(soundKey(name))) months.set(slip, index + 1);
  months.set(soundKey(name.replace("mb", "nb")), index + 1);
  months.set(soundKey(name), index + 1).set(wordKey(name.slice(0, 3)), index + 1);
});

/** 1 to 12, or undefined. */
export function monthOf(key: string): number | undefined {
  return months.get(key) ?? months.get(soundKey(key));
}

const numbers = new Map<string, number>(NUMBERS.map((name, value) => [wordKey(name), value]));
numbers.set("una", 1).set("un", 1).set("primero", 1).set("primer", 1);

/** "sinco", "dose": as they sound; short words sound like too much else. */
const soundNumbers = new Map(
  NUMBERS.filter((name) => name.length > 3).map((name) => [soundKey(name), numbers.get(wordKey(name))!]),
);

export function numberOf(key: string): number | undefined {
  return numbers.get(key) ?? soundNumbers.get(soundKey(key));
}

const PARTS: [PartOfDay, string[]][] = [
  ["manana", ["mañana", "mañanita", "mañanas", "mañanitas", "manaña"]],
  ["tarde", ["tarde", "tardes", "tardecita", "tardesita", "tardecitas"]],
  ["noche", ["noche", "noches", "nochecita", "nochesita"]],
];
const parts = new Map(PARTS.flatMap(([part, words]) => words.map((word) => [wordKey(word), part] as const)));

export function partOf(key: string): PartOfDay | undefined {
  return parts.get(key);
}

export const TODAY = new Set(["hoy", "hoi", "oy"]);
export const TOMORROW = new Set(["manana", "manaña", "mñn", "mñana", "manan", "mnana", "manna"].map(wordKey));

/** "cambia", "muévela", "recorrer", "me pasas": keys have no double letters. */
export const MOVES: Moves = {
  verbs:
    /^(?:cambi|mov[ei]|muev|muv|muebe|recor|reagend|reprogram|reacomod|adelant|atras|retras|pospon|aplaz|modific|traslad|pas[ae](?:$|[rnsml])|cor(?:er|e$|an|ela|elo|eme))/,
  ends: "a|al|ala|alas|para|pa|pal|hasta|en",
};

/** What is counted rather than dated: "2 masajes", "las 2 clases", "el 10 por ciento". */
export const COUNTED = new Set(
  (
    "personas persona clases clase sesiones sesion masajes masaje faciales citas cita turnos veces vez pesos euros " +
    "dolares mil lucas usd mxn cop minutos min mins minutitos horas hora dias dia semanas semana meses mes anos años " +
    "amigas amigos chicas chicos hijos hijas cosas opciones lugares espacios cupos juntas juntos paquetes"
  )
    .split(" ")
    .map(wordKey),
);
