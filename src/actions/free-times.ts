import { DateTime } from "luxon";
import type { Service, Slot } from "../contract/index.ts";
import type { ActionContext, Slots } from "./action.ts";
import { isInPart } from "./slots.ts";
import { unwrap } from "./unwrap.ts";

/** How far ahead the next free time is looked for; the API takes at most 31 days. */
const SEARCH_DAYS = 21;

export interface FreeTime {
  startsAt: DateTime;
  endsAt: DateTime;
  professional: { id: string; name: string };
}

export interface FreeTimes {
  times: FreeTime[];
  closedDates: string[];
}

export function localNow(context: ActionContext): DateTime {
  return DateTime.fromJSDate(context.now, { zone: context.profile.timeZone });
}

/** Free times of a service in `days` days from a local date, for one professional or all. */
export async function readFreeTimes(
  context: ActionContext,
  service: Service,
  professionalId: string | undefined,
  from: string,
  days = 1,
): Promise<FreeTimes> {
  const to = DateTime.fromISO(from)
    .plus({ days: days - 1 })
    .toISODate() as string;
  const answer = unwrap(
    await context.api("listSlots", {
      query: { serviceId: service.id, from, to, ...(professionalId ? { professionalId } : {}) },
    }),
  );
  return { times: answer.slots.map((slot) => toFreeTime(slot, answer.timeZone)), closedDates: answer.closedDates };
}

/** The next days on which something is free, at most `count`. */
export async function readFreeDays(
  context: ActionContext,
  service: Service,
  professionalId: string | undefined,
  count: number,
): Promise<{ date: string; day: DateTime }[]> {
  const { times } = await readFreeTimes(context, service, professionalId, today(context), SEARCH_DAYS);
  const days = new Map<string, DateTime>();
  for (const { startsAt } of times) {
    const date = startsAt.toISODate() as string;
    if (!days.has(date)) days.set(date, startsAt);
    if (days.size === count) break;
  }
  return [...days].map(([date, day]) => ({ date, day }));
}

/**
 * The free times nearest to what was wished, one for each moment: those of the day itself by distance from the hour,
 * then those of the following days by day and distance.
 */
export async function readNearest(
  context: ActionContext,
  service: Service,
  professionalId: string | undefined,
  wished: Slots,
  count: number,
): Promise<FreeTime[]> {
  const from = wished.fecha && wished.fecha > today(context) ? wished.fecha : today(context);
  const { times } = await readFreeTimes(context, service, professionalId, from, SEARCH_DAYS);
  const minutes = wished.hora ? minutesOf(wished.hora) : undefined;
  const distance = (time: FreeTime) =>
    minutes === undefined ? 0 : Math.abs(time.startsAt.hour * 60 + time.startsAt.minute - minutes);
  // The calendar is asked once for each time and not at each comparison.
  return distinctMoments(times)
    .map((time) => ({ time, day: dayNumber(time), distance: distance(time), at: time.startsAt.toMillis() }))
    .sort((a, b) => a.day - b.day || a.distance - b.distance || a.at - b.at)
    .slice(0, count)
    .map(({ time }) => time);
}

/** One entry for each start: the first professional stands for those who are free. */
export function distinctMoments(times: FreeTime[]): FreeTime[] {
  const seen = new Set<number>();
  return times.filter(({ startsAt }) => {
    const moment = startsAt.toMillis();
    if (seen.has(moment)) return false;
    seen.add(moment);
    return true;
  });
}

export function isInPartOfDay(time: FreeTime, part: Slots["parte_del_dia"]): boolean {
  return part === undefined || isInPart(time.startsAt.toFormat("HH:mm"), part);
}

export function today(context: ActionContext): string {
  return localNow(context).toISODate() as string;
}

function toFreeTime(slot: Slot, zone: string): FreeTime {
  // From milliseconds, and the end only where somebody asks for it: reading two ISO texts of each of some hundred slots
  // was an eighth of the worker's time.
  return {
    startsAt: DateTime.fromMillis(Date.parse(slot.startsAt), { zone }),
    get endsAt() {
      return DateTime.fromMillis(Date.parse(slot.endsAt), { zone });
    },
    professional: slot.professional,
  };
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

/** Rises from local day to local day; by the calendar's own parts, because a start of day costs a look at the time zone. */
function dayNumber({ startsAt }: FreeTime): number {
  return (startsAt.year * 12 + startsAt.month) * 31 + startsAt.day;
}
