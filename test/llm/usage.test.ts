import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type Database, openDatabase } from "../../src/database/index.ts";
import { forgetOld } from "../../src/jobs/forget-old.ts";
import type { LlmAbout, LlmCallRecord } from "../../src/llm/types.ts";
import { createLlmUsage, type LlmUsage } from "../../src/llm/usage/usage.ts";
import { type Clock, type Logger, newId, silentLogger } from "../../src/shared/index.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

const SEED = 20_261_121;
const MEXICO = "America/Mexico_City";

let database: TestDatabase;
let second: Database;
let now: Date;
const clock: Clock = { now: () => now, monotonicMs: () => now.getTime() };
const running: LlmUsage[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  second = await openDatabase({ url: database.url, logger: silentLogger });
});
beforeEach(() => {
  now = new Date("2026-11-21T12:00:00-06:00");
});
afterEach(async () => {
  vi.useRealTimers();
  for (const usage of running.splice(0)) await usage.stop();
  await database.query("truncate llm_usage, llm_customer_usage");
});
afterAll(async () => {
  await second.close();
  await database.drop();
});

/** What one process counts with. */
function open(through: Database = database, timeZone = MEXICO, logger: Logger = silentLogger): LlmUsage {
  const usage = createLlmUsage({ database: through, clock, timeZone, currency: "USD", logger });
  running.push(usage);
  return usage;
}

function callOf(more: Partial<LlmCallRecord> = {}): LlmCallRecord {
  return {
    purpose: "phrase",
    tier: "simple",
    rule: "default",
    model: "qwen",
    result: "ok",
    usage: { input: 100, cachedInput: 60, output: 20, isEstimated: false },
    costMicros: 150,
    firstTokenMs: 90,
    durationMs: 400,
    ...more,
  };
}

const about = (more: Partial<LlmAbout> = {}): LlmAbout => ({ profile: "studio", ...more });
const sumOf = async (columns: string) => (await database.query(`select ${columns} from llm_usage`))[0];

/** The pool, whose statements fail as long as a fault is set. */
function faulty() {
  const state: { fault: object | undefined; asked: number } = { fault: undefined, asked: 0 };
  const through: Database = {
    ...database,
    async query(text, values) {
      state.asked += 1;
      if (state.fault) throw Object.assign(new Error("it failed"), state.fault);
      return database.query(text, values);
    },
  };
  return { state, through };
}

function keepLines() {
  const lines: { level: string; fields: object }[] = [];
  const at = (level: string) => (fields: object) => void lines.push({ level, fields });
  const logger: Logger = {
    ...silentLogger,
    warn: at("warn"),
    error: at("error"),
  };
  return { logger, lines };
}

