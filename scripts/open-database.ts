// What the trainers' commands read and write of the application that runs here, or that ran here last.
import { resolve } from "node:path";
import { migrations } from "../migrations/index.ts";
import type { Config } from "../src/config/index.ts";
import { type Database, migrate, openDatabase, startEmbeddedServer } from "../src/database/index.ts";
import { createLogger } from "../src/telemetry/index.ts";

/** The database lacks tables of this version, and the command is one that changes nothing. */
export class OldDatabaseError extends Error {
  override readonly name = "OldDatabaseError";
  readonly code = "old_database";
  constructor(missing: number) {
    const changes = missing === 1 ? "falta 1 migración" : `faltan ${missing} migraciones`;
    super(
      `La base de datos es de una versión anterior (${changes}) y este comando sólo lee: no la cambia. ` +
        "La actualizan npm start o npm run migrate; hazlo cuando nada de la versión anterior siga en marcha.",
    );
  }
}

/**
 * Runs `work` on the application's database: the one of DATABASE_URL, or the packaged server of the data folder, which is
 * started when the application is not running and stopped after it. It has the tables of this version.
 *
 * @param options.isReading changes nothing of a database that somebody uses, not even its tables
 * @throws OldDatabaseError when they would have to be changed
 */
export async function withDatabase<Result>(
  config: Pick<Config, "databaseUrl">,
  dataDirectory: string,
  work: (database: Database) => Promise<Result>,
  { isReading = false }: { isReading?: boolean } = {},
): Promise<Result> {
  const server = config.databaseUrl
    ? undefined
    : await startEmbeddedServer({ directory: resolve(dataDirectory, "postgres") });
  try {
    const url = config.databaseUrl ?? (await server?.databaseUrl("atiende")) ?? "";
    if (!isReading || (await isUnused(url, server === undefined))) await migrate(url, migrations);
    return await withOpen(url, work);
  } finally {
    await server?.stop();
  }
}

/** True: a database of this folder alone that nobody has used yet. @throws OldDatabaseError */
function isUnused(url: string, isForeign: boolean): Promise<boolean> {
  return withOpen(url, async (database) => {
    const [found] = await database.query<{ isThere: boolean }>(
      `select to_regclass('migrations') is not null as "isThere"`,
    );
    const applied = found?.isThere ? await database.query<{ name: string }>("select name from migrations") : [];
    const names = new Set(applied.map(({ name }) => name));
    const missing = migrations.filter(({ name }) => !names.has(name)).length;
    if (missing > 0 && (isForeign || names.size > 0)) throw new OldDatabaseError(missing);
    return missing > 0;
  });
}

async function withOpen<Result>(url: string, work: (database: Database) => Promise<Result>): Promise<Result> {
  const database = await openDatabase({ url, logger: createLogger("error"), poolSize: 2 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
