import type { DateTime } from "luxon";
import type { Find, Rule, Scan } from "./when-scan.ts";

/** 2026-12-01 */
export function isoDate(scan: Scan, at: number): Find | undefined {
  if (scan.tokens[at]?.key.length !== 4 || !scan.isFigure(at)) return undefined;
  if (!scan.has(at + 1, "-") || !scan.has(at + 3, "-") || !scan.isFigure(at + 2) || !scan.isFigure(at + 4)) {
    return undefined;
  }
  return found(scan, at, at + 5, resolve(scan, scan.number(at + 4)!, scan.number(at + 2)!, scan.number(at)));
}

/** 15/12, 15/12/2026, 15-12, 15.12.2026 */
export const figures: Rule = (scan, at) => readFigures(scan, at, false);

/** Where some write the month first: 12/15 is a day, and 3/12 could be two. */
export const figuresEitherWay: Rule = (scan, at) => readFigures(scan, at, true);

function readFigures(scan: Scan, at: number, isEitherWay: boolean): Find | undefined {
  const mark = scan.key(at + 1);
  if (!"/-.".includes(mark) || mark === "" || !scan.isFigure(at) || !scan.isFigure(at + 2)) return undefined;
  if (!scan.isJoined(at + 1) || !scan.isJoined(at + 2)) return undefined;
  const hasYear = scan.key(at + 3) === mark && scan.isFigure(at + 4) && scan.isJoined(at + 4);
  const isNamed = scan.has(at - 1, "el|dia|del|fecha");
  const isWritten = scan.tokens[at + 2]?.key.length === 2;
  if (mark === "." && !hasYear) return undefined;
  if (mark === "-" && !hasYear && !isNamed && !isWritten) return undefined;
  // "24/7" is a way of saying always, unless an article, a weekday or an hour stands beside it.
  if (scan.has(at, "24", "/", "7") && !hasYear && !hasArticle(scan, at) && !isBesideHour(scan, at)) {
    return scan.find(undefined, at, at + 3, { kind: "skip" });
  }
  const [one, two] = [scan.number(at)!, scan.number(at + 2)!];
  const year = hasYear ? scan.number(at + 4) : undefined;
  const dayFirst = resolve(scan, one, two, year);
  const monthFirst = isEitherWay ? resolve(scan, two, one, year) : dayFirst;
  const isOne = !dayFirst || !monthFirst || dayFirst.toISODate() === monthFirst.toISODate();
  return found(scan, at, at + (hasYear ? 5 : 3), isOne ? (dayFirst ?? monthFirst) : undefined);
}

/** "el 24/7", "al día 24/7", "viernes 24/7"; but "las 24 horas del día 24/7" and "de lunes a domingo 24/7". */
function hasArticle(scan: Scan, at: number): boolean {
  if (scan.has(at - 1, WEEKDAYS)) return !scan.has(at - 2, "a|y|al");
  if (scan.has(at - 1, "fecha|este")) return true;
  const place = scan.has(at - 1, "dia") ? at - 2 : at - 1;
  return scan.has(place, "el|al|pal|del") && !scan.has(place - 1, "horas|hrs");
}

const WEEKDAYS = "lunes|martes|miercoles|jueves|viernes|sabado|domingo";

/** "24/7 a las 10", "24/7, 10 am", "a las 10 24/7" */
function isBesideHour(scan: Scan, at: number): boolean {
  const next = scan.has(at + 3, ",") ? at + 4 : at + 3;
  const isAfter =
    (scan.has(next, "a|para|pa|tipo", "las|la") && scan.number(next + 2) !== undefined) ||
    (scan.has(next, "alas|las|tipo") && scan.number(next + 1) !== undefined) ||
    (scan.isFigure(next) && scan.has(next + 1, "am|pm|hrs|hs|h|:"));
  const last = scan.has(at - 1, ",") ? at - 2 : at - 1;
  const isBefore =
    (scan.isFigure(last - 1) && scan.has(last, "am|pm|hrs|hs|h")) ||
    (scan.has(last - 2, "a", "las|la") && scan.number(last) !== undefined);
  return isAfter || isBefore;
}

export function inMonth(scan: Scan, value: number, months: number): DateTime | undefined {
  const first = scan.today.startOf("month").plus({ months });
  const date = first.set({ day: value });
  return date.month === first.month ? date : undefined;
}

/** The next day of the calendar with this number, today included. */
export function nextWithNumber(scan: Scan, value: number): DateTime | undefined {
  for (let months = 0; months < 3; months++) {
    const date = inMonth(scan, value, months);
    if (date && date >= scan.today) return date;
  }
  return undefined;
}

/** A day of the calendar, of this year or, when it is gone, of the next; undefined when there is no such day. */
export function resolve(scan: Scan, dayValue: number, month: number, year: number | undefined): DateTime | undefined {
  if (dayValue < 1 || dayValue > 31 || month < 1 || month > 12) return undefined;
  const full = year !== undefined && year < 100 ? 2000 + year : year;
  // "31/12/9999" is a slip or a joke; nothing here is planned further ahead than two years.
  if (full !== undefined && Math.abs(full - scan.today.year) > 2) return undefined;
  const years = full === undefined ? [scan.today.year, scan.today.year + 1] : [full];
  for (const candidate of years) {
    const date = scan.today.set({ year: candidate, month, day: dayValue });
    if (date.month === month && date.day === dayValue && (full !== undefined || date >= scan.today)) return date;
  }
  return undefined;
}

export function day(scan: Scan, from: number, to: number, date: DateTime): Find {
  return scan.find("fecha", from, to, { kind: "day", day: date });
}

export function found(scan: Scan, from: number, to: number, date: DateTime | undefined): Find {
  return date ? day(scan, from, to, date) : scan.find("fecha", from, to, { kind: "no-day" });
}
