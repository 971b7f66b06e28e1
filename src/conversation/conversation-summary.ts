import type { Database } from "../database/index.ts";

const LAST_MESSAGES = 10;

/** Where a conversation stands, for staff: ids, codes and times, and none of its words. */
export interface ConversationSummary {
  id: string;
  customerId: string;
  holder: "bot" | "human";
  isOptedOut: boolean;
  lastInboundAt: Date | null;
  /** Messages that wait for an answer, and answers that wait to be sent. */
  unread: number;
  unsent: number;
  /** What was asked or noted down and is not finished. */
  openRequests: {
    id: string;
    action: string;
    state: string;
    attempts: number;
    createdAt: Date;
    notBefore: Date | null;
  }[];
  /** Newest first. */
  lastMessages: {
    id: string;
    direction: "in" | "out";
    kind: string;
    state: string;
    attempts: number;
    errorCode: string | null;
    turnId: string | null;
    createdAt: Date;
    settledAt: Date | null;
  }[];
}

/** Undefined when there is no such conversation. */
export async function readConversation(database: Database, id: string): Promise<ConversationSummary | undefined> {
  const [conversation] = await database.query<Omit<ConversationSummary, "openRequests" | "lastMessages">>(
    /* sql */ `
    select c.id, c.customer_id as "customerId", c.holder, c.is_opted_out as "isOptedOut", c.last_inbound_at as "lastInboundAt",
      count(m.id) filter (where m.direction = 'in')::int as unread, count(m.id) filter (where m.direction = 'out')::int as unsent
    from conversations c
    left join messages m on m.conversation_id = c.id and m.state in ('received', 'pending', 'sending', 'unknown')
    where c.id = $1 group by c.id`,
    [id],
  );
  if (!conversation) return undefined;
  const [openRequests, lastMessages] = await Promise.all([
    database.query<ConversationSummary["openRequests"][number]>(
      /* sql */ `select id, action, state, attempts, created_at as "createdAt", not_before as "notBefore"
        from write_requests where conversation_id = $1 and state in ('open', 'writing', 'deferred') order by created_at`,
      [id],
    ),
    // Each direction by its own index; the newest of both are among the newest of each.
    database.query<ConversationSummary["lastMessages"][number]>(
      /* sql */ `
      select m.id, m.direction, m.kind, m.state, m.attempts, m.error_code as "errorCode", m.turn_id as "turnId",
        m.created_at as "createdAt", m.settled_at as "settledAt"
      from (values ('in'), ('out')) as way (direction)
      cross join lateral (
        select * from messages n where n.conversation_id = $1 and n.direction = way.direction order by n.seq desc limit $2
      ) m order by m.created_at desc, m.seq desc limit $2`,
      [id, LAST_MESSAGES],
    ),
  ]);
  return { ...conversation, openRequests, lastMessages };
}
