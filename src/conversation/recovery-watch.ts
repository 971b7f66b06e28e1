import { isDatabaseUnavailable } from "../database/index.ts";
import { backoffMs, type Clock, describeFault } from "../shared/index.ts";
import { type RecoveryDeps, type RecoveryReport, recoverInbound } from "./recovery.ts";

/** The provider gives up a webhook after 15 s; what is younger may still come by itself. */
const SETTLE_MS = 20_000;
/** After a look that had a cause, once more: the list may lag by a minute. */
const SECOND_LOOK_MS = 75_000;
/** A proxy or a name server may fail before us, and nobody tells us: one request in this time finds out. */
const EVERY_MS = 5 * 60_000;
const SOON_MS = 2000;

export interface RecoveryWatch {
  /** A webhook could not be stored: look as soon as that works again. */
  noteMissed(): void;
  stop(): Promise<void>;
}

/**
 * Looks for messages that no webhook brought: at the start, after webhooks had to be refused, and every five minutes. A
 * look that fails is repeated with growing pauses until one succeeds. Nobody waits for it.
 */
export function startRecoveryWatch(
  deps: RecoveryDeps & { clock: Clock; onRecovered(report: RecoveryReport): void },
): RecoveryWatch {
  const { clock, logger } = deps;
  /** What was written before this moment is no longer on its way to us. */
  let missedUntil = clock.monotonicMs();
  let hasCause = true;
  let failures = 0;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let running: Promise<void> | undefined;
  const stopping = new AbortController();

  function lookIn(ms: number): void {
    const at = clock.monotonicMs() + ms;
    if (isStopped || running || at >= dueAt) return;
    clearTimeout(timer);
    dueAt = at;
    timer = setTimeout(() => {
      dueAt = Number.POSITIVE_INFINITY;
      running = look().then((nextMs) => {
        running = undefined;
        lookIn(nextMs);
      });
    }, ms);
    timer.unref();
  }

  /** Returns when to look again. */
  async function look(): Promise<number> {
    const from = missedUntil;
    const isCaused = hasCause;
    hasCause = false;
    try {
      const report = await recoverInbound(deps, {
        settleMs: Math.min(SETTLE_MS, clock.monotonicMs() - from),
        signal: stopping.signal,
      });
      failures = 0;
      if (report) deps.onRecovered(report);
      if (report?.takenIn) logger.info({ ...report }, "messages that no webhook brought were taken in");
      // Another process is at it; it may have begun before what we missed.
      if (!report && isCaused) hasCause = true;
    } catch (error) {
      hasCause ||= isCaused;
      failures += 1;
      const isAway = isDatabaseUnavailable(error);
      logger.warn({ ...describeFault(error), isAway, failures }, "could not look for missed messages; trying again");
      return backoffMs(failures, { baseMs: SOON_MS });
    }
    if (hasCause) return SOON_MS;
    return isCaused ? SECOND_LOOK_MS : EVERY_MS;
  }

  lookIn(0);
  return {
    noteMissed() {
      missedUntil = clock.monotonicMs();
      hasCause = true;
      lookIn(SOON_MS);
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      // The sender in hand is taken in whole; the others are for the next start.
      stopping.abort();
      await running;
    },
  };
}
