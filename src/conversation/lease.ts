import type { Database, Sql } from "../database/index.ts";
import type { Clock, Sealer } from "../shared/index.ts";
import type { DialogueState } from "./dialogue-state.ts";
import type { InboxContent } from "./inbox.ts";

export const LEASE_MS = 30_000;
/** After this long without a renewal a holder starts no effect: somebody else may hold the lease soon. */
const LATEST_EFFECT_MS = 20_000;
const RENEW_EVERY_MS = 10_000;
/** A burst longer than this is answered in several turns. */
const MAX_BURST = 20;
/** The third failure of the same message is a dead letter. */
export const MAX_ATTEMPTS = 3;

export class LeaseLostError extends Error {
  override readonly name = "LeaseLostError";
  readonly code = "lease_lost";
}

export interface InboxMessage {
  id: string;
  seq: number;
  kind: string;
  content: InboxContent;
  providerEventId: string;
  /** How often it was taken and not answered before this lease. */
  attempts: number;
  receivedAt: Date;
}

export interface LeasedConversation {
  id: string;
  profile: string;
  channel: string;
  channelAccountId: string;
  customerId: string;
  holder: "bot" | "human";
  isOptedOut: boolean;
  /** The language that the customer asked to be answered in. */
  chosenLanguage: string | undefined;
  state: DialogueState;
}

export interface Lease {
  conversation: LeasedConversation;
  fence: number;
  /** The inbox counter, read before the inbox was: a message after it makes the release fail. */
  seenSeq: number;
  unread: InboxMessage[];
  /** @throws LeaseLostError when the lease may no longer be ours. Call it before every effect. */
  assertHeld(): void;
  /** Reads what came since, for another turn under the same lease. */
  reread(): Promise<void>;
  /** True when the conversation was given back; false when a message came in the meantime. */
  release(): Promise<boolean>;
  /** Nobody may take the conversation before `delayMs` is over; `cause`, a code, stays with the message that failed. */
  yieldFor(delayMs: number, cause?: string): Promise<void>;
  stopRenewing(): void;
}

interface TakenRow {
  fence: string;
  inbox_seq: string;
  profile: string;
  channel: string;
  channel_account_id: string;
  customer_id: string;
  holder: "bot" | "human";
  is_opted_out: boolean;
  language: string | null;
  state: DialogueState;
}

/**
 * Takes the conversation for 30 s if nobody holds it and something waits in it. The take raises the fence and counts
 * an attempt on the oldest message, and both are committed before anything else is done: a message that ends the
 * process is recognised by its count.
 */
