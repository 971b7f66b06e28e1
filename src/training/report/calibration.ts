import { type Decision, type Outcome, outcomeOf, type Thresholds } from "./evaluate.ts";
import { type Share, shareOf } from "./metrics-share.ts";

/**
 * What an outcome costs, in questions: a customer forgives being asked back, is put off by an answer to something else,
 * and has to undo a write that nobody wanted. Only their ratios matter.
 */
export const COSTS: Readonly<Record<Outcome, number>> = { right: 0, question: 1, wrongAnswer: 3, wrongWrite: 10 };

const BINS = 10;

export interface Calibration {
  /** Expected calibration error: how far stated confidence and share of right ones lie apart, by the lines of each bin. */
  ece: number | null;
  /** The reliability curve, from 0 … 0.1 to 0.9 … 1. */
  bins: { from: number; to: number; confidence: number | null; right: Share }[];
}

/** Does 0.7 mean seven right in ten? */
export function measureCalibration(decisions: readonly Decision[]): Calibration {
  const groups = Array.from({ length: BINS }, (): Decision[] => []);
  for (const decision of decisions) groups[Math.min(BINS - 1, Math.floor(decision.confidence * BINS))]!.push(decision);
  const bins = groups.map((group, index) => {
    const right = shareOf(group.filter(({ intent, guess }) => intent === guess).length, group.length);
    const total = group.reduce((sum, { confidence }) => sum + confidence, 0);
    const confidence = group.length === 0 ? null : total / group.length;
    return { from: index / BINS, to: (index + 1) / BINS, confidence, right };
  });
  const gaps = bins.map(({ confidence, right }) => right.of * Math.abs((confidence ?? 0) - (right.value ?? 0)));
  const ece = decisions.length === 0 ? null : gaps.reduce((sum, gap) => sum + gap, 0) / decisions.length;
  return { ece, bins };
}

export interface ThresholdCost extends Thresholds {
  /** Mean cost of a line, in questions. */
  cost: number;
  acted: Share;
  wrongWrites: Share;
}

export interface ThresholdSearch {
  today: ThresholdCost;
  best: ThresholdCost;
  /** By confidence, at today's margin. */
  curve: ThresholdCost[];
}

const CONFIDENCES = Array.from({ length: 15 }, (_, index) => (25 + 5 * index) / 100);
const MARGINS = Array.from({ length: 11 }, (_, index) => (5 * index) / 100);

/** The thresholds of least cost on these lines, beside today's. Of equal ones the nearest to today's. */
export function searchThresholds(decisions: readonly Decision[], today: Thresholds): ThresholdSearch {
  const distance = (one: Thresholds) =>
    Math.abs(one.confidence - today.confidence) + Math.abs(one.margin - today.margin);
  const grid = CONFIDENCES.flatMap((confidence) => MARGINS.map((margin) => ({ confidence, margin })));
  const costs = [today, ...grid].map((thresholds) => costOf(decisions, thresholds));
  const best = costs.reduce((one, other) => {
    if (other.cost !== one.cost) return other.cost < one.cost ? other : one;
    return distance(other) < distance(one) ? other : one;
  });
  const curve = CONFIDENCES.map((confidence) => costOf(decisions, { confidence, margin: today.margin }));
  return { today: costs[0]!, best, curve };
}

function costOf(decisions: readonly Decision[], { confidence, margin }: Thresholds): ThresholdCost {
  const outcomes = decisions.map((decision) => outcomeOf(decision, { confidence, margin }));
  const count = (outcome: Outcome) => outcomes.filter((one) => one === outcome).length;
  const total = outcomes.reduce((sum, outcome) => sum + COSTS[outcome], 0);
  return {
    confidence,
    margin,
    cost: total / Math.max(1, outcomes.length),
    acted: shareOf(outcomes.length - count("question"), outcomes.length),
    wrongWrites: shareOf(count("wrongWrite"), outcomes.length),
  };
}
