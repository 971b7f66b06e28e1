export { type Cache, createCache } from "./cache.ts";
export { createRateLimiter, type RateLimit, type RateLimiter, type RateLimitPolicy } from "./rate-limiter.ts";
