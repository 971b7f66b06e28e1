import type { Database } from "../database/index.ts";
import { storableText } from "../shared/index.ts";

/** Why an answer was given: everything about the turn of one message, inbound or outbound, by our id or the provider's. */
export async function readTrace(database: Database, messageId: string): Promise<object | undefined> {
  // What comes in an address is no more than that: a NUL in it would be a database error instead of "not found".
  const wanted = storableText(messageId);
  const [message] = await database.query<{ turn_id: string | null; id: string; state: string; attempts: number }>(
    /* sql */ `select id, turn_id, state, attempts from messages
      where id = case when $1 ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then $1::uuid end or provider_event_id = $1 limit 1`,
    [wanted],
  );
  if (!message) return undefined;
  if (!message.turn_id)
    return { messageId: message.id, state: message.state, attempts: message.attempts, turnId: null };

  const [turn] = await database.query<{
    id: string;
    created_at: Date;
    profile: string;
    action: string | null;
    outcome: string | null;
    duration_ms: number;
    record: object;
  }>("select id, created_at, profile, action, outcome, duration_ms, record from turns where id = $1", [
    message.turn_id,
  ]);
  const messages = await database.query<{
    id: string;
    direction: string;
    seq: string;
    kind: string;
    state: string;
    provider_event_id: string | null;
    attempts: number;
    error_code: string | null;
    created_at: Date;
    sent_at: Date | null;
    claimed_at: Date | null;
    settled_at: Date | null;
    statuses: object[] | null;
  }>(
    /* sql */ `
    select m.id, m.direction, m.seq, m.kind, m.state, m.provider_event_id, m.attempts, m.error_code, m.created_at,
      m.sent_at, m.claimed_at, m.settled_at,
      (select json_agg(json_build_object('status', s.status, 'at', s.received_at, 'errorCode', s.error_code) order by s.received_at)
       from message_statuses s where s.outbound_id = m.id or s.provider_message_id = m.provider_event_id) as statuses
    from messages m where m.turn_id = $1 order by m.direction, m.seq`,
    [message.turn_id],
  );
  const inbound = messages.filter((row) => row.direction === "in");
  const outbound = messages.filter((row) => row.direction === "out");
  return {
    turnId: message.turn_id,
    createdAt: turn?.created_at,
    profile: turn?.profile,
    action: turn?.action,
    outcome: turn?.outcome,
    durationMs: turn?.duration_ms,
    messages: inbound.map((row) => ({
      id: row.id,
      seq: Number(row.seq),
      kind: row.kind,
      state: row.state,
      attempts: row.attempts,
      receivedAt: row.created_at,
      // No webhook brought it: when the provider's list says that it was written.
      ...(row.sent_at ? { sentAt: row.sent_at } : {}),
    })),
    ...turn?.record,
    sends: outbound.map((row) => ({
      id: row.id,
      seq: Number(row.seq),
      kind: row.kind,
      state: row.state,
      providerId: row.provider_event_id,
      attempts: row.attempts,
      errorCode: row.error_code,
      queuedAt: row.created_at,
      claimedAt: row.claimed_at,
      settledAt: row.settled_at,
      statuses: row.statuses ?? [],
    })),
  };
}
