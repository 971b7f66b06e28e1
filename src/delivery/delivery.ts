import type { Channel, SendResult, StatusUpdate } from "../channels/index.ts";
import { type Database, isUniqueViolation } from "../database/index.ts";
import { backoffMs, type Clock, failPoint, type Logger, newId, type Sealer } from "../shared/index.ts";
import { type ClaimedMessage, claimNext, RECONCILE_AFTER_MS, recordPermanentFailure } from "./claim.ts";
import { applyStatuses, recordStatus } from "./statuses.ts";

/** After so many certain refusals "for now" staff are told; the trying ends with the 24-hour window, not before. */
const TELL_STAFF_AT_ATTEMPT = 12;
/** An unknown send is asked about soon, because most are there, and sent again only after the list's minute. */
const FIRST_ASK_AFTER_MS = 5000;
/** How long a provider that cannot be asked is asked again. */
const ASK_FOR_MS = 15 * 60_000;
/** A sender that was frozen longer than this between claim and call lets the claim lapse instead of sending. */
const LATEST_START_MS = 15_000;

export interface Delivery {
  /**
   * Sends what the conversation has unsent, in order, until nothing is left or the lowest message must rest.
   * Returns how many ms it rests, or undefined when nothing waits. Safe to call from several places at once.
   */
  drain(conversationId: string): Promise<number | undefined>;
  recordStatus(update: StatusUpdate): Promise<void>;
}

export interface DeliveryDeps {
  database: Database;
  channels: ReadonlyMap<string, Channel>;
  sealer: Sealer;
  clock: Clock;
  logger: Logger;
  onSend(outcome: SendResult["kind"]): void;
  /** The conversation has something to send again, for example because a status settled a doubt. */
  ring(conversationId: string): void;
  reconcileAfterMs?: number;
}

