import type { Database, Sql } from "../database/index.ts";
import type { Logger } from "../shared/index.ts";
import { recordAlert, recordAudit } from "../telemetry/index.ts";
import type { Bell } from "./bell.ts";
import { LeaseLostError } from "./lease.ts";
import type { Turn } from "./turn.ts";
import { applyWriteChange } from "./write-requests.ts";

/** A message that could not be answered. Nothing of its content is here. */
export interface DeadLetter {
  messageId: string;
  conversationId: string;
  kind: string;
  /** The code of the last failure; `process_ended` when none was left behind, `content_unreadable`. */
  reason: string | null;
  attempts: number;
  receivedAt: Date;
  turnId: string | null;
}

export type DeadLetterRetry =
  /** `isAgain`: it had been put back before, and nothing was done now. */
  | { kind: "retried"; conversationId: string; state: string; isAgain: boolean }
  | { kind: "not_found" }
  | { kind: "not_dead"; state: string };

export interface DeadLetters {
  /** Newest first; `before` is the id of the last one that was read. */
  list(query: { before: string | undefined; limit: number }): Promise<DeadLetter[]>;
  /**
   * Puts a dead letter back at its own place, with its attempts forgotten, and rings; its alerts are seen. A second call
   * finds it put back already and changes nothing. It is answered in a turn of its own; words of more than an hour ago
   * are not acted on (see late.ts).
   */
  retry(messageId: string, by?: string): Promise<DeadLetterRetry>;
}

/** What an administrator sees of messages that could not be answered, and may do about them. */
export function createDeadLetters({ database, bell }: { database: Database; bell: Bell }): DeadLetters {
  return {
    list: (query) => list(database, query),
    async retry(messageId, by) {
      const result = await putBack(database, messageId, by);
      if (result.kind === "retried" && !result.isAgain) bell.ring(result.conversationId, true);
      return result;
    },
  };
}

function list(sql: Sql, query: { before: string | undefined; limit: number }): Promise<DeadLetter[]> {
  return sql.query<DeadLetter>(
    /* sql */ `select id as "messageId", conversation_id as "conversationId", kind, error_code as reason, attempts,
        created_at as "receivedAt", turn_id as "turnId"
      from messages where state = 'dead' and ($1::uuid is null or id < $1) order by id desc limit $2`,
    [query.before ?? null, query.limit],
  );
}

function putBack(database: Database, messageId: string, by: string | undefined): Promise<DeadLetterRetry> {
  return database.transaction(async (sql) => {
    const [conversation] = await sql.query<{ id: string }>(
      /* sql */ `select id from conversations
        where id = (select conversation_id from messages where id = $1 and direction = 'in') for no key update`,
      [messageId],
    );
    if (!conversation) return { kind: "not_found" };
    const conversationId = conversation.id;
    const back = await sql.query(
      /* sql */ `update messages set state = 'received', attempts = 0, retried_at = clock_timestamp(), not_before = null,
        settled_at = null, turn_id = null, error_code = null where id = $1 and state = 'dead' returning id`,
      [messageId],
    );
    if (back.length === 0) {
      const [message] = await sql.query<{ state: string; retried_at: Date | null }>(
        "select state, retried_at from messages where id = $1",
        [messageId],
      );
      const state = message?.state ?? "unknown";
      return message?.retried_at
        ? { kind: "retried", conversationId, state, isAgain: true }
        : { kind: "not_dead", state };
    }
    await sql.query(
      /* sql */ `update alerts set acknowledged_at = clock_timestamp()
        where subject_id = $1 and kind = 'message.dead_letter' and acknowledged_at is null`,
      [messageId],
    );
    await recordAudit(sql, { kind: "dead_letter.retried", subjectId: messageId, by });
    return { kind: "retried", conversationId, state: "received", isAgain: false };
  });
}

/** An alert for each message that this turn gave up, with the code that was left with it. Inside the turn's commit. */
export async function reportDeadLetters(sql: Sql, logger: Logger, turn: Turn): Promise<void> {
  const dead = await sql.query<{ id: string; error_code: string | null }>(
    "select id, error_code from messages where id = any($1) and state = 'dead' order by seq",
    [turn.messages.map(({ id }) => id)],
  );
  for (const { id, error_code } of dead) {
    await recordAlert(sql, logger, {
      kind: "message.dead_letter",
      subjectId: id,
      conversationId: turn.lease.conversation.id,
      details: { code: error_code ?? "unknown" },
    });
  }
}

/**
 * The last way out, when even the fixed sentence could not be committed: the messages end without a word, so that the
 * conversation goes on. Its alert is all that is left for the customer.
 */
export async function buryMessages(deps: { database: Database; logger: Logger }, turn: Turn): Promise<void> {
  const { conversation, fence } = turn.lease;
  turn.outcome = "dead_letter";
  await deps.database.transaction(async (sql) => {
    const held = await sql.query("select 1 from conversations where id = $1 and fence = $2 for no key update", [
      conversation.id,
      fence,
    ]);
    if (held.length === 0) throw new LeaseLostError("another worker took the conversation");
    const buried = await sql.query(
      /* sql */ `update messages set state = 'dead', settled_at = clock_timestamp(),
        error_code = coalesce(error_code, 'process_ended') where id = any($1) and state = 'received' returning 1`,
      [turn.messages.map(({ id }) => id)],
    );
    if (buried.length !== turn.messages.length) throw new LeaseLostError("the messages were answered meanwhile");
    for (const change of turn.writeChanges) await applyWriteChange(sql, conversation, change);
    await reportDeadLetters(sql, deps.logger, turn);
  });
}

/** The message before this one had ended as a dead letter too: what the conversation remembers may be what kills them. */
export async function followsDeadLetter(sql: Sql, turn: Pick<Turn, "messages" | "lease">): Promise<boolean> {
  const [before] = await sql.query<{ state: string }>(
    /* sql */ `select state from messages where conversation_id = $1 and direction = 'in' and kind <> 'notice' and seq < $2
      order by seq desc limit 1`,
    [turn.lease.conversation.id, turn.messages[0]?.seq ?? 0],
  );
  return before?.state === "dead";
}
