import type { Context } from "koa";
import type { z } from "zod";
import {
  type Caller,
  commonProblemCodes,
  InvalidTokenError,
  type OperationId,
  type OperationShape,
  operations,
  type ServiceTokens,
} from "../contract/index.ts";
import { type Database, isDatabaseUnavailable } from "../database/index.ts";
import type { Clock, Logger, Sealer } from "../shared/index.ts";
import { newId } from "../shared/index.ts";
import { hashRequest, type KeyedRequest, runKeyed } from "./idempotency.ts";
import { type Call, type Handler, type Outcome, type Refusal, refuse } from "./outcome.ts";
import { sendProblem } from "./problem-response.ts";
import { readJsonBody } from "./request-body.ts";

export interface GuardDeps {
  database: Database;
  profileId: string;
  tokens: ServiceTokens;
  sealer: Sealer;
  clock: Clock;
  logger: Logger;
}

interface Parts {
  params: unknown;
  query: unknown;
  body: unknown;
}

const KEY = /^[\x21-\x7e]{1,200}$/;
const REQUEST_ID = /^[\w.-]{8,80}$/;
const STATEMENT_TIMEOUT = "57014";

/** The way of every request: who, may they, is it well formed, run, does the answer keep its word, tell. */
export function createGuard(deps: GuardDeps) {
  return <Id extends OperationId>(id: Id, handler: Handler<Id>) => {
    const operation: OperationShape = operations[id];
    return async (context: Context, params: Record<string, string>): Promise<void> => {
      const requestId = takeRequestId(context);
      try {
        const outcome = await answer(operation, handler, context, params);
        if (outcome.kind === "refused") return sendProblem(context, outcome, requestId);
        context.status = operation.successStatus;
        context.body = outcome.data;
      } catch (error) {
        const isAway = isDatabaseUnavailable(error) || (error as { code?: string }).code === STATEMENT_TIMEOUT;
        const { code, name } = error as { code?: string; name?: string };
        // The message may quote a row; code and name do not.
        deps.logger.error({ requestId, operation: id, code: code ?? name }, "internal API request failed");
        const refusal = refuse(isAway ? "unavailable" : "internal_error");
        sendProblem(context, isAway ? { ...refusal, retryAfterSeconds: 1 } : refusal, requestId);
      }
    };
  };

  async function answer<Id extends OperationId>(
    operation: OperationShape,
    handler: Handler<Id>,
    context: Context,
    rawParams: Record<string, string>,
  ): Promise<Outcome<unknown>> {
    const caller = await authenticate(context);
    if (!caller) return refuse("unauthorized");
    if (!mayCall(operation, caller)) return refuse("forbidden");

    let rawBody: unknown;
    if (operation.body) {
      const read = await readJsonBody(context.req);
      if (read.kind === "refused") return read;
      rawBody = read.value;
    }
    const parts = parseParts(operation, { params: rawParams, query: { ...context.query }, body: rawBody });
    if ("kind" in parts) return parts;

    // The guard parsed each part with the very schema that the type is inferred from.
    const call = { ...parts, caller, now: deps.clock.now() } as unknown as Call<Id>;
    const run = async (sql: Parameters<typeof handler.run>[0]) => keepWord(operation, await handler.run(sql, call));
    if (operation.method === "GET") return explained(handler, call, await run(deps.database));

    const keyed = takeKey(operation, context, caller, parts);
    if (keyed && "kind" in keyed) return keyed;
    const { outcome, isReplayed } = await runKeyed(deps, keyed, run);
    if (isReplayed) context.set("Idempotent-Replayed", "true");
    return explained(handler, call, outcome);
  }

  async function authenticate(context: Context): Promise<Caller | undefined> {
    const [, token] = /^Bearer ([\w.~+/=-]+)$/i.exec(context.get("Authorization")) ?? [];
    if (!token) return undefined;
    try {
      return await deps.tokens.verify(token);
    } catch (error) {
      if (error instanceof InvalidTokenError) return undefined;
      throw error;
    }
  }

  function takeKey(
    operation: OperationShape,
    context: Context,
    caller: Caller,
    parts: Parts,
  ): KeyedRequest | Refusal | undefined {
    const key = context.get("Idempotency-Key");
    if (!key) {
      return operation.isKeyRequired && caller.role === "service" ? refuse("idempotency_key_missing") : undefined;
    }
    if (!KEY.test(key)) return refuse("malformed_request", "Idempotency-Key: 1 to 200 visible ASCII characters");
    return {
      caller: `${deps.profileId}:${caller.role}:${caller.customerId ?? ""}`,
      key,
      operation: operation.id,
      requestHash: hashRequest(operation.id, parts),
    };
  }
}

function mayCall(operation: OperationShape, caller: Caller): boolean {
  if (operation.scope === "caller" || caller.customerId !== undefined) return true;
  return operation.scope === "owner" && caller.role === "admin";
}

function parseParts(operation: OperationShape, raw: Parts): Parts | Refusal {
  const errors: { field: string; message: string }[] = [];
  const parse = (schema: z.ZodType | undefined, value: unknown): unknown => {
    if (!schema) return undefined;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    errors.push(...parsed.error.issues.flatMap(fieldErrors));
    return undefined;
  };
  const parts = {
    params: parse(operation.params, raw.params),
    query: parse(operation.query, raw.query),
    body: parse(operation.body, raw.body),
  };
  return errors.length > 0 ? { kind: "refused", code: "validation_failed", errors } : parts;
}

function fieldErrors(issue: z.core.$ZodIssue): { field: string; message: string }[] {
  const path = issue.path.map(String);
  if (issue.code !== "unrecognized_keys") return [{ field: path.join("."), message: issue.message }];
  return issue.keys.map((key) => ({ field: [...path, key].join("."), message: "unknown field" }));
}

/** The answer as the contract has it: its schema, or a refusal that is declared. Inside a write this runs before the commit, so a broken answer has no effect. */
function keepWord<Data>(operation: OperationShape, outcome: Outcome<Data>): Outcome<Data> {
  if (outcome.kind === "refused") {
    const declared: readonly string[] = [...operation.errors, ...commonProblemCodes];
    if (!declared.includes(outcome.code)) throw new BrokenAnswerError(operation.id, [outcome.code]);
    return outcome;
  }
  const parsed = operation.response.safeParse(outcome.data);
  if (!parsed.success)
    throw new BrokenAnswerError(
      operation.id,
      parsed.error.issues.map((i) => i.path.join(".")),
    );
  return { kind: "done", data: parsed.data as Data };
}

export class BrokenAnswerError extends Error {
  readonly code = "broken_answer";
  constructor(operation: string, paths: string[]) {
    super(`${operation} answers outside its schema at ${paths.join(", ")}`);
    this.name = "BrokenAnswerError";
  }
}

async function explained<Id extends OperationId>(
  handler: Handler<Id>,
  call: Call<Id>,
  outcome: Outcome<unknown>,
): Promise<Outcome<unknown>> {
  if (outcome.kind === "done" || !handler.explain) return outcome;
  return { ...outcome, facts: { ...outcome.facts, ...(await handler.explain(call, outcome)) } };
}

function takeRequestId(context: Context): string {
  const sent = context.get("X-Request-Id");
  const requestId = REQUEST_ID.test(sent) ? sent : newId();
  context.set("X-Request-Id", requestId);
  return requestId;
}
