import type { Find, Hour, Rule, Scan } from "./when-scan.ts";
import { MOVES, type PartOfDay, partOf, TODAY, TOMORROW, weekdayOf } from "./when-words.ts";

/** Spanish ways of naming an hour or a part of the day, most specific first. */
export const timeRules: Rule[] = [range, noon, minutesTo, hour, partOfDay];

/** How a stretch opens, and what joins its ends. */
const RANGES = [
  ["entre", "y"],
  ["de|desde", "a|hasta"],
] as const;

/** "entre 4 y 6", "de 4:30 a 6", "después de las 5", "antes de las 3": no single hour. */
function range(scan: Scan, at: number): Find | undefined {
  for (const [opening, joint] of RANGES) {
    if (!scan.has(at, opening)) continue;
    const from = edge(scan, skipArticle(scan, at + 1));
    const to = from && scan.has(from.to, joint) ? edge(scan, skipArticle(scan, from.to + 1)) : undefined;
    if (!from || !to || scan.isCounted(to.to)) continue;
    // "cambia mi cita de las 5 a las 7": the first hour is the old one, the second stands.
    if (scan.has(at, "de") && scan.has(from.to, "a") && scan.isMoving(at, MOVES)) {
      return scan.find("hora", at, from.to, { kind: "skip" }, [from.at, from.to]);
    }
    const hours = [hourAt(from, from.end ?? to.end), hourAt(to, to.end)];
    return scan.find("hora", at, to.to, { kind: "no-time", ...stretch(hours) }, [from.at, to.to]);
  }
  const isOpen = scan.has(at, "despues|antes|partir|pasadas", "de") || scan.has(at, "desde|hasta", "las|la");
  if (!isOpen) return undefined;
  const first = skipArticle(scan, at + (scan.has(at + 1, "de") ? 2 : 1));
  if (!isHourNumber(scan, first) || scan.isCounted(first + 1)) return undefined;
  const inner = hour(scan, first) ?? bareHour(scan, first);
  if (!inner) return undefined;
  const limit = inner.meaning.kind === "time" ? inner.meaning : undefined;
  const side = scan.has(at, "antes|hasta") ? "until" : "since";
  return scan.find("hora", at, inner.to, { kind: "no-time", ...(limit ? { [side]: limit } : {}) }, [first, inner.to]);
}

interface Edge {
  at: number;
  to: number;
  value: number;
  minute: number;
  end: Suffix | undefined;
}

/** One end of a stretch: "5", "4:30", "3 pm". */
function edge(scan: Scan, at: number): Edge | undefined {
  if (!isHourNumber(scan, at)) return undefined;
  const clock = clockMinutes(scan, at);
  const next = clock?.to ?? at + 1;
  const end = suffix(scan, next);
  return { at, to: end?.to ?? next, value: scan.number(at)!, minute: clock?.minute ?? 0, end };
}

function hourAt({ value, minute }: Edge, end: Suffix | undefined): Hour | undefined {
  const known = exactHour(value, end);
  return known && { ...known, minute };
}

function stretch([from, to]: (Hour | undefined)[]): { between?: [Hour, Hour] } {
  return from && to ? { between: [from, to] } : {};
}

/** "al mediodía", "a medio día" */
function noon(scan: Scan, at: number): Find | undefined {
  const to = scan.has(at, "mediodia") ? at + 1 : scan.has(at, "medio", "dia") ? at + 2 : undefined;
  return to ? scan.find("hora", at, to, { kind: "time", hour: 12, minute: 0, isExact: true }) : undefined;
}

/** "cuarto para las 6", "10 para las 6" */
function minutesTo(scan: Scan, at: number): Find | undefined {
  const minutes = scan.has(at, "cuarto") ? 15 : scan.number(at);
  if (!minutes || minutes > 29 || !scan.has(at + 1, "para|pa", "las|la")) return undefined;
  const value = scan.number(at + 3);
  if (value === undefined || value > 23 || (scan.isCounted(at + 1) && minutes !== 15)) return undefined;
  const end = suffix(scan, at + 4);
  return time(scan, [at, end?.to ?? at + 4], at, value, -minutes, end);
}

/** Hours that say by themselves that they are hours: 17:30, 5pm, 18hs, 5 y media, "a las 5", "tipo 4", "mañana 5". */
function hour(scan: Scan, at: number): Find | undefined {
  const lead = article(scan, at);
  const place = lead ?? at;
  const value = scan.number(place);
  if (value === undefined || value > 24 || (scan.tokens[place]?.key.length ?? 0) > 10) return undefined;
  let to = place + 1;
  let minute = 0;
  const clock = clockMinutes(scan, place);
  const spoken = clock ? undefined : spokenMinutes(scan, to);
  let isMarked = lead !== undefined && (spoken !== undefined || !isCount(scan, at, to));
  if (clock) [minute, to, isMarked] = [clock.minute, clock.to, true];
  else if (spoken) {
    [minute, to] = [spoken.minute, spoken.to];
    isMarked ||= spoken.isClear;
  }
  if (scan.has(to, "en", "punto")) [to, isMarked] = [to + 2, true];
  const end = suffix(scan, to);
  if (end) {
    // "2 hrs" lasts two hours, "17 hrs" and "a las 2 hrs" is an hour of the day.
    if (end.unit && !isMarked && value < 13) return undefined;
    [to, isMarked] = [end.to, true];
  }
  if (!isMarked && !isAfterDay(scan, place, to) && !isAlternative(scan, place)) return undefined;
  if (scan.isCounted(to) || (scan.has(to, "/|-") && scan.isFigure(to + 1))) return undefined;
  if (value === 24 && minute > 0) return undefined;
  // "08:00" is written by the 24-hour clock.
  const isPadded = scan.tokens[place]?.key.startsWith("0") === true;
  return time(scan, [at, to], place, value, minute, end, isPadded);
}

