import { COSTS } from "./calibration.ts";
import { type Decision, hashOf, type Outcome, outcomeOf, type Thresholds } from "./evaluate.ts";

/** One line that two models decide differently. */
export interface Change {
  file: string;
  line: number;
  text: string;
  /** Counted, and not shown. */
  isBlind: boolean;
  intent: string;
  before: { guess: string; outcome: Outcome };
  now: { guess: string; outcome: Outcome };
  /** What it costs more than before, in questions; below 0 it is a gain. */
  weight: number;
}

export interface Comparison {
  /** The model compared with, and why that one, in Spanish. */
  model: string;
  why: string;
  /** Lines that both have read. */
  lines: number;
  newlyRight: number;
  newlyWrong: number;
  /** Wrong writes first, then what got worse, then what got better. */
  changes: Change[];
}

export interface Baseline {
  model: string;
  why: string;
  decisions: Decision[];
}

/** Message by message. The same text may stand in two files with two intents, so both tell a line. */
export function compareDecisions(baseline: Baseline, now: readonly Decision[], thresholds: Thresholds): Comparison {
  const before = new Map(baseline.decisions.map((decision) => [keyOf(decision), decision]));
  const pairs = now.flatMap((decision) => {
    const known = before.get(keyOf(decision));
    return known ? [{ old: known, new: decision }] : [];
  });
  const isRight = ({ guess, intent }: Decision) => guess === intent;
  const changes = pairs.flatMap((pair): Change[] => {
    const [then, today] = [pair.old, pair.new].map((one) => ({
      guess: one.guess,
      outcome: outcomeOf(one, thresholds),
    }));
    const isSame = then!.outcome === today!.outcome && then!.guess === today!.guess;
    if (isSame) return [];
    const { file, line, text, isBlind, intent } = pair.new;
    const weight = COSTS[today!.outcome] - COSTS[then!.outcome];
    return [{ file, line, text, isBlind, intent, before: then!, now: today!, weight }];
  });
  const isNewWrite = ({ before: old, now: { outcome } }: Change) =>
    Number(outcome === "wrongWrite" && old.outcome !== "wrongWrite");
  return {
    model: baseline.model,
    why: baseline.why,
    lines: pairs.length,
    newlyRight: pairs.filter((pair) => isRight(pair.new) && !isRight(pair.old)).length,
    newlyWrong: pairs.filter((pair) => !isRight(pair.new) && isRight(pair.old)).length,
    changes: changes.sort((a, b) => isNewWrite(b) - isNewWrite(a) || rankOf(b) - rankOf(a)),
  };
}

/** What got worse, the worst first; then what is as good as before; then what got better, the best first. */
function rankOf({ weight }: Change): number {
  return weight >= 0 ? weight : 1 / weight;
}

function keyOf(decision: Decision): string {
  return `${decision.intent} ${decisionHash(decision)}`;
}

/** Of the line's text, whether or not the report was allowed to keep it: a file may have become blind since. */
export function decisionHash({ text, isBlind }: Decision): string {
  return isBlind ? text : hashOf(text);
}
