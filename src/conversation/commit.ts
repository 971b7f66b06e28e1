import type { Facts, Slots, TicketReason } from "../actions/index.ts";
import type { Config } from "../config/index.ts";
import type { Database, Sql } from "../database/index.ts";
import { enqueueOutbound } from "../delivery/index.ts";
import { type Clock, failPoint, newId, type Sealer } from "../shared/index.ts";
import { LeaseLostError } from "./lease.ts";
import type { TicketNumbers } from "./run-action.ts";
import { recordAnswer, recordAsked, type SatisfactionScore } from "./satisfaction.ts";
import type { Turn } from "./turn.ts";
import { applyWriteChange } from "./write-requests.ts";

/** Where tickets are opened; the room above supplies it. */
export interface TicketDesk extends TicketNumbers {
  open(
    sql: Sql,
    ticket: {
      number: string;
      conversation: { id: string; customerId: string; profile: string };
      reason: TicketReason;
      summary: string;
      messageId: string | null;
    },
  ): Promise<unknown>;
}

/**
 * Everything that the turn did becomes true at once, under its fence, or nothing does: state, answers, the messages'
 * end, write requests, the record and the events.
 */
export async function commitTurn(
  deps: { database: Database; sealer: Sealer; clock: Clock; ack: Config["ack"]; tickets: TicketDesk },
  turn: Turn,
): Promise<void> {
  const { database, sealer, clock } = deps;
  const { conversation, fence } = turn.lease;
  const isDead = turn.outcome === "dead_letter";
  await database.transaction(async (sql) => {
    const held = await sql.query("select 1 from conversations where id = $1 and fence = $2 for no key update", [
      conversation.id,
      fence,
    ]);
    if (held.length === 0) throw new LeaseLostError("another worker took the conversation");

    await sql.query(
      /* sql */ `update messages set state = $2, turn_id = $3, settled_at = clock_timestamp(),
        error_code = case when $2 = 'dead' then coalesce(error_code, 'process_ended') end where id = any($1)`,
      [turn.messages.map((message) => message.id), isDead ? "dead" : "handled", turn.id],
    );
    await sql.query("update conversations set state = $2, is_opted_out = coalesce($3, is_opted_out) where id = $1", [
      conversation.id,
      JSON.stringify(turn.state),
      turn.setOptedOut ?? null,
    ]);
    // The answer is here, so "un momento" has lost its meaning, unless it was promised for every message.
    if (deps.ack !== "always") {
      await sql.query(
        /* sql */ `update messages set state = 'cancelled', error_code = 'answered', settled_at = clock_timestamp()
          where conversation_id = $1 and direction = 'out' and kind = 'ack' and state = 'pending'`,
        [conversation.id],
      );
    }
    for (const change of turn.writeChanges) await applyWriteChange(sql, conversation, change);
    if (turn.parts) {
      const outbound = { id: turn.replyId, kind: turn.outboundKind, parts: turn.parts };
      await enqueueOutbound(sql, sealer, conversation, turn.id, outbound);
    }
    if (turn.setOptedOut !== undefined) {
      await sql.query(
        "insert into consents (id, customer_id, kind, is_granted, message_id) values ($1, $2, 'messages', $3, $4)",
        [newId(), conversation.customerId, !turn.setOptedOut, turn.messages[0]?.id ?? null],
      );
    }
    for (const ticket of turn.tickets) {
      await deps.tickets.open(sql, { ...ticket, conversation, messageId: turn.messages[0]?.id ?? null });
    }
    if (turn.rating?.kind === "asked") await recordAsked(sql, conversation, turn.rating.task, clock.now());
    if (turn.rating?.kind === "answered") {
      await recordAnswer(sql, conversation.id, turn.rating.score as SatisfactionScore, clock.now());
    }
    for (const event of turn.events) {
      await sql.query("insert into domain_events (id, kind, aggregate_id, payload) values ($1, $2, $3, $4)", [
        newId(),
        event.kind,
        conversation.id,
        JSON.stringify(event.payload),
      ]);
    }
    if (isDead) {
      await sql.query(
        /* sql */ `insert into audit_log (id, kind, severity, subject_id, details)
          select $1, 'message.dead_letter', 'critical', m.id, jsonb_build_object('turn', $3::text, 'reason', m.error_code)
          from messages m where m.id = $2`,
        [newId(), turn.messages[0]?.id ?? null, turn.id],
      );
    }
    const durationMs = clock.now().getTime() - turn.startedAt.getTime();
    await sql.query(
      /* sql */ `insert into turns (id, conversation_id, profile, message_ids, fence, intent, confidence, engine, outcome, action, record, duration_ms)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        turn.id,
        conversation.id,
        conversation.profile,
        turn.messages.map((message) => message.id),
        fence,
        turn.parse?.intent.name ?? null,
        turn.parse?.intent.confidence ?? null,
        turn.parse?.engine ?? null,
        turn.outcome ?? null,
        turn.action ?? null,
        JSON.stringify(recordOf(turn, sealer)),
        durationMs,
      ],
    );
  });
  failPoint("turn.committed");
}

/** Why the customer got this answer. The customer's own words stay with the messages; entities are sealed. */
function recordOf(turn: Turn, sealer: Sealer): object {
  const { parse, decision, phrased } = turn;
  return {
    parse: parse && {
      engine: parse.engine,
      model: parse.model,
      intent: parse.intent,
      ranking: parse.ranking.slice(0, 3),
      entities: parse.entities.map((entity) => ({
        entity: entity.entity,
        value: sealer.seal(entity.value),
        start: entity.start,
        end: entity.end,
      })),
      durationMs: parse.durationMs,
    },
    payload: turn.payload,
    decision: decision && describeDecision(decision),
    language: turn.language,
    template: turn.sayings[0]?.template,
    alsoSaid: turn.sayings.slice(1).map(({ template }) => template),
    facts: publicFacts(turn.sayings[0]?.facts),
    apiCalls: turn.apiCalls,
    phrase: phrased && {
      source: phrased.source,
      reason: phrased.reason,
      model: phrased.model,
      promptVersion: phrased.promptVersion,
      durationMs: phrased.durationMs,
    },
    checks: phrased?.checks ?? [],
    writes: turn.writeChanges.map(({ kind, token }) => ({ kind, token })),
    timings: turn.timings,
  };
}

/** A name, or a link that pays for whoever has it, is no part of why an answer was given. */
const PRIVATE_FACTS = new Set(["cambio", "link"]);

function publicFacts(facts: Facts = {}): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => !PRIVATE_FACTS.has(name)));
}

/** Names of the slots that hold a customer's own words, without the words. */
function publicSlots({ nombre, detalle, ...slots }: Slots): object {
  const told = [nombre === undefined ? [] : ["nombre"], detalle === undefined ? [] : ["detalle"]].flat();
  return { ...slots, ...(told.length > 0 ? { told } : {}) };
}

function describeDecision(decision: NonNullable<Turn["decision"]>): object {
  if (decision.kind === "run") {
    const { kind, action, slots, later } = decision;
    const next = later?.map((task) => ({ action: task.action, slots: publicSlots(task.slots) }));
    return { kind, action, slots: publicSlots(slots), ...(next ? { later: next } : {}) };
  }
  if (!("request" in decision)) return decision;
  const { request, ...rest } = decision;
  return { ...rest, writeRequestId: request.id, operation: request.operation };
}
