import type { Channel, SendResult, StatusUpdate } from "../channels/index.ts";
import { type Database, isUniqueViolation, retryWhileAway, type Sql } from "../database/index.ts";
import { backoffMs, type Clock, describeFault, failPoint, type Logger, type Sealer } from "../shared/index.ts";
import { recordAlert } from "../telemetry/index.ts";
import { CLAIM_MS, type ClaimedMessage, claimNext, RECONCILE_AFTER_MS, recordPermanentFailure } from "./claim.ts";
import { applyStatuses, recordStatus } from "./statuses.ts";

/** After so many certain refusals "for now" staff are told; the trying ends with the 24-hour window, not before. */
const TELL_STAFF_AT_ATTEMPT = 12;
/** An unknown send is asked about soon, because most are there, and sent again only after the list's minute. */
const FIRST_ASK_AFTER_MS = 5000;
/** So many times the list's minute a provider that cannot be asked is asked again: some twenty minutes. */
const ASK_FOR_MINUTES = 15;
/** A message on which the channel itself fails so often is given up: no answer of the provider is at fault. */
const CHANNEL_FAILURES = 3;
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
  const askForMs = ASK_FOR_MINUTES * reconcileAfterMs;
  /**
   * Since when a message is asked for in vain, oldest first. It counts from this process's first question and not from the
   * send: after a downtime that was longer, the first hiccup of the provider would otherwise be the last word.
   */
  const askedSinceMs = new Map<string, number>();

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
        failPoint("send.claimed");
        if (clock.monotonicMs() - claimedFrom > LATEST_START_MS) return reconcileAfterMs;
        if ((await send(claim.message)) === "last") return undefined;
      }
    },

    async recordStatus(update) {
      const attached = await recordStatus(database, logger, update);
      failPoint("status.recorded");
      // What was settled before has nothing waiting behind it.
      if (attached?.wasOpen) deps.ring(attached.conversationId);
    },
  };

  /** "last": the provider has it and nothing was behind it then; who adds something later rings for it. */
  async function send(message: ClaimedMessage): Promise<"last" | undefined> {
    const channel = deps.channels.get(message.channel);
    // Another process may know it, or this one after its settings are mended; the window ends the waiting.
    if (!channel) {
      await settle(message, undefined, { kind: "retry", code: "no_channel" });
      return undefined;
    }
    let result: SendResult;
    try {
      result = await channel.send({
        outboundId: message.id,
        from: message.from,
        to: message.to,
        part: message.part,
      });
    } catch (error) {
      // A defect of ours, before or after the call: nobody can say whether it left.
      logger.error({ messageId: message.id, ...describeFault(error) }, "channel failed on a message");
      if (message.attempts >= CHANNEL_FAILURES) {
        await giveUp(message, "channel_failed");
        return undefined;
      }
      result = { kind: "unknown", code: "channel_failed" };
    }
    if (result.kind === "accepted") failPoint("send.accepted");
    deps.onSend(result.kind);
    // Nobody else knows what the provider said, and for as long as the claim holds nobody else needs to. A refusal that is
    // forgotten becomes a doubt, which a provider that cannot be asked would never clear.
    return retryWhileAway(CLAIM_MS, async () => {
      if (result.kind === "accepted") return bind(message, result.providerId);
      await settle(message, channel, result);
      return undefined;
    });
  }

  async function settle(
    message: ClaimedMessage,
    channel: Channel | undefined,
    result: Exclude<SendResult, { kind: "accepted" }>,
  ): Promise<void> {
    if (message.kind === "ack") return cancel(message, result.code);
    switch (result.kind) {
      case "retry":
        logger.warn({ messageId: message.id, code: result.code, attempts: message.attempts }, "send refused for now");
        return database.transaction(async (sql) => {
          const restMs = result.retryAfterMs ?? backoffMs(message.attempts, { maxMs: 300_000 });
          await rest(message, "pending", result.code, restMs, sql);
          if (message.attempts === TELL_STAFF_AT_ATTEMPT) await reportDelay(sql, message, result.code);
        });
      case "unknown":
        logger.warn({ messageId: message.id, code: result.code }, "send outcome unknown");
        // Nobody to ask: at most once, and the doubt is shown to staff.
        if (!channel?.list) return giveUp(message, "outcome_unknown");
        return rest(message, "unknown", result.code, Math.min(FIRST_ASK_AFTER_MS, reconcileAfterMs));
      default:
        return giveUp(message, result.code);
    }
  }

  /** The provider has it. A status callback may have been faster than this line: it keeps its higher rank. */
  async function bind(message: ClaimedMessage, providerId: string): Promise<"last" | undefined> {
    const [bound] = await database.query<{ has_status: boolean; has_more: boolean }>(
      /* sql */ `
      update messages m set provider_event_id = $2, deadline = null, not_before = null,
        settled_at = coalesce(settled_at, clock_timestamp()),
        state = case when state in ('sending', 'unknown', 'pending') then 'sent' else state end,
        error_code = case when state = 'failed' then error_code else null end
      where id = $1
      returning
        exists (select from message_statuses s where s.provider_message_id = $2 or s.outbound_id = $1) as has_status,
        exists (select from messages o where o.conversation_id = m.conversation_id and o.direction = 'out' and o.id <> $1
          and o.state in ('pending', 'sending', 'unknown')) as has_more`,
      [message.id, providerId],
    );
    if (bound?.has_status) {
      await database.transaction((sql) => applyStatuses(sql, logger, message.id, providerId));
    }
    return bound?.has_more === false ? "last" : undefined;
  }

  /** Asks the provider whether it has an unknown message; sends it again only when it has not. */
  async function reconcile(message: ClaimedMessage): Promise<void> {
    const channel = deps.channels.get(message.channel);
    if (channel && !channel.list) return giveUp(message, "outcome_unknown");
    let sent: { providerId: string; text: string }[];
    try {
      const since = new Date(message.claimedAt.getTime() - 5 * 60_000);
      if (!channel?.list) throw Object.assign(new Error("the channel is not wired"), { code: "no_channel" });
      sent = await channel.list({ from: message.from, to: message.to, since });
      failPoint("doubt.asked");
    } catch (error) {
      const code = (error as { code?: string }).code ?? "list_failed";
      logger.warn({ messageId: message.id, code }, "provider could not be asked about an unknown send");
      // A provider that never answers the question must not hold the conversation's later answers for ever.
      if (askedInVainMs(message.id) < askForMs) {
        return rest(message, "unknown", code, Math.min(backoffMs(3, { maxMs: 30_000 }), reconcileAfterMs));
      }
      askedSinceMs.delete(message.id);
      return giveUp(message, "outcome_unknown");
    }
    askedSinceMs.delete(message.id);
    const bound = await database.query<{ provider_event_id: string }>(
      "select provider_event_id from messages where channel_account_id = $1 and provider_event_id = any($2)",
      [message.channelAccountId, sent.map((record) => record.providerId)],
    );
    const taken = new Set(bound.map((row) => row.provider_event_id));
    // Oldest first would be as good: equal texts to the same person are the same to the reader.
    // The wording of an approved template is the provider's; nothing else to this person is without its id meanwhile.
    const isIt = (text: string) => message.kind === "template" || isSameText(text, message.part.text);
    const match = sent.find((record) => isIt(record.text) && !taken.has(record.providerId));
    // "It is there" is the truth at once; "it is not" only when the list has had its minute to catch up.
    const leftMs = reconcileAfterMs - message.ageMs;
    if (!match && leftMs > 0) return rest(message, "unknown", "not_listed_yet", leftMs);
    if (!match) return rest(message, "pending", "not_at_provider", 0);
    await bind(message, match.providerId).catch((error) => {
      // Another process bound the same record in between; the next round looks again.
      if (!isUniqueViolation(error)) throw error;
    });
  }

  /** How long this message was asked for in vain by now; 0 the first time. */
  function askedInVainMs(id: string): number {
    const now = clock.monotonicMs();
    // What was settled otherwise (by a status, by another process) is never asked for again, and stays no longer than this.
    for (const [other, since] of askedSinceMs) {
      if (now - since < 2 * askForMs) break;
      if (other !== id) askedSinceMs.delete(other);
    }
    const since = askedSinceMs.get(id) ?? now;
    askedSinceMs.set(id, since);
    return now - since;
  }

  async function rest(
    message: ClaimedMessage,
    state: "pending" | "unknown",
    code: string,
    forMs: number,
    sql: Sql = database,
  ): Promise<void> {
    // A status callback may have settled it meanwhile; and a sender that was frozen past its deadline finds another
    // attempt under way, which is not its to change.
    await sql.query(
      /* sql */ `update messages set state = $2, error_code = $3, deadline = null,
        not_before = clock_timestamp() + make_interval(secs => $4)
        where id = $1 and state in ('sending', 'unknown') and attempts = $5`,
      [message.id, state, code, forMs / 1000, message.attempts],
    );
  }

  async function reportDelay(sql: Sql, message: ClaimedMessage, code: string): Promise<void> {
    await recordAlert(sql, logger, {
      kind: "message.delayed",
      subjectId: message.id,
      conversationId: message.conversationId,
      details: { code, attempts: message.attempts },
    });
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
      if (failed.length > 0) await recordPermanentFailure(sql, logger, message, code);
    });
  }
}

/** Providers trim and fold white space on the way. */
function isSameText(one: string, other: string): boolean {
  const folded = (text: string) => text.replace(/\s+/gu, " ").trim();
  return folded(one) === folded(other);
}
