import Router from "@koa/router";
import type { Context, Middleware } from "koa";
import { type OperationId, operations } from "../contract/index.ts";
import { refuse } from "./outcome.ts";
import { sendProblem, takeRequestId } from "./problem-response.ts";

type Answer = (context: Context, params: Record<string, string>) => Promise<void>;

/** The contract's operations under `/api`, and 405 with `Allow` where an address knows other methods. */
export function routes(guard: (id: OperationId) => Answer): Middleware {
  const router = new Router({ prefix: "/api" });
  // A brace sorts behind every letter, so that a word in a path is tried before a parameter.
  const byPath = Object.values(operations).sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { id, method, path } of byPath) {
    const answer = guard(id);
    router.register(path.replace(/\{(\w+)\}/g, ":$1"), [method], (context) => answer(context, context.params));
  }
  const matched = router.routes() as unknown as Middleware;

  return (context, next) => {
    const { route, path: layers } = router.match(context.path, context.method);
    if (route || layers.length === 0) return matched(context, next);
    const allowed = [...new Set(layers.flatMap(({ methods }) => methods))].sort();
    context.set("Allow", allowed.join(", "));
    sendProblem(context, refuse("method_not_allowed", `it knows ${allowed.join(", ")}`), takeRequestId(context));
  };
}
