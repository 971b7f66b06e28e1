import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type Cache, createCache } from "../../src/cache/index.ts";
import { createReplyCache } from "../../src/llm/reply-cache.ts";
import { silentLogger } from "../../src/shared/index.ts";
import { PATIENCE_MS } from "../support/clock.ts";
import { hasRedis, PATIENT_COMMAND_MS, startRedis } from "../support/redis.ts";

const SEED = 20_261_121;
const HOUR_MS = 3_600_000;
const WAIT = { timeout: PATIENCE_MS, interval: 20 };
const GREETING = { text: "¡Hola! ¿En qué te ayudamos hoy?", model: "qwen" };
const PARTS = ["system@1f2e response@9c8d", "simple", "es", "Eres la recepción…", "Plantilla: ¡Hola!"];

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function openCache(url?: string, commandMs?: number): Cache {
  const cache = createCache({ url, logger: silentLogger, commandMs });
  ends.push(() => cache.close());
  return cache;
}
const open = (cache: Cache, nowMs?: () => number) => createReplyCache({ cache, logger: silentLogger, nowMs });

describe("without Redis", () => {
  test("only what was made from the same parts is found, whatever the parts are", async () => {
    const parts = fc.array(fc.string({ unit: "binary" }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(parts, parts, async (one, other) => {
        const replies = open(openCache());
        await replies.set(one, GREETING);
        expect(await replies.get([...one])).toEqual(GREETING);
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        expect(await replies.get(other)).toEqual(isSame ? GREETING : undefined);
      }),
      { numRuns: 200, seed: SEED },
    );
    const replies = open(openCache());
    await replies.set(["ab", "c"], GREETING);
    for (const other of [["a", "bc"], ["abc"], ["ab", "c", ""], ["c", "ab"], ["ab,c"]]) {
      expect(await replies.get(other)).toBeUndefined();
    }
  });

  test("a wording lives for a day", async () => {
    let nowMs = 0;
    const replies = open(openCache(), () => nowMs);
    await replies.set(PARTS, GREETING);
    nowMs = 24 * HOUR_MS - 1;
    expect(await replies.get(PARTS)).toEqual(GREETING);
    nowMs += 1;
    expect(await replies.get(PARTS)).toBeUndefined();
  });

  test("two thousand are remembered, the last used ones", async () => {
    const replies = open(openCache());
    await replies.set(PARTS, GREETING);
    for (let other = 0; other < 2500; other++) {
      await replies.set([`${other}`], GREETING);
      if (other % 1000 === 0) await replies.get(PARTS);
    }
    expect(await replies.get(PARTS)).toEqual(GREETING);
    expect(await replies.get(["0"])).toBeUndefined();
    expect(await replies.get(["2499"])).toEqual(GREETING);
  });

  test("what is no wording is not remembered", async () => {
    const replies = open(openCache());
    for (const text of ["", "x".repeat(5000)]) {
      await replies.set(PARTS, { text, model: "qwen" });
      expect(await replies.get(PARTS)).toBeUndefined();
    }
  });
});

describe.runIf(hasRedis)("with Redis", () => {
  async function redisWith() {
    const redis = await startRedis();
    ends.push(() => redis.stop());
    return redis;
  }
  /** @param commandMs longer than a busy machine pauses, unless Redis is to freeze */
  async function up(url: string, commandMs?: number): Promise<Cache> {
    const cache = openCache(url, commandMs);
    await vi.waitFor(() => expect(cache.state()).toBe("up"), WAIT);
    return cache;
  }

  test("what one process paid for, another one has, for a day", async () => {
    const redis = await redisWith();
    const [one, other] = [open(await up(redis.url, PATIENT_COMMAND_MS)), open(await up(redis.url, PATIENT_COMMAND_MS))];
    await one.set(PARTS, GREETING);
    expect(await other.get(PARTS)).toEqual(GREETING);
    const [key] = await redis.client.keys("llm_reply:*");
    expect(key).toMatch(/^llm_reply:[\w-]{43}$/);
    const ttl = await redis.client.pttl(key!);
    expect(ttl).toBeGreaterThan(23 * HOUR_MS);
    expect(ttl).toBeLessThanOrEqual(24 * HOUR_MS);
  });

  test.each(['{"text":"","model":"qwen"}', '{"text":{"$ne":1},"model":"qwen"}', "[]", "null", "gratis", "{"])(
    "somebody who writes %s into Redis puts nothing into our mouth",
    async (poison) => {
      const redis = await redisWith();
      const replies = open(await up(redis.url, PATIENT_COMMAND_MS));
      await replies.set(PARTS, GREETING);
      const [key] = await redis.client.keys("llm_reply:*");
      await redis.client.set(key!, poison);
      expect(await replies.get(PARTS)).toBeUndefined();
      await redis.client.del(key!);
      await redis.client.lpush(key!, GREETING.text);
      expect(await replies.get(PARTS)).toBeUndefined();
    },
  );

  test("Redis goes, freezes and is gone: what is asked for is answered all the same", async () => {
    const redis = await redisWith();
    const cache = await up(redis.url);
    const replies = open(cache);
    redis.freeze();
    await replies.set(PARTS, GREETING);
    expect(await replies.get(PARTS)).toEqual(GREETING);
    redis.thaw();
    await redis.stop();
    await vi.waitFor(() => expect(cache.state()).toBe("down"), WAIT);
    expect(await replies.get(PARTS)).toEqual(GREETING);
    expect(await replies.get(["another"])).toBeUndefined();
  });
});
