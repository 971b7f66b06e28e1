import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { loadProfile } from "../../src/config/index.ts";
import type { ResponseOf } from "../../src/contract/index.ts";
import type { LlmCallRecord } from "../../src/llm/types.ts";
import { createLlmUsage } from "../../src/llm/usage/usage.ts";
import { newId, silentLogger } from "../../src/shared/index.ts";
import { type Harness, startHarness } from "./harness.ts";

type Usage = ResponseOf<"getLlmUsage">;

let harness: Harness;
let developer: string;
beforeAll(async () => {
  harness = await startHarness();
  developer = await harness.addKey(["payments:read"]);
});
afterEach(() => harness.database.query("truncate llm_usage, llm_customer_usage"));
afterAll(() => harness.close());

const CALL: LlmCallRecord = {
  purpose: "phrase",
  tier: "simple",
  rule: "default",
  model: "qwen",
  result: "ok",
  usage: { input: 1000, cachedInput: 400, output: 50, isEstimated: false },
  costMicros: 1500,
  firstTokenMs: 90,
  durationMs: 400,
};

type Spent = Partial<LlmCallRecord> & { at: string; intent?: string; profile?: string };

/** A worker made these calls and wrote them. */
async function spend(...calls: Spent[]) {
  for (const { at, intent, profile = "studio", ...call } of calls) {
    const clock = { now: () => new Date(at), monotonicMs: () => 0 };
    const { database } = harness;
    const usage = createLlmUsage({
      database,
      clock,
      timeZone: harness.profile.timeZone,
      currency: "USD",
      logger: silentLogger,
    });
    usage.spend({ profile, customerId: newId(), intent }, { ...CALL, ...call });
    await usage.stop();
  }
}

const read = <Body = Usage>(query: string, headers: Record<string, string> = {}) =>
  harness.request<Body>("GET", `/admin/llm/usage?${query}`, { token: developer, headers });

test("a developer reads what a month cost by day, model and intent, and how the budget stands", async () => {
  await spend(
    { at: "2030-03-01T09:00:00-06:00", intent: "saludo" },
    { at: "2030-03-01T23:59:59-06:00", intent: "saludo" },
    { at: "2030-03-02T00:00:00-06:00", intent: "saludo", model: "kimi", tier: "complex", costMicros: 9000 },
    { at: "2030-03-03T12:00:00-06:00", purpose: "classify", result: "llm_timeout" },
    { at: "2030-02-28T23:59:59-06:00", intent: "saludo", costMicros: 5 },
    { at: "2030-03-02T10:00:00-06:00", profile: "another", costMicros: 77 },
  );
  const { status, body, headers } = await read("from=2030-03-01&to=2030-03-31");
  expect(status).toBe(200);
  const sums = {
    currency: "USD",
    failures: 0,
    estimatedCalls: 0,
    inputTokens: 1000,
    cachedInputTokens: 400,
    outputTokens: 50,
  };
  expect(body).toEqual({
    from: "2030-03-01",
    to: "2030-03-31",
    timeZone: "America/Mexico_City",
    usage: [
      {
        ...sums,
        ...{ day: "2030-03-01", model: "qwen", intent: "saludo", calls: 2, costMicros: 3000 },
        ...{ inputTokens: 2000, cachedInputTokens: 800, outputTokens: 100 },
      },
      { ...sums, day: "2030-03-02", model: "kimi", intent: "saludo", calls: 1, costMicros: 9000 },
      { ...sums, day: "2030-03-03", model: "qwen", intent: null, calls: 1, failures: 1, costMicros: 1500 },
    ],
    totals: [
      {
        ...{ currency: "USD", calls: 4, failures: 1, estimatedCalls: 0, costMicros: 13_500 },
        ...{ inputTokens: 4000, cachedInputTokens: 1600, outputTokens: 200 },
      },
    ],
    budget: {
      month: "2030-03",
      currency: "USD",
      limitMicros: 20_000_000,
      softPercent: 80,
      spentMicros: 13_500,
      standing: "free",
    },
  });
  const again = await read("from=2030-03-01&to=2030-03-31", { "If-None-Match": headers.get("ETag") ?? "" });
  expect(again.status).toBe(304);
  expect(headers.get("RateLimit-Policy")).toContain('"key"');
});

test.each([
  ["model", ["kimi 1", "qwen 2"]],
  ["tier,purpose", ["complex phrase 1", "simple classify 1", "simple phrase 1"]],
  ["day,day", ["2030-03-02 2", "2030-03-03 1"]],
])("it tells apart what it was asked to: by=%s", async (by, expected) => {
  await spend(
    { at: "2030-03-02T09:00:00-06:00" },
    { at: "2030-03-02T09:00:00-06:00", model: "kimi", tier: "complex" },
    { at: "2030-03-03T09:00:00-06:00", purpose: "classify" },
  );
  const { body } = await read(`from=2030-03-02&to=2030-03-03&by=${by}`);
  const told = body.usage.map(({ day, tier, purpose, model, intent, calls }) =>
    [day, tier, purpose, model, intent, calls].filter((value) => value !== undefined).join(" "),
  );
  expect(told).toEqual(expected);
  expect(body.totals).toMatchObject([{ calls: 3, costMicros: 4500 }]);
});

