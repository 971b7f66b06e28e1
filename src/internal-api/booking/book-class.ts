import { newId } from "../../shared/index.ts";
import { done, type Handler, refuse } from "../outcome.ts";
import { spendCredit } from "../payments/index.ts";
import type { BookingDeps } from "./booking-deps.ts";
import { toBooking } from "./booking-rows.ts";
import { actorOf } from "./changes.ts";
import { isOpen, lockSession } from "./class-rows.ts";
import { seatOf, settleSeats, takeSeat } from "./class-seats.ts";
import { isCustomer } from "./create-booking.ts";
import { insertBooking } from "./insert-booking.ts";
import { findSeatOf } from "./waitlist-rows.ts";

/** POST /classes/{id}/bookings. The list is served first, so whoever finds a seat overtakes nobody. */
export function bookClassHandler({ profileId, calendar, rules }: BookingDeps): Handler<"bookClass"> {
  return {
    async run(sql, { caller, params, body, now }) {
      const { customerId } = caller;
      if (customerId === undefined || !(await isCustomer(sql, profileId, customerId))) {
        return refuse("not_found", "the token names no customer of this business");
      }
      const session = await lockSession(sql, profileId, params.id);
      if (!session) return refuse("not_found", "there is no such class");
      const context = { profileId, policy: rules.cancellation, now };
      await settleSeats(sql, session, context);
      if (!isOpen(session, now)) return refuse("class_closed");
      const own = await findSeatOf(sql, session.id, customerId);
      if (own) return refuse("already_booked", undefined, { current: toBooking(own, calendar, now) });

      const bookingId = newId();
      if (body.payWith) await sql.query("savepoint paid_with_credit");
      if (!(await takeSeat(sql, session.id, bookingId))) {
        const [list] = await sql.query<{ waiting: number }>(
          "select count(*)::int as waiting from waitlist where session_id = $1 and status = 'waiting'",
          [session.id],
        );
        return refuse("class_full", `one can wait for a seat: POST /classes/${session.id}/waitlist`, { ...list });
      }
      const request = { customerId, serviceId: session.service_id, bookingId, at: now };
      if (body.payWith && !(await spendCredit(sql, request))) {
        await sql.query("rollback to savepoint paid_with_credit");
        return refuse("no_credit");
      }
      const row = await insertBooking(sql, {
        ...seatOf(session, context),
        id: bookingId,
        customerId,
        paidWith: body.payWith,
        by: actorOf(caller),
      });
      return done(toBooking(row, calendar, now));
    },
  };
}
