import type { ClassSession } from "../../contract/index.ts";
import { MAX_SLOT_DAYS } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import { newId } from "../../shared/index.ts";
import { done, type Handler, refuse, refuseField } from "../outcome.ts";
import { allocate, candidatesFor } from "./allocate.ts";
import type { Alternatives } from "./alternatives.ts";
import type { BookingDeps } from "./booking-deps.ts";
import { BOOKING_COLUMNS, BOOKING_JOINS, type BookingRow } from "./booking-rows.ts";
import { applyCancellation } from "./cancel-booking.ts";
import { quoteCancellation } from "./cancellation.ts";
import { actorOf } from "./changes.ts";
import { isOpen, lockSession, selectClasses } from "./class-rows.ts";
import { closeList, settleSeats } from "./class-seats.ts";
import { endExpiredHolds } from "./holds.ts";
import { loadSchedule } from "./schedule.ts";
import { endOf } from "./slots.ts";

const DAY_MS = 24 * 3_600_000;
/** Staff announce a class at once, and up to a year ahead: notice and horizon are for those who book. */
const STAFF_RULES = { leadMinutes: 0, horizonDays: 366 };

/** GET /classes */
export function listClassesHandler({ profileId, calendar }: BookingDeps): Handler<"listClasses"> {
  return {
    async run(sql, { query, now }) {
      const { from, to, service, limit } = query;
      if (to < from) return refuseField("to", "is before from");
      if ((Date.parse(to) - Date.parse(from)) / DAY_MS + 1 > MAX_SLOT_DAYS) {
        return refuseField("to", `at most ${MAX_SLOT_DAYS} days`);
      }
      const days = calendar.daysBetween(from, to);
      const range = { fromMs: days[0]!.startMs, toMs: days.at(-1)!.endMs };
      const selection = { profileId, now, ...range, serviceId: service, limit };
      return done({ timeZone: calendar.timeZone, classes: await selectClasses(sql, selection, calendar) });
    },
  };
}

/** POST /admin/classes. The same constraint that keeps two appointments apart keeps a class and an appointment apart. */
export function createClassHandler(deps: BookingDeps, alternatives: Alternatives): Handler<"createClass"> {
  const { profileId, calendar, rules } = deps;
  return {
    async run(sql, { body, now }) {
      const startMs = Date.parse(body.startsAt);
      const nowMs = now.getTime();
      const day = calendar.dayOf(startMs);
      const range = { fromMs: day.startMs, toMs: day.endMs };
      const found = await loadSchedule(sql, { profileId, serviceId: body.serviceId, ...range, nowMs });
      if (!found) return refuseField("serviceId", "there is no such service");
      const schedule = { ...found, service: { ...found.service, ...STAFF_RULES } };
      const wanted = { startMs, professionalId: body.professionalId };
      const candidates = candidatesFor(schedule, wanted, { calendar, rules, nowMs });
      if (!Array.isArray(candidates)) return candidates;
      const endMs = endOf(schedule, candidates[0]!, startMs);
      await endExpiredHolds(sql, { profileId, startMs, endMs, now });
      const id = newId();
      const professional = await allocate(sql, { holder: { sessionId: id }, candidates, startMs, schedule });
      if (!professional) return refuse("slot_taken");
      const { price } = schedule.service;
      await sql.query(
        `insert into class_sessions (id, profile, service_id, resource_id, starts_at, ends_at, seats, price_minor,
           currency, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          id,
          profileId,
          body.serviceId,
          professional.id,
          new Date(startMs),
          new Date(endMs),
          body.seats,
          price.amountMinor,
          price.currency,
          now,
        ],
      );
      await addSeats(sql, id, body.seats);
      return done(await readClass(sql, deps, id, now));
    },
    explain: ({ body }, refusal) =>
      alternatives.factsFor(refusal, {
        serviceId: body.serviceId,
        professionalId: body.professionalId,
        startMs: Date.parse(body.startsAt),
      }),
  };
}

/** PATCH /admin/classes/{id}: more seats, or fewer as far as they are free. */
export function updateClassHandler(deps: BookingDeps): Handler<"updateClass"> {
  const { profileId, rules } = deps;
  return {
    async run(sql, { params, body, now }) {
      const session = await lockSession(sql, profileId, params.id);
      if (!session) return refuse("not_found");
      const context = { profileId, policy: rules.cancellation, now };
      await settleSeats(sql, session, context);
      if (!isOpen(session, now)) return refuse("class_closed");
      const more = body.seats - session.seats;
      if (more < 0) {
        const [{ free } = { free: 0 }] = await sql.query<{ free: number }>(
          "select count(*)::int as free from class_seats where session_id = $1 and booking_id is null",
          [session.id],
        );
        if (free < -more) return refuse("class_full", `${session.seats - free} seats are taken`);
        await sql.query(
          `delete from class_seats where session_id = $1 and seat in (
             select seat from class_seats where session_id = $1 and booking_id is null order by seat desc limit $2)`,
          [session.id, -more],
        );
      } else {
        await addSeats(sql, session.id, more);
      }
      await sql.query("update class_sessions set seats = $2, updated_at = clock_timestamp() where id = $1", [
        session.id,
        body.seats,
      ]);
      await settleSeats(sql, session, context);
      return done(await readClass(sql, deps, session.id, now));
    },
  };
}

/** DELETE /admin/classes/{id}. One that is cancelled already stays so. */
export function cancelClassHandler(deps: BookingDeps): Handler<"cancelClass"> {
  const { profileId, rules } = deps;
  return {
    async run(sql, { caller, params, now }) {
      const session = await lockSession(sql, profileId, params.id);
      if (!session) return refuse("not_found");
      if (session.status === "cancelled") return done(await readClass(sql, deps, session.id, now));
      if (!isOpen(session, now)) return refuse("class_closed");
      await settleSeats(sql, session, { profileId, policy: rules.cancellation, now });
      const locked = await sql.query<{ id: string }>(
        `select id from bookings where session_id = $1 and status in ('held', 'confirmed')
         order by customer_id for no key update`,
        [session.id],
      );
      // Read after the wait, or a payment that came meanwhile would not be seen.
      const rows = await sql.query<BookingRow>(
        `select ${BOOKING_COLUMNS} from bookings b ${BOOKING_JOINS} where b.id = any($1::uuid[]) order by b.customer_id`,
        [locked.map(({ id }) => id)],
      );
      for (const row of rows) {
        const options = { by: actorOf(caller), at: now, isWaived: true };
        await applyCancellation(sql, row, quoteCancellation(row, now, true), options);
      }
      await sql.query("update class_seats set booking_id = null where session_id = $1", [session.id]);
      await closeList(sql, session.id);
      await sql.query("delete from allocations where session_id = $1", [session.id]);
      await sql.query("update class_sessions set status = 'cancelled', updated_at = clock_timestamp() where id = $1", [
        session.id,
      ]);
      return done(await readClass(sql, deps, session.id, now));
    },
  };
}

/** Numbered on from the highest there is. */
async function addSeats(sql: Sql, sessionId: string, count: number): Promise<void> {
  await sql.query(
    `insert into class_seats (session_id, seat)
     select $1, coalesce((select max(seat) from class_seats where session_id = $1), 0) + n from generate_series(1, $2::int) n`,
    [sessionId, count],
  );
}

async function readClass(sql: Sql, deps: BookingDeps, id: string, now: Date): Promise<ClassSession> {
  const [found] = await selectClasses(sql, { profileId: deps.profileId, now, id, limit: 1 }, deps.calendar);
  if (!found) throw new Error("the class vanished inside its own transaction");
  return found;
}
