import type { Deadline } from "../types.ts";

/**
 * A time that runs from now on.
 * @param totalMs what all calls may take together
 * @param now ms of a monotonic clock
 */
export function createDeadline(totalMs: number, now: () => number = () => performance.now()): Deadline {
  const end = now() + totalMs;
  return { remainingMs: () => Math.max(0, end - now()) };
}
