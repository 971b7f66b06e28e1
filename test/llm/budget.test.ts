import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Profile } from "../../src/config/index.ts";
import { type Database, openDatabase } from "../../src/database/index.ts";
import type { LlmCallRecord } from "../../src/llm/types.ts";
import { createLlmBudget, type RunningLlmBudget } from "../../src/llm/usage/budget.ts";
import { createLlmUsage, type LlmUsage } from "../../src/llm/usage/usage.ts";
import { type Clock, type Logger, newId, silentLogger } from "../../src/shared/index.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

const SEED = 20_261_121;
const TEN_CENTS = 100_000;

let database: TestDatabase;
let second: Database;
let now: Date;
const clock: Clock = { now: () => now, monotonicMs: () => now.getTime() };
const pass = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const processes: { usage: LlmUsage; budget: RunningLlmBudget }[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  second = await openDatabase({ url: database.url, logger: silentLogger });
});
beforeEach(() => {
  now = new Date("2026-11-21T12:00:00-06:00");
});
afterEach(async () => {
  await end();
  await database.query("truncate llm_usage, llm_customer_usage, llm_budget_alerts, alerts");
});
afterAll(async () => {
  await second.close();
  await database.drop();
});

/** What is in hand ends, as when the processes stop. */
async function end() {
  for (const { budget, usage } of processes.splice(0)) {
    await budget.stop();
    await usage.stop();
  }
}

const ONE_DOLLAR: Profile["assistant"]["budget"] = {
  softPercent: 80,
  customerDailyReplies: 1000,
  monthlyMicros: 1_000_000,
  softMicros: 800_000,
  customerDailyMicros: undefined,
};

/** One process of the studio, with its alerts in the table where staff look; it waits however busy the machine is. */
function start(
  budget: Partial<typeof ONE_DOLLAR> = {},
  { through = database as Database, logger = silentLogger as Logger, patienceMs = 30_000 } = {},
) {
  const own = { database: through, clock, currency: "USD", logger };
  const usage = createLlmUsage({ ...own, timeZone: "America/Mexico_City" });
  const made = createLlmBudget({
    ...own,
    usage,
    patienceMs,
    profile: { id: "studio", timeZone: "America/Mexico_City", assistant: { budget: { ...ONE_DOLLAR, ...budget } } },
    async alert(sql, kind, details) {
      await sql.query("insert into alerts (id, kind, severity, details) values ($1, $2, 'warning', $3)", [
        newId(),
        kind,
        JSON.stringify(details),
      ]);
    },
  });
  processes.push({ usage, budget: made });
  const reply = (customerId?: string, costMicros = TEN_CENTS, result = "ok") => {
    made.spend({ profile: "studio", customerId }, { ...CALL, costMicros, result });
  };
  const standing = (customerId?: string) => made.standing({ profile: "studio", customerId });
  return { usage, budget: made, reply, standing };
}

const CALL: LlmCallRecord = {
  purpose: "phrase",
  tier: "simple",
  rule: "default",
  model: "qwen",
  result: "ok",
  usage: { input: 100, cachedInput: 0, output: 20, isEstimated: false },
  costMicros: 0,
  firstTokenMs: 90,
  durationMs: 400,
};

/** Earlier in the month. */
const spentBefore = (currency: string, micros: number) =>
  database.query(
    `insert into llm_usage values ('studio', '2026-11-02', 'phrase', 'simple', 'qwen', '', $1, 9, 0, 0, 1, 0, 1, $2)`,
    [currency, micros],
  );
const alerts = async () => {
  const rows = await database.query("select kind, details from alerts order by details->>'month', kind");
  return rows.map(({ kind, details }) => `${kind} ${details.month} ${details.spentMicros}`);
};

