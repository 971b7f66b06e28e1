/** Keeps retries to a share of the traffic, so that a struggling API is not buried under repeats. */
export interface RetryBudget {
  /** Counts a first attempt. */
  deposit(): void;
  /** True when one retry may be made. */
  withdraw(): boolean;
}

/**
 * A token bucket: each call adds `ratio` of a retry, up to `maxTokens`; it starts full, so that a quiet client may
 * still retry.
 */
export function createRetryBudget({ ratio = 0.1, maxTokens = 10 } = {}): RetryBudget {
  let tokens = maxTokens;
  return {
    deposit() {
      tokens = Math.min(maxTokens, tokens + ratio);
    },
    withdraw() {
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
