export { readGolden } from "./golden.ts";
export { findIntentChanges, type IntentChange } from "./model-changes.ts";
export { createModelChoices, type ModelChoicesDeps } from "./model-choices.ts";
export { type ModelRequest, readModelRequest } from "./model-request.ts";
export { type ModelsInUse, readModelsInUse } from "./model-wishes.ts";
export { promoteModel, withdrawPending } from "./promotion.ts";
export {
  compareReplay,
  type DecisionChange,
  decideTexts,
  type EffectKind,
  type Replay,
  type ReplayDecision,
} from "./replay.ts";
export { type ReplayedText, readRecentTexts } from "./replay-messages.ts";
export { chooseReplayModels } from "./replay-models.ts";
