import type Koa from "koa";
import type { Metrics } from "../telemetry/index.ts";

/** `/metrics` in Prometheus's text form. */
export function metricsPage(metrics: Metrics): Koa.Middleware {
  return async (ctx, next) => {
    if (ctx.path !== "/metrics") return next();
    ctx.type = metrics.registry.contentType;
    ctx.body = await metrics.registry.metrics();
  };
}
