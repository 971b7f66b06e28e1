import { truncateText } from "../shared/index.ts";
import { type Asked, askedOf, UNASKED } from "./asked.ts";
import { checkQuestion } from "./clarifying-question.ts";
import { maskForModel } from "./masking.ts";
import { chooseTier } from "./models/routing.ts";
import type { PromptManager } from "./prompt-manager.ts";
import type { Deadline, Llm, LlmAbout } from "./types.ts";

export interface ClarifyRequest {
  /** What the customer wrote; reaches the model masked, as fenced data. */
  text: string;
  customerName?: string | undefined;
  /** The words of the buttons that stand under the question; they stay as they are. */
  options: string[];
  /** The question as it is when no model words it. */
  template: string;
  /** BCP 47. The check reads Spanish, so any other language keeps its template. */
  language: string;
  about: LlmAbout;
  deadline: Deadline;
}

export interface ClarifyingQuestion extends Asked {
  text: string;
  source: "template" | "llm";
  /** Why the template was kept: "language", "no_options", "refused" or the gateway's reason; null when it was not. */
  reason: string | null;
  /** Why the check refused the question; see `checkQuestion`. */
  checks: string[];
}

export interface Clarifier {
  /** Never rejects, and is over with the deadline; the template is always a right question. */
  ask(request: ClarifyRequest): Promise<ClarifyingQuestion>;
}

const MAX_TEXT = 500;
const MAX_TOKENS = 120;

/**
 * Words the question to a customer who was not understood. The choice itself is the buttons', which no model touches.
 * @throws PromptError when the prompt file is wrong, so that a start fails and not a conversation
 */
export function createClarifier(deps: {
  llm: Llm;
  prompts: PromptManager;
  /** Called with each reason of a refused question. */
  onRefusal?(reason: string): void;
}): Clarifier {
  const { llm, prompts } = deps;
  const prompt = prompts.prompt("clarification/question", { message: "data", options: "data", language: "word" });

  return {
    async ask({ text, customerName, options, template, language, about, deadline }) {
      const kept = { text: template, source: "template" as const, checks: [] };
      if (llm.state() === "off") return { ...kept, ...UNASKED, reason: null };
      if (!/^es\b/iu.test(language)) return { ...kept, ...UNASKED, reason: "language" };
      // One option is an offer with words of its own, such as a person: nothing to choose between.
      if (options.length < 2) return { ...kept, ...UNASKED, reason: "no_options" };
      const answer = await llm.ask({
        purpose: "clarify",
        ...chooseTier({ purpose: "clarify", length: text.length, language }),
        about,
        ...prompt.messages({
          message: maskForModel([truncateText(text, MAX_TEXT)], { customerName }).texts,
          options,
          language,
        }),
        maxTokens: MAX_TOKENS,
        ...prompt.limits,
        deadline,
      });
      const asked = askedOf(answer, prompt);
      if (answer.text === undefined) return { ...kept, ...asked, reason: answer.reason };
      const question = answer.text.trim();
      const checks = checkQuestion(question, options);
      for (const check of checks) deps.onRefusal?.(check);
      if (checks.length > 0) return { ...kept, ...asked, reason: "refused", checks };
      return { text: question, source: "llm", reason: null, ...asked, checks };
    },
  };
}
