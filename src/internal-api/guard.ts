import type { Redis } from "ioredis";
import type { Context } from "koa";
import {
  type Caller,
  type OperationId,
  type OperationShape,
  operations,
  type ServiceTokens,
} from "../contract/index.ts";
import { type Database, isDatabaseUnavailable, type Sql } from "../database/index.ts";
import type { Clock, Logger, Sealer } from "../shared/index.ts";
import { createApiKeys } from "./callers/api-keys.ts";
import { createAuthenticate } from "./callers/authenticate.ts";
import { createCallerLimits, type LimitedRole } from "./callers/caller-limits.ts";
import { mayCall, namesAnother } from "./callers/may-call.ts";
import { runKeyed } from "./idempotency.ts";
import { takeKey } from "./idempotency-key.ts";
import { keepWord } from "./keep-word.ts";
import { type Call, type Handler, type Handlers, type Outcome, type Refusal, refuse } from "./outcome.ts";
import { createPrecondition } from "./precondition.ts";
import { sendProblem, takeRequestId } from "./problem-response.ts";
import { type Parts, readParts } from "./request-parts.ts";
import { sendAnswer } from "./send-answer.ts";

export interface GuardDeps {
  database: Database;
  profileId: string;
  tokens: ServiceTokens;
  /** Opens and seals what idempotency keys remember. */
  sealer: Sealer;
  clock: Clock;
  logger: Logger;
  /** Counts requests for all processes; without it each counts for itself. */
  redis?: Redis | undefined;
  /** For tests. */
  callerLimits?: Record<LimitedRole, number>;
}

/** The way of every request: who, how often, may they, is it well formed, run, does the answer keep its word, tell. */
export function createGuard(deps: GuardDeps, handlers: Handlers) {
  const authenticate = createAuthenticate({ tokens: deps.tokens, apiKeys: createApiKeys(deps) });
  const count = createCallerLimits(deps.redis, deps.callerLimits);

  return <Id extends OperationId>(id: Id) => {
    const operation: OperationShape = operations[id];
    // Every handler is called with what the schemas of its own operation have read.
    const handler = handlers[id] as unknown as Handler<OperationId>;
    const checkUnchanged = createPrecondition(operation, handlers);

    return async (context: Context, params: Record<string, string>): Promise<void> => {
      const requestId = takeRequestId(context);
      try {
        const outcome = await answer(context, params);
        if (outcome.kind === "refused") sendProblem(context, outcome, requestId);
        else sendAnswer(context, operation, outcome.data);
      } catch (error) {
        const { code, name } = error as { code?: string; name?: string };
        // The message may quote a row; code and name do not.
        deps.logger.error({ requestId, operation: id, code: code ?? name }, "internal API request failed");
        const away: Refusal = { ...refuse("unavailable"), retryAfterSeconds: 1 };
        sendProblem(context, isDatabaseUnavailable(error) ? away : refuse("internal_error"), requestId);
      }
    };

    async function answer(context: Context, params: Record<string, string>): Promise<Outcome<unknown>> {
      const caller = await authenticate(context);
      if ("kind" in caller) return caller;
      const limit = await count(caller);
      if (limit) context.set(limit.headers);
      if (limit && !limit.isAllowed) return refuse("rate_limited", "wait as long as Retry-After says");
      const denied = mayCall(operation, caller);
      if (denied) return denied;

      const parts = await readParts(operation, context, params);
      if ("kind" in parts) return parts;
      if (namesAnother(caller, [parts.params, parts.query, parts.body])) return refuse("forbidden");

      const call = { ...parts, caller, now: deps.clock.now() } as unknown as Call<OperationId>;
      const outcome = await (operation.method === "GET"
        ? run(deps.database, call)
        : write(context, caller, parts, call));
      if (outcome.kind === "done" || !handler.explain) return outcome;
      return { ...outcome, facts: { ...outcome.facts, ...(await handler.explain(call, outcome)) } };
    }

    async function run(sql: Sql, call: Call<OperationId>): Promise<Outcome<unknown>> {
      return keepWord<unknown>(operation, await handler.run(sql, call));
    }

    async function write(context: Context, caller: Caller, parts: Parts, call: Call<OperationId>) {
      const keyed = takeKey(operation, context.get("Idempotency-Key"), { profileId: deps.profileId, caller, parts });
      if (keyed && "kind" in keyed) return keyed;
      const ifMatch = (checkUnchanged && context.get("If-Match")) || undefined;
      const work = async (sql: Sql) => {
        if (ifMatch) await checkUnchanged?.(sql, call, ifMatch);
        return run(sql, call);
      };
      const options = { kept: handler.kept as ((data: unknown) => unknown) | undefined, isSnapshot: !!ifMatch };
      const { outcome, isReplayed } = await runKeyed(deps, keyed, work, options);
      if (isReplayed) context.set("Idempotent-Replayed", "true");
      return outcome;
    }
  };
}
