import type { BookingFacts } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import type { Money } from "../../shared/index.ts";
import { type Refusal, refuse, refuseField } from "../outcome.ts";
import type { Calendar } from "./calendar.ts";
import type { Schedule, ScheduledProfessional } from "./schedule.ts";
import { type BookingRules, bookableRange, isClosedOn, seemsFree, whoWorksAt } from "./slots.ts";

const MINUTE_MS = 60_000;

export interface WantedTime {
  startMs: number;
  /** Undefined: anybody who does the service. */
  professionalId?: string;
  /** Tried before the others. */
  preferredId?: string;
}

/** Who could do it at this time by the calendar, in the order in which to try them; or why nobody may be asked. */
export function candidatesFor(
  schedule: Schedule,
  wanted: WantedTime,
  { calendar, rules, nowMs }: { calendar: Calendar; rules: BookingRules; nowMs: number },
): ScheduledProfessional[] | Refusal {
  const { startMs, professionalId, preferredId } = wanted;
  if (professionalId !== undefined && !schedule.professionals.some(({ id }) => id === professionalId)) {
    return refuseField("professionalId", "this professional does not do this service");
  }
  const [earliest, latest] = bookableRange(rules, nowMs);
  if (startMs < nowMs) return refuse("in_the_past");
  if (startMs < earliest) return refuse("too_soon", `bookings need ${rules.leadMinutes} minutes of notice`);
  if (startMs > latest) return refuse("too_far", `bookings open ${rules.horizonDays} days ahead`);

  const day = calendar.dayOf(startMs);
  if (isClosedOn(schedule, day)) return refuse("closed");
  const working = whoWorksAt(schedule, day, startMs).filter(
    ({ id }) => professionalId === undefined || id === professionalId,
  );
  if (working.length === 0) return refuse("outside_hours");
  if (calendar.wallMinuteOf(startMs) % rules.gridMinutes !== 0) {
    return refuse("off_grid", `bookings start every ${rules.gridMinutes} minutes`);
  }
  const rank = (professional: ScheduledProfessional) =>
    (professional.id === preferredId ? 0 : 2) + (seemsFree(schedule, professional, startMs) ? 0 : 4);
  return working.sort((a, b) => rank(a) - rank(b));
}

/**
 * Takes the first candidate whose time is free, by inserting: the exclusion constraint decides, under any concurrency.
 * `on conflict do nothing` because a plain insert that violates an exclusion constraint can deadlock with its rival
 * (each has inserted and waits for the other's end), while speculative insertion withdraws and waits.
 */
export async function allocate(
  sql: Sql,
  { bookingId, candidates, startMs, schedule }: AllocateOptions,
): Promise<ScheduledProfessional | undefined> {
  const { durationMinutes, bufferMinutes } = schedule.service;
  const untilMs = startMs + (durationMinutes + bufferMinutes) * MINUTE_MS;
  const period = `[${new Date(startMs).toISOString()},${new Date(untilMs).toISOString()})`;
  for (const candidate of candidates) {
    const taken = await sql.query(
      `insert into allocations (booking_id, resource_id, period) values ($1, $2, $3::tstzrange)
       on conflict do nothing returning 1`,
      [bookingId, candidate.id, period],
    );
    if (taken.length > 0) return candidate;
  }
  return undefined;
}

interface AllocateOptions {
  bookingId: string;
  candidates: ScheduledProfessional[];
  startMs: number;
  schedule: Schedule;
}

/** What the customer confirmed, as far as the caller sent it. */
export interface Expected {
  price?: Money;
  professionalId?: string;
  endsAt?: string;
}

/** `changed` with what is true now when it differs from what was confirmed. */
export function compareExpected(
  expected: Expected | undefined,
  actual: { price: Money; endMs: number; professional?: { id: string; name: string } },
  calendar: Calendar,
): Refusal | undefined {
  const { price, endsAt, professionalId } = expected ?? {};
  const isSame =
    (!price || (price.amountMinor === actual.price.amountMinor && price.currency === actual.price.currency)) &&
    (!endsAt || Date.parse(endsAt) === actual.endMs) &&
    (!professionalId || !actual.professional || professionalId === actual.professional.id);
  if (isSame) return undefined;
  const current: BookingFacts = { price: actual.price, endsAt: calendar.format(actual.endMs) };
  if (actual.professional) current.professional = { id: actual.professional.id, name: actual.professional.name };
  return refuse("changed", undefined, { current });
}
