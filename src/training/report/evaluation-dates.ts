import { readWhen } from "../../nlu/index.ts";
import type { DateCases } from "./evaluation-files.ts";
import { type Share, shareOf } from "./metrics-share.ts";

export interface DateMetrics {
  /** Lines whose date, hour and part of the day are all as written down. */
  right: Share;
  /** Without those of a blind file. */
  wrong: { text: string; expected: string; read: string }[];
}

const KEYS = ["date", "time", "partOfDay"] as const;

/** Reads dates as a turn does, at the file's own moment. `language`: of the cases that name none. */
export function measureDates(files: readonly DateCases[], language: string): DateMetrics {
  const wrong: DateMetrics["wrong"] = [];
  let count = 0;
  let right = 0;
  for (const { now, tz, opens, closes, ciego, cases } of files) {
    const place = { now: new Date(now), timeZone: tz, opensAt: opens, closesAt: closes };
    for (const expected of cases) {
      count++;
      const read = readWhen(expected.text, { ...place, language: expected.lang ?? language });
      if (KEYS.every((key) => read[key] === expected[key])) right++;
      else if (!ciego) wrong.push({ text: expected.text, expected: told(expected), read: told(read) });
    }
  }
  return { right: shareOf(right, count), wrong };
}

function told(when: Record<(typeof KEYS)[number], string | null>): string {
  return KEYS.flatMap((key) => when[key] ?? []).join(" ") || "nada";
}
