import fc from "fast-check";
import { expect, test } from "vitest";
import { createCalendar } from "../../src/internal-api/booking/calendar.ts";
import { type Interval, mergeIntervals } from "../../src/internal-api/booking/intervals.ts";
import type { Schedule, WeeklyMinutes } from "../../src/internal-api/booking/schedule.ts";
import { durationOf, findFreeSlots } from "../../src/internal-api/booking/slots.ts";
import { freeTimesByBruteForce } from "./slots-oracle.ts";

const SEED = 20261121;
const MINUTE_MS = 60_000;
const ALWAYS: Interval = [0, Number.MAX_SAFE_INTEGER];

/** Time zone and the date on which its clocks change, by an hour but for the last two. */
const CHANGES: [string, string, string][] = [
  ["America/New_York", "2026-03-08", "forward"],
  ["America/New_York", "2026-11-01", "back"],
  ["Europe/Madrid", "2026-03-29", "forward"],
  ["Europe/Madrid", "2026-10-25", "back"],
  // At midnight: the day begins at one o'clock, or its first hour comes twice.
  ["America/Havana", "2026-03-08", "forward"],
  ["America/Havana", "2026-11-01", "back"],
  // At midnight of the next day: the last hour comes twice.
  ["Africa/Cairo", "2026-10-29", "back"],
  ["Australia/Lord_Howe", "2026-10-04", "forward"],
  ["Australia/Lord_Howe", "2026-04-05", "back"],
];

function openSchedule(durationMinutes: number): Schedule {
  const weekdays = [1, 2, 3, 4, 5, 6, 7];
  return {
    service: {
      ...{ id: "s", name: "S", durationMinutes, bufferBeforeMinutes: 0, bufferMinutes: 0 },
      ...{ price: { amountMinor: 1, currency: "EUR" }, leadMinutes: null, horizonDays: null },
    },
    professionals: [{ id: "a", name: "Ana", hours: null, busy: [], timeOff: [], durationMinutes: null }],
    requirements: [],
    openingHours: weekdays.map((weekday) => ({ weekday, fromMinute: 0, toMinute: 1440 })),
    closures: [],
    holidays: [],
  };
}

test.each(CHANGES)("in %s on %s, when the clocks go %s, each wall time that there is is offered once", (zone, date) => {
  const calendar = createCalendar(zone);
  const rules = { gridMinutes: 30, leadMinutes: 0, horizonDays: 60 };
  const schedule = openSchedule(30);
  const slots = findFreeSlots(schedule, calendar.daysBetween(date, date), ALWAYS, rules);
  const shown = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  const exist = new Set<string>();
  for (let ms = Date.parse(date) - 14 * 3_600_000; ms < Date.parse(date) + 40 * 3_600_000; ms += MINUTE_MS) {
    const text = shown.format(ms);
    if (text.startsWith(date) && /:[03]0$/.test(text)) exist.add(text);
  }
  expect(slots.map(({ startMs }) => shown.format(startMs))).toEqual([...exist]);
  for (const { startMs, endMs, day } of slots) {
    expect(endMs - startMs).toBe(30 * MINUTE_MS);
    expect(day.format(startMs)).toBe(calendar.format(startMs));
    expect(Date.parse(day.format(endMs))).toBe(endMs);
  }
});

test("on the day the clocks go forward the hour that is skipped is offered to nobody", () => {
  const calendar = createCalendar("Europe/Madrid");
  const schedule = { ...openSchedule(60), openingHours: [{ weekday: 7, fromMinute: 0, toMinute: 300 }] };
  const rules = { gridMinutes: 60, leadMinutes: 0, horizonDays: 60 };
  const slots = findFreeSlots(schedule, calendar.daysBetween("2030-03-31", "2030-03-31"), ALWAYS, rules);
  expect(slots.map(({ startMs }) => calendar.format(startMs))).toEqual([
    "2030-03-31T00:00:00+01:00",
    "2030-03-31T01:00:00+01:00",
    "2030-03-31T03:00:00+02:00",
    "2030-03-31T04:00:00+02:00",
  ]);
});

/** Zone, first and last date: around each change, and a week in which nothing happens. */
const PLACES: [string, string, string][] = [
  ...CHANGES.map(([zone, date]): [string, string, string] => [zone, dateAfter(date, -1), dateAfter(date, 1)]),
  ["America/Mexico_City", "2026-06-08", "2026-06-10"],
  ["Asia/Kathmandu", "2026-12-30", "2027-01-01"],
];

