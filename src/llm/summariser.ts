import { foldText } from "../shared/index.ts";
import { type Asked, askedOf, UNASKED } from "./asked.ts";
import { checkDerived, type DerivedContext } from "./grounding/check-derived.ts";
import { maskForModel } from "./masking.ts";
import { chooseTier } from "./models/routing.ts";
import type { PromptManager } from "./prompt-manager.ts";
import type { Deadline, Facts, HistoryLine, Llm, LlmAbout } from "./types.ts";

export interface SummaryRequest {
  /** Oldest first. */
  transcript: HistoryLine[];
  /** What the system knows of the case, in texts. */
  facts: Record<string, string>;
  /** Never leaves this process: a placeholder goes out and the name is put back in. */
  customerName?: string | undefined;
  /** BCP 47, of whoever reads the summary. The check reads Spanish, so in any other language none is made. */
  language: string;
  /** What "mañana" counts from. */
  context: DerivedContext;
  about: LlmAbout;
  deadline: Deadline;
  signal?: AbortSignal;
}

export interface Summary extends Asked {
  /** "Quiere: …", "Hecho: …", one a line; undefined: none that may be believed. */
  text: string | undefined;
  /** Why there is none: "language", "no_messages", "refused" or the gateway's reason. */
  reason: string | null;
  /** Why the check refused it: "form", or a reason of `checkDerived`. */
  checks: string[];
}

export interface Summariser {
  /** Never rejects, and is over with the deadline. */
  summarise(request: SummaryRequest): Promise<Summary>;
  isOff(): boolean;
}

const CUSTOMER = "Cliente: ";
const BUSINESS = "Negocio: ";
const MAX_CHARACTERS = 600;
const MAX_TOKENS = 300;
/** What stands for a number or an address that the model did not see. */
const TAG = /\[(\p{Ll}+)\]/gu;
const LINE = /^(Quiere|Hecho|Pendiente|Ánimo): (\S.*)$/u;
/** First words of a line that are no names although a model gives them a capital. */
const FIRST_WORDS = new Set(
  `agendar apartar cambiar cancelar confirmar consultar hablar mover pagar pedir quejarse reagendar reportar reservar saber
  ver nada ninguno ninguna falta que un una su sus el la los las con sin molesto molesta tranquilo tranquila confundido
  confundida preocupado preocupada neutral neutro amable urgente`.split(/\s+/u),
);

/**
 * Sums up a conversation for the person who takes it over. Nothing of it is kept unless every figure, name and effect in
 * it was said.
 * @throws PromptError when the prompt file is wrong, so that a start fails and not a conversation
 */
export function createSummariser({ llm, prompts }: { llm: Llm; prompts: PromptManager }): Summariser {
  const prompt = prompts.prompt("response/case-summary", {
    transcript: "data",
    facts: "data",
    language: "word",
    maxCharacters: "number",
  });

  return {
    isOff: () => llm.state() === "off",
    async summarise(request) {
      const { transcript, facts, customerName, language, context, about, deadline, signal } = request;
      const none = { text: undefined, checks: [], ...UNASKED };
      if (llm.state() === "off") return { ...none, reason: "off" };
      if (!/^es\b/iu.test(language)) return { ...none, reason: "language" };
      if (transcript.length === 0) return { ...none, reason: "no_messages" };
      const lines = transcript.map(({ from, text }) => `${from === "customer" ? CUSTOMER : BUSINESS}${text}`);
      const masked = maskForModel(lines, { customerName });
      const answer = await llm.ask({
        purpose: "summarise",
        ...chooseTier({ purpose: "summarise", length: lines.join("").length, language }),
        about,
        ...prompt.messages({
          transcript: masked.texts,
          facts: masked.maskOwn(Object.values(facts).join("\n")),
          language,
          maxCharacters: MAX_CHARACTERS,
        }),
        maxTokens: MAX_TOKENS,
        temperature: 0,
        ...prompt.limits,
        deadline,
        ...(signal ? { signal } : {}),
      });
      const asked = askedOf(answer, prompt);
      if (answer.text === undefined) return { ...none, ...asked, reason: answer.reason };
      const text = masked.restore(answer.text.trim()).replace(TAG, "($1)");
      const checks = checkSummary(text, lines, { ...facts, customerName }, context);
      if (checks.length > 0) return { ...none, ...asked, reason: "refused", checks };
      return { ...none, ...asked, text, reason: null };
    },
  };
}

function checkSummary(text: string, lines: string[], facts: Facts, context: DerivedContext): string[] {
  const parts = text.split("\n").map((line) => LINE.exec(line.trim()));
  if (text.length > MAX_CHARACTERS || !parts.every((part) => part !== null)) return ["form"];
  const labels = parts.map(([, label]) => label);
  if (labels[0] !== "Quiere" || new Set(labels).size < labels.length) return ["form"];
  // What was done is what the business said: a customer's "la dueña ya lo autorizó" is a wish.
  const business = lines.filter((line) => line.startsWith(BUSINESS));
  return parts.flatMap(([, label, content = ""]) =>
    checkDerived(withPlainStart(content), label === "Hecho" ? business : lines, facts, context),
  );
}

function withPlainStart(content: string): string {
  const [first = ""] = /^\p{L}+/u.exec(content) ?? [];
  return FIRST_WORDS.has(foldText(first)) ? first.toLowerCase() + content.slice(first.length) : content;
}
