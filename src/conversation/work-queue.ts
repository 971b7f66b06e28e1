import PQueue from "p-queue";
import { type Clock, describeFault, type Logger } from "../shared/index.ts";

/** What a conversation is to be worked on for, most pressing first: somebody waits at the phone, paid, or may be told. */
export const PRIORITIES = ["answer", "payment", "notice"] as const;
export type Priority = (typeof PRIORITIES)[number];

/**
 * How much later than its ring a job counts as rung. A class is thereby served after a better one that rang at the same
 * time, and before one that rings this much later: nothing waits for ever, and within a class the oldest goes first.
 */
const COUNTS_LATER_MS: Record<Priority, number> = { answer: 0, payment: 2000, notice: 10_000 };

export interface WorkQueue {
  /**
   * Works on the conversation when its turn comes. A start during a run makes it run once more; one while it waits may
   * only move it forward. @param rangAtMs monotonic; by default now
   */
  start(conversationId: string, priority?: Priority, rangAtMs?: number): void;
  /** Conversations that wait for a slot. */
  waiting(): number;
  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void>;
}

interface Entry {
  isRunning: boolean;
  dueMs: number;
  /** Set when it was started again during its run. */
  nextDueMs: number | undefined;
}

/** Runs one job a conversation at a time, and `atATime` in all. Failures are logged: the sweep tries again. */
export function createWorkQueue(deps: {
  atATime: number;
  clock: Clock;
  logger: Logger;
  run(conversationId: string): Promise<void>;
}): WorkQueue {
  const { clock, logger, run } = deps;
  const queue = new PQueue({ concurrency: deps.atATime });
  const entries = new Map<string, Entry>();

  function enqueue(id: string, dueMs: number): void {
    const entry: Entry = { isRunning: false, dueMs, nextDueMs: undefined };
    entries.set(id, entry);
    const work = async () => {
      entry.isRunning = true;
      try {
        await run(id);
      } catch (error) {
        const fields = { conversationId: id, ...describeFault(error) };
        logger.warn(fields, "work on a conversation failed; the sweep retries");
      }
      entries.delete(id);
      if (entry.nextDueMs !== undefined) enqueue(id, entry.nextDueMs);
    };
    void queue.add(work, { id, priority: -dueMs });
  }

  return {
    start(id, priority = "answer", rangAtMs = clock.monotonicMs()) {
      const dueMs = rangAtMs + COUNTS_LATER_MS[priority];
      const entry = entries.get(id);
      if (!entry) return enqueue(id, dueMs);
      if (entry.isRunning) {
        entry.nextDueMs = Math.min(entry.nextDueMs ?? dueMs, dueMs);
      } else if (dueMs < entry.dueMs) {
        entry.dueMs = dueMs;
        queue.setPriority(id, -dueMs);
      }
    },
    waiting: () => queue.size,
    idle: () => queue.onIdle(),
  };
}
