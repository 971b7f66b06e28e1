import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("a transaction that fails leaves nothing behind and its connection is usable again", async () => {
  const insert = "insert into domain_events (id, kind, payload) values (gen_random_uuid(), 'x', '{}')";
  await expect(
    database.transaction(async (sql) => {
      await sql.query(insert);
      throw new Error("changed my mind");
    }),
  ).rejects.toThrow("changed my mind");
  expect(await database.query("select count(*)::int as n from domain_events")).toEqual([{ n: 0 }]);
});

test("killed backends cost their statement, not the process", async () => {
  const killed = database.transaction(async (sql) => {
    await database.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    await sql.query("select 1");
  });
  await expect(killed).rejects.toThrow();
  expect(await database.query("select 1 as alive")).toEqual([{ alive: 1 }]);
});
