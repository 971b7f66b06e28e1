export { findCutMarks, findPersonalData, findRepeats } from "./check-examples.ts";
export { type Evaluation, evaluate } from "./evaluate.ts";
export { checkNlu, type NluCheck } from "./nlu-check.ts";
export type { Problem } from "./problem.ts";
