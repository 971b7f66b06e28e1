import Router from "@koa/router";
import type Koa from "koa";
import type { z } from "zod";
import type { Caller, ServiceTokens } from "../contract/index.ts";
import { sendProblem } from "./problem.ts";

/** What an administrator's route answers: a body with 200, or a refusal with the code that callers may rely on. */
export type AdminAnswer =
  | { kind: "done"; body: object }
  | { kind: "refused"; status: 404 | 409; code: string; title: string };

/** One route under `/api/admin`; what its schemas refuse never reaches `run`. */
export interface AdminRoute {
  method: "get" | "post";
  path: string;
  run(ctx: Koa.Context & { params: Record<string, string> }, caller: Caller): Promise<AdminAnswer>;
}

/** Binds a route's schemas to what it does, so that `run` gets parsed values. */
export function adminRoute<Params extends z.ZodType, Query extends z.ZodType>(route: {
  method: AdminRoute["method"];
  path: string;
  params: Params;
  query: Query;
  /** `by` is the name in the administrator's token. */
  run(call: { params: z.output<Params>; query: z.output<Query>; by: string | undefined }): Promise<AdminAnswer>;
}): AdminRoute {
  return {
    method: route.method,
    path: route.path,
    async run(ctx, caller) {
      const params = route.params.safeParse(ctx.params);
      const query = route.query.safeParse({ ...ctx.query });
      // An id that can be nobody's is nobody's.
      if (!params.success) return notFound();
      if (!query.success) throw new InvalidQueryError(query.error.issues);
      return route.run({ params: params.data, query: query.data, by: caller.name });
    },
  };
}

export function notFound(): AdminAnswer {
  return { kind: "refused", status: 404, code: "not_found", title: "There is no such thing" };
}

class InvalidQueryError extends Error {
  readonly status = 422;
  readonly code = "validation_failed";
  readonly expose = true;
  constructor(issues: z.core.$ZodIssue[]) {
    const fields = issues.flatMap((issue) =>
      issue.code === "unrecognized_keys" ? issue.keys : [issue.path.join(".")],
    );
    super(`The request has wrong fields: ${fields.join(", ")}`);
    this.name = "InvalidQueryError";
  }
}

/** Routes that only an administrator's token opens. */
export function guardedRoutes(tokens: ServiceTokens, routes: readonly AdminRoute[]): Koa.Middleware {
  const router = new Router({ prefix: "/api/admin" });
  for (const { method, path, run } of routes) {
    router[method](path, async (ctx) => {
      const token = /^Bearer (.+)$/.exec(ctx.get("Authorization"))?.[1];
      const caller = token ? await tokens.verify(token).catch(() => undefined) : undefined;
      if (!caller) {
        ctx.set("WWW-Authenticate", "Bearer");
        return sendProblem(ctx, 401, "unauthorized", "The token is missing, wrong or expired");
      }
      // A token that names a customer acts as that customer, whatever its role.
      if (caller.role !== "admin" || caller.customerId !== undefined) {
        return sendProblem(ctx, 403, "forbidden", "The token does not reach this");
      }
      const answer = await run(ctx, caller);
      if (answer.kind === "refused") return sendProblem(ctx, answer.status, answer.code, answer.title);
      ctx.set("Cache-Control", "no-store");
      ctx.body = answer.body;
    });
  }
  return router.routes() as unknown as Koa.Middleware;
}
