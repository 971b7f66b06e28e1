import { DateTime } from "luxon";
import { standing } from "./when-choose.ts";
import { english } from "./when-en.ts";
import { spanish } from "./when-es.ts";
import { french } from "./when-fr.ts";
import { hindi } from "./when-hi.ts";
import type { WhenLanguage } from "./when-language.ts";
import type { Find, Hour, Meaning } from "./when-scan.ts";
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
  /** The language of the message, "es" when it is not said or not known here. */
  language?: string;
}

/** When the hours of the branch are not said. */
const OPENS_AT = "08:00";
const CLOSES_AT = "20:00";

const LANGUAGES: ReadonlyMap<string, WhenLanguage> = new Map([
  ["es", spanish],
  ["en", english],
  ["fr", french],
  ["hi", hindi],
]);

/** Codes of the languages that are read. */
export const whenLanguages: readonly string[] = [...LANGUAGES.keys()];

export function languageOf(code = "es"): WhenLanguage {
  return LANGUAGES.get(code) ?? spanish;
}

/** Reads the date, the hour and the part of the day that a message names. */
export function readWhen(text: string, context: WhenContext): When {
  return readMeanings(text, context).when;
}

/** Does a message speak of a day or an hour that `readWhen` leaves null: "la semana que viene", "jueves o viernes"? */
export function saysMoreThanWhen(text: string, context: WhenContext): boolean {
  const { meanings, when } = readMeanings(text, context);
  return meanings.some(
    ({ kind }) =>
      (!when.date && (kind === "day" || kind === "weekday" || kind === "week" || kind === "no-day")) ||
      (!when.time && (kind === "time" || kind === "no-time" || kind === "opening" || kind === "offset")) ||
      (!when.time && !when.partOfDay && kind === "part"),
  );
}

function readMeanings(text: string, context: WhenContext): { meanings: Meaning[]; when: When } {
  const now = DateTime.fromJSDate(context.now, { zone: context.timeZone });
  const today = now.startOf("day");
  const meanings = scanWhen(text, today, languageOf(context.language)).map((find) => find.meaning);
  const standingMeanings = standing(meanings).map((meaning) => settle(meaning, now, context));
  const part = readPart(standingMeanings, context);
  const time = readTime(standingMeanings, part, context);
  return { meanings, when: { date: readDate(standingMeanings, today), time, partOfDay: time ? null : part } };
}

/** What depends on the moment or on the branch becomes an hour; a day that "en media hora" names comes along. */
function settle(meaning: Meaning, now: DateTime, context: WhenContext): Meaning {
  if (meaning.kind === "offset") {
    const then = now.plus({ minutes: meaning.minutes });
    return { kind: "moment", day: then.startOf("day"), hour: then.hour, minute: then.minute };
  }
  if (meaning.kind !== "opening") return meaning;
  const minutes = toMinutes(context.opensAt ?? OPENS_AT);
  return { kind: "time", hour: Math.floor(minutes / 60), minute: minutes % 60, isExact: true };
}

/** Where a message speaks of dates and hours; used for entities as well. `today` is the start of a day. */
export function findWhen(text: string, today: DateTime, language?: string): (EntityFind & Place)[] {
  return scanWhen(text, today, languageOf(language)).filter(
    (find): find is EntityFind & Place => find.entity !== undefined,
  );
}

interface Place {
  start: number;
  end: number;
}
type EntityFind = Find & { entity: NonNullable<Find["entity"]> };

/** How many rules were tried, for whoever wants to know the cost of a message. */
export interface WhenCost {
  rules: number;
}

/** Everything a message says about when, from left to right; the first rule that holds at a place takes it. */
export function scanWhen(
  text: string,
  today: DateTime,
  { rules, scan: read }: WhenLanguage,
  cost?: WhenCost,
): (Find & Place)[] {
  const scan = read(text, today);
  const { tokens } = scan;
  const finds: (Find & Place)[] = [];
  for (let at = 0; at < tokens.length; ) {
    let find: Find | undefined;
    for (const rule of rules) {
      if (cost) cost.rules++;
      find = rule(scan, at);
      if (find) break;
    }
    if (find) finds.push({ ...find, start: tokens[find.coreFrom]!.start, end: tokens[find.coreTo - 1]!.end });
    at = find?.to ?? at + 1;
  }
  return finds;
}

