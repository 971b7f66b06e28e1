import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { cpus, loadavg, totalmem } from "node:os";
import { promisify } from "node:util";
import pg from "pg";

/** Read before the first process of ours: a figure belongs to a machine and to how busy it was. */
export function describeMachine() {
  const cores = cpus();
  const loadAverage = loadavg().map((load) => Math.round(load * 100) / 100);
  return {
    cpus: cores.length,
    model: cores[0]?.model ?? "unknown",
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    loadAverage,
    isBusy: (loadAverage[0] ?? 0) > 0.25 * cores.length,
  };
}

const PACKAGES = ["koa", "pg", "typeorm", "twilio", "axios", "opossum", "zod", "tsx"];

/** What ran: without it a figure cannot be repeated. */
export async function describeVersions(adminUrl: string) {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const { rows } = await client
    .query<{ version: string; settings: Record<string, string> }>(
      /* sql */ `select current_setting('server_version') as version,
        json_object_agg(name, current_setting(name)) as settings from pg_settings
        where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'max_wal_size')`,
    )
    .finally(() => client.end());
  const packages = await Promise.all(
    PACKAGES.map(async (name) => {
      const text = await readFile(`node_modules/${name}/package.json`, "utf8").catch(() => "{}");
      return [name, (JSON.parse(text) as { version?: string }).version ?? "absent"];
    }),
  );
  return {
    node: process.versions.node,
    postgres: rows[0]?.version,
    postgresSettings: rows[0]?.settings,
    packages: Object.fromEntries(packages) as Record<string, string>,
    commit: await git("rev-parse", "--short", "HEAD"),
    hasLocalChanges: (await git("status", "--porcelain")) !== "",
  };
}

/** Undefined where there is no repository, as in an image. */
async function git(...args: string[]): Promise<string | undefined> {
  const answer = await promisify(execFile)("git", args).catch(() => undefined);
  return answer?.stdout.trim();
}
