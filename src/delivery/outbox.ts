import type { OutboundPart } from "../channels/index.ts";
import type { Sql } from "../database/index.ts";
import { newId, type Sealer } from "../shared/index.ts";

/**
 * All but `consent` fall silent when a human takes over; `consent` is allowed to somebody who has opted out. `template`
 * is an approved one, which may leave after the 24 hours.
 */
export type OutboundKind = "bot" | "ack" | "consent" | "template";

export interface NewOutbound {
  id?: string;
  kind: OutboundKind;
  parts: OutboundPart[];
}

/**
 * Appends one row for each part, inside the caller's transaction, which holds the conversation's lock: that lock is
 * what makes `seq` an order. Returns the ids; the last one is the message that carries the question.
 */
export async function enqueueOutbound(
  sql: Sql,
  sealer: Sealer,
  conversation: { id: string; channelAccountId: string },
  turnId: string | null,
  outbound: NewOutbound,
): Promise<string[]> {
  const { ids, contents } = outboundRows(sealer, outbound);
  await sql.query(
    /* sql */ `
    with counter as (
      update conversations set outbox_seq = outbox_seq + $3 where id = $1 returning outbox_seq - $3 as base
    )
    insert into messages (id, conversation_id, channel_account_id, direction, seq, kind, content, state, turn_id)
    select part.id, $1, $2, 'out', counter.base + part.n, $4, part.content::jsonb, 'pending', $5
    from counter, unnest($6::uuid[], $7::text[]) with ordinality as part (id, content, n)`,
    [conversation.id, conversation.channelAccountId, ids.length, outbound.kind, turnId, ids, contents],
  );
  return ids;
}

/** Ids and sealed contents, one for each part; the last id is the one that was chosen before, if one was. */
export function outboundRows(
  sealer: Sealer,
  { id, parts }: Omit<NewOutbound, "kind">,
): { ids: string[]; contents: string[] } {
  const last = parts.length - 1;
  return {
    ids: parts.map((_, index) => (index === last && id ? id : newId())),
    contents: parts.map((part) => JSON.stringify({ ...part, text: sealer.seal(part.text) })),
  };
}
