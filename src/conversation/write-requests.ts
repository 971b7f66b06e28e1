import type { Saying, Slots, WritePlan } from "../actions/index.ts";
import type { Database, Sql } from "../database/index.ts";
import { newId } from "../shared/index.ts";

export type WriteState = "open" | "writing" | "done" | "refused" | "deferred" | "expired" | "cancelled";

/** A write that a customer was asked about, or is being carried out. Its id is the only key of its call. */
export interface WriteRequest extends Omit<WritePlan, "operation"> {
  id: string;
  customerId: string;
  action: string;
  /** An operation of the contract, or `resume`: an action to be run again. */
  operation: WritePlan["operation"] | "resume";
  state: WriteState;
  facts: Record<string, string>;
  /** What the question says besides. */
  adds: Saying[];
  /** The form as it stood when the question was asked: what the offer of another time starts from. */
  slots: Slots;
  questionId: string | null;
  messageIds: string[];
  attempts: number;
  /** By the database's clock. */
  ageHours: number;
  /** Nobody may answer the question any more. */
  isExpired: boolean;
}

/** How long a question stays answerable. */
export const QUESTION_MINUTES = 30;
/** A deferred request is finished or apologised for within this time. */
export const DEFER_HOURS = 20;
const FORGET_DEFERRED_HOURS = 24;
/**
 * The customer must have been able to see the question. The provider accepted it somewhere between our call and our
 * record of its answer; nobody reads and types a reply in this time, so it only absorbs our own delay in recording.
 */
const RECORDING_DELAY_MS = 300;

interface Row {
  id: string;
  customer_id: string;
  action: string;
  operation: string;
  state: WriteState;
  params: (Pick<WritePlan, "params" | "query"> & { slots?: Slots; adds?: Saying[] }) | null;
  body: Record<string, unknown>;
  facts: Record<string, string>;
  question_id: string | null;
  message_ids: string[];
  attempts: number;
  age_hours: number;
  is_expired: boolean;
}

const COLUMNS =
  "id, customer_id, action, operation, state, params, body, facts, question_id, message_ids, attempts, extract(epoch from clock_timestamp() - created_at)::float8 / 3600 as age_hours, coalesce(expires_at <= clock_timestamp(), false) as is_expired";

export async function findWriteRequest(
  sql: Sql,
  conversationId: string,
  token: string,
): Promise<WriteRequest | undefined> {
  const rows = await sql.query<Row>(`select ${COLUMNS} from write_requests where id = $1 and conversation_id = $2`, [
    token,
    conversationId,
  ]);
  return rows[0] && fromRow(rows[0]);
}

/** The deferred requests that "olvídalo" means: all that the customer asked for, and no news of ours. */
export async function findDeferred(sql: Sql, conversationId: string): Promise<WriteRequest[]> {
  const rows = await sql.query<Row>(
    `select ${COLUMNS} from write_requests where conversation_id = $1 and state = 'deferred' and action <> 'report-payment'`,
    [conversationId],
  );
  return rows.map(fromRow);
}

/** The write that a crash left between the decision and the commit of its outcome, if there is one. */
export async function findInterruptedWrite(sql: Sql, conversationId: string): Promise<WriteRequest | undefined> {
  const rows = await sql.query<Row>(
    `select ${COLUMNS} from write_requests where conversation_id = $1 and state = 'writing'`,
    [conversationId],
  );
  return rows[0] && fromRow(rows[0]);
}

/** Was the question accepted by the provider before the customer's answer was sent, or else reached us? */
export async function wasAsked(
  sql: Sql,
  request: WriteRequest,
  answer: { receivedAt: Date; sentAt: Date | undefined },
): Promise<boolean> {
  const rows = await sql.query(
    /* sql */ `select 1 from messages where id = $1 and state in ('sent', 'delivered', 'read')
      and $2::timestamptz > greatest(claimed_at, settled_at - make_interval(secs => $3))`,
    [request.questionId, answer.sentAt ?? answer.receivedAt, RECORDING_DELAY_MS / 1000],
  );
  return rows.length > 0;
}

