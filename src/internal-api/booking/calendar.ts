import { DateTime } from "luxon";
import { preparedZone } from "../../shared/index.ts";
import type { Interval, WeeklyMinutes } from "./schedule.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** One local day of the branch, with its wall clock. */
export interface LocalDay {
  /** YYYY-MM-DD */
  date: string;
  weekday: number;
  startMs: number;
  endMs: number;
  /** The instant of a local minute; on days on which the clocks change, of the wall time that this minute names. */
  instantOf(minute: number): number;
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

/** Local dates and times of one time zone. Offsets are asked once a day, and once for a quarter of an hour. */
export function createCalendar(timeZone: string): Calendar {
  const zone = preparedZone(timeZone);

  function day(local: DateTime): LocalDay {
    const start = local.startOf("day");
    const next = start.plus({ days: 1 });
    const startMs = start.toMillis();
    const isEven = start.offset === next.offset;
    return {
      date: start.toISODate() as string,
      weekday: start.weekday,
      startMs,
      endMs: next.toMillis(),
      instantOf(minute) {
        if (isEven) return startMs + minute * MINUTE_MS;
        return minute >= 1440
          ? next.toMillis()
          : start.set({ hour: Math.floor(minute / 60), minute: minute % 60 }).toMillis();
      },
    };
  }

  return {
    timeZone,
    dayOf: (ms) => day(DateTime.fromMillis(ms, { zone })),
    daysBetween(from, to) {
      const days: LocalDay[] = [];
      const last = DateTime.fromISO(to, { zone });
      for (let local = DateTime.fromISO(from, { zone }); local <= last; local = local.plus({ days: 1 })) {
        days.push(day(local));
      }
      return days;
    },
    wallMinuteOf: (ms) => ((ms + zone.offset(ms) * MINUTE_MS) % DAY_MS) / MINUTE_MS,
    format(ms) {
      const offsetMinutes = zone.offset(ms);
      const sign = offsetMinutes < 0 ? "-" : "+";
      const [hours, minutes] = [Math.floor(Math.abs(offsetMinutes) / 60), Math.abs(offsetMinutes) % 60];
      const local = new Date(ms + offsetMinutes * MINUTE_MS).toISOString().slice(0, 19);
      return `${local}${sign}${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
    },
  };
}

/** When somebody works on a day: their own hours within the opening hours, in instants, by start. */
export function workingWindows(day: LocalDay, opening: WeeklyMinutes[], own: WeeklyMinutes[] | null): Interval[] {
  const of = (periods: WeeklyMinutes[]) => periods.filter((period) => period.weekday === day.weekday);
  const windows: [number, number][] = [];
  for (const open of of(opening)) {
    for (const work of own === null ? [open] : of(own)) {
      const from = Math.max(open.fromMinute, work.fromMinute);
      const to = Math.min(open.toMinute, work.toMinute);
      if (from < to) windows.push([from, to]);
    }
  }
  windows.sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const window of windows) {
    const last = merged.at(-1);
    if (last && last[1] >= window[0]) last[1] = Math.max(last[1], window[1]);
    else merged.push(window);
  }
  return merged.map(([from, to]) => [day.instantOf(from), day.instantOf(to)]);
}
