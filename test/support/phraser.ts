import { resolve } from "node:path";
import { type LlmModel, type LlmSetup, loadProfile } from "../../src/config/index.ts";
import {
  createDeadline,
  createLlm,
  createPhraser,
  createPhrasingPrompt,
  createPromptManager,
  type LlmBudget,
  type PhraseRequest,
  PROMPTS_DIRECTORY,
} from "../../src/llm/index.ts";
import { silentLogger } from "../../src/shared/index.ts";

const MODEL: LlmModel = {
  id: "test-model",
  inputPrice: 0.2,
  cachedInputPrice: 0.1,
  outputPrice: 0.8,
  maxOutputTokens: 400,
  firstTokenMs: 20_000,
  totalMs: 20_000,
};

/** One server with one model in every tier. */
export function oneModel(baseUrl: string, change: Partial<LlmModel> = {}): LlmSetup {
  const tier = [{ ...MODEL, ...change }];
  return {
    ...{ baseUrl, apiKey: "secret-key", currency: "USD", replyMs: 2500 },
    tiers: { simple: tier, complex: tier, "real-time": tier, quality: tier },
  };
}

export const FREE: LlmBudget = { standing: async () => "free", spend: () => undefined };

/** The phraser as the application has it, with the demo business's voice; `more` replaces its parts. */
export function phraserOn(
  setup: LlmSetup | undefined,
  more: Partial<Parameters<typeof createPhraser>[0]> & Partial<Parameters<typeof createLlm>[0]> = {},
) {
  const profile = loadProfile(resolve("profiles/studio"));
  const { budget = FREE, onBreaker, onCall, breaker, ...parts } = more;
  return createPhraser({
    llm: createLlm({
      ...{ setup, budget, logger: silentLogger },
      ...(onBreaker ? { onBreaker } : {}),
      ...(onCall ? { onCall } : {}),
      ...(breaker ? { breaker } : {}),
    }),
    prompt: createPhrasingPrompt(createPromptManager(PROMPTS_DIRECTORY), profile),
    cache: { get: async () => undefined, set: async () => undefined },
    tone: profile.tone,
    allowedLinks: profile.assistant.links,
    logger: silentLogger,
    ...parts,
  });
}

/** A reply as a turn asks for it, with `timeMs` for all calls. */
export function replyOf(change: Partial<PhraseRequest> = {}, timeMs = 20_000): PhraseRequest {
  return {
    template: "Tu cita de Masaje relajante está el sábado 21 de noviembre. ¿A qué día la cambio?",
    facts: { servicio: "Masaje relajante", antes: "sábado 21 de noviembre" },
    outcome: "ask",
    customerText: "quiero cambiar mi cita",
    language: "es-MX",
    history: [],
    isReturning: true,
    isPersonal: true,
    about: { profile: "studio", intent: "reagendar_cita" },
    deadline: createDeadline(timeMs),
    ...change,
  };
}
