/** Wall times of the studio at which somebody works; an hour each, so that neighbours overlap. */
export const BASE_TIMES = ["10:00", "10:30", "11:00", "11:30"] as const;

const DAY_MS = 86_400_000;
/** Mexico City, which has no clock changes. */
const OFFSET_MS = -6 * 3_600_000;

export function pick<T>(list: readonly T[], n: number): T {
  return list[n % list.length]!;
}

/** One of the last few, where things still happen; undefined of an empty list. */
export function recent<T>(list: readonly T[], n: number): T | undefined {
  return list.at(-1 - (n % Math.min(8, Math.max(1, list.length))));
}

/** The local date of the nth working day after an instant; nobody works on Sundays. */
export function localDay(after: Date, n: number): string {
  let at = after.getTime() + OFFSET_MS;
  for (let left = n; left > 0; left--) {
    do at += DAY_MS;
    while (new Date(at).getUTCDay() === 0);
  }
  return new Date(at).toISOString().slice(0, 10);
}
