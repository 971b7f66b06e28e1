import { preparedZone } from "../../shared/index.ts";
import { type Interval, mergeIntervals } from "./intervals.ts";
import type { WeeklyMinutes } from "./schedule.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** One local day of the branch, with its wall clock. */
export interface LocalDay {
  /** YYYY-MM-DD */
  date: string;
  /** ISO: 1 is Monday. */
  weekday: number;
  startMs: number;
  endMs: number;
  /**
   * The first moment of the day at which the wall clock has reached this minute: of a minute that the clocks repeat the
   * first, of one that they skip the moment of the change. 1440 is the day's end.
   */
  instantOf(minute: number): number;
  /** The first moment at which the wall clock shows this minute; undefined when the clocks skip it. */
  showing(minute: number): number | undefined;
  /** ISO 8601 with the branch's offset; for moments from this day's start to its end. */
  format(ms: number): string;
}

export interface Calendar {
  timeZone: string;
  dayOf(ms: number): LocalDay;
  /** Both ends included. */
  daysBetween(from: string, to: string): LocalDay[];
  /** Minutes on the wall clock since midnight, with a fraction where there are seconds. */
  wallMinuteOf(ms: number): number;
  /** ISO 8601 with the branch's offset at that instant. */
  format(ms: number): string;
}

/**
 * Local dates and times of one time zone. Offsets are asked twice a day where luxon would ask for each slot; a day knows
 * the moment at which its clocks change.
 */
export function createCalendar(timeZone: string): Calendar {
  const zone = preparedZone(timeZone);

  /** @param base the date's midnight, read as UTC */
  function day(base: number): LocalDay {
    // Offsets are within -12 and +14 hours: every moment of this local day, and its end, is inside.
    const [from, to] = [base - 15 * HOUR_MS, base + DAY_MS + 13 * HOUR_MS];
    const [before, after] = [zone.offset(from) * MINUTE_MS, zone.offset(to) * MINUTE_MS];
    const changeMs = before === after ? Number.POSITIVE_INFINITY : findChange(from, to, before);
    const instantOf = (minute: number) => {
      const old = base + minute * MINUTE_MS - before;
      return old < changeMs ? old : Math.max(base + minute * MINUTE_MS - after, changeMs);
    };
    const offsetAt = (ms: number) => (ms < changeMs ? before : after);
    // Many are free at the same time: writing a moment out is most of what a list of free times costs.
    const texts = new Map<number, string>();
    return {
      date: new Date(base).toISOString().slice(0, 10),
      weekday: ((base / DAY_MS + 3) % 7) + 1,
      startMs: instantOf(0),
      endMs: instantOf(1440),
      instantOf,
      showing(minute) {
        const ms = instantOf(minute);
        return ms + offsetAt(ms) === base + minute * MINUTE_MS ? ms : undefined;
      },
      format(ms) {
        const known = texts.get(ms);
        if (known !== undefined) return known;
        const text = formatWith(ms, offsetAt(ms));
        texts.set(ms, text);
        return text;
      },
    };
  }

  function findChange(from: number, to: number, before: number): number {
    let [low, high] = [from, to];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (zone.offset(middle) * MINUTE_MS === before) low = middle;
      else high = middle;
    }
    return high;
  }

  const wallOf = (ms: number) => ms + zone.offset(ms) * MINUTE_MS;
  const dateOf = (wallMs: number) => Math.floor(wallMs / DAY_MS) * DAY_MS;
  return {
    timeZone,
    dayOf: (ms) => day(dateOf(wallOf(ms))),
    daysBetween(from, to) {
      const days: LocalDay[] = [];
      for (let base = Date.parse(from); base <= Date.parse(to); base += DAY_MS) days.push(day(base));
      return days;
    },
    wallMinuteOf: (ms) => (wallOf(ms) - dateOf(wallOf(ms))) / MINUTE_MS,
    format: (ms) => formatWith(ms, zone.offset(ms) * MINUTE_MS),
  };
}

function formatWith(ms: number, offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / MINUTE_MS;
  const two = (value: number) => String(value).padStart(2, "0");
  const local = new Date(ms + offsetMs).toISOString().slice(0, 19);
  return `${local}${offsetMs < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** When somebody works on a day: their own hours within the opening hours, in instants, in order and apart. */
export function workingWindows(day: LocalDay, opening: WeeklyMinutes[], own: WeeklyMinutes[] | null): Interval[] {
  const of = (periods: WeeklyMinutes[]) => periods.filter((period) => period.weekday === day.weekday);
  const windows: Interval[] = [];
  for (const open of of(opening)) {
    for (const work of own === null ? [open] : of(own)) {
      const from = day.instantOf(Math.max(open.fromMinute, work.fromMinute));
      const to = day.instantOf(Math.min(open.toMinute, work.toMinute));
      if (from < to) windows.push([from, to]);
    }
  }
  return mergeIntervals(windows);
}