function bareHour(scan: Scan, at: number): Find | undefined {
  const value = scan.number(at);
  return value === undefined ? undefined : time(scan, [at, at + 1], at, value, 0, undefined);
}

/** "por la tarde", "en la mañana", "a la noche", "hoy tarde" */
function partOfDay(scan: Scan, at: number): Find | undefined {
  const place = scan.has(at, "por|en|a|de|x|para|pa|durante", "la|las") ? at + 2 : scan.has(at, "la") ? at + 1 : at;
  const part = scan.tokens[place]?.kind === "word" ? partOf(scan.key(place)) : undefined;
  if (!part) return undefined;
  if (place === at) {
    // Alone the word greets ("buenas tardes") or complains ("llego tarde"); after a day, or as the whole message, it answers.
    const isWhole = at === 0 && scan.isEnd(1) && part !== "manana";
    if (!isWhole && !(isDay(scan, at - 1) && part !== "manana")) return undefined;
  }
  return scan.find("parte_del_dia", at, place + 1, { kind: "part", part }, [place, place + 1]);
}

/** The place of the number after "a las", "las", "alas", "a la", "tipo", "como a las"; undefined without one. */
function article(scan: Scan, at: number): number | undefined {
  if (scan.has(at, "a|para|pa|tipo|sobre|x", "las")) return at + 2;
  if (scan.has(at, "a|para|pa|tipo", "la") && scan.number(at + 2) === 1) return at + 2;
  if (scan.has(at, "tipo", "un|una")) return undefined;
  if (scan.has(at, "alas|las|tipo|ala")) return scan.isFigure(at + 1) || scan.number(at + 1) ? at + 1 : undefined;
  if (scan.has(at, "la") && scan.number(at + 1) === 1 && scan.isEnd(at + 2)) return at + 1;
  // "cambia mi cita de 5 a 7"
  if (scan.has(at, "a") && isHourNumber(scan, at - 1) && scan.isMoving(at, MOVES)) return at + 1;
  return undefined;
}

/** What may stand before an hour that has an article alone: "mejor las dos", "la de las dos". */
const BEFORE_HOUR =
  "mejor|para|pa|desde|hasta|entre|y|o|u|a|son|sean|eran|era|es|que|sobre|como|casi|prefiero|si|ok|va|sale|entonces|perdon|digo|sino|no|antes|despues|de|d";

/** "las ocho de yoga", "de las diez que compré", "vamos las dos": how many there are, and no hour. */
function isCount(scan: Scan, at: number, to: number): boolean {
  if (!scan.has(at, "las")) return false;
  const isOf = scan.has(at - 1, "de|d");
  const before = isOf ? at - 2 : at - 1;
  if (scan.has(before, isOf ? "una|uno|ninguna|ninguno|alguna|cualquiera|cuantas" : TAKEN_BACK)) return true;
  const isDefined = scan.has(to, "que|q") || (scan.has(to, "de|d") && !isTimeWord(scan, to + 1));
  if (isDefined) return isOf ? scan.isEnd(before) : !scan.isEnd(before) && !scan.has(before, BEFORE_HOUR);
  if (isOf || scan.isFigure(at + 1)) return false;
  return /.mos$/u.test(scan.key(to)) || !(scan.isEnd(before) || scan.has(before, BEFORE_HOUR) || isDay(scan, before));
}

const TAKEN_BACK =
  "cancela|cancelas|cancelame|cancelen|cancelenme|cancelar|quita|quitame|borra|borrame|elimina|anula|gaste|compre";

function isTimeWord(scan: Scan, at: number): boolean {
  return scan.has(at, "la|el|este|ayer") || isDay(scan, at);
}

function isDay(scan: Scan, at: number): boolean {
  const key = scan.key(at);
  return TODAY.has(key) || TOMORROW.has(key) || weekdayOf(key) !== undefined;
}

/** "a las 5 o 6", "tipo 9 o 10": as much an hour as the number before. */
function isAlternative(scan: Scan, at: number): boolean {
  return scan.has(at - 1, "o|u") && isHourNumber(scan, at - 2) && scan.has(at - 3, "las|alas|tipo");
}

