import type { Interval } from "../../src/internal-api/booking/intervals.ts";
import type {
  Schedule,
  ScheduledProfessional,
  ScheduledResource,
  WeeklyMinutes,
} from "../../src/internal-api/booking/schedule.ts";

const MINUTE_MS = 60_000;

/** One minute of elapsed time and what the clock on the wall says in it. */
interface WallMinute {
  ms: number;
  date: string;
  minute: number;
  weekday: number;
  /** The latest that the clock has shown on this date: it does not go back when the clocks do. */
  reached: number;
  /** The clock shows this for the first time. */
  isFirst: boolean;
}

const walls = new Map<string, WallMinute[]>();

/** Each minute of the dates and of half a day around them, asked of Intl one by one. */
function wallMinutes(timeZone: string, from: string, to: string): WallMinute[] {
  const key = `${timeZone} ${from} ${to}`;
  const known = walls.get(key);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-CA", {
    ...{ timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit" },
    ...{ hour: "2-digit", minute: "2-digit" },
  });
  const minutes: WallMinute[] = [];
  const seen = new Set<string>();
  const reached = new Map<string, number>();
  for (let ms = Date.parse(from) - 28 * 3_600_000; ms < Date.parse(to) + 52 * 3_600_000; ms += MINUTE_MS) {
    const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    const date = `${part.year}-${part.month}-${part.day}`;
    const minute = Number(part.hour) * 60 + Number(part.minute);
    reached.set(date, Math.max(reached.get(date) ?? 0, minute));
    const text = `${date} ${minute}`;
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
    minutes.push({ ms, date, minute, weekday, reached: reached.get(date)!, isFirst: !seen.has(text) });
    seen.add(text);
  }
  walls.set(key, minutes);
  return minutes;
}

/** Every free time of the dates, found by looking at each minute of each try: slow, and too simple to be wrong. */
export function freeTimesByBruteForce(
  schedule: Schedule,
  where: { timeZone: string; from: string; to: string; range: Interval; gridMinutes: number },
): string[] {
  const minutes = wallMinutes(where.timeZone, where.from, where.to);
  const { bufferBeforeMinutes, bufferMinutes } = schedule.service;
  const free: string[] = [];
  minutes.forEach((start, index) => {
    if (start.date < where.from || start.date > where.to) return;
    if (!start.isFirst || start.minute % where.gridMinutes !== 0) return;
    if (start.ms < where.range[0] || start.ms > where.range[1]) return;
    for (const professional of schedule.professionals) {
      const length = professional.durationMinutes ?? schedule.service.durationMinutes;
      const during = minutes.slice(index, index + length);
      const around = minutes.slice(index - bufferBeforeMinutes, index + length + bufferMinutes);
      const isFree = (resource: ScheduledResource) =>
        !around.some(({ ms }) => isWithin(resource.busy, ms)) &&
        !during.some(({ ms }) => isWithin(resource.timeOff, ms));
      if (!during.every((minute) => minute.date === start.date && isAtWork(schedule, professional, minute))) continue;
      if (isFree(professional) && canChoose(schedule.requirements.map((group) => group.filter(isFree)))) {
        free.push(`${start.ms} ${professional.id} ${length}`);
      }
    }
  });
  return free;
}

function isAtWork(schedule: Schedule, { hours }: ScheduledProfessional, minute: WallMinute): boolean {
  const isIn = (periods: WeeklyMinutes[]) =>
    periods.some(
      (period) =>
        period.weekday === minute.weekday && period.fromMinute <= minute.reached && minute.reached < period.toMinute,
    );
  return (
    !schedule.holidays.includes(minute.date) &&
    !isWithin(schedule.closures, minute.ms) &&
    isIn(schedule.openingHours) &&
    (hours === null || isIn(hours))
  );
}

/** Every way of taking one of each group is tried. */
function canChoose(groups: ScheduledResource[][], taken: string[] = []): boolean {
  const [group, ...others] = groups;
  if (!group) return true;
  return group.some(({ id }) => !taken.includes(id) && canChoose(others, [...taken, id]));
}

function isWithin(intervals: Interval[], ms: number): boolean {
  return intervals.some(([from, to]) => from <= ms && ms < to);
}