test("a month is free, then soft, then spent, and the next one is free again; staff hear of each once", async () => {
  // Paid in another currency: not of this budget.
  await spentBefore("EUR", 99_000_000);
  const one = start();
  const seen: string[] = [];
  for (let reply = 0; reply < 12; reply++) {
    seen.push(await one.standing());
    one.reply();
  }
  expect(seen).toEqual([...Array(8).fill("free"), "soft", "soft", "hard", "hard"]);
  await one.budget.stop();
  // Another process sees it as it starts, and tells nobody anew.
  await one.usage.flush();
  const other = start({}, { through: second });
  expect(await other.standing()).toBe("hard");
  await end();
  const inNovember = ["llm.budget_soft 2026-11 800000", "llm.budget_spent 2026-11 1000000"];
  expect(await alerts()).toEqual(inNovember);

  const later = start();
  now = new Date("2026-11-30T23:59:59-06:00");
  expect(await later.standing()).toBe("hard");
  pass(1000);
  expect(await later.standing()).toBe("free");
  for (let reply = 0; reply < 8; reply++) later.reply();
  expect(await later.standing()).toBe("soft");
  await end();
  expect(await alerts()).toEqual([...inNovember, "llm.budget_soft 2026-12 800000"]);
});

test("ten processes that meet the limit at once write one alert", async () => {
  const first = start();
  for (let reply = 0; reply < 10; reply++) first.reply();
  await first.usage.flush();
  const others = Array.from({ length: 10 }, (_, index) => start({}, { through: index % 2 ? second : database }));
  expect(new Set(await Promise.all(others.map(({ standing }) => standing())))).toEqual(new Set(["hard"]));
  await end();
  expect(await alerts()).toEqual(["llm.budget_spent 2026-11 1000000"]);
});

test("an alert that could not be written is written at the next reply", async () => {
  let isAway = true;
  const through: Database = {
    ...database,
    transaction: (work) =>
      isAway ? Promise.reject(Object.assign(new Error("away"), { code: "ECONNREFUSED" })) : database.transaction(work),
  };
  const one = start({}, { through });
  for (let reply = 0; reply < 10; reply++) one.reply();
  await one.standing();
  await one.budget.stop();
  expect(await alerts()).toEqual([]);
  isAway = false;
  expect(await one.standing()).toBe("hard");
  await one.budget.stop();
  expect(await alerts()).toEqual(["llm.budget_spent 2026-11 1000000"]);
});

test("what another process spends counts after fifteen seconds, what this one spends at once", async () => {
  const [one, other] = [start(), start({}, { through: second })];
  expect([await one.standing(), await other.standing()]).toEqual(["free", "free"]);
  for (let reply = 0; reply < 10; reply++) other.reply();
  await other.usage.flush();
  expect([await one.standing(), await other.standing()]).toEqual(["free", "hard"]);
  pass(15_000);
  expect(await one.standing()).toBe("hard");
});

