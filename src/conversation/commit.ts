import type { Facts, Slots, TicketReason } from "../actions/index.ts";
import type { Config } from "../config/index.ts";
import type { Database, Sql } from "../database/index.ts";
import { outboundRows } from "../delivery/index.ts";
import { type Clock, failPoint, type Logger, newId, type Sealer } from "../shared/index.ts";
import { recordAlert } from "../telemetry/index.ts";
import { reportDeadLetters } from "./dead-letters.ts";
import { LeaseLostError } from "./lease.ts";
import { recordReminder } from "./reminder-rows.ts";
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
  deps: {
    database: Database;
    sealer: Sealer;
    clock: Clock;
    logger: Logger;
    ack: Config["ack"];
    tickets: TicketDesk;
  },
  turn: Turn,
): Promise<void> {
  const { database, sealer, clock } = deps;
  const { conversation, fence } = turn.lease;
  const isDead = turn.outcome === "dead_letter";
  let isReleased = false;
  await database.transaction(async (sql) => {
    const [held] = await sql.query<{ outbox_seq: string }>(
      "select outbox_seq from conversations where id = $1 and fence = $2 for no key update",
      [conversation.id, fence],
    );
    if (!held) throw new LeaseLostError("another worker took the conversation");
    turn.outboxSeq = Number(held.outbox_seq) + (turn.parts?.length ?? 0);

    const [settled] = await sql.query<{ is_released: boolean; answered: number }>(SETTLE, settleValues(deps, turn));
    // Who took the lease with an old view of the inbox may hold messages that the holder before has just answered.
    if (settled?.answered !== turn.messages.length) throw new LeaseLostError("the messages were answered meanwhile");
    isReleased = settled.is_released;
    for (const change of turn.writeChanges) await applyWriteChange(sql, conversation, change);
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
    await recordReminder(sql, deps.logger, turn, clock.now());
    if (isDead) await reportDeadLetters(sql, deps.logger, turn);
    if (turn.decision?.kind === "apologise") {
      await recordAlert(sql, deps.logger, {
        kind: "request.expired",
        subjectId: turn.decision.request.id,
        conversationId: conversation.id,
        details: { action: turn.decision.request.action },
      });
    }
    if (conversation.isStateLost) {
      await recordAlert(sql, deps.logger, {
        kind: "conversation.reset",
        subjectId: conversation.id,
        conversationId: conversation.id,
      });
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
    failPoint("turn.committing");
  });
  turn.isReleased = isReleased;
  turn.committedAt = clock.now();
  failPoint("turn.committed");
}

/**
 * What every turn changes, in one statement; the caller holds the conversation's lock, which makes `seq` an order. "Un
 * momento" has lost its meaning with the answer, unless it was promised for every message. When these were all the
 * unread messages and none came since, the conversation is given back at once.
 */
const SETTLE = /* sql */ `
  with conversation as (
    update conversations set state = $2, is_opted_out = coalesce($3, is_opted_out),
      outbox_seq = outbox_seq + cardinality($9::uuid[]),
      lease_owner = case when inbox_seq = $12 then null else lease_owner end,
      lease_until = case when inbox_seq = $12 then null else lease_until end
    where id = $1 returning id, channel_account_id, outbox_seq - cardinality($9::uuid[]) as base, lease_until is null as is_released
  ), answered as (
    update messages set state = $5, turn_id = $6, settled_at = clock_timestamp(),
      error_code = case when $5 = 'dead' then coalesce(error_code, $7) end
    where id = any($4) and state = 'received' returning 1
  ), unmeant as (
    update messages set state = 'cancelled', error_code = 'answered', settled_at = clock_timestamp()
    where $8 and conversation_id = $1 and direction = 'out' and kind = 'ack' and state = 'pending'
  ), answer as (
    insert into messages (id, conversation_id, channel_account_id, direction, seq, kind, content, state, turn_id)
    select part.id, c.id, c.channel_account_id, 'out', c.base + part.n, $11, part.content::jsonb, 'pending', $6
    from conversation c, unnest($9::uuid[], $10::text[]) with ordinality as part (id, content, n)
  )
  select is_released, (select count(*)::int from answered) as answered from conversation`;

function settleValues({ sealer, ack }: { sealer: Sealer; ack: Config["ack"] }, turn: Turn): unknown[] {
  const { lease } = turn;
  const { ids, contents } = outboundRows(sealer, { id: turn.replyId, parts: turn.parts ?? [] });
  return [
    lease.conversation.id,
    JSON.stringify(turn.state),
    turn.setOptedOut ?? null,
    turn.messages.map((message) => message.id),
    turn.outcome === "dead_letter" ? "dead" : "handled",
    turn.id,
    turn.messages[0]?.isUnreadable ? "content_unreadable" : "process_ended",
    ack !== "always",
    ids,
    contents,
    turn.outboundKind,
    answersAll(turn) ? lease.seenSeq : null,
  ];
}

/** Nothing was unread but what this turn answers. */
function answersAll({ lease, messages }: Turn): boolean {
  return messages.length === lease.unread.length && !lease.hasMore;
}

/** Why the customer got this answer. The customer's own words stay with the messages; entities are sealed. */
function recordOf(turn: Turn, sealer: Sealer): object {
  const { parse, decision, phrased } = turn;
  return {
    parse: parse && {
      engine: parse.engine,
      shed: parse.isShed,
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
      waitedMs: parse.waitedMs,
    },
    thirdOpinion: turn.thirdOpinion,
    payload: turn.payload,
    decision: decision && describeDecision(decision),
    language: turn.language,
    template: turn.sayings[0]?.template,
    alsoSaid: turn.sayings.slice(1).map(({ template }) => template),
    facts: publicFacts(turn.sayings[0]?.facts),
    apiCalls: turn.apiCalls,
    phrase: phrased && {
      source: phrased.source,
      // What a model's words stood in for: a draft of a prompt is tried on it.
      ...(phrased.source === "llm" && turn.template !== undefined
        ? { sealedTemplate: sealer.seal(turn.template) }
        : {}),
      reason: phrased.reason,
      model: phrased.model,
      promptVersion: phrased.promptVersion,
      route: phrased.route,
      isCached: phrased.isCached,
      score: phrased.score,
      durationMs: phrased.durationMs,
    },
    checks: phrased?.checks ?? [],
    trimmed: phrased?.trimmed ?? [],
    llmCalls: turn.llmCalls,
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
  if (decision.kind === "late") return { kind: decision.kind, intent: decision.intent };
  if (decision.kind === "clarify") return { ...decision, slots: decision.slots && publicSlots(decision.slots) };
  if (!("request" in decision)) return decision;
  const { request, ...rest } = decision;
  return { ...rest, writeRequestId: request.id, operation: request.operation };
}
