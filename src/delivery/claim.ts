import type { OutboundPart } from "../channels/index.ts";
import type { Database, Sql } from "../database/index.ts";
import { type Logger, newId, type Sealer } from "../shared/index.ts";

/** A send must start within this time of its claim and end before the deadline. */
export const CLAIM_MS = 25_000;
/** How long an unknown send rests before the provider is asked: its list may lag by a minute. */
export const RECONCILE_AFTER_MS = 60_000;
const WINDOW_HOURS = 24;

export interface ClaimDeps {
  database: Database;
  sealer: Sealer;
  logger: Logger;
}

export interface ClaimedMessage {
  id: string;
  kind: string;
  conversationId: string;
  channelAccountId: string;
  channel: string;
  from: string;
  to: string;
  part: OutboundPart;
  attempts: number;
  claimedAt: Date;
  /** Since the claim that may have sent it, by the database's clock. */
  ageMs: number;
}

export type Claim =
  | { kind: "send" | "ask"; message: ClaimedMessage }
  /** The lowest unsent message rests, or another process is sending it. */
  | { kind: "wait"; waitMs: number }
  | { kind: "nothing" };

interface Row {
  id: string;
  kind: string;
  state: string;
  content: OutboundPart;
  attempts: number;
  claimed_at: Date | null;
  wait_ms: number;
}

/**
 * Claims the conversation's lowest unsent message, and no other: that is what keeps answers in order. Holder, consent
 * and window are read under the conversation's lock, so nothing that changes them can slip between check and send.
 */
export function claimNext(deps: ClaimDeps, conversationId: string): Promise<Claim> {
  return deps.database.transaction(async (sql) => {
    const [conversation] = await sql.query<Conversation>(
      /* sql */ `
      select c.id, c.holder, c.is_opted_out, c.address as "to", a.id as account_id, a.channel, a.address as "from",
        c.last_inbound_at > clock_timestamp() - make_interval(hours => $2) as is_window_open
      from conversations c join channel_accounts a on a.id = c.channel_account_id
      where c.id = $1 for no key update of c`,
      [conversationId, WINDOW_HOURS],
    );
    if (!conversation) return { kind: "nothing" };
    for (;;) {
      const [row] = await sql.query<Row>(
        /* sql */ `
        select id, kind, state, content, attempts, claimed_at,
          ceil(extract(epoch from greatest(not_before, deadline) - clock_timestamp()) * 1000)::float8 as wait_ms
        from messages
        where conversation_id = $1 and direction = 'out' and state in ('pending', 'sending', 'unknown')
        order by seq limit 1`,
        [conversationId],
      );
      if (!row) return { kind: "nothing" };
      if (row.wait_ms > 0) return { kind: "wait", waitMs: row.wait_ms };
      const claim = await claimRow(deps, sql, conversation, row);
      if (claim) return claim;
    }
  });
}

interface Conversation {
  id: string;
  holder: string;
  is_opted_out: boolean;
  to: string;
  account_id: string;
  channel: string;
  from: string;
  is_window_open: boolean;
}

/**
 * Undefined means that this row is settled and the next one may be looked at. Statuses and a late sender do not take
 * the conversation's lock, so each update names the state that was read: what they settled since is not undone.
 */
async function claimRow(
  { sealer, logger }: ClaimDeps,
  sql: Sql,
  conversation: Conversation,
  row: Row,
): Promise<Claim | undefined> {
  if (row.state === "sending") {
    // Its sender died or froze past the deadline. Whether the provider has it is not known to anybody here. "Un
    // momento" is not worth asking for: the answer behind it must not wait.
    await sql.query(
      /* sql */ `update messages set state = case kind when 'ack' then 'cancelled' else 'unknown' end, deadline = null, error_code = 'sender_lost',
        not_before = null where id = $1 and state = 'sending'`,
      [row.id],
    );
    return undefined;
  }
  if (row.state === "pending") {
    const refusal = refusalOf(conversation, row.kind);
    if (refusal) {
      const refused = await sql.query(
        /* sql */ `update messages set state = $2, error_code = $3, settled_at = clock_timestamp()
          where id = $1 and state = 'pending' returning id`,
        [row.id, refusal === "window_closed" ? "failed" : "cancelled", refusal],
      );
      if (refused.length > 0 && refusal === "window_closed") await recordPermanentFailure(sql, logger, row.id, refusal);
      return undefined;
    }
  }
  const isAsking = row.state === "unknown";
  const [claimed] = await sql.query<{ claimed_at: Date; attempts: number; age_ms: number }>(
    /* sql */ `
    update messages set state = $2, deadline = clock_timestamp() + make_interval(secs => $3), not_before = null,
      claimed_at = case when $4 then claimed_at else clock_timestamp() end,
      attempts = attempts + case when $4 then 0 else 1 end
    where id = $1 and state = $5 returning claimed_at, attempts, extract(epoch from clock_timestamp() - claimed_at)::float8 * 1000 as age_ms`,
    [row.id, isAsking ? "unknown" : "sending", CLAIM_MS / 1000, isAsking, row.state],
  );
  if (!claimed) return undefined;
  return {
    kind: isAsking ? "ask" : "send",
    message: {
      id: row.id,
      kind: row.kind,
      conversationId: conversation.id,
      channelAccountId: conversation.account_id,
      channel: conversation.channel,
      from: conversation.from,
      to: sealer.open(conversation.to),
      part: { ...row.content, text: sealer.open(row.content.text) },
      attempts: claimed.attempts,
      claimedAt: claimed.claimed_at,
      ageMs: claimed.age_ms,
    },
  };
}

function refusalOf(conversation: Conversation, kind: string): string | undefined {
  if (conversation.holder === "human") return "held_by_human";
  if (conversation.is_opted_out && kind !== "consent") return "opted_out";
  if (!conversation.is_window_open) return "window_closed";
  return undefined;
}

/** What staff must see: a customer who was owed an answer will not get it. */
export async function recordPermanentFailure(sql: Sql, logger: Logger, messageId: string, code: string): Promise<void> {
  logger.fatal({ messageId, code }, "message cannot be delivered");
  await sql.query(
    /* sql */ `insert into audit_log (id, kind, severity, subject_id, details)
      values ($1, 'message.failed', 'critical', $2, jsonb_build_object('code', $3::text))`,
    [newId(), messageId, code],
  );
}