test("in whatever order processes spend, write and look: never less than their own, and exact once all is written", async () => {
  const step = fc.record({
    who: fc.nat(1),
    does: fc.constantFrom("spend", "spend", "spend", "look", "write", "wait"),
    cents: fc.integer({ min: 1, max: 9 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      await database.query("truncate llm_usage, llm_customer_usage");
      const limit = { monthlyMicros: 1_000_000, softMicros: 1_000_000 };
      const both = [start(limit), start(limit, { through: second })];
      const spent = [0, 0];
      for (const { who, does, cents } of steps) {
        const one = both[who]!;
        if (does === "spend") {
          one.reply(undefined, cents * 10_000);
          spent[who] = spent[who]! + cents;
        } else if (does === "write") await one.usage.flush();
        else if (does === "wait") pass(15_000);
        else {
          const standing = await one.standing();
          if (spent[who]! >= 100) expect(standing).toBe("hard");
          if (spent[0]! + spent[1]! < 100) expect(standing).toBe("free");
        }
      }
      for (const { usage } of both) await usage.flush();
      pass(15_000);
      const expected = spent[0]! + spent[1]! >= 100 ? "hard" : "free";
      for (const { standing } of both) expect(await standing()).toBe(expected);
      await end();
    }),
    { numRuns: 40, seed: SEED },
  );
});

test("somebody who sends 200 messages gets sixty from the model, and nobody else is the poorer", async () => {
  const [pest, honest] = [newId(), newId()];
  const both = [start({ customerDailyReplies: 60 }), start({ customerDailyReplies: 60 }, { through: second })];
  let replies = 0;
  for (let message = 0; message < 200; message++) {
    // Her messages are answered now here, now there; minutes lie between some of them.
    const one = both[message % 2]!;
    if (message % 10 === 0) pass(16_000);
    if ((await one.standing(pest)) === "customer") continue;
    one.reply(pest, 0);
    replies += 1;
    await one.usage.flush();
  }
  // What the two may not know of each other is what one of them answered within fifteen seconds: five here.
  expect(replies >= 60 && replies <= 65, `${replies} replies`).toBe(true);
  pass(16_000);
  for (const { standing } of both) {
    expect(await standing(pest)).toBe("customer");
    expect(await standing(honest)).toBe("free");
    expect(await standing()).toBe("free");
  }
  now = new Date("2026-11-22T00:00:00-06:00");
  expect(await both[0]!.standing(pest)).toBe("free");
});

test("a customer's day may be bounded in money too, and what was never sent is nobody's call", async () => {
  const one = start({ customerDailyReplies: 5, customerDailyMicros: 250_000, monthlyMicros: undefined });
  const [dear, unlucky] = [newId(), newId()];
  await one.standing(dear);
  for (let reply = 0; reply < 2; reply++) one.reply(dear);
  expect(await one.standing(dear)).toBe("free");
  one.reply(dear);
  expect(await one.standing(dear)).toBe("customer");

  await one.standing(unlucky);
  for (let attempt = 0; attempt < 20; attempt++) one.reply(unlucky, 0, "breaker_open");
  expect(await one.standing(unlucky)).toBe("free");
  await one.usage.flush();
  pass(16_000);
  expect(await one.standing(unlucky)).toBe("free");
  for (let attempt = 0; attempt < 5; attempt++) one.reply(unlucky, 0, "llm_timeout");
  expect(await one.standing(unlucky)).toBe("customer");
});

test("a model of one's own costs nothing: the month never ends, a customer's day does", async () => {
  const one = start({ customerDailyReplies: 60 });
  const customerId = newId();
  for (let reply = 0; reply < 60; reply++) {
    expect(await one.standing(customerId)).toBe("free");
    one.reply(customerId, 0);
  }
  expect([await one.standing(customerId), await one.standing()]).toEqual(["customer", "free"]);
});

test("the month is spent for everybody, whoever is capped besides", async () => {
  const one = start({ customerDailyReplies: 1 });
  const customerId = newId();
  one.reply(customerId, 900_000);
  expect([await one.standing(customerId), await one.standing()]).toEqual(["customer", "soft"]);
  one.reply(customerId);
  expect([await one.standing(customerId), await one.standing()]).toEqual(["hard", "hard"]);
});

test("a database that is away bounds nobody but by what this process spent, and is said once a minute", async () => {
  let fault: "away" | "silent" | undefined = "away";
  const through: Database = {
    ...database,
    query(text, values) {
      if (fault === "silent") return new Promise(() => undefined);
      if (fault) return Promise.reject(Object.assign(new Error("away"), { code: "ECONNREFUSED" }));
      return database.query(text, values);
    },
  };
  await spentBefore("USD", 950_000);
  const warnings: object[] = [];
  const logger: Logger = { ...silentLogger, warn: (fields) => void warnings.push(fields) };
  const one = start({}, { through, logger });
  const customerId = newId();
  for (let look = 0; look < 50; look++) expect(await one.standing(customerId)).toBe("free");
  expect(warnings).toHaveLength(1);
  fault = "silent";
  expect(await start({}, { through, patienceMs: 20 }).standing(customerId)).toBe("free");
  fault = undefined;
  expect(await one.standing(customerId)).toBe("soft");
  fault = "away";
  pass(60_000);
  one.reply(customerId);
  // Known before, and what this process spent since.
  expect(await one.standing(customerId)).toBe("hard");
  expect(warnings).toHaveLength(2);
  fault = undefined;
});
