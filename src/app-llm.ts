import type { AppParts } from "./app-parts.ts";
import {
  type Adviser,
  type Clarifier,
  createAdviser,
  createClarifier,
  createLlm,
  createLlmBudget,
  createLlmUsage,
  createPhraser,
  createPhrasingPrompt,
  createPromptManager,
  createReplyCache,
  createSummariser,
  type Llm,
  type Phraser,
  PROMPTS_DIRECTORY,
  type Summariser,
} from "./llm/index.ts";
import { recordAlert } from "./telemetry/index.ts";

/** Prices without a routing file are 0, in this currency. */
const DEFAULT_CURRENCY = "USD";

/** All that models are asked for; without a model each of them says nothing or the template. */
export interface LlmServices {
  llm: Llm;
  phraser: Phraser;
  clarifier: Clarifier;
  adviser: Adviser;
  summariser: Summariser;
  /** Writes what is counted; before the database closes. */
  stop(): Promise<void>;
}

/**
 * @throws PromptError when a prompt file is wrong, also without a model: whoever turns one on later should not be the one
 * to find out
 */
export function wireLlm({ config, profile, database, cache, metrics, clock, logger }: AppParts): LlmServices {
  const currency = config.llm?.currency ?? DEFAULT_CURRENCY;
  const usage = createLlmUsage({ database, clock, timeZone: profile.timeZone, currency, logger });
  const budget = createLlmBudget({
    ...{ database, usage, clock, profile, currency, logger },
    alert: (sql, kind, details) => recordAlert(sql, logger, { kind, subjectId: null, conversationId: null, details }),
  });
  const llm = createLlm({
    setup: config.llm,
    budget,
    logger,
    onBreaker: (name, state) => metrics.breakerOpen.set({ breaker: `llm:${name}` }, state === "open" ? 1 : 0),
    onCall: ({ purpose, model, result }) => metrics.llmCalls.inc({ purpose, model, result }),
  });
  const prompts = createPromptManager(PROMPTS_DIRECTORY);
  const onRefusal = (reason: string) => metrics.groundingRefusals.inc({ reason });
  return {
    llm,
    phraser: createPhraser({
      llm,
      prompt: createPhrasingPrompt(prompts, profile),
      cache: createReplyCache({ cache, logger }),
      tone: profile.tone,
      allowedLinks: profile.assistant.links,
      logger,
      onRefusal,
    }),
    clarifier: createClarifier({ llm, prompts, onRefusal }),
    adviser: createAdviser({ llm, prompts }),
    summariser: createSummariser({ llm, prompts }),
    async stop() {
      await budget.stop();
      await usage.stop();
    },
  };
}
