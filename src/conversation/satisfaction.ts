import type { Sql } from "../database/index.ts";
import { newId } from "../shared/index.ts";

export type SatisfactionScore = 1 | 2 | 3 | 4 | 5;

/** A customer is asked at most once in this time, and a question can be answered for as long. */
const ASK_EVERY_MS = 24 * 60 * 60 * 1000;
/** "4… no, 5": how long a given answer may still be put right. */
const CORRECT_WITHIN_MS = 10 * 60 * 1000;

/** Was this customer asked in the last 24 hours, in whichever conversation? */
export async function wasAskedLately(sql: Sql, customerId: string, now: Date): Promise<boolean> {
  const rows = await sql.query("select 1 from satisfaction_answers where customer_id = $1 and asked_at > $2 limit 1", [
    customerId,
    before(now, ASK_EVERY_MS),
  ]);
  return rows.length > 0;
}

/** Notes that the 1–5 question goes out. `task` is the name of the action that was finished. */
export async function recordAsked(
  sql: Sql,
  conversation: { id: string; customerId: string },
  task: string,
  now: Date,
): Promise<void> {
  await sql.query(
    "insert into satisfaction_answers (id, conversation_id, customer_id, task, asked_at) values ($1, $2, $3, $4, $5)",
    [newId(), conversation.id, conversation.customerId, task, now],
  );
}

/**
 * Stores the answer to the conversation's newest question. Another answer within 10 minutes of the first corrects it;
 * later ones, and answers to a question that is older than 24 hours, change nothing: `not_open`.
 */
export async function recordAnswer(
  sql: Sql,
  conversationId: string,
  score: SatisfactionScore,
  now: Date,
): Promise<"recorded" | "corrected" | "not_open"> {
  const [stored] = await sql.query<{ is_correction: boolean }>(
    /* sql */ `
    with question as (
      select id, answered_at from satisfaction_answers where conversation_id = $1 and asked_at > $2
      order by asked_at desc, id desc limit 1 for update
    )
    update satisfaction_answers a set score = $3, answered_at = coalesce(a.answered_at, $4)
    from question q where a.id = q.id and (q.answered_at is null or q.answered_at > $5)
    returning q.answered_at is not null as is_correction`,
    [conversationId, before(now, ASK_EVERY_MS), score, now, before(now, CORRECT_WITHIN_MS)],
  );
  if (!stored) return "not_open";
  return stored.is_correction ? "corrected" : "recorded";
}

function before(now: Date, ms: number): Date {
  return new Date(now.getTime() - ms);
}
