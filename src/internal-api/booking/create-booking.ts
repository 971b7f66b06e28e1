import { DEFAULT_HOLD_MINUTES } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import { newId } from "../../shared/index.ts";
import { done, type Handler, refuse, refuseField } from "../outcome.ts";
import { spendCredit } from "../payments/index.ts";
import { allocate, candidatesFor, compareExpected, keepingPromise, refuseAllocation } from "./allocate.ts";
import type { Alternatives } from "./alternatives.ts";
import type { BookingDeps } from "./booking-deps.ts";
import { toBooking } from "./booking-rows.ts";
import { actorOf } from "./changes.ts";
import { endExpiredHolds } from "./holds.ts";
import { insertBooking } from "./insert-booking.ts";
import { loadSchedule } from "./schedule.ts";
import { endOf } from "./slots.ts";

const MINUTE_MS = 60_000;

/** POST /booking. Decides on the catalogue as the transaction sees it, and takes the time by inserting. */
export function createBookingHandler(deps: BookingDeps, alternatives: Alternatives): Handler<"createBooking"> {
  const { profileId, calendar, rules } = deps;
  return {
    async run(sql, { caller, body, now }) {
      const startMs = Date.parse(body.startsAt);
      const day = calendar.dayOf(startMs);
      const { customerId } = caller;
      if (customerId === undefined || !(await isCustomer(sql, profileId, customerId))) {
        return refuse("not_found", "the token names no customer of this business");
      }
      const range = { fromMs: day.startMs, toMs: day.endMs };
      const schedule = await loadSchedule(sql, {
        profileId,
        serviceId: body.serviceId,
        ...range,
        nowMs: now.getTime(),
      });
      if (!schedule) return refuseField("serviceId", "there is no such service");

      const { service } = schedule;
      const wanted = { startMs, professionalId: body.professionalId };
      const candidates = candidatesFor(schedule, wanted, { calendar, rules, nowMs: now.getTime() });
      if (!Array.isArray(candidates)) return candidates;
      const first = { price: service.price, endMs: endOf(schedule, candidates[0]!, startMs) };
      const changed = compareExpected({ price: body.expected?.price }, first, calendar);
      if (changed) return changed;
      // A confirmed name or end is a promise: nobody else is booked in that person's place without asking.
      const allowed = keepingPromise(schedule, candidates, startMs, body.expected);

      await endExpiredHolds(sql, { profileId, startMs, endMs: first.endMs, now });
      const bookingId = newId();
      if (body.payWith) await sql.query("savepoint paid_with_credit");
      const professional = await allocate(sql, { holder: { bookingId }, candidates: allowed, startMs, schedule });
      if (!professional) {
        const attempt = { schedule, candidates, startMs, price: service.price };
        return refuseAllocation(attempt, body.expected, calendar);
      }
      if (body.payWith && !(await spendCredit(sql, { customerId, serviceId: service.id, bookingId, at: now }))) {
        await sql.query("rollback to savepoint paid_with_credit");
        return refuse("no_credit");
      }
      const row = await insertBooking(sql, {
        id: bookingId,
        profileId,
        customerId,
        service,
        professional,
        startsAt: new Date(startMs),
        endsAt: new Date(endOf(schedule, professional, startMs)),
        policy: rules.cancellation,
        holdExpiresAt: body.hold ? holdUntil(body.holdMinutes, startMs, now) : undefined,
        paidWith: body.payWith,
        by: actorOf(caller),
        now,
      });
      return done(toBooking(row, calendar, now));
    },
    explain: ({ body }, refusal) =>
      alternatives.factsFor(refusal, {
        serviceId: body.serviceId,
        professionalId: body.professionalId ?? body.expected?.professionalId,
        startMs: Date.parse(body.startsAt),
      }),
  };
}

/** A hold ends at the start at the latest: nobody comes to what is only held. */
function holdUntil(minutes = DEFAULT_HOLD_MINUTES, startMs: number, now: Date): Date {
  return new Date(Math.min(now.getTime() + minutes * MINUTE_MS, startMs));
}

/** Whether the business knows this customer. */
export async function isCustomer(sql: Sql, profileId: string, customerId: string | undefined): Promise<boolean> {
  const rows = await sql.query("select 1 from customers where id = $1 and profile = $2", [customerId, profileId]);
  return rows.length > 0;
}
