export { checkGrounding, type Facts, splitOptionList } from "./grounding/index.ts";
export { createPhraser, type Phrased, type PhraseRequest, type Phraser, type PhraserDeps } from "./phraser.ts";
export {
  createPromptManager,
  type Prompt,
  PromptError,
  type PromptManager,
  type VariableType,
} from "./prompt-manager.ts";
export type {
  BudgetStanding,
  Deadline,
  HistoryLine,
  Llm,
  LlmAbout,
  LlmAnswer,
  LlmBudget,
  LlmCallRecord,
  LlmPurpose,
  LlmTask,
  PhraseOutcome,
  TokenUsage,
} from "./types.ts";
