import { type Decision, OUT_OF_SCOPE, outcomeOf, type Thresholds, WRITING_INTENTS } from "./evaluate.ts";
import { type Share, shareOf } from "./metrics-share.ts";

/** What customers would have noticed. */
export interface EffectMetrics {
  /** Sure enough to act. */
  acted: Share;
  /** Of those, right. */
  actedRight: Share;
  /** Of all lines, those that would have started a write that was not asked for. Every booking or payment is asked about before. */
  wrongWrites: Share;
  /** Of the lines that are not ours, those understood as such or not acted on. */
  outOfScopeRecall: Share;
  /** Of the lines that are not ours, those that would have started a write. */
  outOfScopeWrites: Share;
}

/** What follows from the decisions under these thresholds. */
export function measureEffects(decisions: readonly Decision[], thresholds: Thresholds): EffectMetrics {
  const judged = decisions.map((decision) => ({ ...decision, outcome: outcomeOf(decision, thresholds) }));
  const acted = judged.filter(({ outcome }) => outcome !== "question");
  const outside = judged.filter(({ intent }) => intent === OUT_OF_SCOPE);
  const isHarmless = ({ guess, outcome }: (typeof judged)[number]) =>
    guess === OUT_OF_SCOPE || guess === "nlu_fallback" || outcome === "question";
  return {
    acted: shareOf(acted.length, judged.length),
    actedRight: shareOf(acted.filter(({ outcome }) => outcome === "right").length, acted.length),
    wrongWrites: shareOf(acted.filter(({ outcome }) => outcome === "wrongWrite").length, judged.length),
    outOfScopeRecall: shareOf(outside.filter(isHarmless).length, outside.length),
    outOfScopeWrites: shareOf(
      outside.filter(({ guess, outcome }) => outcome === "wrongWrite" && WRITING_INTENTS.has(guess)).length,
      outside.length,
    ),
  };
}

/** p50 and p95 of one parse in ms; null without lines. */
export function measureTimes(decisions: readonly Decision[]): { p50: number; p95: number } | null {
  const sorted = decisions.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
  return { p50: at(0.5), p95: at(0.95) };
}
