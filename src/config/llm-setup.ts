/** From cheap and quick to careful; `real-time` is for answers that are read while they are written. */
export const LLM_TIERS = ["simple", "complex", "real-time", "quality"] as const;
export type LlmTier = (typeof LLM_TIERS)[number];

/** One model as a server names it. A price per million tokens is also the price of one token in millionths. */
export interface LlmModel {
  id: string;
  /** Per million tokens, in the setup's currency; 0 for a model of one's own. */
  inputPrice: number;
  cachedInputPrice: number;
  outputPrice: number;
  maxOutputTokens: number;
  /** After so long without a word the next model is asked, if there is one. */
  firstTokenMs: number;
  totalMs: number;
  /** What else goes into each request, as its server names it: `{ reasoning: { enabled: false } }`. */
  extraBody?: Readonly<Record<string, unknown>>;
}

/** Where models are and which tier asks which, in order. */
export interface LlmSetup {
  baseUrl: string;
  apiKey: string;
  /** ISO 4217, of all prices. */
  currency: string;
  /** For all LLM calls of one reply together. */
  replyMs: number;
  /**
   * A tier that is not configured has the models of `simple`. All are empty where no model was named at all: then the
   * first one that the server lists answers.
   */
  tiers: Record<LlmTier, LlmModel[]>;
}

/** A share of the reply's time, so that what is left suffices for another model. */
const FIRST_TOKEN_SHARE = 0.6;

/**
 * The limits of a model of which only the name is known, or of what the routing file leaves out. One on a server of
 * one's own (http) is asked not to think aloud: small models do by default, and are still at it when the time is over.
 */
export function unpricedModel(id: string, replyMs: number, baseUrl = ""): LlmModel {
  return {
    id,
    inputPrice: 0,
    cachedInputPrice: 0,
    outputPrice: 0,
    maxOutputTokens: 1000,
    firstTokenMs: Math.round(replyMs * FIRST_TOKEN_SHARE),
    totalMs: replyMs,
    ...(baseUrl.startsWith("http:") ? { extraBody: { reasoning_effort: "none" } } : {}),
  };
}

/** Models of a provider (https) without a price: whatever they cost, no budget sees it. */
export function unpricedModels({ baseUrl, tiers }: LlmSetup): string[] {
  if (!baseUrl.startsWith("https:")) return [];
  const unpriced = Object.values(tiers)
    .flat()
    .filter(({ inputPrice, outputPrice }) => inputPrice === 0 && outputPrice === 0);
  return [...new Set(unpriced.map(({ id }) => id))];
}
