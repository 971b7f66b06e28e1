import { done, type Handler, refuse } from "../outcome.ts";
import { allocate, candidatesFor, compareExpected } from "./allocate.ts";
import type { Alternatives } from "./alternatives.ts";
import type { BookingDeps } from "./booking-deps.ts";
import { findBooking, toBooking } from "./booking-rows.ts";
import { slotTaken } from "./create-booking.ts";
import { loadSchedule } from "./schedule.ts";
import { seemsFree } from "./slots.ts";

/** GET /client/bookings/{code} */
export function getBookingHandler({ profileId, calendar }: BookingDeps): Handler<"getBooking"> {
  return {
    async run(sql, { caller, params }) {
      const row = await findBooking(sql, { profileId, caller, code: params.code, isLocked: false });
      return row ? done(toBooking(row, calendar)) : refuse("not_found");
    },
  };
}

/** DELETE /client/bookings/{code}: the booking stays as history, its time is free at once. */
export function cancelBookingHandler({ profileId, calendar }: BookingDeps): Handler<"cancelBooking"> {
  return {
    async run(sql, { caller, params, query, now }) {
      const row = await findBooking(sql, { profileId, caller, code: params.code, isLocked: true });
      if (!row) return refuse("not_found");
      const booking = toBooking(row, calendar);
      if (row.status !== "confirmed" || row.starts_at <= now) {
        return refuse("not_cancellable", undefined, { current: booking });
      }
      if (query.expectedStartsAt && Date.parse(query.expectedStartsAt) !== row.starts_at.getTime()) {
        return refuse("changed", undefined, { current: booking });
      }
      await sql.query("delete from allocations where booking_id = $1", [row.id]);
      await sql.query(
        `update bookings set status = 'cancelled', cancelled_at = clock_timestamp(), updated_at = clock_timestamp()
         where id = $1`,
        [row.id],
      );
      return done({ ...booking, status: "cancelled" as const });
    },
  };
}

/** PATCH /client/bookings/{code}: the price stays what it was when it was booked. */
export function rescheduleBookingHandler(deps: BookingDeps, alternatives: Alternatives): Handler<"rescheduleBooking"> {
  const { profileId, calendar, rules } = deps;
  return {
    async run(sql, { caller, params, body, now }) {
      const row = await findBooking(sql, { profileId, caller, code: params.code, isLocked: true });
      if (!row) return refuse("not_found");
      const booking = toBooking(row, calendar);
      const { expected } = body;
      if (row.status !== "confirmed" || row.starts_at <= now) {
        return refuse("not_reschedulable", undefined, { current: booking });
      }
      if (expected?.currentStartsAt && Date.parse(expected.currentStartsAt) !== row.starts_at.getTime()) {
        return refuse("changed", undefined, { current: booking });
      }
      const startMs = Date.parse(body.startsAt);
      const endMs = startMs + (row.ends_at.getTime() - row.starts_at.getTime());
      const changed = compareExpected(expected, { price: booking.price, endMs }, calendar);
      if (changed) return changed;

      const day = calendar.dayOf(startMs);
      const range = { fromMs: day.startMs, toMs: day.endMs };
      const options = { profileId, serviceId: row.service_id, exceptBookingId: row.id, ...range };
      const schedule = await loadSchedule(sql, options);
      if (!schedule) return refuse("not_reschedulable", "the service is no longer offered", { current: booking });
      // The booking keeps the length that was sold, whatever the catalogue says by now.
      schedule.service.durationMinutes = booking.service.durationMinutes;

      const wanted = { startMs, professionalId: body.professionalId, preferredId: row.resource_id };
      const candidates = candidatesFor(schedule, wanted, { calendar, rules, nowMs: now.getTime() });
      if (!Array.isArray(candidates)) return candidates;
      const promisedId = expected?.professionalId;
      const allowed = candidates.filter(({ id }) => promisedId === undefined || id === promisedId);

      // Out of its own way first; a refusal gives the old time back as if it had never been let go.
      await sql.query("savepoint move");
      await sql.query("delete from allocations where booking_id = $1", [row.id]);
      const professional = await allocate(sql, { bookingId: row.id, candidates: allowed, startMs, schedule });
      if (!professional) {
        await sql.query("rollback to savepoint move");
        const other = promisedId && candidates.find((p) => p.id !== promisedId && seemsFree(schedule, p, startMs));
        const facts = other && { price: booking.price, endMs, professional: other };
        return (facts && compareExpected({ professionalId: promisedId }, facts, calendar)) || slotTaken();
      }
      await sql.query(
        `update bookings set starts_at = $2, ends_at = $3, resource_id = $4, updated_at = clock_timestamp()
         where id = $1`,
        [row.id, new Date(startMs), new Date(endMs), professional.id],
      );
      return done({
        ...booking,
        professional: { id: professional.id, name: professional.name },
        startsAt: calendar.format(startMs),
        endsAt: calendar.format(endMs),
      });
    },
    async explain({ caller, params, body }, refusal) {
      const row = await findBooking(deps.database, { profileId, caller, code: params.code, isLocked: false });
      if (!row) return {};
      return alternatives.factsFor(refusal, {
        serviceId: row.service_id,
        professionalId: body.professionalId ?? body.expected?.professionalId,
        startMs: Date.parse(body.startsAt),
      });
    },
  };
}
