import { afterEach, describe, expect, test, vi } from "vitest";
import { type Cache, createCache } from "../../src/cache/index.ts";
import { type Logger, silentLogger } from "../../src/shared/index.ts";
import { PATIENCE_MS } from "../support/clock.ts";
import { hasRedis, PATIENT_COMMAND_MS, startRedis, type TestRedis } from "../support/redis.ts";

const PATIENT = { commandMs: PATIENT_COMMAND_MS };
const WAIT = { timeout: PATIENCE_MS, interval: 20 };
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function open(url: string | undefined, more: Partial<Parameters<typeof createCache>[0]> = {}): Cache {
  const cache = createCache({ url, logger: silentLogger, ...more });
  ends.push(() => cache.close());
  return cache;
}
async function redisServer(port?: number): Promise<TestRedis> {
  const redis = await startRedis(port);
  ends.push(() => redis.stop());
  return redis;
}
const until = (cache: Cache, state: string) => vi.waitFor(() => expect(cache.state()).toBe(state), WAIT);

describe("without Redis", () => {
  test("a conversation is remembered with its last ten messages", async () => {
    const cache = open(undefined);
    expect(cache.state()).toBe("memory");
    expect(await cache.read("a")).toEqual({ session: undefined, history: [] });
    for (let i = 1; i <= 6; i++) await cache.write("a", `session ${i}`, [`in ${i}`, `out ${i}`], false);
    const { session, history } = await cache.read("a");
    expect(session).toBe("session 6");
    expect(history).toEqual(["in 2", "out 2", "in 3", "out 3", "in 4", "out 4", "in 5", "out 5", "in 6", "out 6"]);
    await cache.write("a", "anew", ["in 7"], true);
    expect((await cache.read("a")).history).toEqual(["in 7"]);
  });

  test("it is forgotten after thirty minutes, and the least recently used first when there are too many", async () => {
    let nowMs = 0;
    const cache = open(undefined, { maxKeys: 4, nowMs: () => nowMs });
    await cache.write("a", "a", ["a"], false);
    await cache.write("b", "b", ["b"], false);
    await cache.read("a");
    await cache.write("c", "c", ["c"], false);
    expect((await cache.read("a")).session).toBe("a");
    expect(await cache.read("b")).toEqual({ session: undefined, history: [] });
    nowMs = 30 * 60_000;
    expect(await cache.read("a")).toEqual({ session: undefined, history: [] });
  });
});

describe.skipIf(!hasRedis)("with Redis", () => {
  test("two processes share a conversation, under keys that go after thirty minutes", async () => {
    const redis = await redisServer();
    const [one, other] = [open(redis.url, PATIENT), open(redis.url, PATIENT)];
    await until(one, "up");
    await until(other, "up");
    for (let i = 1; i <= 6; i++) await one.write("a", `session ${i}`, [`in ${i}`, `out ${i}`], false);
    expect((await other.read("a")).session).toBe("session 6");
    expect((await other.read("a")).history).toHaveLength(10);
    expect((await redis.client.keys("*")).sort()).toEqual(["chat_history:a", "session:a"]);
    for (const key of ["chat_history:a", "session:a"]) {
      const ttlMs = await redis.client.pttl(key);
      expect(ttlMs).toBeGreaterThan(29 * 60_000);
      expect(ttlMs).toBeLessThanOrEqual(30 * 60_000);
    }
  });

  test("a Redis that is not there yet is found when it comes, and one that dies is found again", async () => {
    const first = await redisServer();
    const { port, url } = first;
    await first.stop();
    const lines: object[] = [];
    const logger: Logger = { ...silentLogger, warn: (fields: object) => void lines.push(fields) };
    const cache = open(url, { logger, ...PATIENT });
    await cache.write("a", "in memory", ["x"], false);
    expect(cache.state()).toBe("down");
    expect((await cache.read("a")).session).toBe("in memory");

    const second = await redisServer(port);
    await until(cache, "up");
    // What this process kept meanwhile is behind what others may have written.
    expect((await cache.read("a")).session).toBeUndefined();
    await cache.write("a", "in Redis", ["x"], false);
    expect(await second.client.get("session:a")).toBe("in Redis");

    await second.stop();
    await until(cache, "down");
    await cache.write("a", "in memory again", ["x"], false);
    expect((await cache.read("a")).session).toBe("in memory again");
    await redisServer(port);
    await until(cache, "up");
    // One line for each change, however often it was tried.
    expect(lines.map((line) => (line as { redis: string }).redis)).toEqual(["up", "down", "up"]);
    expect(JSON.stringify(lines)).not.toContain("127.0.0.1");
  });

  test("a frozen Redis holds nobody up: memory serves, and Redis is back when it wakes", async () => {
    const redis = await redisServer();
    const cache = open(redis.url);
    await until(cache, "up");
    await cache.write("a", "before", ["x"], false);
    redis.freeze();
    const startedAt = performance.now();
    await cache.write("a", "while it froze", ["y"], false);
    expect((await cache.read("a")).session).toBe("while it froze");
    // Not a measurement: an unbounded wait would be as long as the test's own.
    expect(performance.now() - startedAt).toBeLessThan(PATIENCE_MS);
    expect(cache.state()).toBe("down");
    redis.thaw();
    await until(cache, "up");
    // Whoever gives Redis up after a quarter of a second gives up a busy machine too, and is back at once.
    await vi.waitFor(async () => {
      await cache.write("a", "after", ["z"], false);
      expect(await redis.client.get("session:a")).toBe("after");
    }, WAIT);
  });

  test("a close while Redis is frozen or gone ends at once", async () => {
    const redis = await redisServer();
    const frozen = createCache({ url: redis.url, logger: silentLogger });
    await until(frozen, "up");
    redis.freeze();
    await frozen.close();
    const gone = createCache({ url: "redis://127.0.0.1:1", logger: silentLogger });
    await gone.close();
  });
});
