import type { Slot } from "../../contract/index.ts";
import { type LocalDay, workingWindows } from "./calendar.ts";
import { contains, type Interval, overlaps } from "./intervals.ts";
import type { Schedule, ScheduledProfessional, ScheduledResource, ScheduledService } from "./schedule.ts";

const MINUTE_MS = 60_000;

/** The owner's rules on which times may be booked. */
export interface BookingRules {
  gridMinutes: number;
  leadMinutes: number;
  horizonDays: number;
}

export interface FreeSlot {
  startMs: number;
  endMs: number;
  professional: { id: string; name: string };
  day: LocalDay;
}

/** The business's rules with what the service has of its own. */
export function rulesOf(
  service: Pick<ScheduledService, "leadMinutes" | "horizonDays">,
  rules: BookingRules,
): BookingRules {
  return {
    gridMinutes: rules.gridMinutes,
    leadMinutes: service.leadMinutes ?? rules.leadMinutes,
    horizonDays: service.horizonDays ?? rules.horizonDays,
  };
}

/** The earliest and latest start that may be booked now. */
export function bookableRange(rules: BookingRules, nowMs: number): Interval {
  return [nowMs + rules.leadMinutes * MINUTE_MS, nowMs + rules.horizonDays * 24 * 60 * MINUTE_MS];
}

/** The same schedule for a booking whose length was agreed before: everybody takes that long. */
export function lasting(schedule: Schedule, durationMinutes: number): Schedule {
  return {
    ...schedule,
    service: { ...schedule.service, durationMinutes },
    professionals: schedule.professionals.map((professional) => ({ ...professional, durationMinutes: null })),
  };
}

/** How many minutes this professional takes for the service; without one, what the service says. */
export function durationOf(schedule: Schedule, professional?: ScheduledProfessional): number {
  return professional?.durationMinutes ?? schedule.service.durationMinutes;
}

/** When a booking that starts then is over, with this professional; elapsed time, whatever the clocks do. */
export function endOf(schedule: Schedule, professional: ScheduledProfessional, startMs: number): number {
  return startMs + durationOf(schedule, professional) * MINUTE_MS;
}

/** What the booking holds of the professional and of everything else: its time and the buffers around it. */
export function occupied(schedule: Schedule, professional: ScheduledProfessional, startMs: number): Interval {
  const { bufferBeforeMinutes, bufferMinutes } = schedule.service;
  const endMs = endOf(schedule, professional, startMs);
  return [startMs - bufferBeforeMinutes * MINUTE_MS, endMs + bufferMinutes * MINUTE_MS];
}

/** Free times on the given days, by time and then by the catalogue's order of professionals. */
export function findFreeSlots(
  schedule: Schedule,
  days: LocalDay[],
  range: Interval,
  { gridMinutes }: BookingRules,
  professionalId?: string,
): FreeSlot[] {
  const wanted = schedule.professionals
    .filter(({ id }) => professionalId === undefined || id === professionalId)
    .map((professional) => ({ professional, named: { id: professional.id, name: professional.name } }));
  const slots: FreeSlot[] = [];
  for (const day of days) {
    if (day.endMs <= range[0] || day.startMs > range[1]) continue;
    const working = wanted
      .map((entry) => ({ ...entry, windows: windowsOf(schedule, day, entry.professional.hours) }))
      .filter(({ windows }) => windows.length > 0);
    if (working.length === 0) continue;
    for (let minute = 0; minute < 1440; minute += gridMinutes) {
      const startMs = day.showing(minute);
      if (startMs === undefined || startMs < range[0] || startMs > range[1]) continue;
      // Which rooms and machines are free depends on the time alone: asked once for all who take equally long.
      const isEquipped = new Map<number, boolean>();
      for (const { professional, named, windows } of working) {
        const endMs = endOf(schedule, professional, startMs);
        if (!contains(windows, startMs, endMs) || !isThere(schedule, professional, startMs, endMs)) continue;
        const period = occupied(schedule, professional, startMs);
        if (overlaps(professional.busy, ...period)) continue;
        let equipped = isEquipped.get(endMs);
        if (equipped === undefined) {
          equipped = hasResources(schedule, startMs, endMs, period);
          isEquipped.set(endMs, equipped);
        }
        if (equipped) slots.push({ startMs, endMs, professional: named, day });
      }
    }
  }
  return slots;
}

