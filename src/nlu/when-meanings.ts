import type { DateTime } from "luxon";
import { inMonth, nextWithNumber, resolve } from "./when-calendar.ts";
import type { Hour, Meaning, Scan } from "./when-scan.ts";
import { type Captures, hourOf } from "./when-slots.ts";
import type { PartOfDay } from "./when-words.ts";

/** What phrases of every language mean; a language only says them in its words. */
type Means = (said: Captures, scan: Scan) => Meaning | undefined;

const dayOr = (day: DateTime | undefined): Meaning => (day ? { kind: "day", day } : { kind: "no-day" });

/** Today and so many days; with the part of the day when one is said. */
export const dayAfter =
  (days: number, part?: PartOfDay): Means =>
  (said, scan) => {
    const named = part ?? said.part;
    return { kind: "day", day: scan.today.plus({ days }), ...(named ? { part: named } : {}) };
  };

/** "in 3 days", "in two weeks" */
export const daysAhead =
  (each: number): Means =>
  (said, scan) =>
    said.count !== undefined && Number.isInteger(said.count) && said.count <= 60
      ? { kind: "day", day: scan.today.plus({ days: said.count * each }) }
      : undefined;

/** "in two hours", "in 20 minutes", "in an hour and a half" */
export const minutesAhead =
  (each: number, more = 0): Means =>
  (said) =>
    said.count === undefined ? undefined : { kind: "offset", minutes: Math.round(said.count * each) + more };

/** A weekday to come; "this Wednesday" said on a Wednesday is today, and `later` counts further weeks. */
export const weekday =
  ({ isThis = false, later = 0 } = {}): Means =>
  (said, scan) => {
    if (said.weekday === undefined) return undefined;
    const ahead = (said.weekday - scan.today.weekday + 7) % 7;
    const day = scan.today.plus({ days: (ahead === 0 && !isThis ? 7 : ahead) + later * 7 });
    if (later > 0) return { kind: "day", day };
    return { kind: "weekday", weekday: said.weekday, day, isFixed: isThis };
  };

/** "el sábado pasado": the last one gone by; whoever speaks of it is told that it is over. */
export const lastWeekday: Means = (said, scan) =>
  said.weekday === undefined
    ? undefined
    : { kind: "day", day: scan.today.minus({ days: (scan.today.weekday - said.weekday + 7) % 7 || 7 }) };

/** "next friday" said on a Wednesday: some mean in two days, some in nine; on a Sunday there is no doubt. */
export const nextWeekday: Means = (said, scan) =>
  said.weekday !== undefined && said.weekday > scan.today.weekday ? { kind: "no-day" } : weekday()(said, scan);

export const weekdayInWeek =
  (weeks: number): Means =>
  (said, scan) =>
    said.weekday === undefined
      ? undefined
      : { kind: "day", day: scan.today.startOf("week").plus({ weeks, days: said.weekday - 1 }) };

export const weeks =
  (count: number): Means =>
  () => ({ kind: "week", weeks: count });

/** "15 december 2026" */
export const calendarDay: Means = (said, scan) => dayOr(resolve(scan, said.day ?? 0, said.month ?? 0, said.year));

/** "the 24th": the next day with that number. */
export const dayOfMonth: Means = (said, scan) => {
  const day = nextWithNumber(scan, said.day ?? 0);
  return day ? { kind: "day", day, isNumber: true } : { kind: "no-day" };
};

/** "in january" */
export const month: Means = (said) => (said.month === undefined ? undefined : { kind: "month", month: said.month });

/** Christmas, and what else has a date of its own. */
export const feast =
  (day: number, month: number): Means =>
  (_said, scan) =>
    calendarDay({ day, month }, scan);

/** "the 4th of next month" */
export const dayInMonth =
  (months: number): Means =>
  (said, scan) => {
    const day = inMonth(scan, said.day ?? 0, months);
    return dayOr(day && day >= scan.today ? day : undefined);
  };

/** "friday 20": both at once; when they disagree there is no such day. */
export const weekdayAndNumber: Means = (said, scan) => {
  const day = nextWithNumber(scan, said.day ?? 0);
  return dayOr(day?.weekday === said.weekday ? day : undefined);
};

export const lastOfMonth =
  (months: number): Means =>
  (_said, scan) => ({ kind: "day", day: scan.today.plus({ months }).endOf("month").startOf("day") });

/** An hour, with minutes said in words added ("half past", "moins le quart"). */
export const hour =
  (minutes = 0): Means =>
  (said) => {
    const known = hourOf(said);
    if (!known) return { kind: "no-time" };
    const total = (known.hour * 60 + known.minute + minutes + 24 * 60) % (24 * 60);
    return { kind: "time", hour: Math.floor(total / 60), minute: total % 60, isExact: known.isExact };
  };

/** "ten to five", "cinq heures moins dix": the minutes that were said are taken away. */
export const minutesBefore: Means = (said, scan) => hour(-(said.minute ?? 0))({ ...said, minute: 0 }, scan);

/** "17 h" is plain without a preposition, but "2 h" lasts two hours and "24 h" a day: an hour from this one on. */
export const lateHour =
  (least: number): Means =>
  (said, scan) => {
    const value = said.hour ?? 0;
    return value >= least && value < 24 ? hour()(said, scan) : undefined;
  };

export const clock =
  (at: number): Means =>
  () => ({ kind: "time", hour: at, minute: 0, isExact: true });

export const opening: Means = () => ({ kind: "opening" });

/** "between 3 and 5": no hour, but perhaps a part of the day. */
export const between: Means = (said) => {
  const [from, to] = [hourOf(said), hourOf(said, "hour2")];
  return { kind: "no-time", ...(from && to ? { between: [from, to] } : {}) };
};

/** "before 11", "after 7": from the opening or to the closing hour. */
export const before: Means = (said) => ({ kind: "no-time", ...optional("until", hourOf(said)) });
export const after: Means = (said) => ({ kind: "no-time", ...optional("since", hourOf(said)) });

const optional = (name: "until" | "since", hour: Hour | undefined) => (hour ? { [name]: hour } : {});

export const part = (fixed?: PartOfDay): Means => {
  return (said) => {
    const named = fixed ?? said.part;
    return named ? { kind: "part", part: named } : undefined;
  };
};

export const noDay: Means = () => ({ kind: "no-day" });
export const noTime: Means = () => ({ kind: "no-time" });
export const not: Means = () => ({ kind: "not" });
export const rather: Means = () => ({ kind: "rather" });
/** "kal nahi": the refusal comes after what it declines, and ends it. */
export const notBefore: Means = () => ({ kind: "not", endsClause: true });
/** "make it 4": the correction and the hour in one. */
export const ratherAt: Means = (said, scan) => {
  const says = hour()(said, scan);
  return { kind: "rather", ...(says ? { says } : {}) };
};
export const clause: Means = () => ({ kind: "clause" });
export const skip: Means = () => ({ kind: "skip" });
