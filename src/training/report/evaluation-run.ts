import type { Gates, Policy } from "../../nlu/index.ts";
import type { Place } from "../check/index.ts";
import { crossValidate } from "./cross-validation.ts";
import { type Decision, decideAll, type LabelledLine } from "./evaluate.ts";
import { measureDates } from "./evaluation-dates.ts";
import type { Engine } from "./evaluation-engine.ts";
import { findEvaluationFiles, labelExamples, readDateCases, readHeldOut, withoutKnown } from "./evaluation-files.ts";
import { buildReport } from "./report-build.ts";
import type { Baseline } from "./report-compare.ts";
import type { NluReport } from "./report-schema.ts";

export interface EvaluationDeps {
  place: Place;
  /** The profile's own, of lines and cases that name none. */
  language: string;
  engine: Engine;
  policy: Policy;
  gates: Gates;
  /** Of the cross-validation; 0 leaves it out. */
  folds: number;
  /** Only these, from the root; without it every file that measures. */
  files?: string[] | undefined;
  /** What the model is compared with, on the same lines. */
  findBaseline(lines: readonly LabelledLine[]): Promise<Baseline | { missing: string }>;
  say(line: string): void;
  signal?: AbortSignal | undefined;
}

/** There is nothing to measure on. */
export class NoHeldOutError extends Error {
  override readonly name = "NoHeldOutError";
  readonly code = "no_held_out";
}

/**
 * Measures one model on everything that was kept apart from its training.
 *
 * @throws NoHeldOutError, NluDataError when a file is not well formed, and the signal's reason
 */
export async function runEvaluation(deps: EvaluationDeps): Promise<NluReport> {
  const { place, language, engine, say } = deps;
  const startedAt = new Date();
  const found = findEvaluationFiles(place);
  const files = deps.files ?? found.heldOut;
  const lines = files.flatMap((file) => readHeldOut(place.rootDirectory, file, language));
  const unknown = withoutKnown(lines, engine.data.examples);
  if (unknown.length === 0) throw new NoHeldOutError(`no held-out lines for ${place.profile}`);
  say(`${engine.model}: ${unknown.length} frases apartadas de ${files.length} archivos…`);
  const heldOut = await decideAll(unknown, engine.parse);
  const dateFiles = deps.files ? [] : found.dates;
  const dates = measureDates(
    dateFiles.map((file) => readDateCases(place.rootDirectory, file)),
    language,
  );
  const baseline = await deps.findBaseline(unknown);
  return buildReport({
    model: engine.model,
    profile: place.profile,
    engine: engine.engine,
    isPartial: deps.files !== undefined,
    knownLines: lines.length - unknown.length,
    data: engine.data,
    thresholds: deps.policy,
    gates: deps.gates,
    heldOut,
    crossValidation: await validate(deps),
    dates,
    baseline,
    startedAt,
    endedAt: new Date(),
  });
}

async function validate(deps: EvaluationDeps): Promise<{ folds: number; decisions: Decision[] } | null> {
  const { folds, engine, language, say, signal } = deps;
  if (folds === 0) return null;
  say(`Validación cruzada del clasificador incorporado: ${engine.data.examples.length} ejemplos en ${folds} partes…`);
  const decisions = await crossValidate(engine.data, engine.catalogue, {
    folds,
    label: (examples) => labelExamples(examples, language),
    signal,
  });
  return { folds, decisions };
}
