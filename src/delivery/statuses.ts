import type { StatusUpdate } from "../channels/index.ts";
import type { Database, Sql } from "../database/index.ts";
import { type Logger, newId } from "../shared/index.ts";
import { recordPermanentFailure } from "./claim.ts";

/** Ranks only rise; `failed` never overrides what reached the customer. */
const APPLY = /* sql */ `
  update messages m set
    state = s.status,
    provider_event_id = coalesce(m.provider_event_id, s.provider_message_id),
    settled_at = coalesce(m.settled_at, clock_timestamp()),
    deadline = null, not_before = null,
    error_code = case when s.status = 'failed' then s.error_code else null end
  from (
    select status, provider_message_id, error_code from message_statuses
    where provider_message_id = $2 or outbound_id = $1
    order by case status when 'read' then 4 when 'delivered' then 3 when 'failed' then 2 else 1 end desc limit 1
  ) s
  where m.id = $1 and m.direction = 'out'
    and case s.status when 'read' then 4 when 'delivered' then 3 when 'failed' then 2 else 1 end
      > case m.state when 'read' then 4 when 'delivered' then 3 when 'failed' then 2 when 'sent' then 1 else 0 end
  returning m.state, m.error_code, m.conversation_id, m.kind`;

/** Brings a message up to the best status that is on record for it, whichever came first. */
export async function applyStatuses(sql: Sql, logger: Logger, outboundId: string, providerId: string): Promise<void> {
  const [row] = await sql.query<{ state: string; error_code: string | null; conversation_id: string; kind: string }>(
    APPLY,
    [outboundId, providerId],
  );
  // Nobody was owed an "un momento".
  if (row?.state !== "failed" || row.kind === "ack") return;
  const message = { id: outboundId, conversationId: row.conversation_id };
  await recordPermanentFailure(sql, logger, message, row.error_code ?? "reported_by_provider");
}

/** Not `failed`: that one tells staff in the same transaction. Here the new status alone decides; earlier ones did. */
const RECORD_PROGRESS = /* sql */ `
  with stored as (
    insert into message_statuses (id, provider_message_id, outbound_id, status) values ($1, $2, $3, $4)
    on conflict (provider_message_id, status) do nothing
  ), target as (
    select id, state from messages where direction = 'out' and (id = $3 or provider_event_id = $2)
    order by id = $3 desc limit 1
  )
  update messages m set state = $4, provider_event_id = coalesce(m.provider_event_id, $2),
    settled_at = coalesce(m.settled_at, clock_timestamp()), deadline = null, not_before = null, error_code = null
  from target where m.id = target.id
    and case $4 when 'read' then 4 when 'delivered' then 3 else 1 end
      > case m.state when 'read' then 4 when 'delivered' then 3 when 'failed' then 2 when 'sent' then 1 else 0 end
  returning m.conversation_id, target.state in ('pending', 'sending', 'unknown') as was_open`;

/**
 * Stores a status as it came, in any order, twice, or before our own record of the send, and attaches it by our id
 * or the provider's. Returns the conversation whose message it changed; `wasOpen`: its next message may go out now.
 */
export async function recordStatus(
  database: Database,
  logger: Logger,
  update: StatusUpdate,
): Promise<{ conversationId: string; wasOpen: boolean } | undefined> {
  const { providerId, outboundId = null, status, errorCode = null } = update;
  if (status !== "failed") {
    const [changed] = await database.query<{ conversation_id: string; was_open: boolean }>(RECORD_PROGRESS, [
      newId(),
      providerId,
      outboundId,
      status,
    ]);
    return changed && { conversationId: changed.conversation_id, wasOpen: changed.was_open };
  }
  return database.transaction(async (sql) => {
    await sql.query(
      /* sql */ `insert into message_statuses (id, provider_message_id, outbound_id, status, error_code)
        values ($1, $2, $3, $4, $5) on conflict (provider_message_id, status) do nothing`,
      [newId(), providerId, outboundId, status, errorCode],
    );
    const [message] = await sql.query<{ id: string; conversation_id: string }>(
      /* sql */ `select id, conversation_id from messages
        where direction = 'out' and (id = $1 or provider_event_id = $2) order by id = $1 desc limit 1`,
      [outboundId, providerId],
    );
    if (!message) return undefined;
    await applyStatuses(sql, logger, message.id, providerId);
    return { conversationId: message.conversation_id, wasOpen: true };
  });
}
