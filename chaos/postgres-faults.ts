import { execFile } from "node:child_process";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { asAdmin, type OwnPostgres, type PostgresEnd } from "./postgres-server.ts";

const run = promisify(execFile);

/** One way in which the database goes away, and comes back when `cause` resolves. */
export interface PostgresFault {
  name: string;
  /** Nothing at all can be committed meanwhile, so that not one webhook may be answered with 2xx. */
  isGone: boolean;
  cause(moments: Moments): Promise<void>;
}

/** Between the two, and surely then, it is away; it is back when `cause` resolves. */
export interface Moments {
  gone(): void;
  returning(): void;
}

export interface FaultDeps {
  server: OwnPostgres;
  databaseUrl: string;
  /** The folder of the server's data, when it is a small disk of its own. */
  smallDisk: string | undefined;
}

/** Everything that the scenario does to its database. */
export function postgresFaults({ server, databaseUrl, smallDisk }: FaultDeps) {
  const adminUrl = server.url("postgres");

  const restart = (how: PostgresEnd, awayMs = 0): PostgresFault => ({
    name: `${how} restart${awayMs ? `, ${awayMs / 1000} s away` : ""}`,
    isGone: true,
    async cause({ gone, returning }) {
      await server.end(how);
      gone();
      await pause(awayMs);
      returning();
      await server.start();
    },
  });

  const terminateAll: PostgresFault = {
    name: "pg_terminate_backend on all",
    isGone: false,
    async cause({ gone, returning }) {
      gone();
      await asAdmin(adminUrl, (client) =>
        client.query("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"),
      );
      returning();
    },
  };

  const frozen = (awayMs: number): PostgresFault => ({
    name: `frozen for ${awayMs / 1000} s`,
    isGone: true,
    async cause({ gone, returning }) {
      await server.freeze("SIGSTOP");
      try {
        // What the kernel had in its hands when the backends stopped may still arrive.
        await pause(500);
        gone();
        await pause(awayMs);
      } finally {
        returning();
        await server.freeze("SIGCONT");
      }
    },
  });

  const locked = (awayMs: number): PostgresFault => ({
    name: `a lock on the conversations held for ${awayMs / 1000} s`,
    isGone: true,
    cause: ({ gone, returning }) =>
      asAdmin(databaseUrl, async (client) => {
        await client.query("begin; lock table conversations in access exclusive mode");
        gone();
        await pause(awayMs);
        returning();
        await client.query("rollback");
      }),
  });

  /** Others take every connection, and each that the application's own end sets free. */
  const crowded = (awayMs: number): PostgresFault => ({
    name: `every connection taken for ${awayMs / 1000} s`,
    isGone: false,
    async cause({ gone, returning }) {
      const crowd = new Set<pg.Client>();
      let isOver = false;
      const take = async () => {
        const client = new pg.Client({ connectionString: adminUrl, application_name: "crowd" });
        client.on("error", () => crowd.delete(client));
        await client.connect().then(
          () => crowd.add(client),
          () => pause(20),
        );
      };
      await asAdmin(adminUrl, async (client) => {
        const takers = Array.from({ length: 8 }, async () => {
          while (!isOver) await take();
        });
        await pause(500);
        await client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname <> 'postgres'");
        gone();
        await pause(awayMs);
        returning();
        isOver = true;
        await Promise.all(takers);
        await Promise.all([...crowd].map((member) => member.end().catch(() => undefined)));
      });
    },
  });

  /** A file takes the rest of the disk; the server may end by itself over it. */
  const diskFull = (folder: string, awayMs: number): PostgresFault => ({
    name: `disk full for ${awayMs / 1000} s`,
    isGone: false,
    async cause({ gone, returning }) {
      const ballast = join(folder, "ballast");
      await fill(ballast);
      gone();
      await pause(awayMs);
      returning();
      await rm(ballast, { force: true });
      if (!(await server.isRunning())) await server.start();
      else await untilBack(adminUrl, server);
    },
  });

  return {
    short: [terminateAll, restart("immediate")],
    long: [
      ...[terminateAll, restart("fast"), restart("immediate"), restart("kill"), restart("immediate", 30_000)],
      ...[frozen(12_000), locked(8000), crowded(8000)],
      ...(smallDisk ? [diskFull(smallDisk, 8000)] : []),
    ],
  };
}

/** A disk in memory that is soon full. Undefined where mounting is not permitted. */
export async function mountSmallDisk(folder: string): Promise<string | undefined> {
  return run("mount", ["-t", "tmpfs", "-o", "size=224m,mode=755", "tmpfs", folder]).then(
    () => folder,
    () => undefined,
  );
}

export async function unmount(folder: string): Promise<void> {
  await run("umount", ["-l", folder]);
}

async function fill(path: string): Promise<void> {
  const file = await open(path, "w");
  try {
    for (const size of [1024 * 1024, 4096]) {
      const chunk = Buffer.alloc(size, 1);
      for (;;) await file.write(chunk);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  } finally {
    await file.close();
  }
}

/** The server of a full disk may just be ending, or recovering. */
async function untilBack(url: string, server: OwnPostgres): Promise<void> {
  for (;;) {
    if (!(await server.isRunning())) return server.start();
    const isBack = await asAdmin(url, (client) => client.query("create temp table probe (n int)")).then(
      () => true,
      () => false,
    );
    if (isBack) return;
    await pause(50);
  }
}
