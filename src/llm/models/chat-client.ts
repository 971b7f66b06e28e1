import OpenAI from "openai";
import CircuitBreaker from "opossum";
import type { LlmModel } from "../../config/index.ts";
import type { Logger } from "../../shared/index.ts";
import type { TokenUsage } from "../types.ts";
import { type ChatCode, ChatError, createCompletion, estimateTokens } from "./completion.ts";
import { type ChatPrompt, createDialect } from "./dialect.ts";

/** A streamed answer of a thousand tokens is about 400 kB; more is a server that babbles, and is not read to its end. */
const MAX_RESPONSE_BYTES = 1024 * 1024;
/** The SDK wants one of its own; the calls are bounded by theirs. */
const SDK_TIMEOUT_MS = 10 * 60_000;
const OPOSSUM_CODES: Readonly<Record<string, ChatCode>> = { EOPENBREAKER: "breaker_open", ESEMLOCKED: "busy" };
/** The connection was never there, so nothing was sent that could cost. */
const UNSENT = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT|ERR_TLS/u;
const NOTHING: TokenUsage = { input: 0, cachedInput: 0, output: 0, isEstimated: false };

export type BreakerState = "closed" | "open" | "halfOpen";

export interface BreakerOptions {
  /** Calls within the window before it may open. Low: each failure may cost a customer the whole time-out. */
  volumeThreshold?: number;
  windowMs?: number;
  /** How long it stays open before one call may try. */
  resetTimeoutMs?: number;
}

export interface ChatRequest extends ChatPrompt {
  /** From the call's start to the last byte of the answer, whatever the server does. */
  totalMs: number;
  /** How much of it may pass without a sign of life. */
  firstTokenMs: number;
  signal?: AbortSignal;
  /** Each piece of the answer as it comes; thinking is left out. */
  onText?(delta: string): void;
}

export interface ChatResult {
  /** The whole answer; undefined unless `result` is "ok". */
  text: string | undefined;
  result: "ok" | ChatCode;
  usage: TokenUsage;
  /** Until the first sign of life, be it text or thinking; null when there was none. */
  firstTokenMs: number | null;
  durationMs: number;
}

export interface ChatClient {
  /** Never rejects. A call that was cut off or failed half-way has its usage estimated, because it costs. */
  complete(request: ChatRequest): Promise<ChatResult>;
  state(): BreakerState;
}

/** The one connection to a server, for all its models. */
export function createServerConnection(server: { baseUrl: string; apiKey: string }): OpenAI {
  return new OpenAI({
    baseURL: server.baseUrl,
    apiKey: server.apiKey,
    // The SDK would otherwise read these from OPENAI_* variables that the configuration does not know.
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: SDK_TIMEOUT_MS,
    logLevel: "off",
    fetch: boundedFetch,
  });
}