function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 24 * 60 * MINUTE_MS).toISOString().slice(0, 10);
}

const minuteOfDay = fc.integer({ min: 0, max: 96 }).map((quarters) => quarters * 15);
const week: fc.Arbitrary<WeeklyMinutes[]> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 7 }), minuteOfDay, minuteOfDay), { minLength: 4, maxLength: 16 })
  .map((periods) =>
    periods
      .filter(([, a, b]) => a !== b)
      .map(([weekday, a, b]) => ({ weekday, fromMinute: Math.min(a, b), toMinute: Math.max(a, b) })),
  );
/** Days as they often are: open for long, so that what is free is decided by the rest. */
const wideWeek = fc.constant(openSchedule(60).openingHours);

/** Some periods on the dates and around them, in steps of five minutes. */
function periods(from: string, most: number): fc.Arbitrary<Interval[]> {
  const base = Date.parse(from) - 24 * 60 * MINUTE_MS;
  return fc
    .array(fc.tuple(fc.integer({ min: 0, max: (6 * 1440) / 5 }), fc.integer({ min: 1, max: 36 })), { maxLength: most })
    .map((list) =>
      mergeIntervals(list.map(([at, length]) => [base + at * 5 * MINUTE_MS, base + (at + length) * 5 * MINUTE_MS])),
    );
}

function cases(place: [string, string, string]) {
  const [timeZone, from, to] = place;
  const resource = (id: string) =>
    fc.record({ id: fc.constant(id), name: fc.constant(id), busy: periods(from, 14), timeOff: periods(from, 2) });
  const duration = fc.integer({ min: 2, max: 24 }).map((steps) => steps * 5);
  const buffer = fc.constantFrom(0, 0, 5, 20, 60);
  const professional = (id: string) =>
    fc
      .tuple(resource(id), fc.option(week), fc.option(duration))
      .map(([base, hours, durationMinutes]) => ({ ...base, hours, durationMinutes }));
  return fc
    .record({
      service: fc.tuple(duration, buffer, buffer).map(([minutes, before, after]) => ({
        ...openSchedule(minutes).service,
        bufferBeforeMinutes: before,
        bufferMinutes: after,
      })),
      professionals: fc.tuple(professional("ana"), professional("eva")),
      things: fc.tuple(resource("r1"), resource("r2"), resource("r3")),
      // Groups that share what is in them: the first that is free for one may be the only one for another.
      groups: fc.array(fc.subarray([0, 1, 2], { minLength: 1 }), { maxLength: 3 }),
      openingHours: fc.oneof(week, wideWeek),
      closures: periods(from, 1),
      holidays: fc.subarray([dateAfter(from, 1)]),
      gridMinutes: fc.constantFrom(5, 15, 20, 30, 45, 60),
      fromMinute: fc.integer({ min: 0, max: 2880 }),
      span: fc.integer({ min: 600, max: 9999 }),
    })
    .map(({ things, groups, gridMinutes, fromMinute, span, ...rest }) => {
      const schedule: Schedule = { ...rest, requirements: groups.map((group) => group.map((index) => things[index]!)) };
      const first = Date.parse(from) + fromMinute * MINUTE_MS;
      const range: Interval = [first, first + span * MINUTE_MS];
      return { schedule, timeZone, from, to, range, gridMinutes };
    });
}

test("the free times are those that a look at each single minute finds", () => {
  let found = 0;
  fc.assert(
    fc.property(fc.constantFrom(...PLACES).chain(cases), ({ schedule, timeZone, from, to, range, gridMinutes }) => {
      const calendar = createCalendar(timeZone);
      const rules = { gridMinutes, leadMinutes: 0, horizonDays: 60 };
      const slots = findFreeSlots(schedule, calendar.daysBetween(from, to), range, rules);
      const lengths = new Map(schedule.professionals.map((p) => [p.id, durationOf(schedule, p)]));
      const listed = slots.map(({ startMs, endMs, professional: { id } }) => {
        expect(endMs - startMs).toBe(lengths.get(id)! * MINUTE_MS);
        return `${startMs} ${id} ${(endMs - startMs) / MINUTE_MS}`;
      });
      found += listed.length;
      expect(listed).toEqual(freeTimesByBruteForce(schedule, { timeZone, from, to, range, gridMinutes }));
    }),
    { numRuns: 250, seed: SEED },
  );
  // A test of schedules that are never free would show nothing.
  expect(found).toBeGreaterThan(3000);
});
