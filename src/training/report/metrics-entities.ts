import type { Decision, EntityTally } from "./evaluate.ts";
import { type Score, scoreOf } from "./metrics-share.ts";

export interface EntityMetrics {
  /** Lines of files whose entities are marked. */
  lines: number;
  all: Score;
  /** By name. */
  kinds: Score[];
}

/** One was missed or invented. */
export function hasWrongEntity({ entities }: Decision): boolean {
  return entities !== null && entities.missed.length + entities.invented.length > 0;
}

/** How well marked entities were found, each counted once over all lines (micro-average). */
export function measureEntities(decisions: readonly Decision[]): EntityMetrics {
  const tallies = decisions.flatMap(({ entities }) => entities ?? []);
  const names = new Set(tallies.flatMap((tally) => Object.values(tally).flat()).map(({ entity }) => entity));
  const count = (side: keyof EntityTally, name?: string) =>
    tallies.flatMap((tally) => tally[side]).filter(({ entity }) => name === undefined || entity === name).length;
  const score = (name: string, only?: string) =>
    scoreOf(name, count("hits", only), count("missed", only), count("invented", only));
  return { lines: tallies.length, all: score("todas"), kinds: [...names].sort().map((name) => score(name, name)) };
}
