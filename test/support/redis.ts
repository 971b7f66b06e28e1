import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { Redis } from "ioredis";
import { restartablePort } from "./process.ts";

const executable = ["/usr/bin/redis-server", "/usr/local/bin/redis-server", "/opt/homebrew/bin/redis-server"].find(
  existsSync,
);
// A Redis is no part of a fresh clone's set-up; where CI asks for one, its lack is a failure and no skip.
if (!executable && process.env.REQUIRE_REDIS) throw new Error("no redis-server: apt-get install redis-server");
if (!executable) console.warn("No redis-server on this machine: NOTHING THAT NEEDS REDIS IS TESTED.");

export const hasRedis = executable !== undefined;

/** Longer than a busy machine pauses: for every test of a Redis that does not freeze, as `commandMs` of `createCache`. */
export const PATIENT_COMMAND_MS = 10_000;

export interface TestRedis {
  url: string;
  port: number;
  /** A connection of the test's own. */
  client: Redis;
  /** As a frozen machine: connections stay and nothing is answered. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

/** A real Redis that keeps nothing on disk. @param port the one that it had before, to come back */
export async function startRedis(port?: number): Promise<TestRedis> {
  const own = port ?? (await restartablePort());
  const child: ChildProcess = spawn(
    executable as string,
    ["--port", String(own), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
    { stdio: "ignore" },
  );
  const exited = new Promise<void>((done) => child.once("exit", () => done()));
  const url = `redis://127.0.0.1:${own}`;
  const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on("error", () => undefined);
  await client.ping();
  return {
    url,
    port: own,
    client,
    freeze: () => child.kill("SIGSTOP"),
    thaw: () => child.kill("SIGCONT"),
    async stop() {
      client.disconnect();
      child.kill("SIGKILL");
      await exited;
    },
  };
}
