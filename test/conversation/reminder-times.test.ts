import fc from "fast-check";
import { DateTime } from "luxon";
import { expect, test } from "vitest";
import { dueUntil, isQuiet } from "../../src/conversation/reminder-times.ts";

const NIGHT = { from: "21:00", to: "09:00" };
const MEXICO = "America/Mexico_City";
const at = (iso: string, zone = MEXICO) => DateTime.fromISO(iso, { zone }).toJSDate();

test("by day what is due until now is told, at night nothing, and before the night what would fall into it", () => {
  expect(dueUntil(at("2027-02-10T12:00"), NIGHT, MEXICO)).toEqual(at("2027-02-10T12:00"));
  expect(dueUntil(at("2027-02-10T20:29"), NIGHT, MEXICO)).toEqual(at("2027-02-10T20:29"));
  expect(dueUntil(at("2027-02-10T20:30"), NIGHT, MEXICO)).toEqual(at("2027-02-11T09:00"));
  for (const time of ["20:59", "21:00", "23:59", "00:00", "08:59"]) {
    expect(dueUntil(at(`2027-02-10T${time}`), NIGHT, MEXICO)).toBeUndefined();
  }
  expect(dueUntil(at("2027-02-10T09:00"), NIGHT, MEXICO)).toEqual(at("2027-02-10T09:00"));
});

test("quiet hours at noon, and none at all", () => {
  const siesta = { from: "14:00", to: "16:00" };
  expect(dueUntil(at("2027-02-10T13:45"), siesta, MEXICO)).toEqual(at("2027-02-10T16:00"));
  expect(dueUntil(at("2027-02-10T15:00"), siesta, MEXICO)).toBeUndefined();
  expect(dueUntil(at("2027-02-10T03:00"), { from: "00:00", to: "00:00" }, MEXICO)).toEqual(at("2027-02-10T03:00"));
});

const minute = fc.integer({ min: 0, max: 1439 });
const hhmm = (of: number) => `${String(Math.floor(of / 60)).padStart(2, "0")}:${String(of % 60).padStart(2, "0")}`;
const zones = fc.constantFrom(MEXICO, "Europe/Madrid", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe");
/** Around the changes of the clocks in those zones, and between them. */
const moments = fc.integer({
  min: Date.parse("2027-01-01T00:00Z") / 60_000,
  max: Date.parse("2027-12-31T00:00Z") / 60_000,
});

test("nobody is told anything in quiet hours, and every appointment's reminder has its minute before it", () => {
  fc.assert(
    fc.property(minute, minute, zones, moments, fc.constantFrom(2, 24), (from, to, zone, moment, before) => {
      const quiet = { from: hhmm(from), to: hhmm(to) };
      const now = new Date(moment * 60_000);
      const until = dueUntil(now, quiet, zone);
      if (isQuiet(now, quiet, zone)) expect(until).toBeUndefined();
      if (until) expect(until.getTime()).toBeGreaterThanOrEqual(now.getTime());
      // An appointment at any moment: looked at every few minutes, it is told once the first minute comes that takes it.
      const startsAt = moment * 60_000;
      const nominal = startsAt - before * 3_600_000;
      const quietMinutes = (to - from + 1440) % 1440;
      if (quietMinutes > 1440 - 120) return;
      let told: number | undefined;
      for (let minutes = -26 * 60; minutes < before * 60 && told === undefined; minutes += 7) {
        const then = new Date(nominal + minutes * 60_000);
        const due = dueUntil(then, quiet, zone);
        if (due && due.getTime() >= nominal) told = then.getTime();
      }
      expect(told).toBeDefined();
      expect(told).toBeLessThan(startsAt);
      expect(isQuiet(new Date(told as number), quiet, zone)).toBe(false);
    }),
    { seed: 20270210, numRuns: 60 },
  );
});