/** `question_open`: a deferred request is due while the customer is being asked about another one. */
export type Started = "started" | "newer_message" | "not_open" | "question_open";

/**
 * Moves an open or deferred request to `writing` in one fenced statement that also holds what was decided. It is
 * refused when a message is waiting that the decision did not see: merge it and decide again. A deferred request stands
 * back while a question waits for its answer, so that one yes never stands beside two requests.
 */
export async function startWriting(
  database: Database,
  decision: {
    token: string;
    conversationId: string;
    fence: number;
    seenSeq: number;
    messageIds: string[];
    decision: object;
  },
): Promise<Started> {
  await database.query(
    "update write_requests set state = 'expired', updated_at = clock_timestamp() where conversation_id = $1 and id <> $2 and state = 'open' and expires_at <= clock_timestamp()",
    [decision.conversationId, decision.token],
  );
  const moved = await database.query(
    /* sql */ `
    update write_requests w
    set state = 'writing', message_ids = $5, decision = $6, attempts = w.attempts + 1, updated_at = clock_timestamp()
    from conversations c
    where w.id = $1 and w.conversation_id = $2 and c.id = w.conversation_id
      and (w.state = 'deferred' or (w.state = 'open' and w.expires_at > clock_timestamp()))
      and c.fence = $3 and c.inbox_seq = $4
      and not exists (select 1 from write_requests q where q.conversation_id = $2 and q.id <> $1 and q.state = 'open')
    returning w.id`,
    [
      decision.token,
      decision.conversationId,
      decision.fence,
      decision.seenSeq,
      decision.messageIds,
      JSON.stringify(decision.decision),
    ],
  );
  if (moved.length > 0) return "started";
  const [current] = await database.query<{ inbox_seq: string; is_asking: boolean }>(
    /* sql */ `select inbox_seq,
      exists (select 1 from write_requests q where q.conversation_id = $1 and q.id <> $2 and q.state = 'open') as is_asking
      from conversations where id = $1`,
    [decision.conversationId, decision.token],
  );
  if (Number(current?.inbox_seq) !== decision.seenSeq) return "newer_message";
  return current?.is_asking ? "question_open" : "not_open";
}

/** Everything that a turn changes about write requests; applied in the turn's commit. */
export type WriteChange =
  | {
      kind: "open";
      token: string;
      action: string;
      plan: WritePlan;
      slots: Slots;
      facts: object;
      adds: Saying[];
      questionId: string;
    }
  /** The same question again: only a reply to this one counts now. */
  | { kind: "asked_again"; token: string; questionId: string }
  | { kind: "close"; token: string; state: "done" | "refused" | "cancelled" | "expired"; outcome?: object }
  | { kind: "defer"; token: string; retryInMs: number }
  /** A decision that could not be carried out because its reads failed: it is carried out later, and not made anew. */
  | { kind: "defer_run"; token: string; messageId: string; action: string; slots: Slots; retryInMs: number };

