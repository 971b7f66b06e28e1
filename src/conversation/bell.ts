import type { Database } from "../database/index.ts";
import type { Logger } from "../shared/index.ts";

const CHANNEL = "atiende_bell";

/** Wakes whoever works on conversations. Losing a ring costs at most one sweep; it is never the record of anything. */
export interface Bell {
  /** `isUrgent`: nothing more is expected to follow within the burst. */
  ring(conversationId: string, isUrgent?: boolean): void;
}

/** For a process that runs no worker: `pg_notify` after the commit, never inside it, where it would hold a global lock. */
export function createRemoteBell(database: Database, logger: Logger): Bell {
  return {
    ring(conversationId, isUrgent = false) {
      const payload = `${conversationId}${isUrgent ? " urgent" : ""}`;
      database
        .query("select pg_notify($1, $2)", [CHANNEL, payload])
        .catch((error) => logger.warn({ code: error.code }, "bell not rung; the sweep will find the message"));
    },
  };
}

/** Passes on the rings of other processes. Returns the function that stops it. */
export function answerRemoteBell(database: Database, bell: Bell): Promise<() => Promise<void>> {
  return database.listen(CHANNEL, (payload) => {
    const [conversationId = "", urgent] = payload.split(" ");
    bell.ring(conversationId, urgent !== undefined);
  });
}
