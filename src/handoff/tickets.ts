import type { Database, Sql } from "../database/index.ts";
import { type Clock, newId, type Sealer, truncateText } from "../shared/index.ts";

export type TicketReason = "agent_requested" | "complaint" | "bot_unsure";

export interface NewTicket {
  /** From `reserveNumber`; what the customer is told. */
  number: string;
  conversation: { id: string; customerId: string; profile: string };
  reason: TicketReason;
  /** What the customer wrote, as it was written; null for a button or a file. */
  summary: string | null;
  /** The message that asked for it. */
  messageId: string | null;
}

export interface Tickets {
  /**
   * The number that the answer will tell: the one of the open ticket of this reason, if there is one, or a new one
   * ("1001"). Nothing else is written, so a turn that fails afterwards leaves at most a gap in the numbers.
   */
  reserveNumber(conversationId: string, reason: TicketReason): Promise<{ number: string; isExisting: boolean }>;
  /**
   * Opens the ticket in the caller's transaction. If one of this reason is open already, that one stays the only one
   * and gets the new words below its own. A ticket that staff closed after its number was reserved is opened again:
   * the customer is being told that number. Returns the number that holds.
   */
  open(sql: Sql, ticket: NewTicket): Promise<{ number: string; isNew: boolean }>;
  /** What staff read of a ticket; undefined when there is none of this number. */
  caseOf(number: string): Promise<Case | undefined>;
}

export interface Case {
  number: string;
  reason: TicketReason;
  status: "open" | "closed";
  createdAt: Date;
  /** What the customer wrote, every time that they insisted; null when nothing was written. */
  words: string | null;
  /** What it is about, in a few lines; null in the first moments, and again for a moment when new words came. */
  summary: { text: string; source: "llm" | "template"; at: Date } | null;
}

/** A ticket gathers the words of every time that somebody insists; all of them stay with the messages anyway. */
const MAX_SUMMARY = 16_384;

/** What is handed to a person: a row with a number, and who asked in which words. */
export function createTickets(deps: { database: Database; sealer: Sealer; clock: Clock }): Tickets {
  const { database, sealer, clock } = deps;
  const seal = (text: string) => sealer.seal(truncateText(text, MAX_SUMMARY));

  return {
    async reserveNumber(conversationId, reason) {
      const [open] = await database.query<{ number: string }>(
        "select number from tickets where conversation_id = $1 and reason = $2 and status = 'open'",
        [conversationId, reason],
      );
      if (open) return { number: open.number, isExisting: true };
      const [fresh] = await database.query<{ number: string }>("select nextval('ticket_numbers') as number");
      if (!fresh) throw new Error("the sequence gave no ticket number");
      return { number: fresh.number, isExisting: false };
    },

    async open(sql, { number, conversation, reason, summary, messageId }) {
      // A turn's commit holds this lock already; with it, looking and inserting are one step for every other caller too.
      await sql.query("select 1 from conversations where id = $1 for no key update", [conversation.id]);
      const [held] = await sql.query<{ id: string; number: string; summary: string | null }>(
        /* sql */ `select id, number, summary from tickets
          where conversation_id = $1 and reason = $2 and (status = 'open' or number = $3)
          order by status = 'open' desc limit 1 for update`,
        [conversation.id, reason, number],
      );
      if (held) {
        // Opened and sealed again here, not joined in SQL: two sealed texts side by side are not a sealed text.
        const words = [held.summary === null ? null : sealer.open(held.summary), summary].filter(Boolean).join("\n");
        // What was made of the words before is no summary of these.
        await sql.query(
          /* sql */ `update tickets set summary = $2, status = 'open', closed_at = null, case_summary = null,
            case_summary_source = null, case_summary_at = null, case_summary_attempts = 0 where id = $1`,
          [held.id, words ? seal(words) : null],
        );
        return { number: held.number, isNew: false };
      }
      await sql.query(
        /* sql */ `insert into tickets
          (id, number, profile, customer_id, conversation_id, reason, summary, message_id, created_at)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          newId(),
          number,
          conversation.profile,
          conversation.customerId,
          conversation.id,
          reason,
          summary ? seal(summary) : null,
          messageId,
          clock.now(),
        ],
      );
      return { number, isNew: true };
    },

    async caseOf(number) {
      const [row] = await database.query<{
        reason: TicketReason;
        status: Case["status"];
        created_at: Date;
        summary: string | null;
        case_summary: string | null;
        case_summary_source: "llm" | "template";
        case_summary_at: Date;
      }>(
        /* sql */ `select reason, status, created_at, summary, case_summary, case_summary_source, case_summary_at
          from tickets where number = $1`,
        [number],
      );
      return (
        row && {
          number,
          reason: row.reason,
          status: row.status,
          createdAt: row.created_at,
          words: row.summary === null ? null : sealer.open(row.summary),
          summary:
            row.case_summary === null
              ? null
              : {
                  text: sealer.open(row.case_summary),
                  source: row.case_summary_source,
                  at: row.case_summary_at,
                },
        }
      );
    },
  };
}