/** Who works at this time, free or not: what hours and days off say; bookings are the database's to refuse. */
export function whoWorksAt(schedule: Schedule, day: LocalDay, startMs: number): ScheduledProfessional[] {
  return schedule.professionals.filter((professional) => {
    const endMs = endOf(schedule, professional, startMs);
    const windows = windowsOf(schedule, day, professional.hours);
    return contains(windows, startMs, endMs) && isThere(schedule, professional, startMs, endMs);
  });
}

/** The business does not open on this day at all. */
export function isClosedOn(schedule: Pick<Schedule, "openingHours" | "closures" | "holidays">, day: LocalDay): boolean {
  return windowsOf(schedule, day, null).every((window) => contains(schedule.closures, ...window));
}

/**
 * The professional, and one of everything that the service needs, is free as far as was known when the schedule was
 * read: good for an order of preference, never for a refusal.
 */
export function seemsFree(schedule: Schedule, professional: ScheduledProfessional, startMs: number): boolean {
  const period = occupied(schedule, professional, startMs);
  const endMs = endOf(schedule, professional, startMs);
  return !overlaps(professional.busy, ...period) && hasResources(schedule, startMs, endMs, period);
}

/** The groups of what is needed, each without what is away at that time: a machine in repair, a room being painted. */
export function requirementsAt(schedule: Schedule, startMs: number, endMs: number): ScheduledResource[][] {
  return schedule.requirements.map((group) => group.filter(({ timeOff }) => !overlaps(timeOff, startMs, endMs)));
}

/**
 * One of each group and none twice, where there is such a choice; earlier in a group is better. A group that finds its
 * resource held moves the holder to another one (augmenting paths), so that a choice is found whenever there is one.
 */
export function chooseResources<Resource extends { id: string }>(
  groups: Resource[][],
  isUsable: (resource: Resource) => boolean,
): Resource[] | undefined {
  const chosen: Resource[] = [];
  const holders = new Map<string, number>();
  const place = (index: number, seen: Set<string>): boolean =>
    groups[index]!.some((resource) => {
      if (seen.has(resource.id) || !isUsable(resource)) return false;
      seen.add(resource.id);
      const holder = holders.get(resource.id);
      if (holder !== undefined && !place(holder, seen)) return false;
      holders.set(resource.id, index);
      chosen[index] = resource;
      return true;
    });
  return groups.every((_, index) => place(index, new Set())) ? chosen : undefined;
}

export function toSlot({ day, startMs, endMs, professional }: FreeSlot): Slot {
  return { startsAt: day.format(startMs), endsAt: day.format(endMs), professional };
}

function hasResources(schedule: Schedule, startMs: number, endMs: number, period: Interval): boolean {
  if (schedule.requirements.length === 0) return true;
  const groups = requirementsAt(schedule, startMs, endMs);
  return chooseResources(groups, ({ busy }) => !overlaps(busy, ...period)) !== undefined;
}

function isThere(schedule: Schedule, { timeOff }: ScheduledResource, startMs: number, endMs: number): boolean {
  return !overlaps(timeOff, startMs, endMs) && !overlaps(schedule.closures, startMs, endMs);
}

function windowsOf(
  schedule: Pick<Schedule, "openingHours" | "holidays">,
  day: LocalDay,
  hours: ScheduledProfessional["hours"],
): Interval[] {
  return schedule.holidays.includes(day.date) ? [] : workingWindows(day, schedule.openingHours, hours);
}
