import type { Redis } from "ioredis";
import { createRateLimiter, type RateLimit, type RateLimiter } from "../../cache/index.ts";
import type { Caller } from "../../contract/index.ts";

/** Requests in any minute, by who calls. The orchestrator and staff hold secrets of the house and are not counted. */
export const CALLER_LIMITS = { key: 600, customer: 120 } as const;

export type LimitedRole = keyof typeof CALLER_LIMITS;

/** Counts each API key's and each customer token's requests; undefined for whoever is not counted. */
export function createCallerLimits(redis: Redis | undefined, limits: Record<LimitedRole, number> = CALLER_LIMITS) {
  const limiterOf = (role: LimitedRole) => createRateLimiter({ name: role, points: limits[role], seconds: 60 }, redis);
  const limiters: Partial<Record<Caller["role"], RateLimiter>> = {
    key: limiterOf("key"),
    customer: limiterOf("customer"),
  };
  return async (caller: Caller): Promise<RateLimit | undefined> => limiters[caller.role]?.take(caller.id);
}
