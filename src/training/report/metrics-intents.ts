import type { Decision } from "./evaluate.ts";
import { type Score, type Share, scoreOf, shareOf } from "./metrics-share.ts";

export interface IntentMetrics {
  /** The best guess is right, whatever its confidence. */
  accuracy: Share;
  /** Mean F1 of the intents that some line expects: a rare one counts as much as a frequent one. */
  macroF1: number | null;
  /** By name; `recall.of` is the support. */
  scores: Score[];
  /** How often a line of one intent was taken for another, right ones among them; most frequent first. */
  confusions: Confusion[];
}

export interface Confusion {
  intent: string;
  guess: string;
  count: number;
}

/** Precision, recall, F1 and confusions of the best guesses. */
export function measureIntents(decisions: readonly Decision[]): IntentMetrics {
  const confusions = countConfusions(decisions);
  const sum = (isCounted: (one: Confusion) => boolean) =>
    confusions.filter(isCounted).reduce((total, { count }) => total + count, 0);
  const names = new Set(decisions.flatMap(({ intent, guess }) => [intent, guess]));
  const scores = [...names].sort().map((name) =>
    scoreOf(
      name,
      sum(({ intent, guess }) => intent === name && guess === name),
      sum(({ intent, guess }) => intent === name && guess !== name),
      sum(({ intent, guess }) => intent !== name && guess === name),
    ),
  );
  const expected = scores.filter(({ recall }) => recall.of > 0);
  const total = expected.reduce((all, { f1 }) => all + (f1 ?? 0), 0);
  return {
    accuracy: shareOf(
      sum(({ intent, guess }) => intent === guess),
      decisions.length,
    ),
    macroF1: expected.length === 0 ? null : total / expected.length,
    scores,
    confusions,
  };
}

function countConfusions(decisions: readonly Decision[]): Confusion[] {
  const counts = new Map<string, Confusion>();
  for (const { intent, guess } of decisions) {
    const key = `${intent} ${guess}`;
    const known = counts.get(key);
    if (known) known.count++;
    else counts.set(key, { intent, guess, count: 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || a.intent.localeCompare(b.intent));
}
