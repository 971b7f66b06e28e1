import type { Gates, TrainingData } from "../../nlu/index.ts";
import { measureCalibration, searchThresholds } from "./calibration.ts";
import type { Decision, Thresholds } from "./evaluate.ts";
import type { DateMetrics } from "./evaluation-dates.ts";
import { judgeGates } from "./gates.ts";
import { measureEffects, measureTimes } from "./metrics-effects.ts";
import { measureEntities } from "./metrics-entities.ts";
import { measureIntents } from "./metrics-intents.ts";
import { type Baseline, compareDecisions } from "./report-compare.ts";
import type { NluReport, Section, Slice } from "./report-schema.ts";

/** What a run brought, before anything is counted. */
export interface Run extends Pick<NluReport, "model" | "profile" | "engine" | "isPartial" | "knownLines"> {
  data: TrainingData;
  thresholds: Thresholds;
  gates: Gates;
  heldOut: Decision[];
  /** null: it was not asked for. */
  crossValidation: { folds: number; decisions: Decision[] } | null;
  dates: DateMetrics;
  baseline: Baseline | { missing: string };
  startedAt: Date;
  endedAt: Date;
}

/** Wrong lines that are shown. */
const WORST = 40;

/** Counts everything, and judges it. */
export function buildReport(run: Run): NluReport {
  const { thresholds, baseline } = run;
  const heldOut = sectionOf(run.heldOut, thresholds);
  const crossValidation = run.crossValidation && {
    ...sectionOf(run.crossValidation.decisions, thresholds),
    folds: run.crossValidation.folds,
    languages: slicesOf(run.crossValidation.decisions, thresholds, ({ language }) => language),
  };
  const times = measureTimes(run.heldOut);
  const gates = judgeGates(
    {
      intent_accuracy: heldOut.intents.accuracy.value,
      macro_f1: heldOut.intents.macroF1,
      entity_f1: heldOut.entities.all.f1,
      date_accuracy: run.dates.right.value,
      out_of_scope_recall: heldOut.effects.outOfScopeRecall.value,
      out_of_scope_write: heldOut.effects.outOfScopeWrites.value,
      wrong_write: heldOut.effects.wrongWrites.value,
      ece: heldOut.calibration.ece,
      cross_validation: crossValidation?.intents.accuracy.value ?? null,
      parse_p50_ms: times?.p50 ?? null,
    },
    run.gates,
    run.engine,
  );
  const isMissing = "missing" in baseline;
  return {
    version: 1,
    model: run.model,
    profile: run.profile,
    engine: run.engine,
    madeAt: run.endedAt.toISOString(),
    tookMs: run.endedAt.getTime() - run.startedAt.getTime(),
    isPassed: gates.every(({ isMet }) => isMet),
    gates,
    isPartial: run.isPartial,
    examples: run.data.examples.length,
    intentExamples: countByIntent(run.data.examples),
    knownLines: run.knownLines,
    heldOut,
    times,
    files: slicesOf(run.heldOut, thresholds, ({ file }) => file),
    languages: slicesOf(run.heldOut, thresholds, ({ language }) => language),
    thresholds: searchThresholds(run.heldOut, thresholds),
    dates: run.dates,
    crossValidation,
    comparison: isMissing ? null : compareDecisions(baseline, run.heldOut, thresholds),
    notCompared: isMissing ? baseline.missing : null,
    decisions: run.heldOut,
  };
}

function countByIntent(examples: TrainingData["examples"]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { intent } of examples) counts[intent] = (counts[intent] ?? 0) + 1;
  return counts;
}

function sectionOf(decisions: readonly Decision[], thresholds: Thresholds): Section {
  return {
    lines: decisions.length,
    intents: measureIntents(decisions),
    entities: measureEntities(decisions),
    effects: measureEffects(decisions, thresholds),
    calibration: measureCalibration(decisions),
    worst: decisions
      .filter(({ intent, guess, isBlind }) => intent !== guess && !isBlind)
      .sort((a, b) => b.confidence - a.confidence)
      .slice(0, WORST),
  };
}

/** One for each name, in the order in which the names come. */
function slicesOf(
  decisions: readonly Decision[],
  thresholds: Thresholds,
  nameOf: (decision: Decision) => string,
): Slice[] {
  return [...new Set(decisions.map(nameOf))].map((name) => {
    const own = decisions.filter((decision) => nameOf(decision) === name);
    const { acted, actedRight, wrongWrites } = measureEffects(own, thresholds);
    const entities = measureEntities(own);
    return {
      name,
      lines: own.length,
      accuracy: measureIntents(own).accuracy,
      acted,
      actedRight,
      wrongWrites,
      entityF1: entities.lines === 0 ? null : entities.all.f1,
    };
  });
}
