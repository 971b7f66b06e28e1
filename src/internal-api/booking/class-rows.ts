import type { ClassSession } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import type { Calendar } from "./calendar.ts";

/** One session of a group class. */
export interface SessionRow {
  id: string;
  service_id: string;
  service_name: string;
  resource_id: string;
  resource_name: string;
  starts_at: Date;
  ends_at: Date;
  seats: number;
  status: ClassSession["status"];
  price_minor: string;
  currency: string;
}

const COLUMNS = `c.id, c.service_id, s.name as service_name, c.resource_id, r.name as resource_name, c.starts_at,
  c.ends_at, c.seats, c.status, c.price_minor, c.currency`;
const JOINS = "join services s on s.id = c.service_id join resources r on r.id = c.resource_id";

/**
 * The session, taken until the transaction ends. Everything that changes who sits or waits begins with it: first the
 * session, then bookings, seats and entries of the list, then purchases, so that no two wait for each other, and whoever
 * sees a seat free or taken sees the truth.
 */
export async function lockSession(sql: Sql, profileId: string, id: string): Promise<SessionRow | undefined> {
  const [row] = await sql.query<SessionRow>(
    `select ${COLUMNS} from class_sessions c ${JOINS} where c.profile = $1 and c.id = $2 for no key update of c`,
    [profileId, id],
  );
  return row;
}

/** Neither cancelled nor begun. */
export function isOpen(session: SessionRow, now: Date): boolean {
  return session.status === "scheduled" && session.starts_at > now;
}

interface Selection {
  profileId: string;
  now: Date;
  /** One session, whatever became of it. */
  id?: string;
  /** Else the scheduled ones that start in this period. */
  fromMs?: number;
  toMs?: number;
  serviceId?: string;
  limit: number;
}

/** Sessions as the contract shows them, by start; up to `limit`. A hold that has run out keeps no seat from anybody. */
export async function selectClasses(
  sql: Sql,
  { profileId, now, id, fromMs, toMs, serviceId, limit }: Selection,
  calendar: Calendar,
): Promise<ClassSession[]> {
  const rows = await sql.query<SessionRow & { free: number; waiting: number }>(
    `select ${COLUMNS},
       (select count(*)::int from class_seats e left join bookings b on b.id = e.booking_id
         where e.session_id = c.id and (b.id is null or (b.status = 'held' and b.hold_expires_at <= $2))) as free,
       (select count(*)::int from waitlist w where w.session_id = c.id and w.status = 'waiting') as waiting
     from class_sessions c ${JOINS}
     where c.profile = $1 and ($3::uuid is null or c.id = $3)
       and ($4::timestamptz is null or (c.starts_at >= $4 and c.starts_at < $5 and c.status = 'scheduled'))
       and ($6::uuid is null or c.service_id = $6)
     order by c.starts_at, c.id limit $7`,
    [profileId, now, id ?? null, dateOf(fromMs), dateOf(toMs), serviceId ?? null, limit],
  );
  return rows.map((row) => ({
    ...sessionFields(row, calendar),
    status: row.status,
    price: { amountMinor: Number(row.price_minor), currency: row.currency },
    seats: row.seats,
    seatsFree: isOpen(row, now) ? Math.max(0, row.free - row.waiting) : 0,
    waiting: row.waiting,
  }));
}

function dateOf(ms: number | undefined): Date | null {
  return ms === undefined ? null : new Date(ms);
}

/** What names a session. */
export function sessionFields(
  row: Omit<SessionRow, "seats" | "status" | "price_minor" | "currency">,
  calendar: Calendar,
) {
  return {
    id: row.id,
    service: { id: row.service_id, name: row.service_name },
    professional: { id: row.resource_id, name: row.resource_name },
    startsAt: calendar.format(row.starts_at.getTime()),
    endsAt: calendar.format(row.ends_at.getTime()),
  };
}
