import type { LlmSetup, Profile } from "../src/config/index.ts";
import {
  createAdviser,
  createClarifier,
  createDeadline,
  createLlm,
  createMold,
  createPhraser,
  createPhrasingPrompt,
  createSummariser,
  type Llm,
  type LlmBudget,
  type PhraseRequest,
  type PromptManager,
} from "../src/llm/index.ts";
import { silentLogger } from "../src/shared/index.ts";
import type { RecordedTurn } from "./prompts-turns.ts";

/** Longer than customers wait: a trial is about words, not about time. */
const TRIAL_MS = 60_000;

/** What one set of prompts made of one turn. */
export interface Played {
  /** What the customer would have read. */
  text: string;
  isWorded: boolean;
  /** Why the template was kept: reasons of the check, or what the model's server did. */
  reasons: string[];
  /** The model's own words where they were refused. */
  refused: string | undefined;
  tokens: number;
  /** Millionths of the routing's currency. */
  costMicros: number;
  durationMs: number;
}

export interface Trial {
  play(turn: RecordedTurn): Promise<Played>;
  /** Both prompts as a model would get them; undefined: this reply is not worded at all. */
  rendered(turn: RecordedTurn): { system: string; user: string } | undefined;
}

const FREE: LlmBudget = { standing: async () => "free", spend: () => undefined };
const NO_CACHE = { get: async () => undefined, set: async () => undefined };

/**
 * Plays turns as the phraser would, with the given prompts: same masking, mold, routing and check. Nothing is sent to
 * anybody, counted to the budget or kept.
 * @throws PromptError when a prompt does not fit
 */
export function createTrial(deps: { setup: LlmSetup | undefined; profile: Profile; prompts: PromptManager }): Trial {
  const { profile, prompts } = deps;
  const prompt = createPhrasingPrompt(prompts, profile);
  const llm = createLlm({ setup: deps.setup, budget: FREE, logger: silentLogger });
  // Each checks its own prompt, as at a start.
  for (const create of [createAdviser, createClarifier, createSummariser]) create({ llm, prompts });
  const allowedLinks = profile.assistant.links;

  return {
    async play(turn) {
      let heard = "";
      const listening: Llm = {
        state: llm.state,
        ask: (task) =>
          llm.ask({
            ...task,
            onAttempt(model) {
              heard = "";
              task.onAttempt?.(model);
            },
            onText(delta) {
              heard += delta;
              task.onText?.(delta);
            },
          }),
      };
      const phraser = createPhraser({
        llm: listening,
        prompt,
        cache: NO_CACHE,
        tone: profile.tone,
        allowedLinks,
        logger: silentLogger,
      });
      const phrased = await phraser.phrase(requestOf(turn));
      const sum = (of: (call: (typeof phrased.calls)[number]) => number) =>
        phrased.calls.reduce((total, call) => total + of(call), 0);
      return {
        text: phrased.text,
        isWorded: phrased.source === "llm",
        reasons: phrased.checks.length > 0 ? phrased.checks : phrased.reason ? [phrased.reason] : [],
        refused: phrased.checks.length > 0 ? heard.trim() : undefined,
        tokens: sum(({ usage }) => usage.input + usage.output),
        costMicros: sum(({ costMicros }) => costMicros),
        durationMs: phrased.durationMs,
      };
    },
    rendered(turn) {
      const request = requestOf(turn);
      const mold = createMold(request.template, { ...request, tone: profile.tone, allowedLinks });
      return mold && prompt.render(request, mold);
    },
  };

  function requestOf(turn: RecordedTurn): PhraseRequest {
    const { template, facts, outcome, customerText, language, history, isReturning, customerName, intent } = turn;
    return {
      template,
      facts,
      outcome,
      customerText,
      language,
      history,
      isReturning,
      ...(customerName === undefined ? {} : { customerName }),
      isPersonal: true,
      about: { profile: profile.id, ...(intent === null ? {} : { intent }) },
      deadline: createDeadline(TRIAL_MS),
    };
  }
}
