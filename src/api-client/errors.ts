import type { ApiName } from "../contract/index.ts";

/** Why an API gave no answer: a network code such as ECONNREFUSED, or one of ours. */
export type UnavailableCause =
  | "breaker_open"
  | "timeout"
  | "aborted"
  | "invalid_response"
  | "http_408"
  | "http_429"
  | `http_5${string}`
  | (string & {});

/** The API gave no usable answer. Whether a write took effect is unknown: repeat it with the same key. */
export class ApiUnavailableError extends Error {
  readonly code = "api_unavailable";
  constructor(
    readonly api: ApiName,
    readonly operation: string,
    /** A code; never a message, which could quote a URL or a body. */
    readonly causeCode: UnavailableCause,
    /** What the API asked for in `Retry-After`, if it did. */
    readonly retryAfterMs?: number,
  ) {
    super(`the ${api} API is not available (${causeCode})`);
    this.name = "ApiUnavailableError";
  }
}
