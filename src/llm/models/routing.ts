import type { LlmTier } from "../../config/index.ts";
import type { LlmPurpose, PhraseOutcome } from "../types.ts";

export interface RoutingQuestion {
  purpose: LlmPurpose;
  intent?: string;
  outcome?: PhraseOutcome;
  /** Characters of what is to be reworded, summed up or asked. */
  length: number;
  /** BCP 47. */
  language: string;
  /** Default "neutral". */
  sentiment?: "negative" | "neutral" | "positive";
  /** Default "standard". */
  customerTier?: "standard" | "valued";
  /** Somebody reads while it is written. */
  isLive?: boolean;
}

export interface Route {
  tier: LlmTier;
  /** The name of the rule that decided. */
  rule: string;
}

interface Rule {
  name: string;
  when(question: RoutingQuestion): boolean;
  tier: LlmTier;
}

const SHORT = 200;
const LONG = 400;
const COMPLAINTS = ["queja", "hablar_con_agente"];
const COURTESIES = ["saludo", "despedida", "agradecimiento", "ayuda"];

/** In this order; the first that holds decides. `docs/llm.md` has them as a table. */
const RULES: readonly Rule[] = [
  { name: "classify", when: ({ purpose }) => purpose === "classify", tier: "simple" },
  { name: "summarise", when: ({ purpose }) => purpose === "summarise", tier: "complex" },
  { name: "live", when: ({ isLive }) => isLive === true, tier: "real-time" },
  { name: "complaint", when: ({ intent }) => intent !== undefined && COMPLAINTS.includes(intent), tier: "quality" },
  { name: "negative", when: ({ sentiment }) => sentiment === "negative", tier: "quality" },
  { name: "valued_customer", when: ({ customerTier }) => customerTier === "valued", tier: "quality" },
  { name: "refusal", when: ({ outcome }) => outcome === "refused" || outcome === "unavailable", tier: "complex" },
  {
    name: "courtesy",
    when: ({ intent, length }) => intent !== undefined && COURTESIES.includes(intent) && length <= SHORT,
    tier: "simple",
  },
  { name: "long", when: ({ length }) => length > LONG, tier: "complex" },
  { name: "other_language", when: ({ language }) => !/^es\b/iu.test(language), tier: "complex" },
];

/** Which tier answers, and why. Pure; every question has an answer. */
export function chooseTier(question: RoutingQuestion): Route {
  const rule = RULES.find(({ when }) => when(question));
  return rule ? { tier: rule.tier, rule: rule.name } : { tier: "simple", rule: "default" };
}
