import type { ActionRegistry } from "../actions/index.ts";
import type { ApiClient } from "../api-client/index.ts";
import type { Channel } from "../channels/index.ts";
import type { Config, Profile } from "../config/index.ts";
import type { Database } from "../database/index.ts";
import type { Delivery } from "../delivery/index.ts";
import type { Adviser, Clarifier, Phraser } from "../llm/index.ts";
import type { LanguageDetector, Nlu, Policy } from "../nlu/index.ts";
import { type Clock, type Logger, preparedZone, type Sealer } from "../shared/index.ts";
import { act } from "./act.ts";
import { commitTurn, type TicketDesk } from "./commit.ts";
import { consent, heldByHuman } from "./consent.ts";
import { decide } from "./decide.ts";
import type { Inbox } from "./inbox.ts";
import { apologiseForLate, outdatedConsent } from "./late.ts";
import { checkOut, phrase } from "./phrase.ts";
import type { ReadPromptContext } from "./prompt-context.ts";
import { startSweep } from "./sweep.ts";
import { thirdOpinion } from "./third-opinion.ts";
import type { Step, Turn } from "./turn.ts";
import { understand } from "./understand.ts";
import { createWording, type Templates } from "./wording.ts";
import { createWorker, type Worker } from "./worker.ts";

export interface ConversationsDeps {
  database: Database;
  inbox: Inbox;
  delivery: Delivery;
  channels: ReadonlyMap<string, Channel>;
  registry: ActionRegistry;
  api: ApiClient;
  nlu: Nlu;
  policy: Policy;
  phraser: Phraser;
  clarifier: Clarifier;
  /** Asked where the NLU is unsure. */
  adviser: Adviser;
  /** ms that all LLM calls of one reply may take together. */
  llmReplyMs: number;
  promptContext: ReadPromptContext;
  /** By language; the business's own has to be among them. */
  templates: ReadonlyMap<string, Templates>;
  detectLanguage: LanguageDetector;
  tickets: TicketDesk;
  profile: Profile;
  ack: Config["ack"];
  /** After how long an answer is announced in words; for tests. */
  wordsAfterMs?: number;
  burstQuietMs: number;
  owner: string;
  sealer: Sealer;
  clock: Clock;
  logger: Logger;
  onTurn(turn: Turn): void;
  /** Rings other processes for what this one leaves behind when it stops. */
  passOn(conversationId: string): void;
}

export type StepsDeps = Omit<ConversationsDeps, "inbox" | "delivery" | "burstQuietMs" | "owner" | "onTurn" | "passOn">;

/** The way of a message from the inbox to its answer, in the order of the list. */
export function turnSteps(deps: StepsDeps): { name: string; step: Step }[] {
  const { database, sealer, clock, logger, channels } = deps;
  const wording = createWording(deps.templates, deps.profile.language);
  return [
    { name: "consent", step: consent },
    { name: "held", step: heldByHuman },
    { name: "understand", step: understand({ ...deps, languages: [...deps.templates.keys()] }) },
    { name: "apologise", step: apologiseForLate(deps) },
    { name: "decide", step: decide(deps) },
    { name: "third_opinion", step: thirdOpinion({ ...deps, wording }) },
    { name: "consent_order", step: outdatedConsent(database) },
    { name: "act", step: act({ ...deps, wording, clarifyLimit: deps.policy.clarifyLimit }) },
    { name: "phrase", step: phrase({ ...deps, wording }) },
    { name: "check_out", step: checkOut(channels) },
    {
      name: "commit",
      step: (turn) => commitTurn({ database, sealer, clock, logger, ack: deps.ack, tickets: deps.tickets }, turn),
    },
  ];
}

/** Starts the worker that answers what is in the inbox, and the sweep that finds what nobody rang for. */
export function startConversations(deps: ConversationsDeps): Worker {
  const { database, sealer, clock, logger, channels } = deps;
  const homeLanguage = deps.profile.language;
  preparedZone(deps.profile.timeZone);
  const wording = createWording(deps.templates, homeLanguage);
  const steps = turnSteps(deps);
  const worker = createWorker({
    database,
    sealer,
    clock,
    logger,
    delivery: deps.delivery,
    turn: { database, sealer, clock, logger, steps, homeLanguage },
    acknowledge: {
      ...{ mode: deps.ack, database, sealer, channels, wording, homeLanguage },
      wordsAfterMs: deps.wordsAfterMs,
    },
    owner: deps.owner,
    burstQuietMs: deps.burstQuietMs,
    timeZone: deps.profile.timeZone,
    onTurn: deps.onTurn,
    passOn: deps.passOn,
  });
  const sweep = startSweep({ database, inbox: deps.inbox, worker, logger });
  return {
    ...worker,
    async stop() {
      await sweep.stop();
      await worker.stop();
    },
  };
}
