import { type Database, isDatabaseUnavailable, isTooSlow, retryWhileAway } from "../database/index.ts";
import type { Delivery } from "../delivery/index.ts";
import { backoffMs, type Clock, describeFault, type Logger, type Sealer } from "../shared/index.ts";
import { type AcknowledgeDeps, startAcknowledging } from "./acknowledge.ts";
import type { Bell } from "./bell.ts";
import { sameDayIn } from "./late.ts";
import { LEASE_MS, type Lease, LeaseLostError, takeLease } from "./lease.ts";
import { nextBurst, type TurnDeps, takeTurn } from "./take-turn.ts";
import { NewerMessageError, type Turn } from "./turn.ts";
import { createWorkQueue } from "./work-queue.ts";

/** One Rasa is kept busy by so many; more would only wait in its queue. */
const TURNS_AT_A_TIME = 8;
/** Sends wait for the provider, not for us. */
const SENDS_AT_A_TIME = 32;
/** A customer who types without pause is answered after this long all the same. */
const LONGEST_BURST_MS = 1500;
const LONGEST_REST_MS = 60_000;
/** How long a database that is away is not counted against a message. */
const FORGIVEN_FOR_MS = 30 * 60_000;
/** A stop waits this long for turns and sends in hand, which end by their own time-outs before; container stops give 30 s. */
const STOP_MS = 20_000;

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
  /** The business's. */
  timeZone: string;
  onTurn(turn: Turn): void;
  /** Rings other processes for what this one took note of and, because it stops, leaves to them. */
  passOn?(conversationId: string): void;
}

/** Leases conversations that rang, answers them, and sends. Conversations run in parallel, each alone. */
export function createWorker(deps: WorkerDeps): Worker {
  const { clock, logger } = deps;
  const resting = new Map<string, { timer: NodeJS.Timeout; since: number }>();
  const later = new Map<string, NodeJS.Timeout>();
  let isStopped = false;

  const answering = createWorkQueue({ atATime: TURNS_AT_A_TIME, clock, logger, run: answer });
  const sending = createWorkQueue({ atATime: SENDS_AT_A_TIME, clock, logger, run: send });

  return {
    ring(conversationId, isUrgent = false, priority = "answer") {
      if (isStopped) return;
      const rest = resting.get(conversationId);
      clearTimeout(rest?.timer);
      const since = rest?.since ?? clock.monotonicMs();
      const left = LONGEST_BURST_MS - (clock.monotonicMs() - since);
      const waitMs = isUrgent ? 0 : Math.max(0, Math.min(deps.burstQuietMs, left));
      const go = () => {
        resting.delete(conversationId);
        answering.start(conversationId, priority, since);
      };
      if (waitMs === 0) return go();
      resting.set(conversationId, { timer: setTimeout(go, waitMs), since });
    },
    deliver: (conversationId) => {
      if (!isStopped) sending.start(conversationId);
    },
    async stop() {
      isStopped = true;
      for (const [conversationId, { timer }] of resting) {
        clearTimeout(timer);
        deps.passOn?.(conversationId);
      }
      resting.clear();
      for (const timer of later.values()) clearTimeout(timer);
      // What was answered is also sent: the customer should not wait for the next start. Whatever hangs beyond its own
      // time-outs is left behind: its lease ends with our session, and the fence refuses what it may still try.
      let hurry: NodeJS.Timeout | undefined;
      const isLate = new Promise<boolean>((done) => {
        hurry = setTimeout(() => done(true), STOP_MS);
      });
      const isDone = answering
        .idle()
        .then(() => sending.idle())
        .then(() => false);
      if (await Promise.race([isDone, isLate])) logger.warn({}, "stopped with work in hand; another worker finds it");
      clearTimeout(hurry);
    },
  };

  async function answer(conversationId: string): Promise<void> {
    if (isStopped) return deps.passOn?.(conversationId);
    const lease = await takeLease({ ...deps, owner: deps.owner }, conversationId);
    // Nothing to answer, or not ours: the ring may have been for something to send.
    if (!lease) return sending.start(conversationId);
    try {
      await answerUntilReleased(lease);
    } catch (error) {
      await afterFailure(lease, error);
      sending.start(conversationId);
    } finally {
      lease.stopRenewing();
    }
  }

  async function answerUntilReleased(lease: Lease): Promise<void> {
    for (;;) {
      const burst = nextBurst(lease.unread, sameDayIn(deps.timeZone, clock.now()));
      if (burst.length > 0) {
        const turn = await answerBurst(lease, burst);
        sending.start(lease.conversation.id);
        if (turn?.isReleased) return;
      } else if (await lease.release()) return;
      if (isStopped) {
        await lease.yieldFor(0);
        return deps.passOn?.(lease.conversation.id);
      }
      await lease.reread();
      await untilQuiet(lease);
    }
  }

  async function answerBurst(lease: Lease, burst: Lease["unread"]): Promise<Turn | undefined> {
    const acknowledgement = await startAcknowledging(
      { ...deps.acknowledge, deliver: (id) => sending.start(id) },
      lease,
      burst,
    );
    try {
      const turn = await takeTurn(deps.turn, lease, burst);
      deps.onTurn(turn);
      return turn;
    } catch (error) {
      // Not a failure: the burst has grown, and the next round reads it whole.
      if (!(error instanceof NewerMessageError)) throw error;
      return undefined;
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
    const isAway = isDatabaseUnavailable(error);
    // Nothing may be tried for ever: a message that looks like an outage is found out by its age.
    const isOld = (lease.unread[0]?.ageMs ?? 0) > FORGIVEN_FOR_MS;
    if (isAway) logger.warn(fields, "turn interrupted by the database");
    else logger.error(fields, "turn failed");
    // The database being away is not the message's fault; a statement that is too slow may be.
    const cause = { code: String(fault.code ?? fault.name), isItsFault: !isAway || isTooSlow(error) || isOld };
    const restMs = backoffMs(attempts, { baseMs: 500 });
    // Nobody else may take the conversation for as long as our lease says, so it is worth some patience.
    await retryWhileAway(LEASE_MS, () => lease.yieldFor(restMs, cause)).catch(() => undefined);
  }

  async function send(conversationId: string): Promise<void> {
    const restMs = await deps.delivery.drain(conversationId);
    if (isStopped || restMs === undefined || restMs > LONGEST_REST_MS) return;
    clearTimeout(later.get(conversationId));
    const timer = setTimeout(() => {
      later.delete(conversationId);
      sending.start(conversationId);
    }, restMs + 5);
    timer.unref();
    later.set(conversationId, timer);
  }
}
