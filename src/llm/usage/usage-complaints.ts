import { type Clock, describeFault, type Logger } from "../../shared/index.ts";

const EVERY_MS = 60_000;

/** Warns of a fault at most once a minute: what happens at every call would fill the log while the database is away. */
export function createComplaints(clock: Clock, logger: Logger): (error: unknown, message: string) => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  return (error, message) => {
    if (clock.monotonicMs() - lastMs < EVERY_MS) return;
    lastMs = clock.monotonicMs();
    logger.warn(describeFault(error), message);
  };
}
