import { setTimeout as pause } from "node:timers/promises";
import { backoffMs } from "../shared/index.ts";
import { isDatabaseUnavailable } from "./pg-errors.ts";

const LONGEST_PAUSE_MS = 2000;

/**
 * Does `work`, again and again for as long as the database is away, at most `forMs`: for what must be written down
 * because nobody else knows it. Throws what `work` threw last.
 */
export async function retryWhileAway<T>(forMs: number, work: () => Promise<T>): Promise<T> {
  const until = performance.now() + forMs;
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseUnavailable(error) || performance.now() > until) throw error;
      await pause(backoffMs(attempt, { baseMs: 100, maxMs: LONGEST_PAUSE_MS }));
    }
  }
}
