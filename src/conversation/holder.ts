import type { Database, Sql } from "../database/index.ts";
import type { Logger } from "../shared/index.ts";
import { recordAudit } from "../telemetry/index.ts";
import type { Bell } from "./bell.ts";

/** A write that was carried out, or is being carried out, and of which the customer has not heard. Ids and codes only. */
export interface UntoldEffect {
  writeRequestId: string;
  action: string;
  /**
   * `writing`: it had begun; what became of it is known when its turn is done. `deferred`: it was tried and its answer
   * was lost, so that it may have happened; nobody tries again while a person holds the conversation.
   */
  state: "done" | "refused" | "writing" | "deferred";
  /** `in_doubt`: the answer may have reached the provider, and is asked about. */
  answer: "not_sent" | "in_doubt";
}

export interface TakenOver {
  untoldEffects: UntoldEffect[];
  /** Answers of the bot that were waiting to be sent and will not be. */
  cancelled: number;
}

export interface Holder {
  /**
   * From its return on the bot sends nothing new in this conversation, and a turn in hand commits nothing. May be
   * repeated. Undefined: there is no such conversation. `by` names the person, for the audit log.
   */
  takeOver(conversationId: string, by?: string): Promise<TakenOver | undefined>;
  /**
   * The bot answers what comes in from now on. What came in before is the person's, also when no turn has looked at it
   * yet; and what the bot had asked before is no longer asked. False: there is no such conversation, or the bot has it.
   */
  handBack(conversationId: string, by?: string): Promise<boolean>;
}

/** Who holds a conversation, changed under the lock of every change to it. */
export function createHolder(deps: { database: Database; logger: Logger; bell?: Bell }): Holder {
  const { database, logger, bell } = deps;
  return {
    async takeOver(conversationId, by) {
      const taken = await database.transaction(async (sql) => {
        if (!(await lock(sql, conversationId))) return undefined;
        // The fence is what stops a turn that is being made: its commit and its write find it raised.
        await sql.query(
          /* sql */ `update conversations set holder = 'human', fence = fence + 1, lease_owner = null, lease_until = null
            where id = $1`,
          [conversationId],
        );
        await withdrawQuestion(sql, conversationId);
        await recordAudit(sql, { kind: "conversation.taken_over", subjectId: conversationId, by });
        const cancelled = await sql.query(
          /* sql */ `update messages set state = 'cancelled', error_code = 'held_by_human', not_before = null,
              settled_at = clock_timestamp()
            where conversation_id = $1 and direction = 'out' and kind in ('bot', 'ack', 'template') and state = 'pending' returning id`,
          [conversationId],
        );
        return { cancelled: cancelled.length, untoldEffects: await findUntold(sql, conversationId) };
      });
      if (taken) logger.info({ conversationId, cancelled: taken.cancelled }, "a person took the conversation over");
      // An effect that had begun is finished at once, and what came in is looked at, in silence.
      bell?.ring(conversationId, true);
      return taken;
    },

    async handBack(conversationId, by) {
      const given = await database.transaction(async (sql) => {
        if ((await lock(sql, conversationId))?.holder !== "human") return false;
        // Forms and questions are as old as the take-over, and the person has talked since.
        await sql.query(
          /* sql */ `update conversations set holder = 'bot', human_seq = inbox_seq,
              fence = fence + 1, lease_owner = null, lease_until = null,
              state = case jsonb_typeof(state) when 'object'
                then state - array['form', 'later', 'options', 'confirm', 'ratingUntil', 'clarifications'] else '{}' end
            where id = $1`,
          [conversationId],
        );
        await recordAudit(sql, { kind: "conversation.handed_back", subjectId: conversationId, by });
        // The end of an effect that was under way may have asked another one, to nobody.
        await withdrawQuestion(sql, conversationId);
        return true;
      });
      if (!given) return false;
      logger.info({ conversationId }, "a person gave the conversation back");
      bell?.ring(conversationId, true);
      return true;
    },
  };
}

async function lock(sql: Sql, conversationId: string): Promise<{ holder: "bot" | "human" } | undefined> {
  const [row] = await sql.query<{ holder: "bot" | "human" }>(
    "select holder from conversations where id = $1 for no key update",
    [conversationId],
  );
  return row;
}

/** A yes that is said to a person, or after one, must not confirm what the bot had asked. */
async function withdrawQuestion(sql: Sql, conversationId: string): Promise<void> {
  await sql.query(
    /* sql */ `update write_requests set state = 'cancelled', updated_at = clock_timestamp()
      where conversation_id = $1 and state = 'open'`,
    [conversationId],
  );
}

/**
 * Writes of the last day whose answer did not leave whole. The turn that closed a request says so in its record; one
 * that is still `writing` has no such turn.
 */
function findUntold(sql: Sql, conversationId: string): Promise<UntoldEffect[]> {
  return sql.query<UntoldEffect>(
    /* sql */ `
    select w.id as "writeRequestId", w.action, w.state,
      case when a.doubtful > 0 and a.unsent = 0 then 'in_doubt' else 'not_sent' end as answer
    from write_requests w
    cross join lateral (
      select count(*) filter (where m.state in ('sent', 'delivered', 'read')) as told,
        count(*) filter (where m.state in ('sending', 'unknown')) as doubtful,
        count(*) filter (where m.state in ('pending', 'cancelled', 'failed')) as unsent
      from turns t join messages m on m.turn_id = t.id and m.direction = 'out'
      where t.conversation_id = w.conversation_id and t.created_at > clock_timestamp() - interval '1 day'
        and t.record->'writes' @> jsonb_build_array(jsonb_build_object('kind', 'close', 'token', w.id::text))
    ) a
    where w.conversation_id = $1 and w.operation <> 'resume' and w.updated_at > clock_timestamp() - interval '1 day'
      and (w.state = 'writing' or (w.state = 'deferred' and w.attempts > 0) or (w.state in ('done', 'refused') and (a.told = 0 or a.doubtful + a.unsent > 0)))
    order by w.updated_at`,
    [conversationId],
  );
}
