import type { Sql } from "../../database/index.ts";
import type { Money } from "../../shared/index.ts";
import { type Interval, mergeIntervals } from "./intervals.ts";

/** Local minutes since midnight on an ISO weekday; 1440 is the end of the day. */
export interface WeeklyMinutes {
  weekday: number;
  fromMinute: number;
  toMinute: number;
}

export interface ScheduledService {
  id: string;
  name: string;
  /** With a professional who has no duration of their own: see `durationOf`. */
  durationMinutes: number;
  /** Kept free before the start and after the end, on whatever the booking occupies; may reach past the opening hours. */
  bufferBeforeMinutes: number;
  bufferMinutes: number;
  price: Money;
  /** The service's own notice and horizon; null: as the business has it. */
  leadMinutes: number | null;
  horizonDays: number | null;
}

/** Whatever a booking may occupy. */
export interface ScheduledResource {
  id: string;
  name: string;
  /** Periods of bookings, buffers included; in order and apart, as `timeOff` is. */
  busy: Interval[];
  timeOff: Interval[];
}

export interface ScheduledProfessional extends ScheduledResource {
  /** Null: whenever the business is open. */
  hours: WeeklyMinutes[] | null;
  /** How long this person takes for the service; null: as long as the service says. */
  durationMinutes: number | null;
}

/** Everything that decides which times of a service are free within a range. */
export interface Schedule {
  service: ScheduledService;
  /** Who does the service, in the catalogue's order. */
  professionals: ScheduledProfessional[];
  /** Rooms and equipment: a booking occupies one of each group as well, and none twice; in the catalogue's order. */
  requirements: ScheduledResource[][];
  openingHours: WeeklyMinutes[];
  /** When the whole business is closed out of turn; in order and apart. */
  closures: Interval[];
  /** Local dates on which it does not open. */
  holidays: string[];
}

/** What lies beyond the range's ends counts as far as a buffer reaches; the tables allow none longer than 4 hours. */
const SPILL_MS = 4 * 3_600_000;

const minutes = (alias: string) =>
  `json_build_object('weekday', ${alias}.weekday, 'fromMinute', (extract(epoch from ${alias}.from_time) / 60)::int,
    'toMinute', (extract(epoch from ${alias}.to_time) / 60)::int)`;

// `date_part` is a float, exact for a millisecond of these centuries; `extract` is a numeric, which cost three times as much.
const milliseconds = (moment: string) => `(date_part('epoch', ${moment}) * 1000)::bigint`;
// One conversion for all: a `json_build_array` for each period looks up its types each time.
const intervals = (period: string) =>
  `array_to_json(array_agg(array[${milliseconds(`lower(${period})`)}, ${milliseconds(`upper(${period})`)}]))`;
// Cut to the range, so that an open end has a number too.
const timeOff = (alias: string) => intervals(`(${alias}.period * $3::tstzrange)`);

/** A hold that has run out is in nobody's way, even before the sweep removes it. */
const RESOURCE = /* sql */ `'id', r.id, 'name', r.name,
  'busy', coalesce((select ${intervals("a.period")} from allocations a
    where a.resource_id = r.id and a.period && $3::tstzrange and ($4::uuid is null or a.booking_id is distinct from $4::uuid)
      and not coalesce(a.booking_id = any(array(
        select h.id from bookings h where h.status = 'held' and h.hold_expires_at <= $5::timestamptz)), false)), '[]'),
  'timeOff', coalesce((select ${timeOff("t")} from time_off t
    where t.profile = $1 and t.resource_id = r.id and t.period && $3::tstzrange), '[]')`;

const STATEMENT = /* sql */ `
  select
    json_build_object('id', s.id, 'name', s.name, 'durationMinutes', s.duration_minutes,
      'bufferBeforeMinutes', s.buffer_before_minutes, 'bufferMinutes', s.buffer_minutes,
      'price', json_build_object('amountMinor', s.price_minor, 'currency', s.currency),
      'leadMinutes', s.lead_minutes, 'horizonDays', s.horizon_days) as "service",
    coalesce((
      select json_agg(json_build_object(${RESOURCE}, 'durationMinutes', sr.duration_minutes,
        'hours', (select json_agg(${minutes("w")}) from working_hours w where w.resource_id = r.id)) order by r.position, r.id)
      from resources r join service_resources sr on sr.resource_id = r.id
      where sr.service_id = s.id and r.profile = $1 and r.is_active and r.kind = 'professional'
    ), '[]') as "professionals",
    -- A group whose resources have all left the offer stays, empty: without the machine there is no service.
    coalesce((
      select json_agg(coalesce(g.resources, '[]') order by g.group_no)
      from (
        select q.group_no,
          json_agg(json_build_object(${RESOURCE}) order by r.position, r.id)
            filter (where r.is_active and r.kind <> 'professional') as resources
        from resource_requirements q join resources r on r.id = q.resource_id
        where q.service_id = s.id group by q.group_no
      ) g
    ), '[]') as "requirements",
    coalesce((select json_agg(${minutes("o")}) from opening_hours o where o.profile = $1), '[]') as "openingHours",
    coalesce((select ${timeOff("t")} from time_off t
      where t.profile = $1 and t.resource_id is null and t.period && $3::tstzrange), '[]') as "closures",
    coalesce((select json_agg(h.date) from holidays h
      where h.profile = $1 and h.date between lower($3::tstzrange)::date - 1 and upper($3::tstzrange)::date + 1
    ), '[]') as "holidays"
  from services s
  where s.profile = $1 and s.id = $2 and s.is_active`;

export interface ScheduleOptions {
  profileId: string;
  serviceId: string;
  fromMs: number;
  toMs: number;
  /** Which holds have run out; the time of the request. */
  nowMs: number;
  /** A booking that is about to move and does not stand in its own way. */
  exceptBookingId?: string;
}

/** One round trip. Undefined when there is no such service to book. */
export async function loadSchedule(sql: Sql, options: ScheduleOptions): Promise<Schedule | undefined> {
  const [from, to] = [options.fromMs - SPILL_MS, options.toMs + SPILL_MS];
  const [row] = await sql.query<Schedule>(STATEMENT, [
    options.profileId,
    options.serviceId,
    `[${new Date(from).toISOString()},${new Date(to).toISOString()})`,
    options.exceptBookingId ?? null,
    new Date(options.nowMs),
  ]);
  if (!row) return undefined;
  row.closures = mergeIntervals(row.closures);
  for (const resource of [...row.professionals, ...row.requirements.flat()]) {
    resource.busy = mergeIntervals(resource.busy);
    resource.timeOff = mergeIntervals(resource.timeOff);
  }
  return row;
}
