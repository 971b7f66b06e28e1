import { setTimeout as delay } from "node:timers/promises";
import {
  type ApiName,
  type BodyInput,
  type GuardedOperation,
  type GuardedOperationId,
  operations,
  type ParamsInput,
  type Problem,
  problemSchema,
  type QueryInput,
  type ResponseOf,
  type ServiceTokens,
  type TokenRole,
} from "../contract/index.ts";
import { backoffMs, type Logger } from "../shared/index.ts";
import { type BreakerState, createBreakers } from "./breakers.ts";
import { ApiUnavailableError } from "./errors.ts";
import { createHttpSender, type HttpAnswer } from "./http.ts";
import { createRetryBudget } from "./retry-budget.ts";

/** A refusal is an answer: the API is well and says no. */
export type ApiAnswer<Data> =
  | { kind: "ok"; data: Data; isReplayed: boolean }
  | { kind: "refused"; status: number; code: string; problem: Problem };

type Part<Name extends string, Value> = [Value] extends [undefined] ? { [K in Name]?: undefined } : Given<Name, Value>;
type Given<Name extends string, Value> =
  Record<never, never> extends Value ? { [K in Name]?: Value } : { [K in Name]: Value };

export type CallOptions<Id extends GuardedOperationId> = Part<"params", ParamsInput<Id>> &
  Part<"query", QueryInput<Id>> &
  Part<"body", BodyInput<Id>> & {
    /** On whose behalf. */
    customerId?: string;
    /** `service` unless told. */
    role?: TokenRole;
    /** Makes a write repeatable: the same key never acts twice. */
    idempotencyKey?: string;
    /** Ends the call, its retries included. */
    signal?: AbortSignal;
    /** Bounds each attempt, for this call alone. */
    timeoutMs?: number;
  };

type OptionsArgument<Id extends GuardedOperationId> =
  Record<never, never> extends CallOptions<Id> ? [options?: CallOptions<Id>] : [options: CallOptions<Id>];

export interface ApiClient {
  /**
   * Calls one operation of the contract.
   * @throws ApiUnavailableError when no usable answer came, retries included.
   */
  call<Id extends GuardedOperationId>(
    operationId: Id,
    ...options: OptionsArgument<Id>
  ): Promise<ApiAnswer<ResponseOf<Id>>>;
  breakers(): Record<ApiName, BreakerState>;
  /** Ends idle connections and timers. */
  close(): void;
}

export interface ApiClientDeps {
  /** Origin (and prefix) before `/api`; a function where the port is known only later. */
  baseUrl: string | (() => string);
  tokens: Pick<ServiceTokens, "sign">;
  logger: Logger;
  /** Of one attempt; 3 s unless told. */
  timeoutMs?: number;
  onBreaker?: (name: ApiName, state: BreakerState) => void;
  /** How long a breaker stays open; 5 s unless told. */
  resetTimeoutMs?: number;
}

const MAX_RETRIES = 2;
const MAX_RETRY_AFTER_MS = 2000;
const TOKEN_TTL_SECONDS = 60;

interface Untyped {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  customerId?: string;
  role?: TokenRole;
  idempotencyKey?: string;
  signal?: AbortSignal;
  timeoutMs?: number;
}

