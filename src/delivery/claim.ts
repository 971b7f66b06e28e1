import type { OutboundPart } from "../channels/index.ts";
import type { Database, Sql } from "../database/index.ts";
import type { Logger, Sealer } from "../shared/index.ts";
import { recordAlert } from "../telemetry/index.ts";
import { openForSending } from "./stored-part.ts";

/** A send must start within this time of its claim and end before the deadline. */
export const CLAIM_MS = 25_000;
/**
 * How long after its claim an unknown send that the provider does not list may be sent again: it may have left as late
 * as the claim's end, and the list lags by up to a minute behind that.
 */
export const RECONCILE_AFTER_MS = CLAIM_MS + 60_000;
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
  content: unknown;
  attempts: number;
  claimed_at: Date | null;
  wait_ms: number;
}

/**
 * Claims the conversation's lowest unsent message, and no other: that is what keeps answers in order. Holder, consent
 * and window are read under the conversation's lock, so nothing that changes them can slip between check and send.
 */
export async function claimNext(deps: ClaimDeps, conversationId: string): Promise<Claim> {
  return (await claimPlain(deps, conversationId)) ?? claimCarefully(deps, conversationId);
}

/**
 * What is claimed most often, in one statement: the lowest unsent message is pending and nothing forbids it. Who had to
 * wait for the lock sees the conversation's newest version, and the row is only taken if it is pending still.
 */
const CLAIM_PLAIN = /* sql */ `
  with c as (
    select c.id, c.holder, c.is_opted_out, c.address as "to", a.id as account_id, a.channel, a.address as "from",
      c.last_inbound_at > clock_timestamp() - make_interval(hours => $2) as is_window_open
    from conversations c join channel_accounts a on a.id = c.channel_account_id
    where c.id = $1 for no key update of c
  ), lowest as (
    select id from messages
    where conversation_id = $1 and direction = 'out' and state in ('pending', 'sending', 'unknown')
    order by seq limit 1
  ), claimed as (
    update messages m set state = 'sending', deadline = clock_timestamp() + make_interval(secs => $3), not_before = null,
      claimed_at = clock_timestamp(), attempts = attempts + 1
    from c, lowest
    where m.id = lowest.id and m.state = 'pending' and (m.not_before is null or m.not_before <= clock_timestamp())
      and c.holder = 'bot' and (not c.is_opted_out or m.kind = 'consent')
      and (c.is_window_open or m.kind = 'template')
    returning m.id, m.kind, m.content, m.attempts, m.claimed_at
  )
  select c.*, lowest.id as lowest_id, claimed.id as message_id, claimed.kind, claimed.content, claimed.attempts, claimed.claimed_at
  from c left join lowest on true left join claimed on true`;

/** Undefined: something is to be weighed first, or the row cannot be read. */
async function claimPlain({ database, sealer }: ClaimDeps, conversationId: string): Promise<Claim | undefined> {
  const [row] = await database.query<
    Conversation &
      Pick<Row, "kind" | "content" | "attempts"> & { lowest_id: string; message_id: string; claimed_at: Date }
  >(CLAIM_PLAIN, [conversationId, WINDOW_HOURS, CLAIM_MS / 1000]);
  if (!row?.lowest_id) return { kind: "nothing" };
  if (!row.message_id) return undefined;
  const opened = openForSending(sealer, { content: row.content, address: row.to });
  if (!opened) {
    // Not sent and never will be; the careful way finds it as it stood before, and says so.
    await database.query(
      "update messages set state = 'pending', deadline = null where id = $1 and state = 'sending' and attempts = $2",
      [row.message_id, row.attempts],
    );
    return undefined;
  }
  const { kind, attempts, claimed_at: claimedAt } = row;
  return {
    kind: "send",
    message: { id: row.message_id, kind, ...addressesOf(row), ...opened, attempts, claimedAt, ageMs: 0 },
  };
}

function addressesOf(conversation: Conversation) {
  const { id: conversationId, account_id: channelAccountId, channel, from } = conversation;
  return { conversationId, channelAccountId, channel, from };
}

function claimCarefully(deps: ClaimDeps, conversationId: string): Promise<Claim> {
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
      if (refused.length > 0 && refusal === "window_closed" && row.kind !== "ack") {
        await recordPermanentFailure(sql, logger, { id: row.id, conversationId: conversation.id }, refusal);
      }
      return undefined;
    }
  }
  const opened = openForSending(sealer, { content: row.content, address: conversation.to });
  if (!opened) {
    // No attempt would read it better; what stands behind it goes on.
    const failed = await sql.query(
      /* sql */ `update messages set state = 'failed', error_code = 'content_unreadable', settled_at = clock_timestamp(),
        deadline = null where id = $1 and state = $2 returning id`,
      [row.id, row.state],
    );
    if (failed.length > 0) {
      const message = { id: row.id, conversationId: conversation.id };
      await recordPermanentFailure(sql, logger, message, "content_unreadable");
    }
    return undefined;
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
      ...addressesOf(conversation),
      ...opened,
      attempts: claimed.attempts,
      claimedAt: claimed.claimed_at,
      ageMs: claimed.age_ms,
    },
  };
}

function refusalOf(conversation: Conversation, kind: string): string | undefined {
  if (conversation.holder === "human") return "held_by_human";
  if (conversation.is_opted_out && kind !== "consent") return "opted_out";
  if (!conversation.is_window_open && kind !== "template") return "window_closed";
  return undefined;
}

/** What staff must see: a customer who was owed an answer will not get it. */
export function recordPermanentFailure(
  sql: Sql,
  logger: Logger,
  message: { id: string; conversationId: string },
  code: string,
): Promise<void> {
  return recordAlert(sql, logger, {
    kind: "message.failed",
    subjectId: message.id,
    conversationId: message.conversationId,
    details: { code },
  });
}
