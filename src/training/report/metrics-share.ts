import { z } from "zod";

/** So many of so many, with what that says of all messages like them. */
export const shareSchema = z.strictObject({
  count: z.number().min(0),
  of: z.number().int().min(0),
  /** `count / of`; 0 of 0 is null. */
  value: z.number().min(0).max(1).nullable(),
  low: z.number().min(0).max(1),
  high: z.number().min(0).max(1),
});
export type Share = z.infer<typeof shareSchema>;

/** The normal quantile of 95 %. */
const Z = 1.959964;

/**
 * A share with its Wilson 95 % interval, which stays inside 0 … 1 and is honest for few lines: 29 of 30 is 83 … 99 %,
 * 580 of 600 is 95 … 98 %. https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval#Wilson_score_interval
 */
export function shareOf(count: number, of: number): Share {
  if (of === 0) return { count, of, value: null, low: 0, high: 1 };
  const value = count / of;
  const squared = Z * Z;
  const centre = value + squared / (2 * of);
  const spread = Z * Math.sqrt((value * (1 - value)) / of + squared / (4 * of * of));
  const scale = 1 + squared / of;
  return {
    count,
    of,
    value,
    low: Math.max(0, (centre - spread) / scale),
    high: Math.min(1, (centre + spread) / scale),
  };
}

/** Precision, recall and F1 of one label. */
export const scoreSchema = z.strictObject({
  name: z.string(),
  precision: shareSchema,
  recall: shareSchema,
  /** null: the label is neither expected nor guessed. */
  f1: z.number().min(0).max(1).nullable(),
});
export type Score = z.infer<typeof scoreSchema>;

/** `hits` were found and right, `missed` were not found, `invented` were found and are not there. */
export function scoreOf(name: string, hits: number, missed: number, invented: number): Score {
  const all = 2 * hits + missed + invented;
  return {
    name,
    precision: shareOf(hits, hits + invented),
    recall: shareOf(hits, hits + missed),
    f1: all === 0 ? null : (2 * hits) / all,
  };
}