export function createDelivery(deps: DeliveryDeps): Delivery {
  const { database, sealer, clock, logger } = deps;
  const reconcileAfterMs = deps.reconcileAfterMs ?? RECONCILE_AFTER_MS;

  return {
    async drain(conversationId) {
      for (;;) {
        const claimedFrom = clock.monotonicMs();
        const claim = await claimNext({ database, sealer, logger }, conversationId);
        if (claim.kind === "nothing") return undefined;
        if (claim.kind === "wait") return claim.waitMs;
        if (claim.kind === "ask") {
          await reconcile(claim.message);
          continue;
        }
        if (clock.monotonicMs() - claimedFrom > LATEST_START_MS) return reconcileAfterMs;
        await send(claim.message);
      }
    },

    async recordStatus(update) {
      const attached = await recordStatus(database, logger, update);
      if (attached) deps.ring(attached.conversationId);
    },
  };

  async function send(message: ClaimedMessage): Promise<void> {
    const channel = channelOf(message);
    const result = await channel.send({
      outboundId: message.id,
      from: message.from,
      to: message.to,
      part: message.part,
    });
    if (result.kind === "accepted") failPoint("send.accepted");
    deps.onSend(result.kind);
    await settle(message, channel, result);
  }

  async function settle(message: ClaimedMessage, channel: Channel, result: SendResult): Promise<void> {
    if (result.kind === "accepted") return bind(message, result.providerId);
    if (message.kind === "ack") return cancel(message, result.code);
    switch (result.kind) {
      case "retry":
        logger.warn({ messageId: message.id, code: result.code, attempts: message.attempts }, "send refused for now");
        if (message.attempts === TELL_STAFF_AT_ATTEMPT) await reportDelay(message, result.code);
        return rest(
          message,
          "pending",
          result.code,
          result.retryAfterMs ?? backoffMs(message.attempts, { maxMs: 300_000 }),
        );
      case "unknown":
        logger.warn({ messageId: message.id, code: result.code }, "send outcome unknown");
        // Nobody to ask: at most once, and the doubt is shown to staff.
        if (!channel.list) return giveUp(message, "outcome_unknown");
        return rest(message, "unknown", result.code, Math.min(FIRST_ASK_AFTER_MS, reconcileAfterMs));
      default:
        return giveUp(message, result.code);
    }
  }

  /** The provider has it. A status callback may have been faster than this line: it keeps its higher rank. */
  async function bind(message: ClaimedMessage, providerId: string): Promise<void> {
    await database.transaction(async (sql) => {
      await sql.query(
        /* sql */ `
        update messages set provider_event_id = $2, deadline = null, not_before = null,
          settled_at = coalesce(settled_at, clock_timestamp()),
          state = case when state in ('sending', 'unknown', 'pending') then 'sent' else state end,
          error_code = case when state = 'failed' then error_code else null end
        where id = $1`,
        [message.id, providerId],
      );
      await applyStatuses(sql, logger, message.id, providerId);
    });
  }

  /** Asks the provider whether it has an unknown message; sends it again only when it has not. */
  async function reconcile(message: ClaimedMessage): Promise<void> {
    const channel = channelOf(message);
    if (!channel.list) return giveUp(message, "outcome_unknown");
    let sent: { providerId: string; text: string }[];
    try {
      const since = new Date(message.claimedAt.getTime() - 5 * 60_000);
      sent = await channel.list({ from: message.from, to: message.to, since });
    } catch (error) {
      const code = (error as { code?: string }).code ?? "list_failed";
      logger.warn({ messageId: message.id, code }, "provider could not be asked about an unknown send");
      // A provider that never answers the question must not hold the conversation's later answers for ever.
      if (message.ageMs > ASK_FOR_MS) return giveUp(message, "outcome_unknown");
      return rest(message, "unknown", code, backoffMs(3, { maxMs: 30_000 }));
    }
    const bound = await database.query<{ provider_event_id: string }>(
      "select provider_event_id from messages where channel_account_id = $1 and provider_event_id = any($2)",
      [message.channelAccountId, sent.map((record) => record.providerId)],
    );
    const taken = new Set(bound.map((row) => row.provider_event_id));
    // Oldest first would be as good: equal texts to the same person are the same to the reader.
    const match = sent.find((record) => isSameText(record.text, message.part.text) && !taken.has(record.providerId));
    // "It is there" is the truth at once; "it is not" only when the list has had its minute to catch up.
    const leftMs = reconcileAfterMs - message.ageMs;
    if (!match && leftMs > 0) return rest(message, "unknown", "not_listed_yet", leftMs);
    if (!match) return rest(message, "pending", "not_at_provider", 0);
    await bind(message, match.providerId).catch((error) => {
      // Another process bound the same record in between; the next round looks again.
      if (!isUniqueViolation(error)) throw error;
    });
  }

  async function rest(
    message: ClaimedMessage,
    state: "pending" | "unknown",
    code: string,
    forMs: number,
  ): Promise<void> {
    // A status callback may have settled it meanwhile; and a sender that was frozen past its deadline finds another
    // attempt under way, which is not its to change.
    await database.query(
      /* sql */ `update messages set state = $2, error_code = $3, deadline = null,
        not_before = clock_timestamp() + make_interval(secs => $4)
        where id = $1 and state in ('sending', 'unknown') and attempts = $5`,
      [message.id, state, code, forMs / 1000, message.attempts],
    );
  }

  async function reportDelay(message: ClaimedMessage, code: string): Promise<void> {
    logger.error({ messageId: message.id, code, attempts: message.attempts }, "message is still not accepted");
    await database.query(
      /* sql */ `insert into audit_log (id, kind, severity, subject_id, details)
        values ($1, 'message.delayed', 'warning', $2, jsonb_build_object('code', $3::text))`,
      [newId(), message.id, code],
    );
  }

  /** "Un momento" that did not leave has lost its meaning; the answer behind it goes on. */
  async function cancel(message: ClaimedMessage, code: string): Promise<void> {
    await database.query(
      /* sql */ `update messages set state = 'cancelled', error_code = $2, deadline = null, settled_at = clock_timestamp()
        where id = $1 and state = 'sending' and attempts = $3`,
      [message.id, code, message.attempts],
    );
  }

  async function giveUp(message: ClaimedMessage, code: string): Promise<void> {
    await database.transaction(async (sql) => {
      const failed = await sql.query(
        /* sql */ `update messages set state = 'failed', error_code = $2, deadline = null, settled_at = clock_timestamp()
          where id = $1 and state in ('sending', 'unknown') and attempts = $3 returning id`,
        [message.id, code, message.attempts],
      );
      if (failed.length > 0) await recordPermanentFailure(sql, logger, message.id, code);
    });
  }

  function channelOf(message: ClaimedMessage): Channel {
    const channel = deps.channels.get(message.channel);
    if (!channel) throw new Error(`No channel named ${message.channel} is wired`);
    return channel;
  }
}

/** Providers trim and fold white space on the way. */
function isSameText(one: string, other: string): boolean {
  const folded = (text: string) => text.replace(/\s+/gu, " ").trim();
  return folded(one) === folded(other);
}
