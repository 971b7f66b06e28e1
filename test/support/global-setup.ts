import { resolve } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrations } from "../../migrations/index.ts";
import { migrate, startEmbeddedServer } from "../../src/database/index.ts";

export const TEMPLATE = "atiende_template";

/** One PostgreSQL for the whole run, with a migrated template that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startEmbeddedServer({ directory: resolve(".data/test-postgres"), isDurable: false });
  const adminUrl = await server.databaseUrl("postgres");
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  // What an interrupted run left behind.
  const left = await admin.query("select datname from pg_database where datname like 'test\\_%' or datname = $1", [
    TEMPLATE,
  ]);
  for (const { datname } of left.rows) await admin.query(`drop database if exists ${datname} with (force)`);
  const templateUrl = await server.databaseUrl(TEMPLATE);
  await migrate(templateUrl, migrations);
  await admin.end();
  project.provide("postgresUrl", adminUrl);
  return () => server.stop();
}

declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
  }
}
