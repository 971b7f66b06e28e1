import { createHistogram } from "node:perf_hooks";

/** Milliseconds with two decimals. */
export interface Spread {
  count: number;
  p50: number;
  p90: number;
  p95: number;
  p99: number;
  max: number;
  mean: number;
}

/** Percentiles of milliseconds, in steps of a microsecond. Without samples every figure is NaN, which meets no goal. */
export function spread(samplesMs: readonly number[]): Spread {
  const histogram = createHistogram({ figures: 4 });
  // A histogram starts at 1: what took less than a microsecond took one.
  for (const ms of samplesMs) histogram.record(Math.max(1, Math.round(ms * 1000)));
  const isEmpty = samplesMs.length === 0;
  const ms = (microseconds: number) => (isEmpty ? Number.NaN : round(microseconds / 1000));
  return {
    count: samplesMs.length,
    p50: ms(histogram.percentile(50)),
    p90: ms(histogram.percentile(90)),
    p95: ms(histogram.percentile(95)),
    p99: ms(histogram.percentile(99)),
    max: ms(histogram.max),
    mean: ms(histogram.mean),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[half]!
    : ((sorted[half - 1] ?? Number.NaN) + (sorted[half] ?? Number.NaN)) / 2;
}

export function round(value: number, digits = 2): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

/** Monotonic milliseconds that mean the same in every process of this machine. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** The clock on the wall (ms since 1970) with the resolution of the monotonic one, to compare with the database's. */
export function wallMs(monotonicMs: number): number {
  return monotonicMs + WALL_OFFSET_MS;
}
const WALL_OFFSET_MS = performance.timeOrigin + performance.now() - nowMs();
