import type Koa from "koa";
import { sendProblem } from "./problem.ts";

/**
 * Requests at work at once, of everything but webhooks: these have a cap of their own behind their signature
 * (`twilio-webhooks.ts`), so that neither starves the other and no stranger takes a provider's place.
 */
const IN_HAND = 256;
const KB = 1024;

export type Refused = "busy" | "too_large";

export interface RequestLimitsDeps {
  isStopping(): boolean;
  onRefused(reason: Refused): void;
  /** For tests. */
  inHand?: number;
}

/** What holds for every request: how many at once, how much body, and whether the connection is kept afterwards. */
export function requestLimits(deps: RequestLimitsDeps): Koa.Middleware {
  const { inHand: most = IN_HAND } = deps;
  let inHand = 0;

  return async (ctx, next) => {
    const { method, path } = ctx;
    const isCounted = takesPlace(path);
    try {
      // Only what declares its length can be refused before it is read; a room that reads counts the rest itself.
      if ((ctx.request.length ?? 0) > bodyLimit(path)) return tooLarge(ctx);
      if (isCounted && inHand >= most) {
        deps.onRefused("busy");
        return sendBusy(ctx);
      }
      if (isCounted) inHand += 1;
      try {
        await next();
      } catch (error) {
        if ((error as { type?: string }).type !== "entity.too.large") throw error;
        tooLarge(ctx);
      } finally {
        if (isCounted) inHand -= 1;
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
}

/** "Come again in a second." */
export function sendBusy(ctx: Koa.Context): void {
  ctx.set("Retry-After", "1");
  sendProblem(ctx, 503, "busy", "Too many requests are being worked on");
}

/** Whoever watches the service must see it when it is full, and streams stay open. */
function takesPlace(path: string): boolean {
  if (path.startsWith("/health/") || path === "/metrics" || path.startsWith("/simulator")) return false;
  return !/^\/api\/.*\/(?:webhook|status)$/.test(path);
}

function bodyLimit(path: string): number {
  if (path.startsWith("/api/")) return 256 * KB;
  // A person tries out pictures there.
  if (path.startsWith("/simulator")) return 1024 * KB;
  return 16 * KB;
}
