import { MAX_SLOT_DAYS } from "../../contract/index.ts";
import { done, type Handler, refuse, refuseField } from "../outcome.ts";
import type { BookingDeps } from "./booking-deps.ts";
import { loadSchedule } from "./schedule.ts";
import { bookableRange, findFreeSlots, isClosedOn, rulesOf, toSlot } from "./slots.ts";

const DAY_MS = 24 * 3_600_000;

/** GET /schedule-slots */
export function listSlotsHandler({ profileId, calendar, rules }: BookingDeps): Handler<"listSlots"> {
  return {
    async run(sql, { query, now }) {
      const { serviceId, professionalId, from, to, limit } = query;
      if (to < from) return refuseField("to", "is before from");
      if ((Date.parse(to) - Date.parse(from)) / DAY_MS + 1 > MAX_SLOT_DAYS) {
        return refuseField("to", `at most ${MAX_SLOT_DAYS} days`);
      }
      const days = calendar.daysBetween(from, to);
      const [fromMs, toMs] = [days[0]!.startMs, days.at(-1)!.endMs];
      const schedule = await loadSchedule(sql, { profileId, serviceId, fromMs, toMs, nowMs: now.getTime() });
      if (!schedule) return refuse("not_found", "there is no such service");
      if (professionalId !== undefined && !schedule.professionals.some(({ id }) => id === professionalId)) {
        return refuse("not_found", "this professional does not do this service");
      }
      const own = rulesOf(schedule.service, rules);
      const slots = findFreeSlots(schedule, days, bookableRange(own, now.getTime()), own, professionalId);
      return done({
        timeZone: calendar.timeZone,
        slots: slots.slice(0, limit).map(toSlot),
        closedDates: days.filter((day) => isClosedOn(schedule, day)).map(({ date }) => date),
      });
    },
  };
}
