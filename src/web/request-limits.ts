import type Koa from "koa";
import { sendProblem } from "./problem.ts";

/**
 * Requests at work at once. Ten connections to PostgreSQL take in some thousand webhooks a second, so 512 is half a
 * second of work: beyond it a quick 503, which the provider repeats, is better than a heap that grows until the process
 * ends. Everything else has a cap of its own, so that neither starves the other.
 */
const IN_HAND = { webhook: 512, other: 256 } as const;
const KB = 1024;

export type Refused = "busy" | "too_large";

export interface RequestLimitsDeps {
  isStopping(): boolean;
  onRefused(reason: Refused): void;
  /** For tests. */
  inHand?: Partial<Record<keyof typeof IN_HAND, number>>;
}

/** What holds for every request: how many at once, how much body, and whether the connection is kept afterwards. */
export function requestLimits(deps: RequestLimitsDeps): Koa.Middleware {
  const most = { ...IN_HAND, ...deps.inHand };
  const inHand = { webhook: 0, other: 0 };

  return async (ctx, next) => {
    const { method, path } = ctx;
    const kind = kindOf(path);
    try {
      // Only what declares its length can be refused before it is read; a room that reads counts the rest itself.
      if ((ctx.request.length ?? 0) > bodyLimit(path)) return tooLarge(ctx);
      if (kind && inHand[kind] >= most[kind]) return busy(ctx);
      if (kind) inHand[kind] += 1;
      try {
        await next();
      } catch (error) {
        if ((error as { type?: string }).type !== "entity.too.large") throw error;
        tooLarge(ctx);
      } finally {
        if (kind) inHand[kind] -= 1;
      }
    } finally {
      // A body that nobody wanted would otherwise be read to its end, to find the next request behind it.
      const isUnread = method !== "GET" && method !== "HEAD" && !ctx.req.complete;
      if (deps.isStopping() || isUnread) ctx.set("Connection", "close");
    }
  };

  function tooLarge(ctx: Koa.Context): void {
    deps.onRefused("too_large");
    sendProblem(ctx, 413, "payload_too_large", "The body is too large");
  }

  function busy(ctx: Koa.Context): void {
    deps.onRefused("busy");
    ctx.set("Retry-After", "1");
    sendProblem(ctx, 503, "busy", "Too many requests are being worked on");
  }
}

/** Undefined is never refused: whoever watches the service must see it when it is full, and streams stay open. */
function kindOf(path: string): keyof typeof IN_HAND | undefined {
  if (path.startsWith("/health/") || path === "/metrics" || path.startsWith("/simulator")) return undefined;
  return path.startsWith("/api/") && /\/(?:webhook|status)$/.test(path) ? "webhook" : "other";
}

function bodyLimit(path: string): number {
  if (path.startsWith("/api/")) return 256 * KB;
  // A person tries out pictures there.
  if (path.startsWith("/simulator")) return 1024 * KB;
  return 16 * KB;
}
