import type { Sql } from "../database/index.ts";

export const REMINDER_KINDS = [
  "booking_24h",
  "booking_2h",
  "no_show",
  "package_7d",
  "package_1d",
  "waitlist_offer",
] as const;
export type ReminderKind = (typeof REMINDER_KINDS)[number];

/** Hours before an appointment: when it is told of, and until when that is of use. */
export const BOOKING_HOURS = {
  booking_24h: { before: 24, atLeast: 3 },
  booking_2h: { before: 2, atLeast: 0.5 },
} as const;
/** Days before the last one on which a package counts. */
const PACKAGE_DAYS = { package_7d: { before: 7, atLeast: 2 }, package_1d: { before: 1, atLeast: 0 } } as const;
/** Of what has no hour of its own. */
const MORNING = "10:00";
const NO_SHOW_DAYS = 3;
const AT_A_TIME = 500;

export interface Due {
  subject_id: string;
  subject_at: Date;
  customer_id: string;
}

export interface DueQuery {
  profileId: string;
  timeZone: string;
  now: Date;
  /** What is due until then is told now: `now`, or the end of the quiet hours that begin soon. */
  until: Date;
}

/** What is to be told and has no row in `reminders` yet, at most 500 of a kind. */
export function findDue(sql: Sql, kind: ReminderKind, query: DueQuery): Promise<Due[]> {
  const { profileId, timeZone, now, until } = query;
  switch (kind) {
    case "booking_24h":
    case "booking_2h": {
      const { before, atLeast } = BOOKING_HOURS[kind];
      return sql.query<Due>(BOOKINGS, [kind, profileId, now, until, before, atLeast]);
    }
    case "no_show":
      return sql.query<Due>(NO_SHOWS, [kind, profileId, now, until, timeZone]);
    case "package_7d":
    case "package_1d": {
      const { before, atLeast } = PACKAGE_DAYS[kind];
      return sql.query<Due>(PACKAGES, [kind, profileId, now, until, timeZone, before, atLeast]);
    }
    case "waitlist_offer":
      return sql.query<Due>(OFFERS, [kind, profileId, now]);
  }
}

const untold = (id: string, at: string) => /* sql */ `
  not exists (select from reminders r where r.kind = $1 and r.subject_id = ${id} and r.subject_at = ${at})`;

/** Who agreed to it when it was nearer already has just been told. */
const BOOKINGS = /* sql */ `
  select b.id as subject_id, b.starts_at as subject_at, b.customer_id from bookings b
  where b.profile = $2 and b.status = 'confirmed'
    and b.starts_at between $3::timestamptz + make_interval(secs => $6::float8 * 3600)
      and $4::timestamptz + make_interval(hours => $5::int)
    and ${untold("b.id", "b.starts_at")}
    and coalesce((select max(h.at) from booking_history h where h.booking_id = b.id
        and h.kind in ('created', 'held', 'confirmed', 'rescheduled')), b.created_at)
      <= b.starts_at - make_interval(hours => $5::int)
  order by b.starts_at, b.id limit ${AT_A_TIME}`;

/** The morning after, unless another appointment is made already. */
const NO_SHOWS = /* sql */ `
  select b.id as subject_id, b.starts_at as subject_at, b.customer_id from bookings b
  where b.profile = $2 and b.status = 'no_show'
    and b.starts_at between $3::timestamptz - interval '${NO_SHOW_DAYS} days' and $3
    and ((b.starts_at at time zone $5)::date + 1 + time '${MORNING}') at time zone $5 <= $4
    and ${untold("b.id", "b.starts_at")}
    and not exists (select from bookings o where o.customer_id = b.customer_id and o.profile = b.profile
      and o.starts_at > $3 and o.status in ('held', 'confirmed'))
  order by b.starts_at, b.id limit ${AT_A_TIME}`;

const PACKAGES = /* sql */ `
  select p.id as subject_id, p.credits_end_at as subject_at, p.customer_id from purchases p
  where p.profile = $2 and p.package_id is not null and p.paid_at is not null
    and p.status in ('paid', 'partially_refunded')
    and p.valid_until between ($3::timestamptz at time zone $5)::date + $7::int
      and ($4::timestamptz at time zone $5)::date + $6::int
    and p.credits_end_at > $3::timestamptz + interval '2 hours'
    and (p.valid_until - $6::int + time '${MORNING}') at time zone $5 <= $4
    and p.paid_at <= (p.valid_until - $6::int + time '${MORNING}') at time zone $5
    and exists (select from credit_entries e where e.purchase_id = p.id group by e.service_id having sum(e.delta) > 0)
    and ${untold("p.id", "p.credits_end_at")}
  order by p.valid_until, p.id limit ${AT_A_TIME}`;

const OFFERS = /* sql */ `
  select w.id as subject_id, w.offered_until as subject_at, w.customer_id from waitlist w
  where w.profile = $2 and w.status = 'offered' and w.offered_until > $3
    and ${untold("w.id", "w.offered_until")}
  order by w.offered_until, w.id limit ${AT_A_TIME}`;
