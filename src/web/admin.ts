import Router from "@koa/router";
import type Koa from "koa";
import type { ServiceTokens } from "../contract/index.ts";

/** What only an administrator's token opens. */
export function admin(deps: {
  tokens: ServiceTokens;
  traceOf(messageId: string): Promise<object | undefined>;
}): Koa.Middleware {
  const router = new Router({ prefix: "/api/admin" });
  router.get("/turns/:messageId", async (ctx) => {
    const token = /^Bearer (.+)$/.exec(ctx.get("Authorization"))?.[1];
    const caller = token ? await deps.tokens.verify(token).catch(() => undefined) : undefined;
    if (!caller) return refuse(ctx, 401, "unauthorized", "The token is missing, wrong or expired");
    // A token that names a customer acts as that customer, whatever its role.
    if (caller.role !== "admin" || caller.customerId !== undefined)
      return refuse(ctx, 403, "forbidden", "The token does not reach this");
    const trace = await deps.traceOf(ctx.params.messageId ?? "");
    if (!trace) return refuse(ctx, 404, "not_found", "There is no such message");
    ctx.body = trace;
  });
  return router.routes() as unknown as Koa.Middleware;
}

function refuse(ctx: Koa.Context, status: number, code: string, title: string): void {
  ctx.status = status;
  ctx.body = { type: "about:blank", title, status, code };
  ctx.type = "application/problem+json";
}
