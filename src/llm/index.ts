export type { Facts } from "./fact-forms.ts";
export { checkGrounding } from "./grounding.ts";
export { splitOptionList } from "./option-list.ts";
export { createPhraser, type Phrased, type PhraseRequest, type Phraser, type PhraserDeps } from "./phraser.ts";
export {
  createPromptManager,
  type Prompt,
  PromptError,
  type PromptManager,
  type VariableType,
} from "./prompt-manager.ts";
