import { DateTime } from "luxon";

/** Local times, "HH:MM"; equal ones: no quiet hours. */
export interface QuietHours {
  from: string;
  to: string;
}

/** So long before the quiet hours begin, what would fall into them is told. */
const AHEAD_MINUTES = 30;
/** The last minutes are for what is on its way through the inbox. */
const MARGIN_MINUTES = 2;

/**
 * What falls due until which instant is told now. That is now itself; shortly before the quiet hours it is their end,
 * because what falls into them is told before they begin; inside them it is undefined, and nobody is told anything.
 */
export function dueUntil(now: Date, quiet: QuietHours, timeZone: string): Date | undefined {
  if (isQuiet(now, quiet, timeZone)) return undefined;
  const soon = DateTime.fromJSDate(now, { zone: timeZone });
  const { from, to } = hoursOf(quiet);
  if (from === to) return now;
  const starts = next(soon, from);
  const left = starts.diff(soon).as("minutes");
  if (left > AHEAD_MINUTES) return now;
  return left < MARGIN_MINUTES ? undefined : next(starts, to).toJSDate();
}

/** True in the hours in which nobody is told anything that was not asked for: from the first minute to before the last. */
export function isQuiet(now: Date, quiet: QuietHours, timeZone: string): boolean {
  const { from, to } = hoursOf(quiet);
  const local = DateTime.fromJSDate(now, { zone: timeZone });
  const minute = local.hour * 60 + local.minute;
  return from < to ? minute >= from && minute < to : from > to && (minute >= from || minute < to);
}

function hoursOf({ from, to }: QuietHours): { from: number; to: number } {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return { from: minutes(from), to: minutes(to) };
}

/** The next instant at which local clocks show that minute, or the first after it where they skip it. */
function next(after: DateTime, minute: number): DateTime {
  for (const days of [0, 1, 2]) {
    const at = after
      .startOf("day")
      .plus({ days })
      .set({ hour: Math.floor(minute / 60), minute: minute % 60 });
    if (at > after) return at;
  }
  return after.plus({ days: 1 });
}
