import type { LlmModel, LlmTier } from "../config/index.ts";

/** What a call is for. Money is counted by it. */
export type LlmPurpose = "phrase" | "clarify" | "classify" | "summarise";

/** Whom and what a call is about: what its cost is counted under. Ids only. */
export interface LlmAbout {
  profile: string;
  customerId?: string;
  intent?: string;
}

/** How much time all calls of one turn have left together. */
export interface Deadline {
  /** ms, never below 0, by the monotonic clock. */
  remainingMs(): number;
}

/** Of one call, as the server counted it, or estimated from the lengths where it did not say. */
export interface TokenUsage {
  input: number;
  /** Of `input`, what the provider had in its prefix cache. */
  cachedInput: number;
  output: number;
  isEstimated: boolean;
}

/** One attempt at one model, as the turn's record keeps it: numbers and names, no text. */
export interface LlmCallRecord {
  purpose: LlmPurpose;
  tier: LlmTier;
  /** Which routing rule chose the tier. */
  rule: string;
  model: string;
  /** "ok", or why it gave nothing: "llm_timeout", "llm_first_token", "llm_aborted", "llm_error", "llm_empty", "llm_too_long", "breaker_open", "busy". */
  result: string;
  usage: TokenUsage;
  /** Millionths of the routing file's currency, rounded up. */
  costMicros: number;
  firstTokenMs: number | null;
  durationMs: number;
}

/** `soft`: only the cheapest tier. `hard`: the profile's month is spent. `customer`: this customer's day is spent. */
export type BudgetStanding = "free" | "soft" | "hard" | "customer";

export interface LlmBudget {
  /** What may be spent now. Never rejects: what cannot be read is "free", since the provider has limits of its own. */
  standing(about: LlmAbout): Promise<BudgetStanding>;
  /** Counts an attempt. Returns at once; is written in the background. */
  spend(about: LlmAbout, call: LlmCallRecord): void;
}

/** One prompt for the models of a tier. */
export interface LlmTask {
  purpose: LlmPurpose;
  tier: LlmTier;
  rule: string;
  about: LlmAbout;
  /** Static first: what stays the same between calls opens the prompt, so that providers' prefix caches hit. */
  system: string;
  user: string;
  /** Default 400. */
  maxTokens?: number;
  /** Default 0.3. */
  temperature?: number;
  /** Strict JSON output by this schema. */
  json?: { name: string; schema: Record<string, unknown> };
  deadline: Deadline;
  signal?: AbortSignal;
  /** Called before each attempt; what an earlier one streamed is void. */
  onAttempt?(model: LlmModel): void;
  /** Each piece of text as it comes. */
  onText?(delta: string): void;
  /** Asked before falling back to the next model; false when something of this answer has already left. */
  mayFallBack?(): boolean;
}

export interface LlmAnswer {
  /** Undefined: no model gave one; `reason` says why. */
  text: string | undefined;
  /**
   * The last attempt's `result` when there is no text, or "off" (no model configured), "budget_spent", "customer_cap",
   * "no_time".
   */
  reason: string | null;
  model: string | null;
  calls: LlmCallRecord[];
  durationMs: number;
}

export interface Llm {
  /** Runs a prompt down its tier's models until one answers or the deadline is over. Never rejects. */
  ask(task: LlmTask): Promise<LlmAnswer>;
  /** Worst breaker of the models in use; "off" without a model. */
  state(): "off" | "closed" | "open" | "halfOpen";
}

/** Nested plain JSON: what the API answered. */
export type Facts = Record<string, unknown>;

export type PhraseOutcome = "done" | "refused" | "ask" | "confirm" | "changed" | "unavailable" | "info";

/** A line of the conversation before this turn. */
export interface HistoryLine {
  from: "customer" | "business";
  text: string;
}

export interface PhraseRequest {
  /** The reply as it is when nobody rewords it: complete and right. */
  template: string;
  facts: Facts;
  outcome: PhraseOutcome;
  /** What the customer wrote; reaches the model as fenced data. */
  customerText: string;
  /** BCP 47. */
  language: string;
  /** Oldest first, at most ten, without this turn's. */
  history: HistoryLine[];
  /** Never leaves this process: a placeholder goes out and the name is put back in. */
  customerName?: string;
  isReturning: boolean;
  /** The reply holds something of this customer: nothing of it may be cached for another. */
  isPersonal: boolean;
  about: LlmAbout;
  deadline: Deadline;
}
