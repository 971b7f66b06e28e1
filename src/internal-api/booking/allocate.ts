import type { BookingFacts } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import type { Money } from "../../shared/index.ts";
import { type Refusal, refuse, refuseField } from "../outcome.ts";
import type { Calendar } from "./calendar.ts";
import { type Interval, overlaps } from "./intervals.ts";
import type { Schedule, ScheduledProfessional } from "./schedule.ts";
import {
  type BookingRules,
  bookableRange,
  chooseResources,
  endOf,
  isClosedOn,
  occupied,
  requirementsAt,
  rulesOf,
  seemsFree,
  whoWorksAt,
} from "./slots.ts";

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
  options: { calendar: Calendar; rules: BookingRules; nowMs: number },
): ScheduledProfessional[] | Refusal {
  const { calendar, nowMs } = options;
  const { startMs, professionalId, preferredId } = wanted;
  const rules = rulesOf(schedule.service, options.rules);
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
  const minute = calendar.wallMinuteOf(startMs);
  // Of an hour that the clocks repeat only the first is offered.
  if (minute % rules.gridMinutes !== 0 || day.showing(minute) !== startMs) {
    return refuse("off_grid", `bookings start every ${rules.gridMinutes} minutes`);
  }
  const rank = new Map(
    working.map((professional) => [
      professional.id,
      (professional.id === preferredId ? 0 : 2) + (seemsFree(schedule, professional, startMs) ? 0 : 4),
    ]),
  );
  return working.sort((a, b) => rank.get(a.id)! - rank.get(b.id)!);
}

/** Whose the time is to be: an appointment's, or a group class's. */
export type Holder = { bookingId: string; sessionId?: undefined } | { sessionId: string; bookingId?: undefined };

export interface AllocateOptions {
  holder: Holder;
  candidates: ScheduledProfessional[];
  startMs: number;
  schedule: Schedule;
}

/**
 * Takes the first candidate who is free together with one of everything that the service needs, by inserting: the
 * exclusion constraint decides, under any concurrency. Undefined, and nothing written, when there is none. `endOf` says
 * when a booking with the one who was taken is over.
 *
 * What was read before only gives the order: a resource that is refused is left out and another choice is tried.
 */
export async function allocate(
  sql: Sql,
  { holder, candidates, startMs, schedule }: AllocateOptions,
): Promise<ScheduledProfessional | undefined> {
  const hasRequirements = schedule.requirements.length > 0;
  if (hasRequirements) await sql.query("savepoint allocation");
  for (const candidate of candidates) {
    const period = occupied(schedule, candidate, startMs);
    const groups = requirementsAt(schedule, startMs, endOf(schedule, candidate, startMs)).map((group) => [
      ...group.filter(({ busy }) => !overlaps(busy, ...period)),
      ...group.filter(({ busy }) => overlaps(busy, ...period)),
    ]);
    const refused = new Set<string>();
    while (!refused.has(candidate.id)) {
      const chosen = chooseResources(groups, ({ id }) => !refused.has(id));
      if (!chosen) break;
      const wanted = [candidate, ...chosen].map(({ id }) => id);
      const missing = await take(sql, holder, wanted, period);
      if (missing.length === 0) return candidate;
      for (const id of missing) refused.add(id);
      if (hasRequirements) await sql.query("rollback to savepoint allocation");
    }
  }
  return undefined;
}

/**
 * Inserts one allocation for each resource and says which could not be had.
 *
 * `on conflict do nothing` because a plain insert that violates an exclusion constraint can deadlock with its rival
 * (each has inserted and waits for the other's end), while speculative insertion withdraws and waits. In the order of
 * the ids, for everybody the same: who waits holds only what comes before, so that no two wait for each other.
 */
async function take(sql: Sql, holder: Holder, resourceIds: string[], [from, to]: Interval): Promise<string[]> {
  const rows = await sql.query<{ resource_id: string }>(
    `insert into allocations (booking_id, session_id, resource_id, period)
     select $1, $4, resource_id, $3::tstzrange from unnest($2::uuid[]) as resource_id order by resource_id
     on conflict do nothing returning resource_id`,
    [
      holder.bookingId ?? null,
      resourceIds,
      `[${new Date(from).toISOString()},${new Date(to).toISOString()})`,
      holder.sessionId ?? null,
    ],
  );
  const taken = new Set(rows.map((row) => row.resource_id));
  return resourceIds.filter((id) => !taken.has(id));
}

/** What the customer confirmed, as far as the caller sent it. */
export interface Expected {
  price?: Money;
  professionalId?: string;
  endsAt?: string;
}

/** The candidates with whom what the customer confirmed holds: a confirmed name or end is a promise. */
export function keepingPromise(
  schedule: Schedule,
  candidates: ScheduledProfessional[],
  startMs: number,
  { professionalId, endsAt }: Expected = {},
): ScheduledProfessional[] {
  return candidates.filter(
    (candidate) =>
      (professionalId === undefined || candidate.id === professionalId) &&
      (endsAt === undefined || Date.parse(endsAt) === endOf(schedule, candidate, startMs)),
  );
}

/**
 * Why none of the candidates who keep the promise could be taken: `changed` when somebody else could do it on other
 * terms, else `slot_taken`.
 */
export function refuseAllocation(
  { schedule, candidates, startMs, price }: Omit<AllocateOptions, "holder"> & { price: Money },
  expected: Expected | undefined,
  calendar: Calendar,
): Refusal {
  const kept = keepingPromise(schedule, candidates, startMs, expected);
  const other = candidates.find((candidate) => !kept.includes(candidate) && seemsFree(schedule, candidate, startMs));
  const facts = other && { price, endMs: endOf(schedule, other, startMs), professional: other };
  return (facts && compareExpected(expected, facts, calendar)) ?? refuse("slot_taken");
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
