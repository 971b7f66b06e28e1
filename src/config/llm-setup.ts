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
  /** After so long without a word the next model is asked. */
  firstTokenMs: number;
  totalMs: number;
}

/** Where models are and which tier asks which, in order. */
export interface LlmSetup {
  baseUrl: string;
  apiKey: string;
  /** ISO 4217, of all prices. */
  currency: string;
  /** For all LLM calls of one reply together. */
  replyMs: number;
  /** Never empty: a tier that is not configured has the models of `simple`. */
  tiers: Record<LlmTier, LlmModel[]>;
}
