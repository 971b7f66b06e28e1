import type { Context } from "koa";
import { type Problem, problems } from "../contract/index.ts";
import { requestIdFrom } from "../shared/index.ts";
import type { Refusal } from "./outcome.ts";

/** The id of this request, the caller's own when it sent one: the same in headers, problems and the log. */
export function takeRequestId(context: Context): string {
  const requestId = requestIdFrom(context.response.get("X-Request-Id") || context.get("X-Request-Id"));
  context.set("X-Request-Id", requestId);
  return requestId;
}

/** Writes a refusal as RFC 9457 `application/problem+json`. */
export function sendProblem(context: Context, refusal: Refusal, requestId: string): void {
  const { status, title } = problems[refusal.code];
  const problem: Problem = {
    ...refusal.facts,
    type: `urn:atiende:problem:${refusal.code}`,
    title,
    status,
    code: refusal.code,
    detail: refusal.detail,
    errors: refusal.errors,
    requestId,
  };
  context.status = status;
  if (status === 401) context.set("WWW-Authenticate", "Bearer");
  if (refusal.retryAfterSeconds) context.set("Retry-After", String(refusal.retryAfterSeconds));
  // A half-read body would be taken for the next request on this connection.
  if (status === 413) context.set("Connection", "close");
  context.body = JSON.stringify(problem);
  context.type = "application/problem+json";
}
