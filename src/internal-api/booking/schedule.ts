import type { Sql } from "../../database/index.ts";
import type { Money } from "../../shared/index.ts";

/** Epoch milliseconds, end excluded. */
export type Interval = readonly [startMs: number, endMs: number];

/** Local minutes since midnight on an ISO weekday; 1440 is the end of the day. */
export interface WeeklyMinutes {
  weekday: number;
  fromMinute: number;
  toMinute: number;
}

export interface ScheduledService {
  id: string;
  name: string;
  durationMinutes: number;
  bufferMinutes: number;
  price: Money;
}

export interface ScheduledProfessional {
  id: string;
  name: string;
  /** Null: whenever the business is open. */
  hours: WeeklyMinutes[] | null;
  /** Periods of bookings, buffers included, by start. */
  busy: Interval[];
  timeOff: Interval[];
}

/** Everything that decides which times of a service are free within a range. */
export interface Schedule {
  service: ScheduledService;
  professionals: ScheduledProfessional[];
  openingHours: WeeklyMinutes[];
  /** When the whole business is closed out of turn. */
  closures: Interval[];
}

const minutes = (alias: string) =>
  `json_build_object('weekday', ${alias}.weekday, 'fromMinute', (extract(epoch from ${alias}.from_time) / 60)::int,
    'toMinute', (extract(epoch from ${alias}.to_time) / 60)::int)`;

// Cut to the range, so that an open end has a number too.
const interval = (alias: string) =>
  `json_build_array((extract(epoch from lower(${alias}.period * $3::tstzrange)) * 1000)::bigint,
    (extract(epoch from upper(${alias}.period * $3::tstzrange)) * 1000)::bigint)`;

const STATEMENT = /* sql */ `
  select
    json_build_object('id', s.id, 'name', s.name, 'durationMinutes', s.duration_minutes,
      'bufferMinutes', s.buffer_minutes,
      'price', json_build_object('amountMinor', s.price_minor, 'currency', s.currency)) as "service",
    coalesce((
      select json_agg(json_build_object('id', r.id, 'name', r.name,
        'hours', (select json_agg(${minutes("w")}) from working_hours w where w.resource_id = r.id),
        'busy', coalesce((select json_agg(${interval("a")} order by lower(a.period)) from allocations a
          where a.resource_id = r.id and a.period && $3::tstzrange
            and a.booking_id is distinct from $4::uuid), '[]'),
        'timeOff', coalesce((select json_agg(${interval("t")}) from time_off t
          where t.profile = $1 and t.resource_id = r.id and t.period && $3::tstzrange), '[]')
      ) order by r.position, r.id)
      from resources r join service_resources sr on sr.resource_id = r.id
      where sr.service_id = s.id and r.profile = $1 and r.is_active and r.kind = 'professional'
    ), '[]') as "professionals",
    coalesce((select json_agg(${minutes("o")}) from opening_hours o where o.profile = $1), '[]') as "openingHours",
    coalesce((select json_agg(${interval("t")}) from time_off t
      where t.profile = $1 and t.resource_id is null and t.period && $3::tstzrange), '[]') as "closures"
  from services s
  where s.profile = $1 and s.id = $2 and s.is_active`;

/**
 * One round trip. Undefined when there is no such service to book.
 * @param options.exceptBookingId a booking that is about to move and does not stand in its own way.
 */
export async function loadSchedule(
  sql: Sql,
  options: { profileId: string; serviceId: string; fromMs: number; toMs: number; exceptBookingId?: string },
): Promise<Schedule | undefined> {
  const range = `[${new Date(options.fromMs).toISOString()},${new Date(options.toMs).toISOString()})`;
  const [row] = await sql.query<Schedule>(STATEMENT, [
    options.profileId,
    options.serviceId,
    range,
    options.exceptBookingId ?? null,
  ]);
  return row;
}
