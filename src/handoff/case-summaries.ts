import type { Profile } from "../config/index.ts";
import type { Recent } from "../conversation/index.ts";
import type { Database } from "../database/index.ts";
import { createDeadline, type Summariser } from "../llm/index.ts";
import { type Clock, describeFault, type Logger, type Sealer } from "../shared/index.ts";
import { type CaseFacts, plainSummary, readCase, toldSlots } from "./case-facts.ts";

export interface CaseSummaries {
  /**
   * Gives an open ticket its summary: at once the plain one, then a model's in its place where one is there and tells the
   * truth. Says which one stands; undefined when there was nothing to do or it is stopped. Rejects when the database is away.
   * @param number the ticket's
   */
  summarise(number: string): Promise<"llm" | "template" | undefined>;
  /** Does so for the tickets that have none yet, or whose last attempt failed a while ago; a few at a time. */
  sweep(now: Date): Promise<void>;
  /** Ends what is being asked, the summary of a form stays; whatever comes now is left to the next sweep. */
  stop(): Promise<void>;
}

const MAX_ATTEMPTS = 3;
/** Scheduled work goes one by one, so a sweep may hold up the others no longer than one answer takes. */
const AT_ONCE = 4;
const ANSWER_MS = 10_000;
/** Under what its cost is counted. */
const INTENTS: Record<CaseFacts["reason"], string> = {
  agent_requested: "hablar_con_agente",
  complaint: "queja",
  bot_unsure: "hablar_con_agente",
};

/** For the person who takes a case over: made after the customer was answered, and never on the way to that answer. */
export function createCaseSummaries(deps: {
  database: Database;
  summariser: Summariser;
  recent: Pick<Recent, "messages">;
  sealer: Sealer;
  clock: Clock;
  logger: Logger;
  profile: Profile;
}): CaseSummaries {
  const { database, summariser, recent, sealer, clock, logger, profile } = deps;
  const stopping = new AbortController();
  const inHand = new Set<Promise<unknown>>();

  function summarise(number: string): Promise<"llm" | "template" | undefined> {
    if (stopping.signal.aborted) return Promise.resolve(undefined);
    const work = makeSummary(number).finally(() => inHand.delete(work));
    inHand.add(work);
    return work;
  }

  async function makeSummary(number: string): Promise<"llm" | "template" | undefined> {
    const facts = await readCase(database, number, { maxAttempts: MAX_ATTEMPTS, now: clock.now() });
    if (!facts) return undefined;
    const plain = plainSummary(facts, facts.words === null ? null : sealer.open(facts.words));
    if (!(await store(facts, "template", plain))) return undefined;
    const told = await askModel(facts, plain);
    if (told === undefined) return "template";
    return (await store({ ...facts, attempts: facts.attempts + 1 }, "llm", `${plain}\n${told}`)) ? "llm" : "template";
  }

  /** Each change needs the ticket as it was read: the attempts of nobody else, and no words that came since. */
  async function store(facts: CaseFacts, source: "llm" | "template", text: string): Promise<boolean> {
    const changed = await database.query(
      /* sql */ `update tickets set case_summary = $4, case_summary_source = $5, case_summary_at = $6,
          case_summary_attempts = case_summary_attempts + case when $5 = 'template' then 1 else 0 end
        where id = $1 and case_summary_attempts = $2 and summary is not distinct from $3
          and case_summary_source is distinct from 'llm' returning 1`,
      [facts.id, facts.attempts, facts.words, sealer.seal(text), source, clock.now()],
    );
    return changed.length > 0;
  }

  async function askModel(facts: CaseFacts, plain: string): Promise<string | undefined> {
    if (summariser.isOff()) return undefined;
    const messages = await recent.messages(facts.conversationId);
    const { text, reason, checks } = await summariser.summarise({
      transcript: messages.map(({ direction, text }) => ({
        from: direction === "in" ? "customer" : "business",
        text,
      })),
      facts: { ...toldSlots(facts), resumen: plain },
      customerName: facts.customerName === null ? undefined : sealer.open(facts.customerName),
      language: profile.language,
      context: { now: clock.now().toISOString(), timeZone: profile.timeZone },
      about: { profile: profile.id, customerId: facts.customerId, intent: INTENTS[facts.reason] },
      deadline: createDeadline(ANSWER_MS),
      signal: stopping.signal,
    });
    if (text === undefined) logger.info({ ticketId: facts.id, reason, checks }, "no summary from the model");
    return text;
  }

  return {
    summarise,
    async sweep(now) {
      const due = await database.query<{ number: string }>(
        /* sql */ `select number from tickets
          where profile = $1 and status = 'open' and case_summary_attempts < $2 and case_summary_source is distinct from 'llm'
            and (case_summary is null
              or ($3 and case_summary_at between $4::timestamptz - interval '1 day' and $4::timestamptz - interval '1 minute'))
          order by created_at limit ${AT_ONCE}`,
        [profile.id, MAX_ATTEMPTS, !summariser.isOff(), now],
      );
      const ended = await Promise.allSettled(due.map(({ number }) => summarise(number)));
      for (const end of ended)
        if (end.status === "rejected")
          logger.warn(describeFault(end.reason), "a ticket got no summary; it is tried again");
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled(inHand);
    },
  };
}
