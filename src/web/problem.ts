import type Koa from "koa";

/** Answers with RFC 9457 `application/problem+json`; `code` is what callers may rely on. */
export function sendProblem(ctx: Koa.Context, status: number, code: string, title: string): void {
  ctx.status = status;
  ctx.body = { type: "about:blank", title, status, code };
  ctx.type = "application/problem+json";
}
