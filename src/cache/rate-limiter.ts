import type { Redis } from "ioredis";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";

export interface RateLimitPolicy {
  /** Names the policy in headers and keys. */
  name: string;
  points: number;
  seconds: number;
}

export interface RateLimit {
  isAllowed: boolean;
  /** As draft-ietf-httpapi-ratelimit-headers has them, and `Retry-After` for who is refused. */
  headers: Record<string, string>;
}

export interface RateLimiter {
  /** Counts one request of whom `key` names. */
  take(key: string): Promise<RateLimit>;
}

/**
 * Counts in Redis for all processes; without it, and whenever it does not answer, each process counts for itself. It
 * tells `RateLimit-Policy: "chat";q=60;w=60` and `RateLimit: "chat";r=59;t=60`.
 */
export function createRateLimiter({ name, points, seconds }: RateLimitPolicy, redis: Redis | undefined): RateLimiter {
  const policy = { points, duration: seconds, keyPrefix: `rate_${name}` };
  const memory = new RateLimiterMemory(policy);
  const limiter = redis
    ? new RateLimiterRedis({
        ...policy,
        storeClient: redis,
        rejectIfRedisNotReady: true,
        insuranceLimiter: memory,
        // Who is far beyond is refused without asking Redis again.
        inMemoryBlockOnConsumed: points * 2,
      })
    : memory;

  return {
    async take(key) {
      const result = await limiter.consume(key).catch((refusal: unknown) => {
        if (refusal instanceof RateLimiterRes) return refusal;
        throw refusal;
      });
      const resetSeconds = Math.ceil(result.msBeforeNext / 1000);
      const isAllowed = result.consumedPoints <= points;
      return {
        isAllowed,
        headers: {
          "RateLimit-Policy": `"${name}";q=${points};w=${seconds}`,
          RateLimit: `"${name}";r=${result.remainingPoints};t=${resetSeconds}`,
          ...(isAllowed ? {} : { "Retry-After": String(Math.max(1, resetSeconds)) }),
        },
      };
    },
  };
}
