import type Koa from "koa";
import getRawBody from "raw-body";
import type { TwilioStandIn } from "./twilio-stand-in.ts";

/** Serves a stand-in's routes below `prefix`. It reads the body itself, so it stands before any body parser. */
export function standInMiddleware(standIn: TwilioStandIn, prefix: string): Koa.Middleware {
  return async (ctx, next) => {
    if (!ctx.path.startsWith(`${prefix}/`)) return next();
    const answer = standIn.handle({
      method: ctx.method,
      path: ctx.path.slice(prefix.length),
      query: new URLSearchParams(ctx.querystring),
      authorization: ctx.get("authorization") || undefined,
      body: await getRawBody(ctx.req, { limit: "1mb", encoding: "utf8" }),
    });
    ctx.status = answer.status;
    if (answer.bytes) {
      ctx.type = answer.bytes.contentType;
      // A customer's file is shown from the application's own origin: nothing in it may run.
      ctx.set("content-security-policy", "default-src 'none'; sandbox");
      ctx.set("x-content-type-options", "nosniff");
      ctx.body = answer.bytes.data;
    } else if (answer.body !== undefined) {
      ctx.body = answer.body;
    }
  };
}
