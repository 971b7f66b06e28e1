import type Koa from "koa";

/** Answers with RFC 9457 `application/problem+json`, as the internal API does; `code` is what callers may rely on. */
export function sendProblem(ctx: Koa.Context, status: number, code: string, title: string): void {
  const requestId = ctx.response.get("X-Request-Id") || undefined;
  ctx.status = status;
  ctx.body = JSON.stringify({ type: `urn:atiende:problem:${code}`, title, status, code, requestId });
  ctx.type = "application/problem+json";
}
