import OpenAI from "openai";
import CircuitBreaker from "opossum";
import type { Logger } from "../shared/index.ts";

/** A rewording is some hundred bytes; more is a server that babbles, and is not read to its end. */
const MAX_RESPONSE_BYTES = 256 * 1024;
const MAX_TOKENS = 400;
const TEMPERATURE = 0.3;

export type BreakerState = "closed" | "open" | "halfOpen";

export interface BreakerOptions {
  /** Calls within the window before it may open. Low: each failure may cost a customer the whole time-out. */
  volumeThreshold?: number;
  windowMs?: number;
  /** How long it stays open before one call may try. */
  resetTimeoutMs?: number;
}

export interface ChatClient {
  /** @throws ChatError, or opossum's EOPENBREAKER / ESEMLOCKED */
  complete(messages: { system: string; user: string }, signal: AbortSignal): Promise<string>;
  state(): BreakerState;
}

export class ChatError extends Error {
  constructor(readonly code: "llm_timeout" | "llm_aborted" | "llm_error" | "llm_empty" | "llm_too_long") {
    super(`The LLM gave no usable answer: ${code}`);
    this.name = "ChatError";
  }
}

/**
 * One model behind any OpenAI-compatible URL, without tools, streaming or retries. `timeoutMs` bounds a call from its
 * start to the last byte of its answer, whatever the server does.
 */
export function createChatClient(deps: {
  baseUrl: string;
  apiKey: string;
  model: string;
  timeoutMs: number;
  logger: Logger;
  breaker?: BreakerOptions;
  onState?(state: BreakerState): void;
}): ChatClient {
  const { model, timeoutMs, logger, breaker: options = {} } = deps;
  const openai = new OpenAI({
    baseURL: deps.baseUrl,
    apiKey: deps.apiKey,
    // The SDK would otherwise read these from OPENAI_* variables that the configuration does not know.
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: timeoutMs,
    logLevel: "off",
    fetch: boundedFetch,
  });

  async function request(messages: { system: string; user: string }, caller: AbortSignal): Promise<string> {
    const deadline = AbortSignal.timeout(timeoutMs);
    const signal = AbortSignal.any([caller, deadline]);
    try {
      const answer = await untilAborted(
        openai.chat.completions.create(
          {
            model,
            temperature: TEMPERATURE,
            max_tokens: MAX_TOKENS,
            messages: [
              { role: "system", content: messages.system },
              { role: "user", content: messages.user },
            ],
          },
          { signal },
        ),
        signal,
      );
      return textOf(answer);
    } catch (error) {
      if (caller.aborted) throw new ChatError("llm_aborted");
      if (deadline.aborted) throw new ChatError("llm_timeout");
      if (error instanceof ChatError) throw error;
      logger.debug({ status: error instanceof OpenAI.APIError ? error.status : undefined }, "LLM call failed");
      throw new ChatError("llm_error");
    }
  }

  const breaker = new CircuitBreaker(request, {
    name: "llm",
    timeout: false,
    volumeThreshold: options.volumeThreshold ?? 5,
    rollingCountTimeout: options.windowMs ?? 60_000,
    errorThresholdPercentage: 50,
    resetTimeout: options.resetTimeoutMs ?? 15_000,
    capacity: 64,
    // A caller who hangs up says nothing about the server.
    errorFilter: (error: unknown) => error instanceof ChatError && error.code === "llm_aborted",
  });
  const state = (): BreakerState => (breaker.halfOpen ? "halfOpen" : breaker.opened ? "open" : "closed");
  for (const event of ["open", "halfOpen", "close"] as const) {
    breaker.on(event as "open", () => {
      const name: BreakerState = event === "close" ? "closed" : event;
      logger.warn({ breaker: "llm", state: name }, "LLM breaker changed");
      deps.onState?.(name);
    });
  }

  return { complete: (messages, signal) => breaker.fire(messages, signal), state };
}

/** Providers call themselves compatible and answer what they like, so the declared type is not believed. */
function textOf(answer: unknown): string {
  const choice = (answer as { choices?: Array<{ message?: { content?: unknown }; finish_reason?: unknown }> })
    ?.choices?.[0];
  const content = choice?.message?.content;
  if (typeof content !== "string" || content.trim() === "") throw new ChatError("llm_empty");
  if (choice?.finish_reason === "length") throw new ChatError("llm_too_long");
  return content.trim();
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new ChatError("llm_aborted"));
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** Reads the whole body here, because the SDK's own time-out ends with the headers and nothing bounds the size. */
async function boundedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_RESPONSE_BYTES) throw new ChatError("llm_too_long");
    chunks.push(chunk);
  }
  const { status, statusText, headers } = response;
  const hasBody = status !== 204 && status !== 304;
  return new Response(hasBody ? Buffer.concat(chunks) : null, { status, statusText, headers: plainHeaders(headers) });
}

/** The body is decoded already. */
function plainHeaders(headers: Headers): Headers {
  const plain = new Headers(headers);
  plain.delete("content-encoding");
  plain.delete("content-length");
  return plain;
}
