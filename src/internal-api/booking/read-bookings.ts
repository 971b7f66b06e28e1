import type { BookingChange } from "../../contract/index.ts";
import { done, type Handler, refuse, refuseField } from "../outcome.ts";
import { ownerOf } from "../owner.ts";
import type { BookingDeps } from "./booking-deps.ts";
import { BOOKING_COLUMNS, BOOKING_JOINS, type BookingRow, findBooking, toBooking } from "./booking-rows.ts";

/** More steps than this no booking lives through; the oldest are told. */
const MOST_CHANGES = 500;

/** GET /client/bookings/{code} */
export function getBookingHandler({ profileId, calendar }: BookingDeps): Handler<"getBooking"> {
  return {
    async run(sql, { caller, params, now }) {
      const row = await findBooking(sql, { profileId, caller, code: params.code, isLocked: false });
      return row ? done(toBooking(row, calendar, now)) : refuse("not_found");
    },
  };
}

/** GET /client/bookings/{code}/history. A customer hears which kind of caller it was, not which one. */
export function listBookingHistoryHandler({ profileId, calendar }: BookingDeps): Handler<"listBookingHistory"> {
  return {
    async run(sql, { caller, params }) {
      const row = await findBooking(sql, { profileId, caller, code: params.code, isLocked: false });
      if (!row) return refuse("not_found");
      const changes = await sql.query<
        Omit<BookingChange, "at" | "by"> & { at: Date; by_role: string; by_id: string | null }
      >(
        `select at, kind, by_role, by_id, before, after from booking_history where booking_id = $1
         order by id limit ${MOST_CHANGES}`,
        [row.id],
      );
      const owner = caller.customerId;
      return done({
        history: changes.map(({ at, kind, by_role, by_id, before, after }) => ({
          at: calendar.format(at.getTime()),
          kind,
          by: { role: by_role, id: owner === undefined || owner === by_id ? by_id : null },
          before,
          after,
        })),
      });
    },
  };
}

/** GET /admin/bookings: keyset pages by (starts_at, id). */
export function listBookingsHandler({ profileId, calendar }: BookingDeps): Handler<"listBookings"> {
  return {
    async run(sql, { caller, query, now }) {
      const owner = ownerOf(caller);
      if (owner !== null && query.client !== undefined && query.client !== owner) return refuse("forbidden");
      const after = query.cursor === undefined ? undefined : readCursor(query.cursor);
      if (after === null) return refuseField("cursor", "is not one of ours");
      const rows = await sql.query<BookingRow>(
        `select ${BOOKING_COLUMNS} from bookings b ${BOOKING_JOINS}
         where b.profile = $1
           and ($2::uuid is null or b.customer_id = $2)
           and ($3::text is null
             or case when b.status = 'held' and b.hold_expires_at <= $4 then 'expired' else b.status end = $3)
           and ($5::timestamptz is null or b.ends_at > $5)
           and ($6::timestamptz is null or b.starts_at < $6)
           and ($7::timestamptz is null or b.created_at > $7)
           and ($8::uuid is null or b.resource_id = $8)
           and ($9::uuid is null or b.service_id = $9)
           and ($10::timestamptz is null or (b.starts_at, b.id) > ($10, $11::uuid))
         order by b.starts_at, b.id
         limit $12`,
        [
          profileId,
          owner ?? query.client ?? null,
          query.status ?? null,
          now,
          query.from ?? null,
          query.to ?? null,
          query.createdAfter ?? null,
          query.professional ?? null,
          query.service ?? null,
          after?.startsAt ?? null,
          after?.id ?? null,
          query.limit + 1,
        ],
      );
      const page = rows.slice(0, query.limit);
      const last = page.at(-1);
      return done({
        bookings: page.map((row) => toBooking(row, calendar, now)),
        nextCursor: rows.length > query.limit && last ? writeCursor(last) : null,
      });
    },
  };
}

function writeCursor(row: BookingRow): string {
  return Buffer.from(`${row.starts_at.toISOString()} ${row.id}`).toString("base64url");
}

/** Null when it was not written by us. */
function readCursor(cursor: string): { startsAt: string; id: string } | null {
  const text = Buffer.from(cursor, "base64url").toString();
  const match = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text);
  if (!match?.[1] || !match[2] || Number.isNaN(Date.parse(match[1]))) return null;
  return { startsAt: match[1], id: match[2] };
}
