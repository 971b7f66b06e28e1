import { DateTime } from "luxon";
import { tokenize } from "./tokens.ts";
import { dateRules } from "./when-dates.ts";
import { type Find, type Meaning, Scan } from "./when-scan.ts";
import { timeRules } from "./when-times.ts";
import type { PartOfDay } from "./when-words.ts";

/** What a message says about when. Null: it says nothing, or more than one thing; nothing is ever guessed. */
export interface When {
  /** yyyy-mm-dd in the branch's time zone. */
  date: string | null;
  /** HH:mm by the 24-hour clock. */
  time: string | null;
  /** Null too when the hour is known, which says more. */
  partOfDay: PartOfDay | null;
}

export interface WhenContext {
  now: Date;
  timeZone: string;
  /** HH:mm; a bare "a las 5" is read as the hour between opening and closing. */
  opensAt?: string;
  closesAt?: string;
}

/** Reads the date, the hour and the part of the day that a Spanish message names. */
export function readWhen(text: string, context: WhenContext): When {
  return readMeanings(text, context).when;
}

/** Does a message speak of a day or an hour that `readWhen` leaves null: "la semana que viene", "jueves o viernes"? */
export function saysMoreThanWhen(text: string, context: WhenContext): boolean {
  const { meanings, when } = readMeanings(text, context);
  return meanings.some(
    ({ kind }) =>
      (!when.date && (kind === "day" || kind === "weekday" || kind === "week" || kind === "no-day")) ||
      (!when.time && (kind === "time" || kind === "no-time")) ||
      (!when.time && !when.partOfDay && kind === "part"),
  );
}

function readMeanings(text: string, context: WhenContext): { meanings: Meaning[]; when: When } {
  const today = DateTime.fromJSDate(context.now, { zone: context.timeZone }).startOf("day");
  const meanings = findWhen(text, today).map((find) => find.meaning);
  const part = readPart(meanings);
  const time = readTime(meanings, part, context);
  return { meanings, when: { date: readDate(meanings, today), time, partOfDay: time ? null : part } };
}

/** Where a message speaks of dates and hours; used for entities as well. `today` is the start of a day. */
export function findWhen(text: string, today: DateTime): (Find & { start: number; end: number })[] {
  const tokens = tokenize(text);
  const scan = new Scan(tokens, today);
  const finds: (Find & { start: number; end: number })[] = [];
  for (let at = 0; at < tokens.length; ) {
    const find = firstFind(scan, at);
    if (find) {
      finds.push({ ...find, start: tokens[find.coreFrom]!.start, end: tokens[find.coreTo - 1]!.end });
      at = find.to;
    } else at++;
  }
  return finds;
}

const RULES = [...dateRules, ...timeRules];

function firstFind(scan: Scan, at: number): Find | undefined {
  for (const rule of RULES) {
    const find = rule(scan, at);
    if (find) return find;
  }
  return undefined;
}

function readDate(meanings: Meaning[], today: DateTime): string | null {
  if (meanings.some((meaning) => meaning.kind === "no-day")) return null;
  const days = meanings.filter((meaning) => meaning.kind === "day");
  const weekdays = meanings.filter((meaning) => meaning.kind === "weekday");
  const weeks = meanings.filter((meaning) => meaning.kind === "week");
  const first = days[0]?.day;
  if (first) {
    const isOne = days.every((meaning) => meaning.day.hasSame(first, "day"));
    return isOne && weekdays.every((meaning) => meaning.weekday === first.weekday) ? first.toISODate() : null;
  }
  const weekday = weekdays[0];
  if (!weekday || weekdays.some((meaning) => !meaning.day.hasSame(weekday.day, "day"))) return null;
  const week = weeks[0];
  if (!week) return weekday.day.toISODate();
  const moved = today.startOf("week").plus({ weeks: week.weeks, days: weekday.weekday - 1 });
  return moved >= today ? moved.toISODate() : null;
}

function readPart(meanings: Meaning[]): PartOfDay | null {
  const parts = new Set<PartOfDay>();
  for (const meaning of meanings) {
    if (meaning.kind === "part") parts.add(meaning.part);
    if (meaning.kind === "day" && meaning.part) parts.add(meaning.part);
  }
  return parts.size === 1 ? [...parts][0]! : null;
}

function readTime(meanings: Meaning[], part: PartOfDay | null, context: WhenContext): string | null {
  if (meanings.some((meaning) => meaning.kind === "no-time")) return null;
  const times = new Set(
    meanings
      .filter((meaning) => meaning.kind === "time")
      .map(({ hour, minute, isExact }) => {
        const value = isExact ? hour * 60 + minute : likelyMinutes(hour * 60 + minute, part, context);
        return value === null ? null : clock(value);
      }),
  );
  return times.size === 1 ? [...times][0]! : null;
}

/** An hour of the 12-hour clock, in minutes: by the part of the day when it is said, else by the opening hours. */
function likelyMinutes(minutes: number, part: PartOfDay | null, context: WhenContext): number | null {
  const half = 12 * 60;
  if (part) return part === "manana" ? minutes : (minutes % half) + half;
  const opens = toMinutes(context.opensAt ?? "08:00");
  const closes = toMinutes(context.closesAt ?? "20:00");
  const open = [minutes % half, (minutes % half) + half].filter((value) => value >= opens && value < closes);
  return open.length === 1 ? open[0]! : null;
}

function toMinutes(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
