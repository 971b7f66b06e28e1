import { type Lease, LeaseLostError, takeLease } from "../../../src/conversation/lease.ts";
import { nextBurst, type TurnDeps, takeTurn } from "../../../src/conversation/take-turn.ts";
import { NewerMessageError } from "../../../src/conversation/turn.ts";
import { backoffMs } from "../../../src/shared/index.ts";
import { Killed, type Life } from "./life.ts";

/** What a worker leaves behind for whoever looks at the history. */
export interface WorkLog {
  broken: string[];
  seen: { turns: number; fenced: number };
}

interface Parts {
  turn: TurnDeps;
  log: WorkLog;
}

/** Answers what waits in a conversation, as the product's worker does it (`worker.ts`), without its timers. */
export async function answerAll(
  parts: Parts,
  { life, conversationId, owner }: { life: Life; conversationId: string; owner: string },
): Promise<void> {
  const { turn, log } = parts;
  const lease = await takeLease({ ...turn, owner }, conversationId);
  if (!lease) return;
  // Leases end when a command says so.
  lease.stopRenewing();
  try {
    await life.at("lease.taken");
    await answerUntilReleased(parts, life, lease);
  } catch (error) {
    if (error instanceof Killed) throw error;
    if (error instanceof LeaseLostError) {
      log.seen.fenced += 1;
      return;
    }
    log.broken.push(`a turn threw ${error instanceof Error ? error.stack : String(error)}`);
    const attempts = (lease.unread[0]?.attempts ?? 0) + 1;
    await lease.yieldFor(backoffMs(attempts, { baseMs: 500 }), { code: "failed", isItsFault: true });
  }
}

async function answerUntilReleased({ turn, log }: Parts, life: Life, lease: Lease): Promise<void> {
  for (;;) {
    const burst = nextBurst(lease.unread);
    if (burst.length > 0) {
      const taken = await takeTurn(turn, lease, burst).catch((error: unknown) => {
        if (!(error instanceof NewerMessageError)) throw error;
        return undefined;
      });
      if (taken) log.seen.turns += 1;
      await life.at("turn.committed");
      if (taken?.isReleased) return;
    } else if (await lease.release()) return;
    await lease.reread();
  }
}
