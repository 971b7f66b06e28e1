import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrations } from "../../migrations/index.ts";
import { migrate, startEmbeddedServer } from "../../src/database/index.ts";
import { migrateJobs } from "../../src/jobs/index.ts";

/** One PostgreSQL for the whole run, with a migrated template that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // What tests start as processes; it takes 0.3 s, and a bundle of yesterday would be tested for today's.
  execFileSync(process.execPath, ["scripts/build.mjs"], { stdio: "inherit" });
  const server = await startEmbeddedServer({ directory: resolve(".data/test-postgres"), isDurable: false });
  const adminUrl = await server.databaseUrl("postgres");
  // Open until the end: another run that ends takes a server without sessions for its own, and stops it.
  const admin = new pg.Client({ connectionString: adminUrl });
  admin.on("error", () => undefined);
  await admin.connect();
  try {
    // Several runs may share the server: one prepares at a time, and nobody drops what another run works on.
    await admin.query("select pg_advisory_lock(hashtext('atiende.template'))");
    const { rows } = await admin.query<{ datname: string }>(
      "select datname from pg_database where datname like 'test\\_%' or datname like 'template\\_atiende\\_%'",
    );
    for (const { datname } of rows.filter(({ datname }) => isLeftOver(datname))) {
      await admin.query(`drop database if exists ${datname} with (force)`);
    }
    // Made under another name first: a half-migrated template is never taken for a whole one.
    if (!rows.some(({ datname }) => datname === templateName())) {
      const fresh = `test_${process.pid}_template`;
      await migrate(await server.databaseUrl(fresh), migrations);
      await migrateJobs(await server.databaseUrl(fresh));
      await admin.query(`alter database ${fresh} rename to ${templateName()}`);
    }
    await admin.query("select pg_advisory_unlock(hashtext('atiende.template'))");
  } catch (error) {
    await admin.end();
    throw error;
  }
  project.provide("postgresUrl", adminUrl);
  project.provide("postgresTemplate", templateName());
  return async () => {
    await admin.end().catch(() => undefined);
    await server.stop();
  };
}

/** Named by what it was made from: another set of migrations has another template. */
function templateName(): string {
  const hash = createHash("sha256");
  for (const file of readdirSync("migrations").sort()) hash.update(readFileSync(`migrations/${file}`));
  return `template_atiende_${hash.digest("hex").slice(0, 12)}`;
}

/** A test's database carries the id of the process that made it. */
function isLeftOver(name: string): boolean {
  const pid = /^test_(\d+)_/.exec(name)?.[1];
  if (!pid) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch {
    return true;
  }
}

declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
    postgresTemplate: string;
  }
}
