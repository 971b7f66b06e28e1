import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeDemoData } from "../../scripts/demo-data.ts";
import { readOffer } from "../../scripts/demo-offer.ts";
import { writeDemoData } from "../../scripts/demo-rows.ts";
import { loadProfile } from "../../src/config/index.ts";
import { seedCatalogue } from "../../src/internal-api/index.ts";
import { createSealer } from "../../src/shared/index.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

const profile = loadProfile(resolve("profiles/studio"));
const OPTIONS = { seed: 7, customers: 60, bookings: 1500, nowMs: Date.now() };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedCatalogue(database, profile);
});
afterAll(() => database.drop());

const offerOf = () =>
  readOffer(database, { id: "studio", timeZone: profile.timeZone, gridMinutes: profile.booking.gridMinutes });

test("the same seed makes the same data, and another one other data", async () => {
  const offer = await offerOf();
  const make = (seed: number) => makeDemoData(structuredClone(offer), { ...OPTIONS, seed });
  expect(make(7)).toEqual(make(7));
  expect(make(8).bookings[0]).not.toEqual(make(7).bookings[0]);
});

test("the database takes it all: nothing overlaps, no credit is spent twice, and time decides what became of it", async () => {
  for (const seed of [7, 8]) {
    const data = makeDemoData(await offerOf(), { ...OPTIONS, seed });
    await writeDemoData(database, {
      profileId: "studio",
      channel: "twilio-whatsapp",
      sealer: createSealer("test"),
      data,
    });
  }
  const statuses = await database.query<{ status: string; is_past: boolean; count: number }>(
    "select status, ends_at < $1 as is_past, count(*)::int as count from bookings group by 1, 2",
    [new Date(OPTIONS.nowMs)],
  );
  const count = (status: string, isPast?: boolean) =>
    statuses
      .filter((row) => row.status === status && (isPast === undefined || row.is_past === isPast))
      .reduce((sum, row) => sum + row.count, 0);
  expect(statuses.reduce((sum, row) => sum + row.count, 0)).toBe(3000);
  expect(count("cancelled") / 3000).toBeCloseTo(0.1, 1);
  expect([count("confirmed", true), count("completed", false), count("no_show", false)]).toEqual([0, 0, 0]);
  expect(count("no_show")).toBeGreaterThan(30);
  const [credits] = await database.query(
    `select count(*) filter (where kind = 'spent')::int as spent, count(distinct booking_id)::int as bookings,
       (select count(*)::int from bookings where paid_with = 'credit') as paid from credit_entries`,
  );
  expect(credits.spent).toBeGreaterThan(20);
  expect(credits).toMatchObject({ bookings: credits.spent, paid: credits.spent });
  const outside = await database.query(
    `select 1 from bookings b where not exists (select from opening_hours o where o.profile = b.profile
       and o.weekday = extract(isodow from b.starts_at at time zone $1)
       and o.from_time <= (b.starts_at at time zone $1)::time and o.to_time >= (b.ends_at at time zone $1)::time)`,
    [profile.timeZone],
  );
  expect(outside).toEqual([]);
  expect(await database.query("select 1 from domain_events")).toEqual([]);
});

test("the command adds nothing the second time, and refuses production", async () => {
  const run = (env: object) =>
    promisify(execFile)(
      process.execPath,
      ["--import", "tsx", "scripts/seed.ts", "--customers", "5", "--bookings", "40", "--seed", "9"],
      { env: { ...process.env, DATABASE_URL: database.url, NODE_ENV: "test", ...env } },
    ).catch((error: { stderr: string; code: number }) => ({ stdout: `${error.code} ${error.stderr}` }));
  expect((await run({})).stdout).toContain("5 customers, 40 bookings");
  expect((await run({})).stdout).toContain("nothing was added");
  const [{ count }] = (await database.query("select count(*)::int as count from bookings")) as [{ count: number }];
  expect(count).toBe(3040);
  const refused = await run({ NODE_ENV: "production" });
  expect(refused.stdout).toMatch(/^1 /);
});
