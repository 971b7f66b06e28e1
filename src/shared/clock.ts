/** Time as a dependency, so that tests choose it. Wall time names moments; monotonic time measures them. */
export interface Clock {
  now(): Date;
  /** Milliseconds since an arbitrary start; never goes back when the host's clock is set. */
  monotonicMs(): number;
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
};
