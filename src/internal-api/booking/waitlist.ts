import type { Sql } from "../../database/index.ts";
import { newId } from "../../shared/index.ts";
import { recordEvent } from "../events.ts";
import { done, type Handler, refuse } from "../outcome.ts";
import { spendCredit } from "../payments/index.ts";
import type { BookingDeps } from "./booking-deps.ts";
import { type BookingRow, findBooking, toBooking } from "./booking-rows.ts";
import { applyCancellation } from "./cancel-booking.ts";
import { quoteCancellation } from "./cancellation.ts";
import { actorOf } from "./changes.ts";
import { isOpen, lockSession } from "./class-rows.ts";
import { releaseSeat, settleSeats } from "./class-seats.ts";
import { isCustomer } from "./create-booking.ts";
import { settle } from "./settle-booking.ts";
import { findSeatOf, selectEntries, toEntry } from "./waitlist-rows.ts";

/** POST /classes/{id}/waitlist: behind everybody who waits already. */
export function joinWaitlistHandler({ profileId, calendar, rules }: BookingDeps): Handler<"joinWaitlist"> {
  return {
    async run(sql, { caller, params, now }) {
      const { customerId } = caller;
      if (customerId === undefined || !(await isCustomer(sql, profileId, customerId))) {
        return refuse("not_found", "the token names no customer of this business");
      }
      const session = await lockSession(sql, profileId, params.id);
      if (!session) return refuse("not_found", "there is no such class");
      await settleSeats(sql, session, { profileId, policy: rules.cancellation, now });
      if (!isOpen(session, now)) return refuse("class_closed");
      const [waiting] = await findLive(sql, customerId, session.id);
      if (waiting) return done(toEntry(waiting, calendar));
      const own = await findSeatOf(sql, session.id, customerId);
      if (own) return refuse("already_booked", undefined, { current: toBooking(own, calendar, now) });
      const free = await sql.query("select 1 from class_seats where session_id = $1 and booking_id is null limit 1", [
        session.id,
      ]);
      if (free.length > 0) return refuse("seat_free", `POST /classes/${session.id}/bookings`);

      const id = newId();
      await sql.query(
        "insert into waitlist (id, profile, session_id, customer_id, created_at) values ($1, $2, $3, $4, $5)",
        [id, profileId, session.id, customerId, now],
      );
      // An entry has no code of its own; people name it by the class.
      await recordEvent(sql, "waitlist.joined", id, { customerId, code: id, classId: session.id });
      const [entry] = await findLive(sql, customerId, session.id);
      if (!entry) throw new Error("the entry vanished inside its own transaction");
      return done(toEntry(entry, calendar));
    },
  };
}

/** DELETE /classes/{id}/waitlist. To leave with a seat on offer is to decline it. */
export function leaveWaitlistHandler({ profileId, calendar, rules }: BookingDeps): Handler<"leaveWaitlist"> {
  return {
    async run(sql, { caller, params, now }) {
      const session = await lockSession(sql, profileId, params.id);
      if (!session) return refuse("not_found", "there is no such class");
      const context = { profileId, policy: rules.cancellation, now };
      await settleSeats(sql, session, context);
      const customerId = caller.customerId as string;
      const [entry] = await findLive(sql, customerId, session.id);
      if (!entry) return refuse("not_waiting");
      await sql.query("update waitlist set status = 'left', updated_at = clock_timestamp() where id = $1", [entry.id]);
      if (entry.booking_code) {
        const row = await findBooking(sql, { profileId, caller, code: entry.booking_code, isLocked: true });
        if (!row) throw new Error("an offer without its booking");
        const options = { by: actorOf(caller), at: now, isWaived: false };
        await applyCancellation(sql, row, quoteCancellation(row, now), options);
        await releaseSeat(sql, session.id, row.id, context);
      }
      return done(toEntry({ ...entry, status: "left" }, calendar));
    },
  };
}

/** GET /client/waitlist */
export function listWaitlistHandler({ calendar }: BookingDeps): Handler<"listWaitlist"> {
  return {
    async run(sql, { caller, now }) {
      const condition = `c.starts_at > $2
        and (w.status = 'waiting' or (w.status = 'offered' and w.offered_until > $2))`;
      const rows = await selectEntries(sql, caller.customerId as string, condition, [now]);
      return done({ entries: rows.map((row) => toEntry(row, calendar)) });
    },
  };
}

/** POST /client/waitlist/{id}/accept: confirms the hold; an entry that is filled already stays so. */
export function acceptOfferHandler({ profileId, calendar, rules }: BookingDeps): Handler<"acceptOffer"> {
  return {
    async run(sql, { caller, params, body, now }) {
      const customerId = caller.customerId as string;
      const find = () => selectEntries(sql, customerId, "w.id = $2 and w.profile = $3", [params.id, profileId]);
      const [seen] = await find();
      const session = seen && (await lockSession(sql, profileId, seen.session_id));
      if (!session) return refuse("not_found");
      await settleSeats(sql, session, { profileId, policy: rules.cancellation, now });
      const [entry] = await find();
      const code = entry?.booking_code;
      if (!entry || !code) return refuse("not_offered");
      if (entry.status === "expired") return refuse("hold_expired");
      if (entry.status !== "offered" && entry.status !== "filled") return refuse("not_offered");
      const row = await findBooking(sql, { profileId, caller, code, isLocked: true });
      if (!row) return refuse("not_found");
      // Filled, and cancelled since: there is no seat any more.
      if (entry.status === "filled") return isKept(row) ? done(toBooking(row, calendar, now)) : refuse("not_offered");
      // A sweep leaves what somebody else has locked this moment; the hour is over all the same.
      if (row.hold_expires_at === null || row.hold_expires_at <= now) return refuse("hold_expired");
      if (body.payWith) {
        const request = { customerId, serviceId: row.service_id, bookingId: row.id, at: now };
        if (!(await spendCredit(sql, request))) return refuse("no_credit");
        await sql.query("update bookings set paid_with = 'credit' where id = $1", [row.id]);
        row.paid_with = "credit";
      }
      await settle(sql, row, "confirmed", actorOf(caller), now);
      return done(toBooking(row, calendar, now));
    },
  };
}

function isKept({ status }: BookingRow): boolean {
  return status !== "cancelled" && status !== "expired";
}

function findLive(sql: Sql, customerId: string, sessionId: string) {
  return selectEntries(sql, customerId, "w.session_id = $2 and w.status in ('waiting', 'offered')", [sessionId]);
}
