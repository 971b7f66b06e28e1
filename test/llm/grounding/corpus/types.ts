import type { HistoryLine, PhraseOutcome } from "../../../../src/llm/index.ts";

/** One answered message of a conversation that was played through the application without a model. */
export interface RecordedTurn {
  /** Of the conversation and the step in it: "cumpleanos-de-la-mama.2". */
  id: string;
  /** Invented. */
  customerName: string;
  /** Empty where a notice came by itself. */
  customerText: string;
  /** At most ten, oldest first, without this turn's. */
  history: HistoryLine[];
  /** The reply as it left, without the numbered choices below it. */
  template: string;
  /** The labels of the numbered choices. */
  choices: string[];
  /** Of all sayings; those of the second are named `name_2`, and so on. */
  facts: Record<string, string>;
  /** The response keys whose texts stand one under the other. */
  keys: string[];
  outcome: PhraseOutcome;
  action: string | null;
  intent: string | null;
  language: string;
}

/** A: a free rewording of the template's head. B: words around the markers of its mold. */
export type Design = "A" | "B";

/**
 * Prompted: written for B only, in answer to the rendered prompt and before the vocabulary was seen, about turns that
 * are in the other two as well.
 */
export type Split = "dev" | "held-out" | "prompted";

/** What a model could have answered to a turn. */
export interface Pair {
  turnId: string;
  design: Design;
  answer: string;
  isFaithful: boolean;
  /** Which way it was made wrong; absent when it is faithful. */
  way?: string;
}
