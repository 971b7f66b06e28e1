import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseDocument } from "yaml";
import { z } from "zod";
import { LLM_TIERS, type LlmModel, type LlmSetup, type LlmTier, unpricedModel } from "./llm-setup.ts";

const OPENAI_URL = "https://api.openai.com/v1";
const OPENAI_MODEL = "gpt-4o-mini";
/** What a WhatsApp customer waits for an answer, less what the rest of the turn takes. */
const REPLY_MS = 2200;
/** The model gets no tools and no web, whatever a file says; the rest is what each request sets itself. */
const OURS = ["model", "messages", "stream", "n", "tools", "tool_choice", "functions", "plugins", "web_search_options"];

const price = z.number().min(0).max(10_000);
const waitMs = z.int().min(50).max(120_000);
export const replyMsSchema = z.coerce.number().int().min(300).max(60_000);

const modelSchema = z.strictObject({
  id: z.string().trim().min(1),
  /** Per million tokens, in `currency`. */
  inputPrice: price,
  /** Default: as any other input. */
  cachedInputPrice: price.optional(),
  outputPrice: price,
  maxOutputTokens: z.int().min(16).max(32_000).optional(),
  firstTokenMs: waitMs.optional(),
  totalMs: waitMs.optional(),
  extraBody: z
    .record(z.string(), z.unknown())
    .refine((body) => OURS.every((name) => !(name in body)), `none of ${OURS.join(", ")}`)
    .optional(),
});
const modelsSchema = z.array(modelSchema).min(1);
const tiersSchema = z
  .strictObject(Object.fromEntries(LLM_TIERS.map((tier) => [tier, modelsSchema.optional()])))
  .superRefine((tiers, context) => {
    const bodies = new Map<string, string>();
    for (const { id, extraBody = {} } of Object.values(tiers).flatMap((models) => models ?? [])) {
      const body = JSON.stringify(extraBody);
      // One model is asked in one way everywhere, behind one breaker.
      if ((bodies.get(id) ?? body) !== body)
        context.addIssue({ code: "custom", message: `${id} has two different extraBody` });
      bodies.set(id, body);
    }
  });
const routingSchema = z.strictObject({
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "three capital letters")
    .default("USD"),
  replyMs: replyMsSchema.default(REPLY_MS),
  tiers: tiersSchema.default({}),
});

export type LlmRouting = z.infer<typeof routingSchema>;

/** What the environment says of models: addresses without a trailing slash, unset as undefined. */
export interface LlmEnvironment {
  baseUrl: string | undefined;
  apiKey: string | undefined;
  replyMs: number | undefined;
  models: Partial<Record<LlmTier, string>>;
}

/** Reads the routing file; what is wrong with it comes as problems that name fields and never their values. */
export function readLlmRouting(file: string | undefined): { routing: LlmRouting; problems: string[] } {
  const problems: string[] = [];
  const source = file === undefined ? "{}" : readText(file, problems);
  const document = parseDocument(source);
  problems.push(...document.errors.map((error) => error.message.split("\n")[0]!));
  const parsed = routingSchema.safeParse(document.errors.length > 0 ? {} : (document.toJS() ?? {}));
  const issues = parsed.error?.issues ?? [];
  problems.push(...issues.map((issue) => `${issue.path.join(".") || "(top)"}: ${issue.message}`));
  return { routing: parsed.data ?? routingSchema.parse({}), problems };
}

/**
 * Which models answer: those of the routing file, with an environment's model first in its tier. Undefined without a
 * key and an address: templates. A key alone means OpenAI.
 */
export function llmSetup(env: LlmEnvironment, routing: LlmRouting): LlmSetup | undefined {
  if (!env.baseUrl && !env.apiKey) return undefined;
  const baseUrl = env.baseUrl ?? OPENAI_URL;
  const replyMs = env.replyMs ?? routing.replyMs;
  const specified = Object.values(routing.tiers)
    .flatMap((models) => models ?? [])
    .map((model) => withDefaults(model, replyMs));
  const known = (id: string) => specified.find((model) => model.id === id) ?? unpricedModel(id, replyMs, baseUrl);

  const named = Object.fromEntries(
    LLM_TIERS.map((tier) => {
      const models = (routing.tiers[tier] ?? []).map((model) => withDefaults(model, replyMs));
      const first = env.models[tier];
      return [tier, first ? [known(first), ...models.filter(({ id }) => id !== first)] : models];
    }),
  ) as Record<LlmTier, LlmModel[]>;
  const isOpenai = new URL(baseUrl).hostname === "api.openai.com";
  const simple = named.simple.length > 0 ? named.simple : isOpenai ? [known(OPENAI_MODEL)] : firstOf(named);
  const tiers = Object.fromEntries(
    LLM_TIERS.map((tier) => [tier, named[tier].length > 0 ? named[tier] : simple]),
  ) as Record<LlmTier, LlmModel[]>;
  return { baseUrl, apiKey: env.apiKey ?? "none", currency: routing.currency, replyMs, tiers };
}

/**
 * Whether a model has to be named. A server of one's own (http) may answer with the first it lists; a provider lists
 * hundreds, and the first may be any price.
 */
export function needsModel({ baseUrl, tiers }: LlmSetup): boolean {
  return tiers.simple.length === 0 && baseUrl.startsWith("https:");
}

function firstOf(tiers: Record<LlmTier, LlmModel[]>): LlmModel[] {
  return LLM_TIERS.map((tier) => tiers[tier]).find((models) => models.length > 0) ?? [];
}

function withDefaults(model: z.infer<typeof modelSchema>, replyMs: number): LlmModel {
  const limits = unpricedModel(model.id, replyMs);
  return {
    id: model.id,
    inputPrice: model.inputPrice,
    cachedInputPrice: model.cachedInputPrice ?? model.inputPrice,
    outputPrice: model.outputPrice,
    maxOutputTokens: model.maxOutputTokens ?? limits.maxOutputTokens,
    firstTokenMs: model.firstTokenMs ?? limits.firstTokenMs,
    totalMs: model.totalMs ?? limits.totalMs,
    ...(model.extraBody ? { extraBody: model.extraBody } : {}),
  };
}

function readText(file: string, problems: string[]): string {
  try {
    return readFileSync(resolve(file), "utf8");
  } catch (error) {
    problems.push(`cannot be read (${(error as NodeJS.ErrnoException).code})`);
    return "{}";
  }
}
