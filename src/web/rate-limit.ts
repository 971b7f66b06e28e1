import { isIPv6 } from "node:net";
import type { Redis } from "ioredis";
import type Koa from "koa";
import { createRateLimiter, type RateLimitPolicy } from "../cache/index.ts";
import { sendProblem } from "./problem.ts";

export interface RateLimitRule extends RateLimitPolicy {
  /** Requests whose path begins so are counted. */
  prefix: string;
}

/** Where people and browsers come from; providers' webhooks come from few addresses and are never limited by them. */
export const IP_RULES: readonly RateLimitRule[] = [
  { name: "chat", prefix: "/api/chat/", points: 60, seconds: 60 },
  // Each is somebody trying a password or a code.
  { name: "auth", prefix: "/api/auth/", points: 10, seconds: 60 },
];

export interface RateLimitDeps {
  /** Counts for all processes; without it, and whenever it does not answer, each process counts for itself. */
  redis: Redis | undefined;
  /** Turns an address into a key that names nobody. */
  fingerprint(text: string): string;
  onRefused(rule: string): void;
  rules?: readonly RateLimitRule[];
}

/**
 * Limits by IP address, told in the headers of `createRateLimiter`, with 429 beyond. The address is the connection's, or
 * what `TRUSTED_PROXIES` proxies say it is.
 */
export function rateLimit(deps: RateLimitDeps): Koa.Middleware {
  const limited = (deps.rules ?? IP_RULES).map((rule) => ({ rule, limiter: createRateLimiter(rule, deps.redis) }));

  return async (ctx, next) => {
    const found = limited.find(({ rule }) => ctx.path.startsWith(rule.prefix));
    if (!found) return next();
    const { isAllowed, headers } = await found.limiter.take(deps.fingerprint(clientNetwork(ctx.ip)));
    ctx.set(headers);
    if (isAllowed) return next();
    deps.onRefused(found.rule.name);
    sendProblem(ctx, 429, "rate_limited", "Too many requests from this address");
  };
}

/** The IPv4 address, or the /64 of an IPv6 address: whoever has one of those has all of it. */
export function clientNetwork(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped) return mapped;
  const [address = ip] = ip.split("%");
  if (!isIPv6(address)) return ip;
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  while (tail !== undefined && groups.length + after.length < 8) groups.push("0");
  return `${[...groups, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
