/** Epoch milliseconds, end excluded. */
export type Interval = readonly [startMs: number, endMs: number];

/** In order, and what overlaps or touches made one: what `overlaps` asks for. */
export function mergeIntervals(intervals: Interval[]): Interval[] {
  const merged: [number, number][] = [];
  for (const [startMs, endMs] of [...intervals].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && last[1] >= startMs) last[1] = Math.max(last[1], endMs);
    else merged.push([startMs, endMs]);
  }
  return merged;
}

/** Whether any of the intervals, in order and apart, has a moment in common with [startMs, endMs). */
export function overlaps(intervals: Interval[], startMs: number, endMs: number): boolean {
  let [from, to] = [0, intervals.length];
  // The first that ends after the start is the only one that needs a look.
  while (from < to) {
    const middle = (from + to) >> 1;
    if (intervals[middle]![1] > startMs) to = middle;
    else from = middle + 1;
  }
  return from < intervals.length && intervals[from]![0] < endMs;
}

/** Whether one of the intervals holds all of [startMs, endMs). */
export function contains(intervals: Interval[], startMs: number, endMs: number): boolean {
  return intervals.some((interval) => interval[0] <= startMs && interval[1] >= endMs);
}
