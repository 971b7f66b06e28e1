import { type Database, isDatabaseUnavailable } from "../../database/index.ts";
import { type Clock, describeFault, type Logger } from "../../shared/index.ts";
import type { LlmAbout, LlmCallRecord } from "../types.ts";
import { createUsageBatch, type UsageBatch } from "./usage-batch.ts";
import { createComplaints } from "./usage-complaints.ts";
import { createLocalDay } from "./usage-day.ts";
import type { Amount } from "./usage-meter.ts";
import { addUsage } from "./usage-rows.ts";

const WRITE_EVERY_MS = 1000;

export interface LlmUsageDeps {
  database: Database;
  clock: Clock;
  /** IANA: whose days are counted. */
  timeZone: string;
  /** ISO 4217, of the routing's prices. */
  currency: string;
  logger: Logger;
}

export interface LlmUsage {
  /** Counts an attempt. Returns at once; is written within about a second. */
  spend(about: LlmAbout, call: LlmCallRecord): void;
  /** What this process has counted and not yet written, of a profile's month ("2026-11"). */
  unwrittenOfMonth(profile: string, month: string): Amount;
  /** The same of one customer's local day ("2026-11-21"). */
  unwrittenOfCustomer(customerId: string, day: string): Amount;
  /** Writes what is counted, now. Never rejects; false when the database is away, and it is tried again. */
  flush(): Promise<boolean>;
  /** Writes what is left. Call it when nothing is counted any more and before the database closes. */
  stop(): Promise<void>;
}

/**
 * Adds up tokens and money in memory and writes them in one statement a second at most: a busy day is a few rows that
 * every call changes. While the database is away it goes on adding under the same keys, so that what it holds is bounded.
 * A process that is killed loses its last second; a commit whose answer is lost is written twice: both cost cents, and
 * neither is worth a row for each call.
 */
export function createLlmUsage({ database, clock, timeZone, currency, logger }: LlmUsageDeps): LlmUsage {
  const today = createLocalDay(clock, timeZone);
  const complain = createComplaints(clock, logger);
  let gathered = createUsageBatch();
  let writing: UsageBatch | undefined;
  let running = Promise.resolve(true);
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  function flush(): Promise<boolean> {
    clearTimeout(timer);
    timer = undefined;
    // One statement at a time: two of one process would only wait for each other's rows.
    running = running.then(write);
    return running;
  }

  async function write(): Promise<boolean> {
    if (gathered.isEmpty()) return true;
    const batch = gathered;
    [writing, gathered] = [batch, createUsageBatch()];
    try {
      await addUsage(database, currency, batch);
      return true;
    } catch (error) {
      if (!maySucceedLater(error)) {
        logger.error({ ...describeFault(error), calls: batch.calls() }, "LLM usage was refused and is not counted");
        return false;
      }
      complain(error, "LLM usage is not written; it is tried again");
      gathered = batch.plus(gathered);
      return false;
    } finally {
      writing = undefined;
      if (!gathered.isEmpty()) soon();
    }
  }

  function soon(): void {
    if (timer || isStopped) return;
    timer = setTimeout(() => void flush(), WRITE_EVERY_MS);
    timer.unref();
  }

  const unwritten = (of: (batch: UsageBatch) => Amount): Amount => {
    const [one, other] = [of(gathered), writing ? of(writing) : { calls: 0, costMicros: 0 }];
    return { calls: one.calls + other.calls, costMicros: one.costMicros + other.costMicros };
  };

  return {
    spend(about, call) {
      gathered.add(about, call, today());
      soon();
    },
    unwrittenOfMonth: (profile, month) => unwritten((batch) => batch.ofMonth(profile, month)),
    unwrittenOfCustomer: (customerId, day) => unwritten((batch) => batch.ofCustomer(customerId, day)),
    flush,
    async stop() {
      isStopped = true;
      const isWritten = await flush();
      if (!isWritten) logger.error({ calls: gathered.calls() }, "LLM usage of the last moments is not counted");
    },
  };
}

/** Away, or chosen to give way (class 40: a deadlock, a serialisation): neither is about what was to be written. */
function maySucceedLater(error: unknown): boolean {
  const code = String((error as { code?: unknown }).code ?? "");
  return isDatabaseUnavailable(error) || /^40...$/.test(code);
}