test("days without a call are an empty list; the budget is this month's all the same", async () => {
  await spend({ at: "2030-03-04T07:00:00-06:00", costMicros: 16_000_000 });
  const soft = await read("from=2029-01-01&to=2029-01-01");
  expect(soft.body).toMatchObject({ usage: [], totals: [], budget: { spentMicros: 16_000_000, standing: "soft" } });
  await spend({ at: "2030-03-04T07:00:00-06:00", costMicros: 4_000_000 });
  expect((await read("from=2029-01-01&to=2029-01-01")).body.budget.standing).toBe("hard");
});

test("what was paid in two currencies is two sums, and the budget is in the present one", async () => {
  await spend({ at: "2030-03-02T09:00:00-06:00" });
  await harness.database.query(
    `insert into llm_usage select profile, day, purpose, tier, model, intent, 'EUR', 1, 0, 0, 1, 0, 1, 42 from llm_usage`,
  );
  const { body } = await read("from=2030-03-02&to=2030-03-02");
  expect(body.usage.map(({ currency, costMicros }) => [currency, costMicros])).toEqual([
    ["EUR", 42],
    ["USD", 1500],
  ]);
  expect(body.totals.map(({ currency }) => currency)).toEqual(["EUR", "USD"]);
  expect(body.budget.spentMicros).toBe(1500);
});

test.each([
  ["from=2030-03-02&to=2030-03-01", "to"],
  ["from=2029-01-01&to=2030-01-02", "to"],
  ["from=2030-02-30&to=2030-03-01", "from"],
  ["from=yesterday&to=2030-03-01", "from"],
  ["to=2030-03-01", "from"],
  ["from=2030-03-01&to=2030-03-01&by=", "by"],
  ["from=2030-03-01&to=2030-03-01&by=day,customer", "by"],
  ["from=2030-03-01&to=2030-03-01&by=day;drop", "by"],
  ["from=2030-03-01&to=2030-03-01&customer=1", "customer"],
])("%s is refused, and the answer says which field is wrong", async (query, field) => {
  const { status, headers, body } = await read<{ code: string; errors: { field: string }[] }>(query);
  expect([status, body.code]).toEqual([422, "validation_failed"]);
  expect(headers.get("Content-Type")).toContain("application/problem+json");
  expect(body.errors.map((error) => error.field)).toEqual([field]);
});

test("a whole leap of days is allowed, and no more rows than somebody can read", async () => {
  expect((await read("from=2029-01-01&to=2030-01-01")).status).toBe(200);
  await harness.database.query(
    `insert into llm_usage select 'studio', '2029-06-01', 'phrase', 'simple', 'qwen', 'i' || n, 'USD', 1, 0, 0, 1, 0, 1, 1
     from generate_series(1, 20001) n`,
  );
  const { status, body } = await read<{ errors: object[] }>("from=2029-01-01&to=2030-01-01");
  expect([status, body.errors]).toEqual([422, [{ field: "by", message: expect.stringContaining("fewer") }]]);
  const coarse = await read("from=2029-01-01&to=2030-01-01&by=day");
  expect(coarse.body.totals).toMatchObject([{ calls: 20_001 }]);
});

test("what the assistant costs is nothing for a website's key, a customer or a stranger", async () => {
  const path = "/admin/llm/usage?from=2030-03-01&to=2030-03-31";
  const website = await harness.addKey(["catalogue:read", "bookings:write"]);
  const statusOf = async (options: Parameters<Harness["request"]>[2]) =>
    (await harness.request("GET", path, options)).status;
  const customerId = await harness.addCustomer();
  expect(await statusOf({ token: website })).toBe(403);
  expect(await statusOf({ role: "customer", customerId })).toBe(403);
  expect(await statusOf({ role: "service", customerId })).toBe(403);
  expect(await statusOf({ token: developer, onBehalfOf: customerId })).toBe(403);
  expect(await statusOf({ token: null })).toBe(401);
  expect(await statusOf({ role: "admin" })).toBe(200);
});

test("the owner writes amounts as people do; without the block the month is unlimited and a customer's day is not", () => {
  const directory = mkdtempSync(join(tmpdir(), "profile-"));
  cpSync(resolve("profiles/studio"), directory, { recursive: true });
  const file = join(directory, "profile.yml");
  const [before = "", after = ""] = readFileSync(file, "utf8").split(/^assistant:\n(?: .*\n)*/m);
  const budgetOf = (block: string) => {
    writeFileSync(file, `${before}${block}${after}`);
    return loadProfile(directory).assistant.budget;
  };
  const none = { monthlyMicros: undefined, softMicros: undefined, customerDailyMicros: undefined };
  expect(budgetOf("")).toEqual({ ...none, softPercent: 80, customerDailyReplies: 60 });
  expect(budgetOf("assistant: { budget: { monthly: 7.99, softPercent: 50, customerDailyCost: 0.1 } }\n")).toEqual({
    ...{ softPercent: 50, customerDailyReplies: 60 },
    ...{ monthlyMicros: 7_990_000, softMicros: 3_995_000, customerDailyMicros: 100_000 },
  });
  for (const wrong of ["monthly: 0", "monthly: -1", "softPercent: 0", "customerDailyReplies: 1.5", "weekly: 3"]) {
    expect(() => budgetOf(`assistant: { budget: { ${wrong} } }\n`), wrong).toThrow(/assistant\.budget/);
  }
  rmSync(directory, { recursive: true });
});
