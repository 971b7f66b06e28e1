import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { OldDatabaseError, withDatabase } from "../../scripts/open-database.ts";
import { temporaryFolder } from "../nlu/temporary.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** What a command that lists reads of the database of DATABASE_URL. */
const list = () =>
  withDatabase(
    { databaseUrl: database.url },
    temporaryFolder(),
    (sql) => sql.query<{ count: number }>("select count(*)::int as count from nlu_annotations"),
    { isReading: true },
  );
const applied = async () => (await database.query<{ name: string }>("select name from migrations order by id")).length;

test("a command that only reads says that a database is older than it, and leaves it as it is", async () => {
  expect(await list()).toEqual([{ count: 0 }]);
  const before = await applied();
  await database.query("delete from migrations where name = (select name from migrations order by id desc limit 1)");
  await expect(list()).rejects.toThrow(OldDatabaseError);
  await expect(list()).rejects.toThrow(/falta 1 migración.*npm start o npm run migrate/s);
  expect(await applied()).toBe(before - 1);
});

test("training changes nothing of it either, and says so before it takes minutes", () => {
  const folder = temporaryFolder();
  const env = { DATABASE_URL: database.url, XDG_CACHE_HOME: folder };
  const args = ["--import", "tsx", "scripts/nlu-train.ts", "--data", folder];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env });
  expect(stderr).toMatch(/La base de datos es de una versión anterior \(falta 1 migración\)/);
  expect(stdout).toBe("");
  expect(status).toBe(1);
});

test("one that is somebody else's and empty is not filled by it either", async () => {
  await database.query("drop table migrations");
  await expect(list()).rejects.toThrow(/faltan \d+ migraciones/);
  expect(await database.query("select to_regclass('migrations') as name")).toEqual([{ name: null }]);
});
