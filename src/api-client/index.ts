export { type ApiAnswer, type ApiClient, type ApiClientDeps, type CallOptions, createApiClient } from "./api-client.ts";
export type { BreakerState } from "./breakers.ts";
export { ApiUnavailableError, type UnavailableCause } from "./errors.ts";
