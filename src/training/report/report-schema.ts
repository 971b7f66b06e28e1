import { z } from "zod";
import type { Calibration, ThresholdSearch } from "./calibration.ts";
import type { Decision } from "./evaluate.ts";
import type { DateMetrics } from "./evaluation-dates.ts";
import { gateSchema } from "./gates.ts";
import type { EffectMetrics } from "./metrics-effects.ts";
import type { EntityMetrics } from "./metrics-entities.ts";
import type { IntentMetrics } from "./metrics-intents.ts";
import { scoreSchema, shareSchema } from "./metrics-share.ts";
import type { Comparison } from "./report-compare.ts";

const found = z.array(z.strictObject({ entity: z.string(), text: z.string() }));
const outcome = z.enum(["right", "question", "wrongAnswer", "wrongWrite"]);
const guessed = z.strictObject({ guess: z.string(), outcome });

const decision = z.strictObject({
  file: z.string(),
  line: z.number().int(),
  language: z.string(),
  text: z.string(),
  // A report from before there were blind files has none.
  isBlind: z.boolean().default(false),
  intent: z.string(),
  guess: z.string(),
  confidence: z.number(),
  margin: z.number(),
  entities: z.strictObject({ hits: found, missed: found, invented: found }).nullable(),
  durationMs: z.number(),
}) satisfies z.ZodType<Decision>;

const intents = z.strictObject({
  accuracy: shareSchema,
  macroF1: z.number().nullable(),
  scores: z.array(scoreSchema),
  confusions: z.array(z.strictObject({ intent: z.string(), guess: z.string(), count: z.number().int() })),
}) satisfies z.ZodType<IntentMetrics>;

const entities = z.strictObject({
  lines: z.number().int(),
  all: scoreSchema,
  kinds: z.array(scoreSchema),
}) satisfies z.ZodType<EntityMetrics>;

const effects = z.strictObject({
  acted: shareSchema,
  actedRight: shareSchema,
  wrongWrites: shareSchema,
  outOfScopeRecall: shareSchema,
  outOfScopeWrites: shareSchema,
}) satisfies z.ZodType<EffectMetrics>;

const calibration = z.strictObject({
  ece: z.number().nullable(),
  bins: z.array(
    z.strictObject({ from: z.number(), to: z.number(), confidence: z.number().nullable(), right: shareSchema }),
  ),
}) satisfies z.ZodType<Calibration>;

const thresholdCost = z.strictObject({
  confidence: z.number(),
  margin: z.number(),
  cost: z.number(),
  acted: shareSchema,
  wrongWrites: shareSchema,
});
const thresholds = z.strictObject({
  today: thresholdCost,
  best: thresholdCost,
  curve: z.array(thresholdCost),
}) satisfies z.ZodType<ThresholdSearch>;

const dates = z.strictObject({
  right: shareSchema,
  wrong: z.array(z.strictObject({ text: z.string(), expected: z.string(), read: z.string() })),
}) satisfies z.ZodType<DateMetrics>;

const comparison = z.strictObject({
  model: z.string(),
  why: z.string(),
  lines: z.number().int(),
  newlyRight: z.number().int(),
  newlyWrong: z.number().int(),
  changes: z.array(
    z.strictObject({
      file: z.string(),
      line: z.number().int(),
      text: z.string(),
      isBlind: z.boolean().default(false),
      intent: z.string(),
      before: guessed,
      now: guessed,
      weight: z.number(),
    }),
  ),
}) satisfies z.ZodType<Comparison>;

/** Everything that is said of one set of lines. */
const section = z.strictObject({
  lines: z.number().int(),
  intents,
  entities,
  effects,
  calibration,
  /** Wrong ones that may be shown, the most confident first. */
  worst: z.array(decision),
});
export type Section = z.infer<typeof section>;

/** The same in a line of a table. */
const slice = z.strictObject({
  name: z.string(),
  lines: z.number().int(),
  accuracy: shareSchema,
  acted: shareSchema,
  actedRight: shareSchema,
  wrongWrites: shareSchema,
  /** null: its entities are not marked. */
  entityF1: z.number().nullable(),
});
export type Slice = z.infer<typeof slice>;

/** `.data/nlu-report/<model>.json`: what `nlu:test` measured of one model; `nlu:promote` asks it whether it may go on. */
export const reportSchema = z.strictObject({
  version: z.literal(1),
  model: z.string(),
  profile: z.string(),
  engine: z.enum(["rasa", "embedded"]),
  madeAt: z.iso.datetime(),
  tookMs: z.number(),
  /** No gate is broken. */
  isPassed: z.boolean(),
  gates: z.array(gateSchema),
  /** Only some files were asked for: it says nothing of the model as a whole. */
  isPartial: z.boolean(),
  examples: z.number().int(),
  /** By intent; a report from before it was counted has none. */
  intentExamples: z.record(z.string(), z.number().int()).default({}),
  /** Held-out lines that stand among the examples, and were left out. */
  knownLines: z.number().int(),
  heldOut: section,
  /** Parsing of one message in ms. */
  times: z.strictObject({ p50: z.number(), p95: z.number() }).nullable(),
  files: z.array(slice),
  languages: z.array(slice),
  thresholds,
  dates,
  /** Of the embedded classifier, whichever engine is measured. */
  crossValidation: section.extend({ folds: z.number().int(), languages: z.array(slice) }).nullable(),
  comparison: comparison.nullable(),
  /** Why there is no comparison, in Spanish. */
  notCompared: z.string().nullable(),
  decisions: z.array(decision),
});
export type NluReport = z.infer<typeof reportSchema>;
