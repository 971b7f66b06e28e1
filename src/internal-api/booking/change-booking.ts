import { done, type Handler, refuse } from "../outcome.ts";
import { allocate, candidatesFor, compareExpected } from "./allocate.ts";
import type { Alternatives } from "./alternatives.ts";
import type { BookingDeps } from "./booking-deps.ts";
import { findBooking, toBooking } from "./booking-rows.ts";
import { isLate } from "./cancellation.ts";
import { actorOf, freeTime, recordChange } from "./changes.ts";
import { endExpiredHolds } from "./holds.ts";
import { loadSchedule } from "./schedule.ts";
import { lasting, seemsFree } from "./slots.ts";

/**
 * PATCH /client/bookings/{code}: code, price, policy and history stay. A customer who moves it when cancelling is no
 * longer free may do so unless the business refuses that, and from then on cancelling is never free again.
 */
export function rescheduleBookingHandler(deps: BookingDeps, alternatives: Alternatives): Handler<"rescheduleBooking"> {
  const { profileId, calendar, rules } = deps;
  return {
    async run(sql, { caller, params, body, now }) {
      const row = await findBooking(sql, { profileId, caller, code: params.code, isLocked: true });
      if (!row) return refuse("not_found");
      const booking = toBooking(row, calendar, now);
      const { expected } = body;
      if (row.session_id) {
        const way = "a seat in a class is not moved: book the other class, then cancel this one";
        return refuse("not_reschedulable", way, { current: booking });
      }
      if (row.status !== "confirmed" || row.starts_at <= now) {
        return refuse("not_reschedulable", undefined, { current: booking });
      }
      // The rules of moving are the customer's; staff move what has to be moved.
      const isMovedLate = caller.customerId !== undefined && isLate(row, now);
      if (isMovedLate && rules.reschedule.late === "refused") {
        return refuse("not_reschedulable", "it is too late to move it", { current: booking });
      }
      if (caller.customerId !== undefined && row.moves >= (rules.reschedule.maxTimes ?? Number.POSITIVE_INFINITY)) {
        return refuse("not_reschedulable", `it was moved ${row.moves} times already`, { current: booking });
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
      const options = { profileId, serviceId: row.service_id, exceptBookingId: row.id, ...range, nowMs: now.getTime() };
      const current = await loadSchedule(sql, options);
      if (!current) return refuse("not_reschedulable", "the service is no longer offered", { current: booking });
      // The booking keeps the length that was sold, whatever the catalogue says by now.
      const schedule = lasting(current, booking.service.durationMinutes);

      const wanted = { startMs, professionalId: body.professionalId, preferredId: row.resource_id };
      const candidates = candidatesFor(schedule, wanted, { calendar, rules, nowMs: now.getTime() });
      if (!Array.isArray(candidates)) return candidates;
      const promisedId = expected?.professionalId;
      const allowed = candidates.filter(({ id }) => promisedId === undefined || id === promisedId);

      await endExpiredHolds(sql, { profileId, startMs, endMs, now });
      // Out of its own way first; a refusal gives the old time back as if it had never been let go.
      await sql.query("savepoint move");
      await freeTime(sql, [row.id]);
      const professional = await allocate(sql, {
        holder: { bookingId: row.id },
        candidates: allowed,
        startMs,
        schedule,
      });
      if (!professional) {
        await sql.query("rollback to savepoint move");
        const other = promisedId && candidates.find((p) => p.id !== promisedId && seemsFree(schedule, p, startMs));
        const facts = other && { price: booking.price, endMs, professional: other };
        return (facts && compareExpected({ professionalId: promisedId }, facts, calendar)) || refuse("slot_taken");
      }
      const before = { startsAt: row.starts_at.toISOString(), professionalId: row.resource_id };
      row.starts_at = new Date(startMs);
      row.ends_at = new Date(endMs);
      row.resource_id = professional.id;
      row.resource_name = professional.name;
      row.is_moved_late ||= isMovedLate;
      row.moves += 1;
      await sql.query(
        `update bookings set starts_at = $2, ends_at = $3, resource_id = $4, is_moved_late = $5, moves = $6,
           updated_at = clock_timestamp()
         where id = $1`,
        [row.id, row.starts_at, row.ends_at, row.resource_id, row.is_moved_late, row.moves],
      );
      const after = { startsAt: row.starts_at.toISOString(), professionalId: row.resource_id, isMovedLate };
      await recordChange(sql, row, { kind: "rescheduled", by: actorOf(caller), at: now, before, after });
      return done(toBooking(row, calendar, now));
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