export async function applyWriteChange(
  sql: Sql,
  conversation: { id: string; customerId: string },
  change: WriteChange,
): Promise<void> {
  switch (change.kind) {
    case "open":
      // One question at a time: a new one withdraws the old one.
      await sql.query(
        "update write_requests set state = 'cancelled', updated_at = clock_timestamp() where conversation_id = $1 and state = 'open'",
        [conversation.id],
      );
      await sql.query(
        /* sql */ `insert into write_requests
          (id, conversation_id, customer_id, action, operation, state, params, body, facts, question_id, expires_at)
          values ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9, clock_timestamp() + make_interval(mins => $10))`,
        [
          change.token,
          conversation.id,
          conversation.customerId,
          change.action,
          change.plan.operation,
          JSON.stringify({
            params: change.plan.params,
            query: change.plan.query,
            slots: change.slots,
            adds: change.adds,
          }),
          JSON.stringify(change.plan.body ?? {}),
          JSON.stringify(change.facts),
          change.questionId,
          QUESTION_MINUTES,
        ],
      );
      return;
    case "asked_again":
      await sql.query(
        /* sql */ `update write_requests set question_id = $2, updated_at = clock_timestamp(),
          expires_at = clock_timestamp() + make_interval(mins => $3) where id = $1 and state = 'open'`,
        [change.token, change.questionId, QUESTION_MINUTES],
      );
      return;
    case "close":
      await sql.query(
        /* sql */ `update write_requests set state = $2, outcome = $3, updated_at = clock_timestamp()
          where id = $1 and state in ('open', 'writing', 'deferred')`,
        [change.token, change.state, change.outcome ? JSON.stringify(change.outcome) : null],
      );
      return;
    case "defer":
      await sql.query(
        /* sql */ `update write_requests set updated_at = clock_timestamp(),
          -- Past the 24-hour window not even the apology can be sent.
          state = case when created_at + make_interval(hours => $4) > clock_timestamp() then 'deferred' else 'expired' end,
          attempts = attempts + case operation when 'resume' then 1 else 0 end,
          -- It is apologised for when its time is over, and not a pause later.
          not_before = case when created_at + make_interval(hours => $3) > clock_timestamp()
            then least(clock_timestamp() + make_interval(secs => $2), created_at + make_interval(hours => $3))
            else clock_timestamp() + make_interval(secs => $2) end
          where id = $1 and state in ('writing', 'deferred')`,
        [change.token, change.retryInMs / 1000, DEFER_HOURS, FORGET_DEFERRED_HOURS],
      );
      return;
    case "defer_run":
      // Who asks for the same again while the API is away, or adds to it, is answered once; another wish is another request.
      await sql.query(
        /* sql */ `
        with earlier as (
          update write_requests set state = 'cancelled', updated_at = clock_timestamp()
          where conversation_id = $2 and action = $4 and operation = 'resume' and state = 'deferred'
            and not exists (select from jsonb_each(params->'slots') old join jsonb_each($5::jsonb) new on old.key = new.key
              where old.value <> new.value)
          returning params, created_at
        ), noted as (
          select params->'slots' as slots from earlier order by created_at desc limit 1
        )
        insert into write_requests
          (id, conversation_id, customer_id, action, operation, state, params, body, message_ids, not_before, expires_at, created_at)
        select $1, $2, $3, $4, 'resume', 'deferred',
          jsonb_build_object('slots', coalesce((select slots from noted), '{}') || $5::jsonb), '{}', array[$6::uuid],
          clock_timestamp() + make_interval(secs => $7), clock_timestamp() + make_interval(hours => $8),
          -- The promised hours run from the first time.
          coalesce((select min(created_at) from earlier), clock_timestamp())`,
        [
          change.token,
          conversation.id,
          conversation.customerId,
          change.action,
          JSON.stringify(change.slots),
          change.messageId,
          change.retryInMs / 1000,
          DEFER_HOURS,
        ],
      );
      return;
  }
}

export function newWriteToken(): string {
  return newId();
}

function fromRow(row: Row): WriteRequest {
  return {
    id: row.id,
    customerId: row.customer_id,
    action: row.action,
    operation: row.operation as WriteRequest["operation"],
    state: row.state,
    ...(row.params?.params ? { params: row.params.params } : {}),
    ...(row.params?.query ? { query: row.params.query } : {}),
    slots: row.params?.slots ?? {},
    adds: row.params?.adds ?? [],
    body: row.body,
    facts: row.facts,
    questionId: row.question_id,
    messageIds: row.message_ids,
    attempts: row.attempts,
    ageHours: row.age_hours,
    isExpired: row.is_expired,
  };
}