function readDate(meanings: Meaning[], today: DateTime): string | null {
  if (meanings.some((meaning) => meaning.kind === "no-day")) return null;
  const days = meanings.filter((meaning) => meaning.kind === "day" || meaning.kind === "moment");
  const weekdays = meanings.filter((meaning) => meaning.kind === "weekday");
  const weeks = meanings.filter((meaning) => meaning.kind === "week");
  const first = days[0]?.day;
  if (first) {
    const isOne = days.every((meaning) => isSameDay(meaning.day, first) && isInMonths(meaning, meanings));
    return isOne && weekdays.every((meaning) => meaning.weekday === first.weekday) ? first.toISODate() : null;
  }
  const weekday = weekdays[0];
  if (!weekday || weekdays.some((meaning) => !isSameDay(meaning.day, weekday.day))) return null;
  const week = weeks[0];
  if (!week) return weekday.day.toISODate();
  const moved = today.startOf("week").plus({ weeks: week.weeks, days: weekday.weekday - 1 });
  return moved >= today ? moved.toISODate() : null;
}

/** "el 3" is the next one, unless another month is named: "algo en enero, el 3". */
function isInMonths(meaning: Meaning & { day: DateTime }, meanings: Meaning[]): boolean {
  const isNumber = meaning.kind === "day" && meaning.isNumber;
  return !isNumber || meanings.every((other) => other.kind !== "month" || other.month === meaning.day.month);
}

/** Both in the branch's time zone; `hasSame` would do the arithmetic of months for each. */
function isSameDay(one: DateTime, other: DateTime): boolean {
  return one.toISODate() === other.toISODate();
}

function readPart(meanings: Meaning[], context: WhenContext): PartOfDay | null {
  const parts = new Set<PartOfDay | null>();
  for (const meaning of meanings) {
    if (meaning.kind === "part") parts.add(meaning.part);
    if (meaning.kind === "day" && meaning.part) parts.add(meaning.part);
  }
  if (parts.size > 0) return parts.size === 1 ? [...parts][0]! : null;
  for (const meaning of meanings) if (meaning.kind === "no-time") parts.add(partOfStretch(meaning, context));
  return parts.size === 1 ? [...parts][0]! : null;
}

function partOfStretch(meaning: Meaning & { kind: "no-time" }, context: WhenContext): PartOfDay | null {
  const edge = (time: string): Hour => {
    const minutes = toMinutes(time);
    return { hour: Math.floor(minutes / 60), minute: minutes % 60, isExact: true };
  };
  const { between, since, until } = meaning;
  if (between) return partBetween(between, context);
  if (until) return partBetween([edge(context.opensAt ?? OPENS_AT), until], context);
  return since ? partBetween([since, edge(context.closesAt ?? CLOSES_AT)], context) : null;
}

/** "entre 3 y 5" is in the afternoon when both ends are; the last minute belongs to the hour before. */
function partBetween([from, to]: [Hour, Hour], context: WhenContext): PartOfDay | null {
  const start = minutesOf(from, null, context);
  if (start === null) return null;
  const end = to.isExact
    ? to.hour * 60 + to.minute
    : [0, 12 * 60].map((half) => (to.hour % 12) * 60 + to.minute + half).find((value) => value > start);
  if (end === undefined || end <= start) return null;
  const [first, last] = [partAt(start), partAt(end - 1)];
  return first === last ? first : null;
}

function partAt(minutes: number): PartOfDay {
  if (minutes < 12 * 60) return "manana";
  return minutes < 19 * 60 ? "tarde" : "noche";
}

function readTime(meanings: Meaning[], part: PartOfDay | null, context: WhenContext): string | null {
  if (meanings.some((meaning) => meaning.kind === "no-time")) return null;
  const times = new Set<string | null>();
  for (const meaning of meanings) {
    if (meaning.kind === "moment") times.add(clock(meaning.hour * 60 + meaning.minute));
    if (meaning.kind !== "time") continue;
    const value = minutesOf(meaning, part, context);
    times.add(value === null ? null : clock(value));
  }
  return times.size === 1 ? [...times][0]! : null;
}

function minutesOf({ hour, minute, isExact }: Hour, part: PartOfDay | null, context: WhenContext): number | null {
  return isExact ? hour * 60 + minute : likelyMinutes(hour * 60 + minute, part, context);
}

/** An hour of the 12-hour clock, in minutes: by the part of the day when it is said, else by the opening hours. */
function likelyMinutes(minutes: number, part: PartOfDay | null, context: WhenContext): number | null {
  const half = 12 * 60;
  if (part) return part === "manana" ? minutes : (minutes % half) + half;
  const opens = toMinutes(context.opensAt ?? OPENS_AT);
  const closes = toMinutes(context.closesAt ?? CLOSES_AT);
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
