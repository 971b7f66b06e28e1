import type Koa from "koa";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createCache } from "../../src/cache/index.ts";
import { createSealer, silentLogger } from "../../src/shared/index.ts";
import { clientNetwork, rateLimit } from "../../src/web/rate-limit.ts";
import { startWebServer } from "../../src/web/server.ts";
import { PATIENCE_MS } from "../support/clock.ts";
import { hasRedis, PATIENT_COMMAND_MS, startRedis } from "../support/redis.ts";

const RULES = [
  { name: "chat", prefix: "/api/chat/", points: 3, seconds: 60 },
  { name: "auth", prefix: "/api/auth/", points: 2, seconds: 60 },
];
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A server on which every address that no limit stops answers 200. */
async function start(options: { redisUrl?: string; trustedProxies?: number } = {}) {
  const cache = createCache({ url: options.redisUrl, logger: silentLogger, commandMs: PATIENT_COMMAND_MS });
  ends.push(() => cache.close());
  if (options.redisUrl) await vi.waitFor(() => expect(cache.state()).toBe("up"), { timeout: PATIENCE_MS });
  const refused: string[] = [];
  const { fingerprint } = createSealer("a key");
  const ok: Koa.Middleware = (ctx) => {
    ctx.body = "ok";
  };
  const server = await startWebServer({
    port: 0,
    host: "127.0.0.1",
    logger: silentLogger,
    trustedProxies: options.trustedProxies ?? 0,
    middleware: [
      rateLimit({ redis: cache.redis, fingerprint, rules: RULES, onRefused: (rule) => void refused.push(rule) }),
      ok,
    ],
  });
  ends.push(() => server.close());
  return {
    cache,
    refused,
    post: (path: string, headers: Record<string, string> = {}) =>
      fetch(`http://127.0.0.1:${server.port()}${path}`, { method: "POST", headers }),
    async statuses(count: number, path: string, headers: (i: number) => Record<string, string> = () => ({})) {
      const seen: number[] = [];
      for (let i = 0; i < count; i++) seen.push((await this.post(path, headers(i))).status);
      return seen;
    },
  };
}

describe("limits by address", () => {
  test("chat and auth are limited apart, a provider's webhook never, and who is refused is told until when", async () => {
    const server = await start();
    const first = await server.post("/api/chat/send");
    expect(first.status).toBe(200);
    expect(first.headers.get("ratelimit-policy")).toBe('"chat";q=3;w=60');
    expect(first.headers.get("ratelimit")).toMatch(/^"chat";r=2;t=([1-5]\d|60)$/);
    expect(await server.statuses(3, "/api/chat/send-stream")).toEqual([200, 200, 429]);
    expect(await server.statuses(3, "/api/auth/login")).toEqual([200, 200, 429]);

    const refused = await server.post("/api/chat/send");
    expect(refused.headers.get("content-type")).toContain("application/problem+json");
    expect(await refused.json()).toMatchObject({ status: 429, code: "rate_limited" });
    const retryAfter = Number(refused.headers.get("retry-after"));
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(60);
    expect(server.refused).toEqual(["chat", "auth", "chat"]);

    for (const path of ["/api/whatsapp/webhook", "/api/whatsapp/status", "/api/services", "/health/ready"]) {
      expect(await server.statuses(5, path)).toEqual([200, 200, 200, 200, 200]);
      expect((await server.post(path)).headers.has("ratelimit")).toBe(false);
    }
  });

  test("X-Forwarded-For is a claim of the caller, and not believed", async () => {
    const server = await start();
    const statuses = await server.statuses(4, "/api/chat/send", (i) => ({ "x-forwarded-for": `198.51.100.${i}` }));
    expect(statuses).toEqual([200, 200, 200, 429]);
  });

  test("behind one proxy of ours its entry counts, and not what the caller wrote before it", async () => {
    const server = await start({ trustedProxies: 1 });
    const behind = (address: string) => (i: number) => ({ "x-forwarded-for": `203.0.113.${i}, ${address}` });
    expect(await server.statuses(4, "/api/chat/send", behind("198.51.100.1"))).toEqual([200, 200, 200, 429]);
    expect(await server.statuses(1, "/api/chat/send", behind("198.51.100.2"))).toEqual([200]);
  });

  test.each([
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::9", "2001:db8:1:2::/64"],
    ["2001:db8::9", "2001:db8:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["nonsense", "nonsense"],
  ])("%s is counted as %s", (address, network) => {
    expect(clientNetwork(address)).toBe(network);
  });

  test.skipIf(!hasRedis)(
    "two processes share the limit through Redis, and each keeps its own when Redis is gone",
    async () => {
      const redis = await startRedis();
      ends.push(() => redis.stop());
      const [one, other] = [await start({ redisUrl: redis.url }), await start({ redisUrl: redis.url })];
      expect(await one.statuses(2, "/api/chat/send")).toEqual([200, 200]);
      expect(await other.statuses(2, "/api/chat/send")).toEqual([200, 429]);
      const keys = await redis.client.keys("*");
      expect(keys).toHaveLength(1);
      // Nobody reads an address in Redis.
      expect(keys[0]).not.toContain("127.0.0.1");
      expect(await redis.client.pttl(keys[0] as string)).toBeGreaterThan(0);

      await redis.stop();
      await vi.waitFor(() => expect(other.cache.state()).toBe("down"), { timeout: PATIENCE_MS });
      expect(await other.statuses(4, "/api/chat/send")).toEqual([200, 200, 200, 429]);
    },
  );
});
