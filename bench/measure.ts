import type { Cluster } from "../chaos/support/cluster.ts";
import type { Layout } from "./support/app-under-load.ts";
import type { Provider } from "./support/provider.ts";
import type { Rasa } from "./support/rasa.ts";

/** One thing that is measured, on real processes and a real, durable PostgreSQL. */
export interface Measure {
  /** What `--only` takes. */
  name: string;
  /** One line for the reader of the report. */
  story: string;
  run(context: BenchContext): Promise<MeasureReport>;
}

export interface BenchContext {
  cluster: Cluster;
  /** The stand-in for Twilio: a process of its own, so that its work is not the application's. */
  provider: Provider;
  /** A real Rasa, or a server that takes as long as one. */
  rasa: Rasa;
  /** Web and worker as two processes, or both in one. */
  layout: Layout;
  /** Where the measured processes leave their CPU profiles; profiling makes every figure worse. */
  profileFolder: string | undefined;
  /** Short enough for trying; its figures are no figures. */
  isQuick: boolean;
  /** So many turns instead of a measure's own number, where it counts them. */
  turns: number | undefined;
  /** Uniform in [0, 1), from the seed alone: the same customers say the same things in each run. */
  random: () => number;
  /** Progress for a person. */
  say(line: string): void;
}

export interface MeasureReport {
  figures: Record<string, unknown>;
  goals: Goal[];
}

export interface Goal {
  goal: string;
  measured: number | string;
  isMet: boolean;
}

/** Met when the figure is at most `limit`. A figure that could not be taken is a missed goal. */
export function atMost(goal: string, measured: number, limit: number): Goal {
  return { goal: `${goal} ≤ ${limit}`, measured, isMet: measured <= limit };
}

/** Met when the figure is at least `limit`. */
export function atLeast(goal: string, measured: number, limit: number): Goal {
  return { goal: `${goal} ≥ ${limit}`, measured, isMet: measured >= limit };
}
