import type { Database } from "../database/index.ts";
import type { Logger } from "../shared/index.ts";
import { PRIORITIES, type Priority } from "./work-queue.ts";

const CHANNEL = "atiende_bell";
/** With a UUID behind it, it fits into the 63 bytes that PostgreSQL keeps of a session's name. */
export const SESSION_PREFIX = "atiende-worker ";

/** Wakes whoever works on conversations. Losing a ring costs at most one sweep; it is never the record of anything. */
export interface Bell {
  /**
   * `isUrgent`: nothing more is expected to follow within the burst. `priority`: who goes first when all are busy; by
   * default a customer's message.
   */
  ring(conversationId: string, isUrgent?: boolean, priority?: Priority): void;
}

/** For a process that runs no worker: `pg_notify` after the commit, never inside it, where it would hold a global lock. */
export function createRemoteBell(database: Database, logger: Logger): Bell {
  return {
    ring(conversationId, isUrgent = false, priority = "answer") {
      const payload = `${conversationId} ${isUrgent ? "urgent" : "burst"} ${priority}`;
      database
        .query("select pg_notify($1, $2)", [CHANNEL, payload])
        .catch((error) => logger.warn({ code: error.code }, "bell not rung; the sweep will find the message"));
    },
  };
}

/**
 * Passes on the rings of other processes. Its session carries the worker's name, by which the others see that the
 * worker lives: open it before the first lease is taken. Returns the function that stops it.
 */
export function answerRemoteBell(database: Database, bell: Bell, owner: string): Promise<() => Promise<void>> {
  const onNotify = (payload: string) => {
    const [conversationId = "", urgency, priority] = payload.split(" ");
    bell.ring(
      conversationId,
      urgency === "urgent",
      PRIORITIES.find((known) => known === priority),
    );
  };
  return database.listen(CHANNEL, onNotify, SESSION_PREFIX + owner);
}