/** One model behind any OpenAI-compatible URL, streamed, without tools or retries, behind a breaker of its own. */
export function createChatClient(deps: {
  openai: OpenAI;
  model: LlmModel;
  logger: Logger;
  breaker?: BreakerOptions;
  onState?(state: BreakerState): void;
}): ChatClient {
  const { openai, model, logger, breaker: options = {} } = deps;
  const dialect = createDialect(openai, model);

  async function attempt(request: ChatRequest, result: ChatResult): Promise<void> {
    const startMs = performance.now();
    const abort = new AbortController();
    let cause: ChatCode | undefined;
    const give = (code: ChatCode) => {
      cause ??= code;
      abort.abort();
    };
    const hangUp = () => give("llm_aborted");
    request.signal?.addEventListener("abort", hangUp, { once: true });
    const total = setTimeout(give, request.totalMs, "llm_timeout");
    const first = setTimeout(give, request.firstTokenMs, "llm_first_token");
    const completion = createCompletion({
      onLife() {
        clearTimeout(first);
        result.firstTokenMs = Math.round(performance.now() - startMs);
      },
      onText: request.onText && ((delta) => abort.signal.aborted || request.onText?.(delta)),
    });
    try {
      result.usage = {
        input: estimateTokens(request.system, request.user),
        cachedInput: 0,
        output: 0,
        isEstimated: true,
      };
      const response = await untilAborted(dialect.send(request, abort.signal), abort.signal);
      await untilAborted(completion.read(response.body ?? emptyBody()), abort.signal);
      result.text = completion.text();
      result.result = "ok";
    } catch (error) {
      result.result = cause ?? (error instanceof ChatError ? error.code : "llm_error");
      if (!cause && wasFree(error)) result.usage = NOTHING;
      const status = error instanceof OpenAI.APIError ? error.status : undefined;
      logger.debug({ model: model.id, result: result.result, status }, "LLM call failed");
      // A caller who hangs up, or who had less time than the model may take for its first word, tells nothing about it.
      throw new ChatError(
        result.result,
        cause === "llm_aborted" || (cause === "llm_timeout" && request.totalMs < model.firstTokenMs),
      );
    } finally {
      clearTimeout(total);
      clearTimeout(first);
      request.signal?.removeEventListener("abort", hangUp);
      const estimated = { ...result.usage, output: completion.outputTokens() };
      result.usage = completion.usage() ?? (result.usage === NOTHING ? NOTHING : estimated);
      result.durationMs = Math.round(performance.now() - startMs);
    }
  }

  const breaker: CircuitBreaker<[ChatRequest, ChatResult], void> = new CircuitBreaker(attempt, {
    name: model.id,
    timeout: false,
    volumeThreshold: options.volumeThreshold ?? 5,
    rollingCountTimeout: options.windowMs ?? 60_000,
    errorThresholdPercentage: 50,
    resetTimeout: options.resetTimeoutMs ?? 15_000,
    capacity: 64,
    rollingPercentilesEnabled: false,
    enableSnapshots: false,
    // opossum counts a filtered error as a success, which must not close a half-open breaker.
    errorFilter: (error: unknown) => error instanceof ChatError && error.isExcused && !breaker.halfOpen,
  });
  for (const [event, state] of [
    ["open", "open"],
    ["halfOpen", "halfOpen"],
    ["close", "closed"],
  ] as const) {
    breaker.on(event as "open", () => {
      logger.warn({ model: model.id, state }, "LLM breaker changed");
      deps.onState?.(state);
    });
  }

  return {
    async complete(request) {
      const result: ChatResult = {
        text: undefined,
        result: "llm_error",
        usage: NOTHING,
        firstTokenMs: null,
        durationMs: 0,
      };
      if (request.signal?.aborted) return { ...result, result: "llm_aborted" };
      try {
        await breaker.fire(request, result);
      } catch (error) {
        const code = OPOSSUM_CODES[(error as { code?: string }).code ?? ""];
        if (code) result.result = code;
      }
      return result;
    },
    state: () => (breaker.halfOpen ? "halfOpen" : breaker.opened ? "open" : "closed"),
  };
}

/** Providers charge neither for what never reached them nor for what they refused with a status. */
function wasFree(error: unknown): boolean {
  if (!(error instanceof OpenAI.APIError)) return false;
  if (error.status !== undefined) return true;
  const { cause } = error as { cause?: { cause?: { code?: string } } };
  return UNSENT.test(cause?.cause?.code ?? "");
}

async function* emptyBody(): AsyncIterable<Uint8Array> {}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new ChatError("llm_aborted"));
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** Bounds what is read, because neither the SDK nor fetch does. */
async function boundedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  // A redirect would carry the prompt to a server that nobody chose.
  const response = await fetch(input, { ...init, redirect: "error" });
  if (!response.body) return response;
  let size = 0;
  const bounded = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        size += chunk.byteLength;
        if (size > MAX_RESPONSE_BYTES) controller.error(new ChatError("llm_too_long"));
        else controller.enqueue(chunk);
      },
    }),
  );
  return new Response(bounded, { status: response.status, statusText: response.statusText, headers: response.headers });
}