function add(sums: Map<string, number[]>, key: string[], more: number[]): void {
  const known = sums.get(key.join()) ?? more.map(() => 0);
  sums.set(
    key.join(),
    known.map((value, index) => value + more[index]!),
  );
}
const sorted = (sums: Map<string, number[]>) => [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
/** Rows in the same form; their first columns are the key. */
function tableOf(rows: Record<string, string>[], keys: number) {
  const entries = rows.map((row): [string, number[]] => {
    const values = Object.values(row);
    return [values.slice(0, keys).join(), values.slice(keys).map(Number)];
  });
  return sorted(new Map(entries));
}

test("whatever two processes count, in whatever order they write it, the sums are exact", async () => {
  const customers = [newId(), newId()];
  const spends = fc.record({
    who: fc.nat(1),
    customer: fc.option(fc.nat(1), { nil: undefined }),
    model: fc.constantFrom("qwen", "kimi"),
    intent: fc.constantFrom(undefined, "saludo", "agendar_cita"),
    purpose: fc.constantFrom("phrase" as const, "classify" as const),
    result: fc.constantFrom("ok", "llm_timeout", "breaker_open"),
    input: fc.nat(5000),
    cost: fc.nat(2_000_000),
    hours: fc.nat(30),
    writes: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(spends, { minLength: 1, maxLength: 60 }), async (steps) => {
      await database.query("truncate llm_usage, llm_customer_usage");
      const processes = [open(database), open(second)];
      const expected = new Map<string, number[]>();
      const expectedOf = new Map<string, number[]>();
      const writes: Promise<boolean>[] = [];
      for (const step of steps) {
        now = new Date(Date.parse("2026-11-30T12:00:00-06:00") + step.hours * 3_600_000);
        const day = step.hours < 12 ? "2026-11-30" : "2026-12-01";
        const customerId = step.customer === undefined ? undefined : customers[step.customer];
        const { purpose, model, intent, result, input, cost } = step;
        const usage = { input, cachedInput: 0, output: 7, isEstimated: false };
        processes[step.who]?.spend(
          about({ customerId, intent }),
          callOf({ purpose, model, result, usage, costMicros: cost }),
        );
        add(expected, [day, purpose, model, intent ?? ""], [1, result === "ok" ? 0 : 1, input, 7, cost]);
        if (customerId && result !== "breaker_open") add(expectedOf, [customerId, day], [1, input + 7, cost]);
        if (step.writes) writes.push(...processes.map((one) => one.flush()));
      }
      expect(await Promise.all(writes)).not.toContain(false);
      await Promise.all(processes.map((one) => one.stop()));

      const rows = await database.query<Record<string, string>>(
        `select day::text, purpose, model, intent, calls, failures, input_tokens, output_tokens, cost_micros from llm_usage`,
      );
      expect(tableOf(rows, 4)).toEqual(sorted(expected));
      const ofCustomers = await database.query<Record<string, string>>(
        "select customer_id, day::text, calls, tokens, cost_micros from llm_customer_usage",
      );
      expect(tableOf(ofCustomers, 2)).toEqual(sorted(expectedOf));
    }),
    { numRuns: 40, seed: SEED },
  );
});

test.each([
  [MEXICO, "2026-12-01T05:59:59Z", "2026-11-30", "2026-12-01"],
  ["Pacific/Kiritimati", "2026-11-30T09:59:59Z", "2026-11-30", "2026-12-01"],
  // Clocks go back at 3:00: the 25th hour is still of this day.
  ["Europe/Madrid", "2026-10-25T22:59:59Z", "2026-10-25", "2026-10-26"],
])("a day ends when it ends in %s", async (timeZone, lastSecond, before, after) => {
  const usage = open(database, timeZone);
  now = new Date(lastSecond);
  usage.spend(about(), callOf());
  now = new Date(now.getTime() + 1000);
  usage.spend(about(), callOf());
  await usage.flush();
  const rows = await database.query("select day::text, calls::int from llm_usage order by day");
  expect(rows).toEqual([
    { day: before, calls: 1 },
    { day: after, calls: 1 },
  ]);
});

test("two processes that change the same rows from both ends do not lock each other out", async () => {
  const { logger, lines } = keepLines();
  const [one, other] = [open(database, MEXICO, logger), open(second, MEXICO, logger)];
  const customers = Array.from({ length: 400 }, newId);
  for (let round = 0; round < 5; round++) {
    const there = customers.map((customerId, n) => about({ customerId, intent: `i${n}` }));
    for (const whom of there) one.spend(whom, callOf());
    for (const whom of there.toReversed()) other.spend(whom, callOf());
    expect(await Promise.all([one.flush(), other.flush()])).toEqual([true, true]);
  }
  expect(lines).toEqual([]);
  expect(await sumOf("min(calls)::int, max(calls)::int, count(*)::int")).toEqual({ min: 10, max: 10, count: 400 });
});

test("a rush is one statement a second, and silence is none", async () => {
  const { state, through } = faulty();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const usage = open(through);
  for (let call = 0; call < 500; call++) usage.spend(about({ intent: "saludo" }), callOf());
  vi.advanceTimersByTime(999);
  expect(state.asked).toBe(0);
  expect(usage.unwrittenOfMonth("studio", "2026-11")).toEqual({ calls: 500, costMicros: 75_000 });
  await vi.advanceTimersByTimeAsync(1);
  expect(state.asked).toBe(1);
  vi.useRealTimers();
  await usage.flush();
  expect(await sumOf("calls::int, cost_micros::int")).toEqual({ calls: 500, cost_micros: 75_000 });
  expect(usage.unwrittenOfMonth("studio", "2026-11")).toEqual({ calls: 0, costMicros: 0 });
  expect(state.asked).toBe(1);
});

test("while the database is away it goes on adding, says so once a minute, and writes all of it later", async () => {
  const { state, through } = faulty();
  const { logger, lines } = keepLines();
  const usage = open(through, MEXICO, logger);
  const customerId = newId();
  state.fault = { code: "ECONNREFUSED" };
  for (let second = 0; second < 90; second++) {
    now = new Date(now.getTime() + 1000);
    usage.spend(about({ customerId }), callOf());
    expect(await usage.flush()).toBe(false);
  }
  expect(lines.map(({ level }) => level)).toEqual(["warn", "warn"]);
  expect(usage.unwrittenOfCustomer(customerId, "2026-11-21")).toEqual({ calls: 90, costMicros: 90 * 150 });
  state.fault = undefined;
  expect(await usage.flush()).toBe(true);
  expect(await sumOf("calls::int, input_tokens::int, cached_tokens::int")).toEqual({
    calls: 90,
    input_tokens: 9000,
    cached_tokens: 5400,
  });
});

test("what is counted while a write is failing is counted", async () => {
  let fail: (error: Error) => void = () => undefined;
  const failing = new Promise<never>((_, reject) => {
    fail = reject;
  });
  let isAway = true;
  const usage = open({ ...database, query: (...asked) => (isAway ? failing : database.query(...asked)) });
  usage.spend(about(), callOf());
  const written = usage.flush();
  await Promise.resolve();
  usage.spend(about(), callOf({ model: "kimi" }));
  usage.spend(about(), callOf());
  expect(usage.unwrittenOfMonth("studio", "2026-11").calls).toBe(3);
  fail(Object.assign(new Error("away"), { code: "57P01" }));
  expect(await written).toBe(false);
  expect(usage.unwrittenOfMonth("studio", "2026-11").calls).toBe(3);
  isAway = false;
  expect(await usage.flush()).toBe(true);
  expect(await database.query("select model, calls::int from llm_usage order by model")).toEqual([
    { model: "kimi", calls: 1 },
    { model: "qwen", calls: 2 },
  ]);
});

test("what the database refuses for itself is said and let go: it must not hold up what comes after it", async () => {
  const { state, through } = faulty();
  const { logger, lines } = keepLines();
  const usage = open(through, MEXICO, logger);
  state.fault = { code: "23514" };
  usage.spend(about(), callOf());
  expect(await usage.flush()).toBe(false);
  expect(lines).toMatchObject([{ level: "error", fields: { code: "23514", calls: 1 } }]);
  state.fault = undefined;
  usage.spend(about(), callOf({ costMicros: 7 }));
  await usage.stop();
  expect(await sumOf("calls::int, cost_micros::int")).toEqual({ calls: 1, cost_micros: 7 });
});

test("numbers that are none, and names that no row takes, do not get as far", async () => {
  const usage = open();
  const broken = { input: Number.NaN, cachedInput: -5, output: 1e300, isEstimated: true };
  usage.spend(
    about({ intent: "saludo\0" }),
    callOf({ usage: broken, costMicros: 0.2, result: "llm_error", model: "m".repeat(9000) }),
  );
  expect(await usage.flush()).toBe(true);
  expect(
    await sumOf(
      "intent, length(model), failures::int, estimated_calls::int, input_tokens::int, cached_tokens::int, output_tokens, cost_micros::int",
    ),
  ).toEqual({
    intent: "saludo",
    length: 200,
    failures: 1,
    estimated_calls: 1,
    input_tokens: 0,
    cached_tokens: 0,
    output_tokens: "1000000000000",
    cost_micros: 1,
  });
});

test("whom a call was for is forgotten after five weeks, what it cost is not", async () => {
  const usage = open();
  for (const day of ["2026-10-16", "2026-10-18", "2026-11-21"]) {
    now = new Date(`${day}T12:00:00-06:00`);
    usage.spend(about({ customerId: newId() }), callOf());
  }
  await usage.flush();
  await forgetOld(database, new Date("2026-11-21T12:00:00-06:00"));
  const left = await database.query("select day::text from llm_customer_usage order by day");
  expect(left).toEqual([{ day: "2026-10-18" }, { day: "2026-11-21" }]);
  expect(await sumOf("count(*)::int as days")).toEqual({ days: 3 });
});
