import type { Booking, BookingStatus, Caller } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import type { Calendar } from "./calendar.ts";

export interface BookingRow {
  id: string;
  code: string;
  customer_id: string;
  status: BookingStatus;
  service_id: string;
  service_name: string;
  resource_id: string;
  resource_name: string;
  starts_at: Date;
  ends_at: Date;
  price_minor: string;
  currency: string;
}

/** Columns of a BookingRow from `bookings b`, `services s`, `resources r`. */
export const BOOKING_COLUMNS = `b.id, b.code, b.customer_id, b.status, b.service_id, s.name as service_name,
  b.resource_id, r.name as resource_name, b.starts_at, b.ends_at, b.price_minor, b.currency`;

export const BOOKING_JOINS = "join services s on s.id = b.service_id join resources r on r.id = b.resource_id";

/**
 * A booking that the caller may see, or undefined: somebody else's booking is as absent as one that never was.
 * @param options.isLocked takes the row until the transaction ends.
 */
export async function findBooking(
  sql: Sql,
  { profileId, caller, code, isLocked }: { profileId: string; caller: Caller; code: string; isLocked: boolean },
): Promise<BookingRow | undefined> {
  const [row] = await sql.query<BookingRow>(
    `select ${BOOKING_COLUMNS} from bookings b ${BOOKING_JOINS}
     where b.profile = $1 and b.code = $2 and ($3::uuid is null or b.customer_id = $3)
     ${isLocked ? "for no key update of b" : ""}`,
    [profileId, code, ownerOf(caller)],
  );
  return row;
}

/** Whose rows the caller reaches; null is everybody's. An administrator who acts for a customer is that customer. */
export function ownerOf(caller: Caller): string | null {
  if (caller.customerId !== undefined) return caller.customerId;
  if (caller.role === "admin") return null;
  throw new OwnerlessCallError();
}

class OwnerlessCallError extends Error {
  readonly code = "ownerless_call";
}

export function toBooking(row: BookingRow, calendar: Calendar): Booking {
  const durationMs = row.ends_at.getTime() - row.starts_at.getTime();
  return {
    code: row.code,
    customerId: row.customer_id,
    status: row.status,
    service: { id: row.service_id, name: row.service_name, durationMinutes: Math.round(durationMs / 60_000) },
    professional: { id: row.resource_id, name: row.resource_name },
    startsAt: calendar.format(row.starts_at.getTime()),
    endsAt: calendar.format(row.ends_at.getTime()),
    timeZone: calendar.timeZone,
    price: { amountMinor: Number(row.price_minor), currency: row.currency },
  };
}
