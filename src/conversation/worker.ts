import pLimit from "p-limit";
import { type Database, isDatabaseUnavailable } from "../database/index.ts";
import type { Delivery } from "../delivery/index.ts";
import { backoffMs, type Clock, describeFault, type Logger, type Sealer } from "../shared/index.ts";
import { type AcknowledgeDeps, startAcknowledging } from "./acknowledge.ts";
import type { Bell } from "./bell.ts";
import { type Lease, LeaseLostError, takeLease } from "./lease.ts";
import { nextBurst, type TurnDeps, takeTurn } from "./take-turn.ts";
import { NewerMessageError, type Turn } from "./turn.ts";

/** One Rasa is kept busy by so many; more would only wait in its queue. */
const TURNS_AT_A_TIME = 8;
/** Sends wait for the provider, not for us. */
const SENDS_AT_A_TIME = 32;
/** A customer who types without pause is answered after this long all the same. */
const LONGEST_BURST_MS = 1500;
const LONGEST_REST_MS = 60_000;

export interface Worker extends Bell {
  /** Sends what the conversation has unsent. */
  deliver(conversationId: string): void;
  /** Takes no new work, finishes what is in hand and gives the rest back. */
  stop(): Promise<void>;
}

export interface WorkerDeps {
  database: Database;
  sealer: Sealer;
  clock: Clock;
  logger: Logger;
  delivery: Delivery;
  turn: TurnDeps;
  acknowledge: Omit<AcknowledgeDeps, "deliver">;
  /** Names this process in the leases that it takes. */
  owner: string;
  /** How long a text waits for another of the same burst. */
  burstQuietMs: number;
  onTurn(turn: Turn): void;
}

/** Leases conversations that rang, answers them, and sends. Conversations run in parallel, each alone. */
export function createWorker(deps: WorkerDeps): Worker {
  const { clock, logger } = deps;
  const turnSlots = pLimit(TURNS_AT_A_TIME);
  const sendSlots = pLimit(SENDS_AT_A_TIME);
  const resting = new Map<string, { timer: NodeJS.Timeout; since: number }>();
  const later = new Set<NodeJS.Timeout>();
  let isStopped = false;

  const answering = createKeyed((id) => turnSlots(() => answer(id)), logger);
  const sending = createKeyed((id) => sendSlots(() => send(id)), logger);

  return {
    ring(conversationId, isUrgent = false) {
      if (isStopped) return;
      const rest = resting.get(conversationId);
      clearTimeout(rest?.timer);
      const since = rest?.since ?? clock.monotonicMs();
      const left = LONGEST_BURST_MS - (clock.monotonicMs() - since);
      const waitMs = isUrgent ? 0 : Math.max(0, Math.min(deps.burstQuietMs, left));
      const go = () => {
        resting.delete(conversationId);
        answering.start(conversationId);
      };
      if (waitMs === 0) return go();
      resting.set(conversationId, { timer: setTimeout(go, waitMs), since });
    },
    deliver: (conversationId) => {
      if (!isStopped) sending.start(conversationId);
    },
    async stop() {
      isStopped = true;
      for (const { timer } of resting.values()) clearTimeout(timer);
      for (const timer of later) clearTimeout(timer);
      // What was answered is also sent: the customer should not wait for the next start.
      await answering.idle();
      await sending.idle();
    },
  };

  async function answer(conversationId: string): Promise<void> {
    if (isStopped) return;
    const lease = await takeLease({ ...deps, owner: deps.owner }, conversationId);
    if (lease) {
      try {
        await answerUntilReleased(lease);
      } catch (error) {
        await afterFailure(lease, error);
      } finally {
        lease.stopRenewing();
      }
    }
    sending.start(conversationId);
  }

  async function answerUntilReleased(lease: Lease): Promise<void> {
    for (;;) {
      const burst = nextBurst(lease.unread);
      if (burst.length > 0) {
        await answerBurst(lease, burst);
        sending.start(lease.conversation.id);
      } else if (await lease.release()) return;
      if (isStopped) return lease.yieldFor(0);
      await lease.reread();
      await untilQuiet(lease);
    }
  }

  async function answerBurst(lease: Lease, burst: Lease["unread"]): Promise<void> {
    const acknowledgement = await startAcknowledging(
      { ...deps.acknowledge, deliver: (id) => sending.start(id) },
      lease,
      burst,
    );
    try {
      deps.onTurn(await takeTurn(deps.turn, lease, burst));
    } catch (error) {
      // Not a failure: the burst has grown, and the next round reads it whole.
      if (!(error instanceof NewerMessageError)) throw error;
    } finally {
      acknowledgement.stop();
    }
  }

  /** A text that came while we were busy may have company on the way. */
  async function untilQuiet(lease: Lease): Promise<void> {
    const newest = lease.unread.at(-1);
    if (newest?.kind !== "text") return;
    const leftMs = deps.burstQuietMs - (clock.now().getTime() - newest.receivedAt.getTime());
    if (leftMs <= 0 || leftMs > deps.burstQuietMs) return;
    await new Promise((done) => setTimeout(done, leftMs));
    await lease.reread();
  }

  async function afterFailure(lease: Lease, error: unknown): Promise<void> {
    if (error instanceof LeaseLostError) {
      logger.warn({ conversationId: lease.conversation.id }, "lease lost; another worker answers");
      return;
    }
    const attempts = (lease.unread[0]?.attempts ?? 0) + 1;
    const fault = describeFault(error);
    const fields = { conversationId: lease.conversation.id, ...fault, attempts };
    if (isDatabaseUnavailable(error)) logger.warn(fields, "turn interrupted by the database");
    else logger.error(fields, "turn failed");
    await lease.yieldFor(backoffMs(attempts, { baseMs: 500 }), String(fault.code ?? fault.name)).catch(() => undefined);
  }

  async function send(conversationId: string): Promise<void> {
    const restMs = await deps.delivery.drain(conversationId);
    if (isStopped || restMs === undefined || restMs > LONGEST_REST_MS) return;
    const timer = setTimeout(() => {
      later.delete(timer);
      sending.start(conversationId);
    }, restMs + 5);
    timer.unref();
    later.add(timer);
  }
}

/** Runs one job a key at a time; a start during a run makes it run once more. Failures are logged: the sweep retries. */
function createKeyed(run: (key: string) => Promise<void>, logger: Logger) {
  const running = new Map<string, { again: boolean; done: Promise<void> }>();
  function start(key: string): void {
    const current = running.get(key);
    if (current) {
      current.again = true;
      return;
    }
    const entry = { again: false, done: Promise.resolve() };
    running.set(key, entry);
    entry.done = run(key)
      .catch((error: unknown) => {
        logger.warn(
          { conversationId: key, ...describeFault(error) },
          "work on a conversation failed; the sweep retries",
        );
      })
      .then(() => {
        running.delete(key);
        if (entry.again) start(key);
      });
  }
  return {
    start,
    async idle() {
      while (running.size > 0) await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}
