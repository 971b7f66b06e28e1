import type { Clock } from "../../src/shared/index.ts";

/** Wednesday, 10:00 in Mexico City: a working day with a working tomorrow, so that no test depends on today's weekday. */
export const WEDNESDAY_MORNING = "2027-02-10T10:00:00-06:00";

/**
 * How long a test waits for what must come. It costs nothing where it comes soon; a slow or busy machine may take a
 * hundred times what a quiet one does, and how fast things are is asked by `npm run bench`.
 */
export const PATIENCE_MS = 45_000;

/** Time that runs at its own pace from a chosen moment on. */
export function clockAt(start: string): Clock {
  const offsetMs = Date.parse(start) - Date.now();
  return { now: () => new Date(Date.now() + offsetMs), monotonicMs: () => performance.now() };
}
