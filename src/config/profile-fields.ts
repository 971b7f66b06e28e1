import { z } from "zod";

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** Words of the owner's. */
export const text = z.string().trim().min(1);
/** In minor units of the business's currency. */
export const priceMinor = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

const periods = z
  .array(
    z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'local times like "09:00-14:00"')
      .transform((value) => ({ from: value.slice(0, 5), to: value.slice(6) }))
      .refine(({ from, to }) => from < to, "ends before it begins"),
  )
  .refine(
    (list) => list.every((period, index) => index === 0 || list[index - 1]!.to <= period.from),
    "periods of a day go up and do not overlap",
  );

/** Open periods by weekday, in local wall time. */
export const week = z
  .strictObject(Object.fromEntries(WEEKDAYS.map((day) => [day, periods.default([])])))
  .transform((days) =>
    WEEKDAYS.flatMap((day, index) => (days[day] ?? []).map((period) => ({ weekday: index + 1, ...period }))),
  );

/** An open period of a weekday (ISO: 1 is Monday) in local wall time, "HH:MM". */
export interface WeeklyPeriod {
  weekday: number;
  from: string;
  to: string;
}

/** Notes a problem at a place inside a file. */
export type Report = (path: (string | number)[], message: string) => void;

/** Entries of a list that have the same value under a key that names them. */
export function reportRepeated<Key extends string>(list: Record<Key, string>[], key: Key, report: Report): void {
  const seen = new Set<string>();
  list.forEach((entry, index) => {
    if (seen.has(entry[key])) report([index, key], `"${entry[key]}" is used twice`);
    seen.add(entry[key]);
  });
}
