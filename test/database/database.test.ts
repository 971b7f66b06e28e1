import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { silentLogger } from "../../src/shared/index.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let retries = 0;
beforeAll(async () => {
  const debug = (_fields: object, message: string) => {
    if (message.startsWith("listener")) retries += 1;
  };
  database = await createTestDatabase({ logger: { ...silentLogger, debug } });
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

test("a database that is away for a while leaves one listener behind, which hears again", async () => {
  const name = new URL(database.url).pathname.slice(1);
  const heard: string[] = [];
  const stop = await database.listen("away", (payload) => heard.push(payload), "listener-under-test");
  const sessions = () =>
    admin((client) =>
      client
        .query("select count(*)::int as n from pg_stat_activity where application_name = 'listener-under-test'")
        .then(({ rows }) => rows[0].n as number),
    );
  await admin(async (client) => {
    await client.query(`alter database ${name} allow_connections false`);
    await client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
  });
  // Four failed retries: when each of them made two, sixteen sessions would come back.
  await expect.poll(() => retries).toBeGreaterThanOrEqual(4);
  await admin((client) => client.query(`alter database ${name} allow_connections true`));

  await expect.poll(sessions).toBe(1);
  await database.query("select pg_notify('away', 'here again')");
  await expect.poll(() => heard).toEqual(["here again"]);
  expect(await sessions()).toBe(1);
  await stop();
  await expect.poll(sessions).toBe(0);
});

async function admin<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: inject("postgresUrl") });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
