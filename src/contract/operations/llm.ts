import { z } from "zod";
import { defineOperation, type OperationShape } from "../operation.ts";
import { localDateSchema } from "../schemas.ts";

const MAX_DAYS = 366;
const DAY_MS = 24 * 3_600_000;
const DIMENSION = "(day|model|intent|purpose|tier)";

const count = z.int().min(0);
const micros = count.describe("In millionths of the currency").meta({ example: 1_250_000 });
const currency = z.string().describe("ISO 4217, of the models' prices").meta({ example: "USD" });

const sums = {
  currency,
  calls: count.describe("Attempts at a model; a reply may need more than one").meta({ example: 420 }),
  failures: count.describe("Of the calls, those that gave nothing").meta({ example: 6 }),
  estimatedCalls: count
    .describe("Of the calls, those whose tokens were estimated, because the server did not tell them")
    .meta({ example: 0 }),
  inputTokens: count.meta({ example: 310_000 }),
  cachedInputTokens: count
    .describe("Of the input tokens, those that the provider had in its cache")
    .meta({ example: 190_000 }),
  outputTokens: count.meta({ example: 42_000 }),
  costMicros: micros,
};

/** What language models were used for, and what it cost. */
export const llmOperations = {
  getLlmUsage: defineOperation({
    id: "getLlmUsage",
    summary:
      "Tokens and money that language models took, by day, model, intent, purpose and tier, some seconds behind; and how the month stands to its budget",
    reach: "staff",
    scope: "payments:read",
    method: "GET",
    path: "/admin/llm/usage",
    query: z
      .strictObject({
        from: localDateSchema.describe("The first day, on the business's calendar").meta({ example: "2026-11-01" }),
        to: localDateSchema
          .describe(`The last day, included; at most ${MAX_DAYS} days from the first`)
          .meta({ example: "2026-11-30" }),
        by: z
          .string()
          .regex(new RegExp(`^${DIMENSION}(,${DIMENSION})*$`), "some of day, model, intent, purpose, tier, with commas")
          .default("day,model,intent")
          .describe("Which of day, model, intent, purpose and tier to tell apart, with commas between them"),
      })
      .refine(({ from, to }) => from <= to, { path: ["to"], message: "is before from" })
      .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < MAX_DAYS * DAY_MS, {
        path: ["to"],
        message: `more than ${MAX_DAYS} days from the first`,
      }),
    response: z.object({
      from: localDateSchema.meta({ example: "2026-11-01" }),
      to: localDateSchema.meta({ example: "2026-11-30" }),
      timeZone: z.string().describe("Whose days these are"),
      usage: z
        .array(
          z.object({
            day: localDateSchema.optional().meta({ example: "2026-11-21" }),
            model: z.string().optional().meta({ example: "qwen/qwen3-30b-a3b" }),
            intent: z
              .string()
              .nullable()
              .optional()
              .describe("null: a call that belonged to no intent")
              .meta({ example: "agendar_cita" }),
            purpose: z
              .string()
              .optional()
              .describe("phrase, clarify, classify or summarise")
              .meta({ example: "phrase" }),
            tier: z.string().optional().meta({ example: "simple" }),
            ...sums,
          }),
        )
        .describe("In the order of `by`, with those members of day, model, intent, purpose and tier that it names"),
      totals: z
        .array(z.object(sums))
        .describe("Of all these days; one for each currency, which is one unless the prices changed theirs"),
      budget: z
        .object({
          month: z.string().describe("The current month of the business").meta({ example: "2026-11" }),
          currency,
          limitMicros: micros.nullable().describe("In millionths of the currency; null: the month has no limit"),
          softPercent: z
            .int()
            .describe("From this share of the limit on, only the cheapest models are asked")
            .meta({ example: 80 }),
          spentMicros: micros,
          standing: z
            .enum(["free", "soft", "hard"])
            .describe("soft: the share is spent; hard: all of it is, and customers get the fixed texts"),
        })
        .describe("Of the current month, whatever was asked for"),
    }),
    successStatus: 200,
    errors: [],
    isIdempotent: true,
  }),
} as const satisfies Record<string, OperationShape>;
