export {
  type Decision,
  decideAll,
  type Evaluation,
  evaluate,
  type LabelledLine,
  OUT_OF_SCOPE,
  WRITING_INTENTS,
} from "./evaluate.ts";
export { findBaseline } from "./evaluation-baseline.ts";
export { type Engine, openEngine } from "./evaluation-engine.ts";
export { findEvaluationFiles, readHeldOut, withoutKnown } from "./evaluation-files.ts";
export { NoHeldOutError, runEvaluation } from "./evaluation-run.ts";
export { judgeGates } from "./gates.ts";
export { measureEffects, measureTimes } from "./metrics-effects.ts";
export { measureEntities } from "./metrics-entities.ts";
export { readReport, reportPaths, writeReport } from "./report-files.ts";
export { type NluReport, reportSchema } from "./report-schema.ts";
export { reportText } from "./report-text.ts";
export { brokenGateText } from "./report-words.ts";
