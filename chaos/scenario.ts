import type { Cluster } from "./support/cluster.ts";

/** One way in which things break, played on real processes and a real PostgreSQL of its own. */
export interface Scenario {
  /** What `--only` takes. */
  name: string;
  /** One line for the reader of the report. */
  story: string;
  run(context: ChaosContext): Promise<ScenarioReport>;
}

export interface ChaosContext {
  seed: number;
  /** Uniform in [0, 1), from the seed alone. */
  random: () => number;
  /** The short form that is part of `npm test`: the same promises, fewer rounds. */
  isShort: boolean;
  cluster: Cluster;
  /** Progress for a person. */
  say(line: string): void;
}

export interface ScenarioReport {
  /** What was counted and measured: `{ kills: 20, lost: 0, backMs: [..] }`. */
  figures: Record<string, unknown>;
  /** Every promise that was looked at; a run fails when one is broken. */
  checks: Check[];
}

export interface Check {
  promise: string;
  isKept: boolean;
  /** What was seen, when it is broken. */
  seen?: string;
}

/** Notes a promise as kept or broken; what was seen is told only when it is broken. */
export function check(promise: string, isKept: boolean, seen: unknown = undefined): Check {
  return isKept ? { promise, isKept } : { promise, isKept, seen: JSON.stringify(seen)?.slice(0, 2000) };
}

/** mulberry32: small, and the same on every machine. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
