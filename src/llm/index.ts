export { type Advice, type Adviser, type Candidate, createAdviser, OTHER } from "./adviser.ts";
export { type Clarifier, createClarifier } from "./clarifier.ts";
export { checkAnswer, createMold, type ReplyScore } from "./grounding/index.ts";
export { maskForModel, maskForTraining } from "./masking.ts";
export { createDeadline } from "./models/deadline.ts";
export { createLlm } from "./models/gateway.ts";
export { findOllama, ollamaHint } from "./models/local-ollama.ts";
export { asTemplate, createPhraser, type Phrased, type Phraser } from "./phraser.ts";
export { createPromptManager, type Prompt, PromptError, type PromptManager } from "./prompt-manager.ts";
export { createPhrasingPrompt, PROMPTS_DIRECTORY } from "./prompt-parts.ts";
export { createReplyCache } from "./reply-cache.ts";
export { createSummariser, type Summariser } from "./summariser.ts";
export type {
  BudgetStanding,
  Deadline,
  Facts,
  HistoryLine,
  Llm,
  LlmAbout,
  LlmAnswer,
  LlmBudget,
  LlmCallRecord,
  LlmPurpose,
  LlmTask,
  PhraseOutcome,
  PhraseRequest,
  TokenUsage,
} from "./types.ts";
export { type BudgetAlert, createLlmBudget } from "./usage/budget.ts";
export { createLlmUsage } from "./usage/usage.ts";