function skipArticle(scan: Scan, at: number): number {
  if (scan.has(at, "a", "las|la")) return at + 2;
  return scan.has(at, "las|la") ? at + 1 : at;
}

function isHourNumber(scan: Scan, at: number): boolean {
  const value = scan.number(at);
  // "antes de un vuelo"; but "entre la una y las dos".
  const isArticle = scan.has(at, "un|primer|primero") || (scan.has(at, "una") && !scan.has(at - 1, "la|las|y|entre"));
  return value !== undefined && value >= 1 && value <= 24 && !isArticle;
}

function clockMinutes(scan: Scan, place: number): { minute: number; to: number } | undefined {
  const isMark = scan.has(place + 1, ":|.|h") && scan.isJoined(place + 1) && scan.isJoined(place + 2);
  if (!scan.isFigure(place) || !isMark || scan.tokens[place + 2]?.key.length !== 2) return undefined;
  const minute = scan.isFigure(place + 2) ? Number(scan.key(place + 2)) : 60;
  if (minute > 59 || (scan.has(place + 3, ".") && scan.isFigure(place + 4))) return undefined;
  return { minute, to: place + 3 };
}

function spokenMinutes(scan: Scan, at: number): { minute: number; to: number; isClear: boolean } | undefined {
  if (scan.has(at, "y", "media")) return { minute: 30, to: at + 2, isClear: true };
  if (scan.has(at, "y", "cuarto")) return { minute: 15, to: at + 2, isClear: true };
  if (scan.has(at, "y", "pico|algo")) return { minute: 0, to: at + 2, isClear: true };
  if (scan.has(at, "menos", "cuarto")) return { minute: -15, to: at + 2, isClear: true };
  const value = scan.number(at + 1);
  if (value === undefined || value < 5 || value > 59 || scan.isCounted(at + 2)) return undefined;
  if (scan.has(at, "menos") && value < 30) return { minute: -value, to: at + 2, isClear: false };
  return scan.has(at, "y") ? { minute: value, to: at + 2, isClear: false } : undefined;
}

interface Suffix {
  to: number;
  half?: "am" | "pm";
  part?: PartOfDay | "mediodia";
  /** Only "hrs", "hs", "h", "horas". */
  unit?: boolean;
}

function suffix(scan: Scan, at: number): Suffix | undefined {
  if (scan.has(at, "hrs|hs|h|hr|horas|oras")) return suffix(scan, at + 1) ?? { to: at + 1, unit: true };
  if (scan.has(at, "am|pm")) return { to: at + 1, half: scan.has(at, "am") ? "am" : "pm" };
  if (scan.has(at, "a|p", ".", "m")) {
    return { to: at + (scan.has(at + 3, ".") ? 4 : 3), half: scan.has(at, "a") ? "am" : "pm" };
  }
  if (scan.has(at, "a|p", "m")) return { to: at + 2, half: scan.has(at, "a") ? "am" : "pm" };
  if (scan.has(at, "del", "mediodia")) return { to: at + 2, part: "mediodia" };
  if (scan.has(at, "de|d|en|por", "la|madrugada")) {
    const part = partOf(scan.key(at + 2));
    if (part) return { to: at + 3, part };
    if (scan.has(at + 1, "la", "madrugada")) return { to: at + 3, half: "am" };
  }
  return undefined;
}

/** "mañana 5", "hoy 17": only at the end of what is said. */
function isAfterDay(scan: Scan, at: number, to: number): boolean {
  const before = scan.key(at - 1);
  return scan.isFigure(at) && (TODAY.has(before) || TOMORROW.has(before)) && scan.isEnd(to);
}

function time(
  scan: Scan,
  [from, to]: [number, number],
  core: number,
  value: number,
  minute: number,
  end: Suffix | undefined,
  isPadded = false,
): Find | undefined {
  const known = exactHour(value, end);
  if (known === undefined) return scan.find("hora", from, to, { kind: "no-time" }, [core, to]);
  const total = (known.hour * 60 + minute + 24 * 60) % (24 * 60);
  const isExact = known.isExact || isPadded;
  const meaning = { kind: "time", hour: Math.floor(total / 60), minute: total % 60, isExact } as const;
  return scan.find("hora", from, to, meaning, [core, to]);
}

/** Undefined when the words contradict each other ("17 am"). */
function exactHour(value: number, end: Suffix | undefined): { hour: number; isExact: boolean } | undefined {
  if (value > 24) return undefined;
  if (value === 24) return { hour: 0, isExact: true };
  if (value >= 13 || value === 0) return end?.half === "am" ? undefined : { hour: value, isExact: true };
  if (end?.half === "am" || end?.part === "manana") return { hour: value === 12 ? 0 : value, isExact: true };
  if (end?.part === "noche") return { hour: value === 12 ? 0 : value + 12, isExact: true };
  if (end?.part === "mediodia") return { hour: value === 12 || value === 11 ? value : value + 12, isExact: true };
  if (end?.half === "pm" || end?.part === "tarde") return { hour: value === 12 ? 12 : value + 12, isExact: true };
  return { hour: value, isExact: value === 12 };
}
