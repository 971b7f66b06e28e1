import { createHash, randomBytes } from "node:crypto";
import type { Profile } from "../../config/index.ts";
import type { BookingStatus, calendarsOperations } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import { normalizeCode, statusNow } from "../booking/index.ts";
import { done, type Handler, type HandlersOf, refuse } from "../outcome.ts";
import { ownerOf } from "../owner.ts";
import { type IcsEvent, writeIcs } from "./ics.ts";

export interface CalendarDeps {
  profile: Profile;
  /** Where the feed with this token is read. */
  feedUrl: (token: string) => string;
}

/** What stands behind the calendars. */
export function calendarHandlers(deps: CalendarDeps): HandlersOf<typeof calendarsOperations> {
  return { getBookingCalendar: getBookingCalendarHandler(deps), createCalendarFeed: createCalendarFeedHandler(deps) };
}

interface EventRow {
  id: string;
  code: string | null;
  status: BookingStatus | "scheduled";
  hold_expires_at: Date | null;
  moves: number;
  starts_at: Date;
  ends_at: Date;
  updated_at: Date;
  service_name: string;
  resource_name: string;
  seats: string | null;
}

/** Calls of the same status between two moves look the same; each of these comes once in a life. */
const LAST_STEPS: readonly string[] = ["cancelled", "expired"];

function statusOf(status: EventRow["status"]): IcsEvent["status"] {
  if (LAST_STEPS.includes(status)) return "cancelled";
  return status === "held" ? "tentative" : "confirmed";
}

function toEvent(row: EventRow, now: Date): IcsEvent {
  const status =
    row.status === "scheduled"
      ? row.status
      : statusNow({ status: row.status, hold_expires_at: row.hold_expires_at }, now);
  return {
    id: row.id,
    // A hold, what it becomes, and its end: three steps a move.
    sequence: row.moves * 3 + (LAST_STEPS.includes(status) ? 2 : status === "held" ? 0 : 1),
    status: statusOf(status),
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    changedAt: row.updated_at,
    summary: row.service_name,
  };
}

/** GET /client/bookings/{code}/calendar.ics */
function getBookingCalendarHandler({ profile }: CalendarDeps): Handler<"getBookingCalendar"> {
  return {
    async run(sql, { caller, params, now }) {
      const [row] = await sql.query<EventRow>(
        `select b.id, b.code, b.status, b.hold_expires_at, b.moves, b.starts_at, b.ends_at, b.updated_at,
           s.name as service_name, r.name as resource_name
         from bookings b join services s on s.id = b.service_id join resources r on r.id = b.resource_id
         where b.profile = $1 and b.code = $2 and ($3::uuid is null or b.customer_id = $3)`,
        [profile.id, normalizeCode(params.code), ownerOf(caller)],
      );
      if (!row) return refuse("not_found");
      const event = {
        ...toEvent(row, now),
        description: [row.resource_name, row.code].join("\n"),
        location: `${profile.name}, ${profile.address}`,
      };
      return done(writeIcs({ name: profile.name, timeZone: profile.timeZone }, [event]));
    },
  };
}

/** 192 random bits: nobody finds a calendar by trying. */
const TOKEN_BYTES = 24;
const hash = (token: string) => createHash("sha256").update(token).digest("hex");

/** POST /admin/professionals/{id}/calendar-feed */
function createCalendarFeedHandler({ profile, feedUrl }: CalendarDeps): Handler<"createCalendarFeed"> {
  return {
    kept: () => ({ url: null }),
    async run(sql, { params, now }) {
      const token = randomBytes(TOKEN_BYTES).toString("base64url");
      const written = await sql.query(
        `insert into calendar_feeds (resource_id, token_hash, created_at)
         select id, $3, $4 from resources where id = $1 and profile = $2 and kind = 'professional'
         on conflict (resource_id) do update set token_hash = excluded.token_hash, created_at = excluded.created_at
         returning 1`,
        [params.id, profile.id, hash(token), now],
      );
      return written.length > 0 ? done({ url: feedUrl(token) }) : refuse("not_found");
    },
  };
}

const PAST_DAYS = 30;
const MOST_EVENTS = 2000;

/**
 * The calendar of the professional whose feed has this token, from a month ago on; undefined when there is none. Of a
 * booking it tells the service and the code, of a class how many seats are taken; of customers nothing.
 */
export async function readFeed(sql: Sql, profile: Profile, token: string, now: Date): Promise<string | undefined> {
  const [feed] = await sql.query<{ id: string; name: string }>(
    `select r.id, r.name from calendar_feeds f join resources r on r.id = f.resource_id
     where f.token_hash = $1 and r.profile = $2`,
    [hash(token), profile.id],
  );
  if (!feed) return undefined;
  const since = new Date(now.getTime() - PAST_DAYS * 24 * 3_600_000);
  const rows = await sql.query<EventRow>(
    `select * from (
       select b.id, b.code, b.status, b.hold_expires_at, b.moves, b.starts_at, b.ends_at, b.updated_at,
         s.name as service_name, null as seats
       from bookings b join services s on s.id = b.service_id
       where b.profile = $1 and b.resource_id = $2 and b.session_id is null and b.starts_at >= $3
       union all
       select c.id, null, c.status, null, 0, c.starts_at, c.ends_at, c.updated_at, s.name,
         (select count(*) from class_seats k where k.session_id = c.id and k.booking_id is not null) || '/' || c.seats
       from class_sessions c join services s on s.id = c.service_id
       where c.profile = $1 and c.resource_id = $2 and c.starts_at >= $3
     ) e order by starts_at, id limit ${MOST_EVENTS}`,
    [profile.id, feed.id, since],
  );
  const events = rows.map((row) => ({
    ...toEvent(row, now),
    summary: `${row.service_name} ${row.code ?? row.seats ?? ""}`.trim(),
  }));
  return writeIcs({ name: `${feed.name} · ${profile.name}`, timeZone: profile.timeZone }, events);
}
