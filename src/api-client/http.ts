import axios, { type AxiosError } from "axios";
import type { OperationShape } from "../contract/index.ts";
import { keepConnections } from "../shared/index.ts";
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
  send(operation: OperationShape, request: HttpRequest): Promise<HttpAnswer>;
  close(): void;
}

const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

/** axios over kept connections. Every request has a time-out and a signal of its own; one's end touches no other. */
export function createHttpSender(): HttpSender {
  const { httpAgent, httpsAgent, destroy } = keepConnections();
  const client = axios.create({
    httpAgent,
    httpsAgent,
    proxy: false,
    maxRedirects: 0,
    maxContentLength: MAX_ANSWER_BYTES,
    responseType: "text",
    transformResponse: (data: unknown) => data,
    validateStatus: () => true,
  });

  return {
    async send(operation, { url, headers, query, body, timeoutMs, signal }) {
      // axios's time-out does not bound the connecting; the signal bounds everything.
      const controller = new AbortController();
      let isTimeout = false;
      const timer = setTimeout(() => {
        isTimeout = true;
        controller.abort();
      }, timeoutMs);
      const onAbort = () => controller.abort();
      if (signal?.aborted) onAbort();
      signal?.addEventListener("abort", onAbort, { once: true });
      try {
        const answer = await client.request<string>({
          url,
          method: operation.method,
          headers,
          params: query,
          data: body === undefined ? undefined : JSON.stringify(body),
          timeout: timeoutMs,
          signal: controller.signal,
        });
        return {
          status: answer.status,
          body: parseJson(answer.data),
          isReplayed: answer.headers["idempotent-replayed"] === "true",
          retryAfterMs: parseRetryAfter(answer.headers["retry-after"]),
        };
      } catch (error) {
        const { code = "unknown" } = error as AxiosError;
        if (isTimeout || code === "ECONNABORTED" || code === "ETIMEDOUT") throw unavailable("timeout");
        throw unavailable(signal?.aborted ? "aborted" : code);
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
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
