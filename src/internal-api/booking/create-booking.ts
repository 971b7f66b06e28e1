import type { Sql } from "../../database/index.ts";
import { newId } from "../../shared/index.ts";
import { done, type Handler, type Refusal, refuse, refuseField } from "../outcome.ts";
import { allocate, candidatesFor, compareExpected } from "./allocate.ts";
import type { Alternatives } from "./alternatives.ts";
import { newBookingCode } from "./booking-code.ts";
import type { BookingDeps } from "./booking-deps.ts";
import { toBooking } from "./booking-rows.ts";
import { loadSchedule } from "./schedule.ts";
import { seemsFree } from "./slots.ts";

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
      const schedule = await loadSchedule(sql, { profileId, serviceId: body.serviceId, ...range });
      if (!schedule) return refuseField("serviceId", "there is no such service");

      const { service } = schedule;
      const endMs = startMs + service.durationMinutes * MINUTE_MS;
      const changed = compareExpected(body.expected, { price: service.price, endMs }, calendar);
      if (changed) return changed;

      const wanted = { startMs, professionalId: body.professionalId };
      const candidates = candidatesFor(schedule, wanted, { calendar, rules, nowMs: now.getTime() });
      if (!Array.isArray(candidates)) return candidates;
      // A confirmed name is a promise: nobody else is booked in that person's place without asking.
      const promisedId = body.expected?.professionalId;
      const allowed = candidates.filter(({ id }) => promisedId === undefined || id === promisedId);

      const bookingId = newId();
      const professional = await allocate(sql, { bookingId, candidates: allowed, startMs, schedule });
      if (!professional) {
        const other = promisedId && candidates.find((p) => p.id !== promisedId && seemsFree(schedule, p, startMs));
        const facts = other && { price: service.price, endMs, professional: other };
        return (facts && compareExpected({ professionalId: promisedId }, facts, calendar)) || slotTaken();
      }
      const code = newBookingCode();
      await sql.query(
        `insert into bookings (id, profile, code, customer_id, service_id, resource_id, starts_at, ends_at,
           price_minor, currency)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          bookingId,
          profileId,
          code,
          customerId,
          service.id,
          professional.id,
          new Date(startMs),
          new Date(endMs),
          service.price.amountMinor,
          service.price.currency,
        ],
      );
      return done(
        toBooking(
          {
            id: bookingId,
            code,
            customer_id: customerId,
            status: "confirmed",
            service_id: service.id,
            service_name: service.name,
            resource_id: professional.id,
            resource_name: professional.name,
            starts_at: new Date(startMs),
            ends_at: new Date(endMs),
            price_minor: String(service.price.amountMinor),
            currency: service.price.currency,
          },
          calendar,
        ),
      );
    },
    explain: ({ body }, refusal) =>
      alternatives.factsFor(refusal, {
        serviceId: body.serviceId,
        professionalId: body.professionalId ?? body.expected?.professionalId,
        startMs: Date.parse(body.startsAt),
      }),
  };
}

export function slotTaken(): Refusal {
  return refuse("slot_taken");
}

async function isCustomer(sql: Sql, profileId: string, customerId: string | undefined): Promise<boolean> {
  const rows = await sql.query("select 1 from customers where id = $1 and profile = $2", [customerId, profileId]);
  return rows.length > 0;
}
