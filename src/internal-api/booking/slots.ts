import type { Slot } from "../../contract/index.ts";
import { type Calendar, type LocalDay, workingWindows } from "./calendar.ts";
import type { Interval, Schedule, ScheduledProfessional } from "./schedule.ts";

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
}

/** The earliest and latest start that may be booked now. */
export function bookableRange(rules: BookingRules, nowMs: number): Interval {
  return [nowMs + rules.leadMinutes * MINUTE_MS, nowMs + rules.horizonDays * 24 * 60 * MINUTE_MS];
}

/** Free times on the given days, by time and then by the catalogue's order of professionals. */
export function findFreeSlots(
  schedule: Schedule,
  days: LocalDay[],
  range: Interval,
  rules: BookingRules,
  professionalId?: string,
): FreeSlot[] {
  const wanted = schedule.professionals.filter(({ id }) => professionalId === undefined || id === professionalId);
  const slots: FreeSlot[] = [];
  for (const day of days) {
    if (day.endMs <= range[0] || day.startMs > range[1]) continue;
    const before = slots.length;
    for (const professional of wanted) collectDay(slots, schedule, day, professional, range, rules);
    // Already ordered within each professional; a stable sort keeps the catalogue's order at equal times.
    if (wanted.length > 1) slots.push(...slots.splice(before).sort((a, b) => a.startMs - b.startMs));
  }
  return slots;
}

function collectDay(
  slots: FreeSlot[],
  schedule: Schedule,
  day: LocalDay,
  { id, name, hours, busy, timeOff }: ScheduledProfessional,
  range: Interval,
  rules: BookingRules,
): void {
  const durationMs = schedule.service.durationMinutes * MINUTE_MS;
  const bufferMs = schedule.service.bufferMinutes * MINUTE_MS;
  const windows = workingWindows(day, schedule.openingHours, hours);
  if (windows.length === 0) return;
  const professional = { id, name };
  let previousMs = Number.NEGATIVE_INFINITY;
  for (let minute = 0; minute < 1440; minute += rules.gridMinutes) {
    const startMs = day.instantOf(minute);
    const endMs = startMs + durationMs;
    // A wall time that the clocks skip names the same instant as the next one.
    if (startMs <= previousMs) continue;
    previousMs = startMs;
    if (startMs < range[0] || startMs > range[1]) continue;
    if (!windows.some(([from, to]) => startMs >= from && endMs <= to)) continue;
    if (overlaps(busy, startMs, endMs + bufferMs)) continue;
    if (overlaps(timeOff, startMs, endMs) || overlaps(schedule.closures, startMs, endMs)) continue;
    slots.push({ startMs, endMs, professional });
  }
}

/** Who works at this time, free or not: what hours and days off say; bookings are the database's to refuse. */
export function whoWorksAt(schedule: Schedule, day: LocalDay, startMs: number): ScheduledProfessional[] {
  const endMs = startMs + schedule.service.durationMinutes * MINUTE_MS;
  if (overlaps(schedule.closures, startMs, endMs)) return [];
  return schedule.professionals.filter(
    ({ hours, timeOff }) =>
      !overlaps(timeOff, startMs, endMs) &&
      workingWindows(day, schedule.openingHours, hours).some(([from, to]) => startMs >= from && endMs <= to),
  );
}

/** The business does not open on this day at all. */
export function isClosedOn(schedule: Pick<Schedule, "openingHours" | "closures">, day: LocalDay): boolean {
  return workingWindows(day, schedule.openingHours, null).every(([from, to]) =>
    schedule.closures.some((closure) => closure[0] <= from && closure[1] >= to),
  );
}

/** Busy as far as was known when the schedule was read: good for an order of preference, never for a refusal. */
export function seemsFree(schedule: Schedule, professional: ScheduledProfessional, startMs: number): boolean {
  const { durationMinutes, bufferMinutes } = schedule.service;
  return !overlaps(professional.busy, startMs, startMs + (durationMinutes + bufferMinutes) * MINUTE_MS);
}

export function toSlot(calendar: Calendar, { startMs, endMs, professional }: FreeSlot): Slot {
  return { startsAt: calendar.format(startMs), endsAt: calendar.format(endMs), professional };
}

function overlaps(intervals: Interval[], startMs: number, endMs: number): boolean {
  return intervals.some((interval) => interval[0] < endMs && interval[1] > startMs);
}
