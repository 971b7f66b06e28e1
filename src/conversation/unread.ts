import type { Sealer } from "../shared/index.ts";
import { type InboxContent, openContent } from "./stored-content.ts";

/** A burst longer than this is answered in several turns: enough for everything that a flood left to rest for a minute. */
export const MAX_BURST = 200;

export interface InboxMessage {
  id: string;
  seq: number;
  kind: string;
  content: InboxContent;
  providerEventId: string;
  /** How often it was taken and not answered before this lease. */
  attempts: number;
  receivedAt: Date;
  /** When the customer wrote, by the provider's clock: only of what was found in the provider's list afterwards. */
  sentAt: Date | undefined;
  /** How long ago it was written, by the database's clock at the reading. */
  ageMs: number;
  /** It came above the sender's limit and had to rest. */
  isExcess: boolean;
  /** Its content cannot be read; what stands in `content` is empty. */
  isUnreadable: boolean;
  /** When an administrator put it back after it was a dead letter. */
  retriedAt: Date | undefined;
  /** It came in before a person gave the conversation back: it is that person's. */
  isForHuman: boolean;
}

export interface UnreadRow {
  id: string;
  seq: string;
  kind: string;
  content: unknown;
  provider_event_id: string;
  attempts: number;
  created_at: Date;
  sent_at: Date | null;
  age_ms: number;
  retried_at: Date | null;
  is_for_human: boolean;
  is_excess: boolean;
  is_resting: boolean | null;
}

export const HAS_INTERRUPTED_WRITE =
  "exists (select from write_requests w where w.conversation_id = $1 and w.state = 'writing')";

/** `$1` is the conversation; `conversation` a relation with its `id` and `human_seq`. */
export const unreadIn = (conversation: string, limit: string) => /* sql */ `
  select m.id, m.seq, m.kind, m.content, m.provider_event_id, m.attempts, m.created_at, m.retried_at,
    m.sent_at, extract(epoch from clock_timestamp() - coalesce(m.sent_at, m.created_at))::float8 * 1000 as age_ms,
    m.not_before is not null as is_excess, m.not_before > clock_timestamp() as is_resting,
    m.seq <= c.human_seq and m.retried_at is null as is_for_human
  from messages m join ${conversation} c on c.id = m.conversation_id
  where m.conversation_id = $1 and m.direction = 'in' and m.state = 'received' order by m.seq limit ${limit}`;
export const UNREAD = unreadIn("conversations", "$2");

/** In order, and as many as one turn may answer together. */
export function openUnread(sealer: Sealer, rows: UnreadRow[]): { messages: InboxMessage[]; hasMore: boolean } {
  // Counted as seen all the same, or the release would find a message "in the meantime" for a minute.
  if (rows[0]?.is_resting) return { messages: [], hasMore: false };
  // A person's messages and the bot's never share a turn.
  const end = rows.findIndex((row) => row.is_for_human !== rows[0]?.is_for_human);
  const messages = rows.slice(0, end === -1 ? rows.length : end).map((row) => ({
    id: row.id,
    seq: Number(row.seq),
    kind: row.kind,
    ...openContent(sealer, row.content),
    providerEventId: row.provider_event_id,
    attempts: row.attempts,
    receivedAt: row.created_at,
    sentAt: row.sent_at ?? undefined,
    ageMs: row.age_ms,
    isExcess: row.is_excess,
    retriedAt: row.retried_at ?? undefined,
    isForHuman: row.is_for_human,
  }));
  return { messages, hasMore: end !== -1 || rows.length === MAX_BURST };
}
