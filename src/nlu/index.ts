export { type EmbeddedClassifier, trainEmbedded } from "./embedded-classifier.ts";
export { type OpenEmbeddedOptions, openEmbedded } from "./embedded-store.ts";
export { createEntityFinder, type EntityFinder } from "./entity-finder.ts";
export { createLanguageDetector, type HeardLanguage, type LanguageDetector } from "./language.ts";
export { createLanguageLibrary } from "./language-library.ts";
export { createNlu, type Nlu, type NluControl, type NluDeps } from "./nlu.ts";
export { isSure, loadPolicy, type Policy } from "./policy.ts";
export { createRasaRuntime, prepareRasa, type RasaRuntime, type RasaRuntimeDeps } from "./rasa-runtime.ts";
export { loadResponses } from "./responses.ts";
export { readExamples, readTrainingData, type TrainingData, type TrainingExample } from "./training-data.ts";
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
