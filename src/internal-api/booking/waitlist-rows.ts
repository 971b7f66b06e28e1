import type { WaitlistEntry } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import { BOOKING_COLUMNS, BOOKING_JOINS, type BookingRow } from "./booking-rows.ts";
import type { Calendar } from "./calendar.ts";
import { type SessionRow, sessionFields } from "./class-rows.ts";

export interface EntryRow
  extends Pick<SessionRow, "service_id" | "service_name" | "resource_id" | "resource_name" | "starts_at" | "ends_at"> {
  id: string;
  session_id: string;
  status: WaitlistEntry["status"];
  place: number;
  offered_until: Date | null;
  booking_code: string | null;
}

/** Up to 100 entries of one customer, oldest first, by a condition on `waitlist w`; `$1` is the customer. */
export async function selectEntries(
  sql: Sql,
  customerId: string,
  condition: string,
  values: unknown[],
): Promise<EntryRow[]> {
  return sql.query<EntryRow>(
    `select w.id, w.session_id, w.status, w.offered_until, b.code as booking_code, c.service_id, s.name as service_name,
       c.resource_id, r.name as resource_name, c.starts_at, c.ends_at,
       (select count(*)::int from waitlist o
         where o.session_id = w.session_id and o.status = 'waiting' and o.position <= w.position) as place
     from waitlist w join class_sessions c on c.id = w.session_id
       join services s on s.id = c.service_id join resources r on r.id = c.resource_id
       left join bookings b on b.id = w.booking_id
     where w.customer_id = $1 and ${condition} order by w.position limit 100`,
    [customerId, ...values],
  );
}

export function toEntry(row: EntryRow, calendar: Calendar): WaitlistEntry {
  return {
    id: row.id,
    class: sessionFields({ ...row, id: row.session_id }, calendar),
    status: row.status,
    position: row.status === "waiting" ? row.place : null,
    ...(row.status === "offered" && row.offered_until && row.booking_code
      ? { offeredUntil: calendar.format(row.offered_until.getTime()), bookingCode: row.booking_code }
      : {}),
  };
}

/** The customer's booking in a session, held or better; a seat that is only kept counts too. */
export async function findSeatOf(sql: Sql, sessionId: string, customerId: string): Promise<BookingRow | undefined> {
  const [row] = await sql.query<BookingRow>(
    `select ${BOOKING_COLUMNS} from bookings b ${BOOKING_JOINS}
     where b.session_id = $1 and b.customer_id = $2 and b.status not in ('cancelled', 'expired')`,
    [sessionId, customerId],
  );
  return row;
}
