import { resolve } from "node:path";
import { loadProfile } from "../../src/config/index.ts";
import {
  createAdviser,
  createClarifier,
  createLlm,
  createPhraser,
  createPhrasingPrompt,
  createPromptManager,
  PROMPTS_DIRECTORY,
} from "../../src/llm/index.ts";
import { silentLogger } from "../../src/shared/index.ts";

/** What a turn needs of models, where there is none: the real parts, switched off. */
export function llmOff() {
  const profile = loadProfile(resolve("profiles/studio"));
  const prompts = createPromptManager(PROMPTS_DIRECTORY);
  const llm = createLlm({
    setup: undefined,
    budget: { standing: async () => "free", spend: () => undefined },
    logger: silentLogger,
  });
  return {
    phraser: createPhraser({
      llm,
      prompt: createPhrasingPrompt(prompts, profile),
      cache: { get: async () => undefined, set: async () => undefined },
      tone: profile.tone,
      allowedLinks: profile.assistant.links,
      logger: silentLogger,
    }),
    clarifier: createClarifier({ llm, prompts }),
    adviser: createAdviser({ llm, prompts }),
    llmReplyMs: 0,
    promptContext: async () => ({ customerName: undefined, isReturning: false, history: [] }),
  };
}
