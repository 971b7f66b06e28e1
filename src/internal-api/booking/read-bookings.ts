import { MAX_SLOT_DAYS } from "../../contract/index.ts";
import { done, type Handler, refuse, refuseField } from "../outcome.ts";
import type { BookingDeps } from "./booking-deps.ts";
import { BOOKING_COLUMNS, BOOKING_JOINS, type BookingRow, ownerOf, toBooking } from "./booking-rows.ts";
import { loadSchedule } from "./schedule.ts";
import { bookableRange, findFreeSlots, isClosedOn, toSlot } from "./slots.ts";

/** GET /admin/bookings: keyset pages by (starts_at, id). */
export function listBookingsHandler({ profileId, calendar }: BookingDeps): Handler<"listBookings"> {
  return {
    async run(sql, { caller, query }) {
      const owner = ownerOf(caller);
      if (owner !== null && query.client !== undefined && query.client !== owner) return refuse("forbidden");
      const after = query.cursor === undefined ? undefined : readCursor(query.cursor);
      if (after === null) return refuseField("cursor", "is not one of ours");
      const rows = await sql.query<BookingRow>(
        `select ${BOOKING_COLUMNS} from bookings b ${BOOKING_JOINS}
         where b.profile = $1
           and ($2::uuid is null or b.customer_id = $2)
           and ($3::text is null or b.status = $3)
           and ($4::timestamptz is null or b.ends_at > $4)
           and ($5::timestamptz is null or (b.starts_at, b.id) > ($5, $6::uuid))
         order by b.starts_at, b.id
         limit $7`,
        [
          profileId,
          owner ?? query.client ?? null,
          query.status ?? null,
          query.from ?? null,
          after?.startsAt ?? null,
          after?.id ?? null,
          query.limit + 1,
        ],
      );
      const page = rows.slice(0, query.limit);
      const last = page.at(-1);
      return done({
        bookings: page.map((row) => toBooking(row, calendar)),
        nextCursor: rows.length > query.limit && last ? writeCursor(last) : null,
      });
    },
  };
}

/** GET /schedule-slots */
export function listSlotsHandler({ profileId, calendar, rules }: BookingDeps): Handler<"listSlots"> {
  return {
    async run(sql, { query, now }) {
      const { serviceId, professionalId, from, to, limit } = query;
      if (to < from) return refuseField("to", "is before from");
      const spanDays = (Date.parse(to) - Date.parse(from)) / (24 * 3_600_000) + 1;
      if (spanDays > MAX_SLOT_DAYS) return refuseField("to", `at most ${MAX_SLOT_DAYS} days`);
      const days = calendar.daysBetween(from, to);
      const [fromMs, toMs] = [days[0]!.startMs, days.at(-1)!.endMs];
      const schedule = await loadSchedule(sql, { profileId, serviceId, fromMs, toMs });
      if (!schedule) return refuse("not_found", "there is no such service");
      if (professionalId !== undefined && !schedule.professionals.some(({ id }) => id === professionalId)) {
        return refuse("not_found", "this professional does not do this service");
      }
      const slots = findFreeSlots(schedule, days, bookableRange(rules, now.getTime()), rules, professionalId);
      return done({
        timeZone: calendar.timeZone,
        slots: slots.slice(0, limit).map((slot) => toSlot(calendar, slot)),
        closedDates: days.filter((day) => isClosedOn(schedule, day)).map(({ date }) => date),
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
