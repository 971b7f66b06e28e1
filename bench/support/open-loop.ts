import { nowMs } from "./figures.ts";

/**
 * Calls `start` so many times a second for so long, each with the moment for which it was planned, whatever became of
 * those before it: a server that stalls does not slow down the customers, and every one of them waits.
 */
export async function openLoop(
  options: { perSecond: number; durationMs: number },
  start: (plannedMs: number, index: number) => void,
): Promise<void> {
  const from = nowMs() + 5;
  const count = Math.floor((options.durationMs / 1000) * options.perSecond);
  for (let index = 0; index < count; ) {
    const waitMs = from + (index * 1000) / options.perSecond - nowMs();
    // Timers count whole milliseconds and are late by up to one: what is due within half of one starts now.
    if (waitMs > 0.5) {
      await new Promise((done) => setTimeout(done, Math.max(1, Math.floor(waitMs))));
      continue;
    }
    // What starts a little early is measured from when it started.
    start(Math.min(from + (index * 1000) / options.perSecond, nowMs()), index);
    index += 1;
  }
}
