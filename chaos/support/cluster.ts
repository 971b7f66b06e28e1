import { randomBytes } from "node:crypto";
import pg from "pg";
import { migrations } from "../../migrations/index.ts";
import { type Database, migrate, openDatabase, startEmbeddedServer } from "../../src/database/index.ts";
import { silentLogger } from "../../src/shared/index.ts";

export interface ClusterDatabase extends Database {
  url: string;
  /** Closes the pool and drops the database. */
  drop(): Promise<void>;
}

export type Cluster = Awaited<ReturnType<typeof startCluster>>;

/** A PostgreSQL of its own outside the test runner, durable unless told, with migrated databases on request. */
export async function startCluster(options: { directory: string; isDurable?: boolean }) {
  const server = await startEmbeddedServer({ isDurable: true, ...options });
  const adminUrl = await server.databaseUrl("postgres");
  return {
    adminUrl,
    directory: options.directory,
    /** A fresh database with every migration applied. */
    async createDatabase(): Promise<ClusterDatabase> {
      const name = `test_${process.pid}_${randomBytes(4).toString("hex")}`;
      const url = await server.databaseUrl(name);
      await migrate(url, migrations);
      const database = await openDatabase({ url, logger: silentLogger });
      return {
        ...database,
        url,
        async drop() {
          await database.close();
          const admin = new pg.Client({ connectionString: adminUrl });
          await admin.connect();
          await admin.query(`drop database ${name} with (force)`).finally(() => admin.end());
        },
      };
    },
    stop: () => server.stop(),
  };
}
