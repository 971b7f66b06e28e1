import { z } from "zod";
import { truncateText } from "../shared/index.ts";
import { type Asked, askedOf } from "./asked.ts";
import { maskForModel } from "./masking.ts";
import { chooseTier } from "./models/routing.ts";
import type { Prompt, PromptManager } from "./prompt-manager.ts";
import type { Deadline, Llm, LlmAbout } from "./types.ts";

/** None of the candidates. */
export const OTHER = "other";

export interface Candidate {
  intent: string;
  /** What it means, in a few words. */
  description: string;
  /** Training examples that are like the message. */
  examples: string[];
}

export interface AdviceRequest {
  /** What the customer wrote; reaches the model masked, as fenced data. */
  text: string;
  customerName?: string | undefined;
  /** The intents that come into question, the likeliest first. */
  candidates: Candidate[];
  /** BCP 47. */
  language: string;
  about: LlmAbout;
  deadline: Deadline;
}

export interface Advice extends Asked {
  /** One of the candidates or "other"; undefined: no opinion. */
  intent: string | undefined;
  /** Why there is none: the gateway's reason, or "llm_no_opinion" for an answer that was none of those allowed. */
  reason: string | null;
}

export interface Adviser {
  /** Never rejects, and is over with the deadline. */
  advise(request: AdviceRequest): Promise<Advice>;
  /** Without a model nobody needs to look for candidates. */
  isOff(): boolean;
}

const MAX_TEXT = 500;
/** `{"intent":"…"}` with room for the longest name. */
const MAX_TOKENS = 60;

/**
 * Asks a model which of a few intents a message is about. It can only pick: whatever is not exactly one of the candidates
 * is no opinion.
 * @throws PromptError when the prompt file is wrong, so that a start fails and not a conversation
 */
export function createAdviser({ llm, prompts }: { llm: Llm; prompts: PromptManager }): Adviser {
  const prompt = prompts.prompt("classification/intent", {
    message: "data",
    categories: "data",
    examples: "data",
    language: "word",
  });

  return {
    isOff: () => llm.state() === "off",
    async advise(request) {
      const allowed = [...request.candidates.map(({ intent }) => intent), OTHER];
      const answer = await llm.ask({
        purpose: "classify",
        ...chooseTier({ purpose: "classify", length: request.text.length, language: request.language }),
        about: request.about,
        ...messagesOf(prompt, request),
        maxTokens: MAX_TOKENS,
        ...prompt.limits,
        temperature: 0,
        json: { name: "intent", schema: schemaOf(allowed) },
        deadline: request.deadline,
      });
      const intent = readIntent(answer.text, allowed);
      const reason = answer.text !== undefined && intent === undefined ? "llm_no_opinion" : answer.reason;
      return { intent, reason, ...askedOf(answer, prompt) };
    },
  };
}

type IntentPrompt = Prompt<"message" | "categories" | "examples" | "language">;

function messagesOf(prompt: IntentPrompt, { text, customerName, candidates, language }: AdviceRequest) {
  return prompt.messages({
    message: maskForModel([truncateText(text, MAX_TEXT)], { customerName }).texts,
    categories: candidates.map(({ intent, description }) => `${intent}: ${description}`),
    examples: candidates.flatMap(({ intent, examples }) => examples.map((example) => `${intent}: ${example}`)),
    language,
  });
}

function schemaOf(allowed: readonly string[]): Record<string, unknown> {
  return {
    type: "object",
    properties: { intent: { type: "string", enum: allowed } },
    required: ["intent"],
    additionalProperties: false,
  };
}

/** A server may ignore the schema, and a model may say anything: only the bare object counts, in a code fence at most. */
function readIntent(text: string | undefined, allowed: readonly string[]): string | undefined {
  if (text === undefined) return undefined;
  const [, fenced] = /^```(?:json)?\s*([\s\S]*?)\s*```$/u.exec(text.trim()) ?? [];
  try {
    return z.strictObject({ intent: z.enum(allowed) }).parse(JSON.parse(fenced ?? text)).intent;
  } catch {
    return undefined;
  }
}
