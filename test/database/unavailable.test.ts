import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, isDatabaseUnavailable, openDatabase, type Sql } from "../../src/database/index.ts";
import { silentLogger } from "../../src/shared/index.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { startSilentWire } from "./silent-wire.ts";

let database: TestDatabase;
let role: string;
beforeAll(async () => {
  database = await createTestDatabase();
  role = `guest_${randomBytes(4).toString("hex")}`;
  await database.query(`create role ${role} login password 'guest' connection limit 1`);
});
afterAll(async () => {
  await database.query(`drop role ${role}`);
  await database.drop();
});

async function failure(work: Promise<unknown>): Promise<Error & { code?: string }> {
  return work.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: Error) => error,
  );
}

const pid = async (sql: Sql) => (await sql.query<{ pid: number }>("select pg_backend_pid() as pid"))[0]?.pid;

const NO_CODE = undefined;

const real: [what: string, codes: (string | undefined)[], work: () => Promise<unknown>][] = [
  ["a statement of more than two seconds", ["57014"], () => database.query("select pg_sleep(3)")],
  [
    "a session that is terminated in its transaction",
    // When the socket closes before the server's last word is read, the driver has no code to give.
    ["57P01", NO_CODE],
    () =>
      database.transaction(async (sql) => {
        await database.query("select pg_terminate_backend($1)", [await pid(sql)]);
        await sql.query("select 1");
      }),
  ],
  [
    "a transaction that rested longer than two seconds",
    // The server says 25P03 while nobody asks it; the driver only says that the connection is gone.
    [NO_CODE],
    () =>
      database.transaction(async (sql) => {
        const own = await pid(sql);
        const isThere = () => database.query("select 1 from pg_stat_activity where pid = $1", [own]);
        await expect.poll(isThere).toEqual([]);
        await sql.query("select 1");
      }),
  ],
  [
    "every connection taken",
    ["53300"],
    async () => {
      const url = Object.assign(new URL(database.url), { username: role, password: "guest" }).href;
      const first = new pg.Client({ connectionString: url });
      await first.connect();
      try {
        await openDatabase({ url, logger: silentLogger });
      } finally {
        await first.end();
      }
    },
  ],
  [
    "nobody at the port",
    ["ECONNREFUSED"],
    // A port that the system gave out for a moment may be another test's in the next; this one is given to nobody.
    () => openDatabase({ url: "postgres://x:y@127.0.0.1:9/x", logger: silentLogger }),
  ],
  ["a copy that only reads", ["25006"], () => database.query("begin read only; create table t (n int); commit")],
  // A full disk and a broken one cannot be had here; the chaos scenario fills a real one.
  ["a full disk", ["53100"], () => raise("53100")],
  ["memory used up", ["53200"], () => raise("53200")],
  ["a disk that fails", ["58030"], () => raise("58030")],
];

test.each(real)("%s is a database that is away for now (%j)", async (_, codes, work) => {
  const error = await failure(work());
  expect(codes).toContain(error.code);
  expect(isDatabaseUnavailable(error)).toBe(true);
});

const ours: [string, string, string][] = [
  ["a broken rule", "23505", "do $$ begin raise unique_violation; end $$"],
  ["a table that is not there", "42P01", "select 1 from nowhere"],
  ["a value of the wrong form", "22P02", "select 'x'::int"],
  ["a deadlock, which is tried again at once", "40P01", "do $$ begin raise deadlock_detected; end $$"],
];

test.each(ours)("%s is no database that is away (%s)", async (_, code, statement) => {
  const error = await failure(database.query(statement));
  expect(error.code).toBe(code);
  expect(isDatabaseUnavailable(error)).toBe(false);
});

test("a server that falls silent costs five seconds, not the request, and its connections are not used again", async () => {
  const { wire, through } = await behindWire();
  try {
    await through.query("select 1");
    wire.silence();
    const [query, transaction] = await Promise.all([
      failure(through.query("select 1")),
      failure(through.transaction((sql) => sql.query("select 1"))),
    ]);
    expect([query, transaction].map(isDatabaseUnavailable)).toEqual([true, true]);
    wire.speak();
    expect(await through.query("select 1 as n")).toEqual([{ n: 1 }]);
  } finally {
    await through.close();
    await wire.close();
  }
});

async function behindWire() {
  const { hostname, port } = new URL(database.url);
  const wire = await startSilentWire({ host: hostname, port: Number(port) });
  const url = Object.assign(new URL(database.url), { port: String(wire.port) }).href;
  const through: Database = await openDatabase({ url, logger: silentLogger });
  return { wire, through };
}

function raise(code: string): Promise<unknown> {
  return database.query(`do $$ begin raise exception 'as if' using errcode = '${code}'; end $$`);
}
