import axios, { type AxiosError } from "axios";
import type { GuardedOperation } from "../contract/index.ts";
import { keepConnections, plainHttpAdapter } from "../shared/index.ts";
import { ApiUnavailableError } from "./errors.ts";

export interface HttpRequest {
  url: string;
  headers: Record<string, string>;
  query: Record<string, unknown> | undefined;
  body: unknown;
  timeoutMs: number;
  signal: AbortSignal | undefined;
}

export interface HttpAnswer {
  status: number;
  /** Parsed JSON; undefined when the body is not JSON. */
  body: unknown;
  isReplayed: boolean;
  retryAfterMs: number | undefined;
}

export interface HttpSender {
  /** @throws ApiUnavailableError when no answer came: time-out, abort, network. */
  send(operation: GuardedOperation, request: HttpRequest): Promise<HttpAnswer>;
  close(): void;
}

const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

/** axios over kept connections. Every request has a time-out and a signal of its own; one's end touches no other. */
export function createHttpSender(): HttpSender {
  const { httpAgent, httpsAgent, destroy } = keepConnections();
  const client = axios.create({
    adapter: plainHttpAdapter,
    httpAgent,
    httpsAgent,
    maxContentLength: MAX_ANSWER_BYTES,
    responseType: "text",
    transformResponse: (data: unknown) => data,
    validateStatus: () => true,
  });

  return {
    async send(operation, { url, headers, query, body, timeoutMs, signal }) {
      try {
        const answer = await client.request<string>({
          url,
          method: operation.method,
          headers,
          params: query,
          data: body === undefined ? undefined : JSON.stringify(body),
          timeout: timeoutMs,
          ...(signal ? { signal } : {}),
        });
        return {
          status: answer.status,
          body: parseJson(answer.data),
          isReplayed: answer.headers["idempotent-replayed"] === "true",
          retryAfterMs: parseRetryAfter(answer.headers["retry-after"]),
        };
      } catch (error) {
        const { code = "unknown" } = error as AxiosError;
        if (code === "ECONNABORTED" || code === "ETIMEDOUT") throw unavailable("timeout");
        throw unavailable(signal?.aborted ? "aborted" : code);
      }

      function unavailable(causeCode: string): ApiUnavailableError {
        return new ApiUnavailableError(operation.api, operation.id, causeCode);
      }
    },
    close: destroy,
  };
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

/** Seconds or an HTTP date, as RFC 9110 has it. */
function parseRetryAfter(value: unknown): number | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
