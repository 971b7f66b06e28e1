export { catalogueNames } from "./catalogue-names.ts";
export { type EmbeddedClassifier, trainEmbedded } from "./embedded-classifier.ts";
export { type OpenEmbeddedOptions, openEmbedded } from "./embedded-store.ts";
export { createEntityFinder, type EntityFinder, entityKinds } from "./entity-finder.ts";
export { type MarkedEntity, readMarkup } from "./example-markup.ts";
export { createLanguageDetector, type HeardLanguage, type LanguageDetector } from "./language.ts";
export { createLanguageLibrary } from "./language-library.ts";
export { openLastEmbedded } from "./last-embedded.ts";
export { editDistance } from "./lexicon.ts";
export type { CandidateModel, ChosenModel, ModelChoice, ModelChoices } from "./model-choice.ts";
export { listModels, type ModelInfo, type ModelSnapshot, pruneModels, readSnapshot } from "./model-store.ts";
export { createNlu, type Nlu, type NluControl, type NluDeps } from "./nlu.ts";
export { type RasaFormat, toRasaFormat } from "./parse-format.ts";
export {
  GATE_NAMES,
  type GateName,
  type Gates,
  isSure,
  loadGates,
  loadPolicy,
  type Policy,
  sharedReading,
} from "./policy.ts";
export type { Impossible } from "./rasa-environment.ts";
export type { TrainedModel } from "./rasa-model.ts";
export { type PrepareDeps, prepareRasa, trainModel } from "./rasa-prepare.ts";
export { createRasaRuntime, type RasaRuntime, type RasaRuntimeDeps } from "./rasa-runtime.ts";
export { readStatus } from "./rasa-status.ts";
export { loadResponses } from "./responses.ts";
export {
  fileLanguage,
  readExamples,
  readTrainingData,
  type TrainingBlock,
  type TrainingData,
  type TrainingExample,
} from "./training-data.ts";
export { buildTrainingSet, type TrainingSet, writeTrainingFolder } from "./training-folder.ts";
export {
  type CatalogueNames,
  NluDataError,
  type NluEntity,
  type NluParse,
  type NluStatus,
  type RankedIntent,
} from "./types.ts";
export { readWhen, saysMoreThanWhen, type When, type WhenContext, whenLanguages } from "./when.ts";
