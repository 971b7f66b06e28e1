import type { Database } from "../database/index.ts";
import { type Clock, failPoint, type Sealer } from "../shared/index.ts";
import type { DialogueState } from "./dialogue-state.ts";
import { readState } from "./stored-state.ts";
import {
  HAS_INTERRUPTED_WRITE,
  type InboxMessage,
  MAX_BURST,
  openUnread,
  UNREAD,
  type UnreadRow,
  unreadIn,
} from "./unread.ts";

export const LEASE_MS = 30_000;
/** After this long without a renewal a holder starts no effect: somebody else may hold the lease soon. */
const LATEST_EFFECT_MS = 20_000;
const RENEW_EVERY_MS = 10_000;
/** The third failure of the same message is a dead letter. */
export const MAX_ATTEMPTS = 3;

export class LeaseLostError extends Error {
  override readonly name = "LeaseLostError";
  readonly code = "lease_lost";
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
  /** What the row remembered cannot be read: the state begins anew. */
  isStateLost: boolean;
}

export interface Lease {
  conversation: LeasedConversation;
  fence: number;
  /** The inbox counter, read before the inbox was: a message after it makes the release fail. */
  seenSeq: number;
  unread: InboxMessage[];
  /** More is unread than `unread` holds. */
  hasMore: boolean;
  /** A crash left a write between the decision and the commit of its outcome. */
  hasInterruptedWrite: boolean;
  /** @throws LeaseLostError when the lease may no longer be ours. Call it before every effect. */
  assertHeld(): void;
  /** Reads what came since, for another turn under the same lease. */
  reread(): Promise<void>;
  /** True when the conversation was given back; false when a message came in the meantime. */
  release(): Promise<boolean>;
  /**
   * Nobody may take the conversation before `delayMs` is over. The cause's code stays with the message that failed, and
   * so does the attempt, unless it was not the message's fault.
   */
  yieldFor(delayMs: number, cause?: { code: string; isItsFault: boolean }): Promise<void>;
  stopRenewing(): void;
}

interface TakenRow {
  fence: string;
  seen_seq: string;
  has_interrupted_write: boolean;
  profile: string;
  channel: string;
  channel_account_id: string;
  customer_id: string;
  holder: "bot" | "human";
  is_opted_out: boolean;
  language: string | null;
  state: unknown;
}

/**
 * One statement, so that a lease is never taken without its attempt being counted. `seen_seq` and the unread messages
 * come from the statement's own snapshot, which may be older than the row that it had to wait for: a message that came in
 * between is then beyond `seen_seq`, and the release fails as it should.
 */
const TAKE = /* sql */ `
  with taken as (
    update conversations c
    set fence = c.fence + 1, lease_owner = $2, lease_until = clock_timestamp() + make_interval(secs => $3)
    from channel_accounts a, customers u
    where c.id = $1 and a.id = c.channel_account_id and u.id = c.customer_id
      and (c.lease_until is null or c.lease_until < clock_timestamp())
      -- The oldest that waits decides: while it rests (see inbox.ts), so does all that came after it.
      and (select m.not_before is null or m.not_before <= clock_timestamp() from messages m
        where m.conversation_id = c.id and m.direction = 'in' and m.state = 'received' order by m.seq limit 1)
    returning c.id, c.fence, a.profile, a.channel, c.channel_account_id, c.customer_id, c.holder, c.is_opted_out,
      u.language, c.state, c.human_seq
  ), counted as (
    update messages m set attempts = attempts + 1 from taken
    where m.state = 'received' and m.id = (select o.id from messages o
      where o.conversation_id = $1 and o.direction = 'in' and o.state = 'received' order by o.seq limit 1)
  )
  select taken.fence, taken.profile, taken.channel, taken.channel_account_id, taken.customer_id, taken.holder,
    taken.is_opted_out, taken.language, taken.state,
    (select s.inbox_seq from conversations s where s.id = $1) as seen_seq,
    ${HAS_INTERRUPTED_WRITE} as has_interrupted_write, unread.*
  from taken cross join lateral (${unreadIn("taken", "$4")}) unread order by unread.seq`;

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
  const rows = await database.query<TakenRow & UnreadRow>(TAKE, [
    conversationId,
    deps.owner,
    LEASE_MS / 1000,
    MAX_BURST,
  ]);
  const [row] = rows;
  if (!row) return undefined;
  failPoint("lease.taken");

  const unread = openUnread(sealer, rows);
  // The attempt that this take has counted is no failure: a message decided again with its burst is not a poisoned one.
  const counted = unread.messages[0]?.id;
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
    seenSeq: Number(row.seen_seq),
    unread: unread.messages,
    hasMore: unread.hasMore,
    hasInterruptedWrite: row.has_interrupted_write,
    conversation: {
      id: conversationId,
      profile: row.profile,
      channel: row.channel,
      channelAccountId: row.channel_account_id,
      customerId: row.customer_id,
      holder: row.holder,
      isOptedOut: row.is_opted_out,
      chosenLanguage: row.language ?? undefined,
      ...openState(row.state),
    },
    assertHeld() {
      if (isLost || clock.monotonicMs() - heldFrom > LATEST_EFFECT_MS) throw new LeaseLostError("the lease ran out");
    },
    async reread() {
      const [current] = await database.query<{
        inbox_seq: string;
        state: unknown;
        holder: "bot" | "human";
        is_opted_out: boolean;
        has_interrupted_write: boolean;
      }>(
        /* sql */ `select inbox_seq, state, holder, is_opted_out, ${HAS_INTERRUPTED_WRITE} as has_interrupted_write
          from conversations where id = $1 and fence = $2`,
        [conversationId, fence],
      );
      if (!current) throw new LeaseLostError("another worker took the conversation");
      lease.seenSeq = Number(current.inbox_seq);
      lease.hasInterruptedWrite = current.has_interrupted_write;
      Object.assign(lease.conversation, {
        ...openState(current.state),
        holder: current.holder,
        isOptedOut: current.is_opted_out,
      });
      const later = openUnread(sealer, await database.query<UnreadRow>(UNREAD, [conversationId, MAX_BURST]));
      lease.hasMore = later.hasMore;
      lease.unread = later.messages.map((message) =>
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
          where id = $1 and fence = $2 and lease_owner is not null returning id
        )
        update messages set error_code = $4, attempts = attempts - case when $6 then 0 else 1 end from yielded
        where $4::text is not null and messages.id = $5 and messages.state = 'received'`,
        [
          conversationId,
          fence,
          delayMs / 1000,
          cause?.code ?? null,
          lease.unread[0]?.id ?? null,
          // Only the message whose attempt this lease counted can have it given back.
          cause?.isItsFault !== false || lease.unread[0]?.id !== counted,
        ],
      );
    },
    stopRenewing: () => clearInterval(renewal),
  };
  return lease;
}

function openState(stored: unknown): { state: DialogueState; isStateLost: boolean } {
  const state = readState(stored);
  return { state: state ?? {}, isStateLost: state === undefined };
}