/** The only way from the conversation to the business. */
export function createApiClient(deps: ApiClientDeps): ApiClient {
  const { baseUrl, tokens, logger, timeoutMs = 3000 } = deps;
  const http = createHttpSender();
  const budgets = new Map<ApiName, ReturnType<typeof createRetryBudget>>();
  const breakers = createBreakers({
    resetTimeoutMs: deps.resetTimeoutMs ?? 5000,
    onBreaker(name, state) {
      logger.warn({ api: name, state }, "API breaker changed");
      deps.onBreaker?.(name, state);
    },
  });

  async function call(operation: GuardedOperation, options: Untyped): Promise<ApiAnswer<unknown>> {
    const { api, id } = operation;
    const budget = budgets.get(api) ?? createRetryBudget();
    budgets.set(api, budget);
    budget.deposit();
    const isRepeatable = operation.isIdempotent || options.idempotencyKey !== undefined;
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await breakers.run(api, id, () => attemptOnce(operation, options));
        // Alive, but still busy with the first request of this key: its answer is worth waiting for.
        if (answer.kind !== "busy") return answer;
        throw new ApiUnavailableError(api, id, "idempotency_in_progress", answer.retryAfterMs);
      } catch (error) {
        if (!(error instanceof ApiUnavailableError)) throw error;
        const mayRetry = isRepeatable && attempt <= MAX_RETRIES && isWorthRetrying(error) && budget.withdraw();
        logger.debug({ api, operation: id, attempt, cause: error.causeCode, mayRetry }, "API attempt failed");
        if (!mayRetry) throw error;
        await pause(error, attempt, options.signal);
      }
    }
  }

  async function attemptOnce(
    operation: GuardedOperation,
    options: Untyped,
  ): Promise<ApiAnswer<unknown> | { kind: "busy"; retryAfterMs: number | undefined }> {
    const { role = "service", customerId, idempotencyKey } = options;
    const token = await tokens.sign({
      role,
      // Who asks is told only where it matters; the token of everything else is one for everybody.
      ...(operation.reach !== "caller" && customerId !== undefined ? { customerId } : {}),
      ttlSeconds: TOKEN_TTL_SECONDS,
    });
    const answer = await http.send(operation, {
      url: `${typeof baseUrl === "string" ? baseUrl : baseUrl()}/api${fillPath(operation.path, options.params)}`,
      headers: {
        Accept: "application/json",
        Authorization: `Bearer ${token}`,
        ...(options.body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(idempotencyKey === undefined ? {} : { "Idempotency-Key": idempotencyKey }),
      },
      query: options.query,
      body: options.body,
      timeoutMs: options.timeoutMs ?? timeoutMs,
      signal: options.signal,
    });
    return read(operation, answer);
  }

  function read(
    operation: GuardedOperation,
    answer: HttpAnswer,
  ): ApiAnswer<unknown> | { kind: "busy"; retryAfterMs: number | undefined } {
    const { status, body, retryAfterMs } = answer;
    if (status >= 200 && status < 300) {
      const parsed = operation.response.safeParse(body);
      if (parsed.success) return { kind: "ok", data: parsed.data, isReplayed: answer.isReplayed };
      const paths = parsed.error.issues.slice(0, 5).map((issue) => issue.path.join("."));
      logger.error({ api: operation.api, operation: operation.id, paths }, "API answered outside the contract");
      throw new ApiUnavailableError(operation.api, operation.id, "invalid_response");
    }
    if (status < 400 || status === 408 || status === 429 || status >= 500) {
      throw new ApiUnavailableError(operation.api, operation.id, `http_${status}`, retryAfterMs);
    }
    const problem = toProblem(status, body);
    if (problem.code === "idempotency_in_progress") return { kind: "busy", retryAfterMs };
    return { kind: "refused", status, code: problem.code, problem };
  }

  return {
    call: <Id extends GuardedOperationId>(id: Id, ...[options]: OptionsArgument<Id>) =>
      // The contract's schema of this very operation has read the data.
      call(operations[id], (options ?? {}) as Untyped) as Promise<ApiAnswer<ResponseOf<Id>>>,
    breakers: () => breakers.states(),
    close() {
      breakers.close();
      http.close();
    },
  };
}

function isWorthRetrying({ causeCode }: ApiUnavailableError): boolean {
  return !["breaker_open", "aborted", "invalid_response"].includes(causeCode) && !causeCode.startsWith("http_3");
}

/** Jitter, or what the API asked for, within 2 s. Ends early with the caller's signal. */
async function pause(error: ApiUnavailableError, attempt: number, signal: AbortSignal | undefined): Promise<void> {
  const jitterMs = backoffMs(attempt, { baseMs: 100, maxMs: 1000 });
  const pauseMs = Math.min(MAX_RETRY_AFTER_MS, Math.max(jitterMs, error.retryAfterMs ?? 0));
  await delay(pauseMs, undefined, { signal }).catch(() => {
    throw new ApiUnavailableError(error.api, error.operation, "aborted");
  });
}

/** A refusal of a gateway in between may come without a problem body; its status still says what it is. */
function toProblem(status: number, body: unknown): Problem {
  const parsed = problemSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  return { type: "about:blank", title: "The API refused", status, code: `http_${status}` };
}

function fillPath(path: string, params: Record<string, string> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
}