export async function takeLease(
  deps: { database: Database; sealer: Sealer; clock: Clock; owner: string },
  conversationId: string,
): Promise<Lease | undefined> {
  const { database, sealer, clock } = deps;
  const takenFrom = clock.monotonicMs();
  const taken = await database.transaction(async (sql) => {
    const [row] = await sql.query<TakenRow>(
      /* sql */ `
      update conversations c
      set fence = c.fence + 1, lease_owner = $2, lease_until = clock_timestamp() + make_interval(secs => $3)
      from channel_accounts a, customers u
      where c.id = $1 and a.id = c.channel_account_id and u.id = c.customer_id
        and (c.lease_until is null or c.lease_until < clock_timestamp())
        and exists (select 1 from messages m where m.conversation_id = c.id and m.direction = 'in' and m.state = 'received')
      returning c.fence, c.inbox_seq, a.profile, a.channel, c.channel_account_id, c.customer_id,
        c.holder, c.is_opted_out, u.language, c.state`,
      [conversationId, deps.owner, LEASE_MS / 1000],
    );
    if (!row) return undefined;
    const unread = await readUnread(sql, sealer, conversationId);
    const oldest = unread[0];
    if (oldest) await sql.query("update messages set attempts = attempts + 1 where id = $1", [oldest.id]);
    return { row, unread };
  });
  if (!taken) return undefined;

  const { row } = taken;
  // The attempt that this take has counted is no failure: a message decided again with its burst is not a poisoned one.
  const counted = taken.unread[0]?.id;
  const fence = Number(row.fence);
  let heldFrom = takenFrom;
  let isLost = false;
  const renewal = setInterval(() => void renew(), RENEW_EVERY_MS);
  renewal.unref();

  async function renew(): Promise<void> {
    const from = clock.monotonicMs();
    try {
      const kept = await database.query(
        /* sql */ `update conversations set lease_until = clock_timestamp() + make_interval(secs => $3)
          where id = $1 and fence = $2 and lease_until > clock_timestamp() returning id`,
        [conversationId, fence, LEASE_MS / 1000],
      );
      if (kept.length > 0) heldFrom = from;
      else isLost = true;
    } catch {
      // The database is away; the clock of assertHeld decides how long we may go on.
    }
  }

  const lease: Lease = {
    fence,
    seenSeq: Number(row.inbox_seq),
    unread: taken.unread,
    conversation: {
      id: conversationId,
      profile: row.profile,
      channel: row.channel,
      channelAccountId: row.channel_account_id,
      customerId: row.customer_id,
      holder: row.holder,
      isOptedOut: row.is_opted_out,
      chosenLanguage: row.language ?? undefined,
      state: row.state,
    },
    assertHeld() {
      if (isLost || clock.monotonicMs() - heldFrom > LATEST_EFFECT_MS) throw new LeaseLostError("the lease ran out");
    },
    async reread() {
      const [current] = await database.query<{
        inbox_seq: string;
        state: DialogueState;
        holder: "bot" | "human";
        is_opted_out: boolean;
      }>("select inbox_seq, state, holder, is_opted_out from conversations where id = $1 and fence = $2", [
        conversationId,
        fence,
      ]);
      if (!current) throw new LeaseLostError("another worker took the conversation");
      lease.seenSeq = Number(current.inbox_seq);
      Object.assign(lease.conversation, {
        state: current.state,
        holder: current.holder,
        isOptedOut: current.is_opted_out,
      });
      const unread = await readUnread(database, sealer, conversationId);
      lease.unread = unread.map((message) =>
        message.id === counted ? { ...message, attempts: message.attempts - 1 } : message,
      );
    },
    async release() {
      const released = await database.query(
        /* sql */ `update conversations set lease_owner = null, lease_until = null
          where id = $1 and fence = $2 and inbox_seq = $3 returning id`,
        [conversationId, fence, lease.seenSeq],
      );
      if (released.length > 0) lease.stopRenewing();
      return released.length > 0;
    },
    async yieldFor(delayMs, cause) {
      lease.stopRenewing();
      await database.query(
        /* sql */ `
        with yielded as (
          update conversations set lease_owner = null, lease_until = clock_timestamp() + make_interval(secs => $3)
          where id = $1 and fence = $2 returning id
        )
        update messages set error_code = $4 from yielded
        where $4::text is not null and messages.id = $5 and messages.state = 'received'`,
        [conversationId, fence, delayMs / 1000, cause ?? null, lease.unread[0]?.id ?? null],
      );
    },
    stopRenewing: () => clearInterval(renewal),
  };
  return lease;
}

async function readUnread(sql: Sql, sealer: Sealer, conversationId: string): Promise<InboxMessage[]> {
  const rows = await sql.query<{
    id: string;
    seq: string;
    kind: string;
    content: InboxContent;
    provider_event_id: string;
    attempts: number;
    created_at: Date;
  }>(
    /* sql */ `select id, seq, kind, content, provider_event_id, attempts, created_at from messages
      where conversation_id = $1 and direction = 'in' and state = 'received' order by seq limit $2`,
    [conversationId, MAX_BURST],
  );
  return rows.map((row) => ({
    id: row.id,
    seq: Number(row.seq),
    kind: row.kind,
    content: row.content.kind === "notice" ? row.content : { ...row.content, text: sealer.open(row.content.text) },
    providerEventId: row.provider_event_id,
    attempts: row.attempts,
    receivedAt: row.created_at,
  }));
}
