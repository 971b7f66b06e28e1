import { fileURLToPath } from "node:url";
import { type Logger, truncateText } from "../shared/index.ts";
import { type BreakerOptions, ChatError, createChatClient } from "./chat-client.ts";
import { checkGrounding, type Facts, splitOptionList } from "./grounding/index.ts";
import { createPromptManager } from "./prompt-manager.ts";

export interface PhraseRequest {
  /** The reply as it is when nobody rewords it: complete and right. */
  template: string;
  facts: Facts;
  outcome: "done" | "refused" | "ask" | "confirm" | "changed" | "unavailable" | "info";
  /** What the customer wrote; reaches the model as fenced data, for the tone only. */
  customerText: string;
  /** BCP 47. The check reads Spanish, so any other language keeps its template. */
  language: string;
  businessName: string;
}

export interface Phrased {
  text: string;
  source: "template" | "llm";
  /**
   * Why the template was kept although a model is configured: "refused", "llm_timeout", "llm_error", "llm_empty",
   * "llm_too_long", "llm_aborted", "breaker_open", "busy", "language", "nothing_to_reword"; null without a model or
   * when the rewording was taken.
   */
  reason: string | null;
  model: string | null;
  /** Both prompts with their content hashes; null when no prompt was sent. */
  promptVersion: string | null;
  durationMs: number;
  /** Why the check refused the rewording (`checkGrounding`); empty when it passed or was not reached. */
  checks: string[];
}

export interface Phraser {
  /** Never throws and answers within `timeoutMs`; the template is always a right answer. */
  phrase(request: PhraseRequest, signal?: AbortSignal): Promise<Phrased>;
  state(): "off" | "closed" | "open" | "halfOpen";
}

export interface PhraserDeps {
  llm: { baseUrl: string; apiKey: string; modelSimple: string } | undefined;
  /** Total, per reply. */
  timeoutMs?: number;
  logger: Logger;
  /** Called with each reason of a refused rewording. */
  onRefusal?(reason: string): void;
  onBreaker?(name: string, state: string): void;
  breaker?: BreakerOptions;
  /** Default: `prompts` beside this module (a bundle has to carry the folder along). */
  promptsDirectory?: string;
}

const DEFAULT_TIMEOUT_MS = 3000;
const MAX_CUSTOMER_CHARACTERS = 1000;
const MAX_FACTS_CHARACTERS = 4000;
const OPOSSUM_REASONS: Readonly<Record<string, string>> = { EOPENBREAKER: "breaker_open", ESEMLOCKED: "busy" };

/**
 * Turns templates into natural wording where a model is configured. The model gets no tools and decides nothing: its
 * text is sent only when `checkGrounding` finds nothing in it that the template does not say.
 * @throws PromptError when a prompt file is wrong, so that a start fails and not a conversation
 */
export function createPhraser(deps: PhraserDeps): Phraser {
  const { llm, logger } = deps;
  if (!llm) return { phrase: async (request) => kept(request, null, 0), state: () => "off" };

  const prompts = createPromptManager(deps.promptsDirectory ?? fileURLToPath(new URL("./prompts", import.meta.url)));
  const system = prompts.prompt("system/phrasing", { businessName: "data", language: "word" });
  const reword = prompts.prompt("response/reword", {
    outcome: "word",
    template: "data",
    facts: "data",
    customerText: "data",
  });
  const promptVersion = `${system.version} ${reword.version}`;
  const client = createChatClient({
    baseUrl: llm.baseUrl,
    apiKey: llm.apiKey,
    model: llm.modelSimple,
    timeoutMs: deps.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    logger,
    breaker: deps.breaker,
    onState: (state) => deps.onBreaker?.("llm", state),
  });

  async function phrase(request: PhraseRequest, signal: AbortSignal, startMs: number): Promise<Phrased> {
    const { head, list } = splitOptionList(request.template);
    const asked = { model: llm!.modelSimple, promptVersion };
    const since = () => Math.round(performance.now() - startMs);
    const facts = { ...request.facts, businessName: request.businessName };
    const wording = await client.complete(
      {
        system: system.render({ businessName: request.businessName, language: request.language }),
        user: reword.render({
          outcome: request.outcome,
          template: head,
          facts: truncateText(JSON.stringify(request.facts), MAX_FACTS_CHARACTERS),
          customerText: truncateText(request.customerText, MAX_CUSTOMER_CHARACTERS),
        }),
      },
      signal,
    );
    const candidate = unquoted(wording);
    const checks = checkGrounding(head, candidate, facts);
    if (checks.length > 0) {
      for (const check of checks) deps.onRefusal?.(check);
      logger.info({ outcome: request.outcome, checks }, "Rewording refused");
      return { ...kept(request, "refused", since()), ...asked, checks };
    }
    return { text: candidate + list, source: "llm", reason: null, ...asked, durationMs: since(), checks };
  }

  return {
    async phrase(request, signal = new AbortController().signal) {
      const startMs = performance.now();
      const skip = reasonToSkip(request);
      if (skip) return kept(request, skip, 0);
      try {
        return await phrase(request, signal, startMs);
      } catch (error) {
        const reason = reasonOf(error);
        if (reason === "llm_unexpected")
          logger.error({ name: error instanceof Error ? error.name : "" }, "Phrasing failed");
        const durationMs = Math.round(performance.now() - startMs);
        return { ...kept(request, reason, durationMs), model: llm.modelSimple, promptVersion };
      }
    },
    state: client.state,
  };
}

function kept(request: PhraseRequest, reason: string | null, durationMs: number): Phrased {
  return {
    text: request.template,
    source: "template",
    reason,
    model: null,
    promptVersion: null,
    durationMs,
    checks: [],
  };
}

function reasonToSkip(request: PhraseRequest): string | null {
  if (!/^es\b/iu.test(request.language)) return "language";
  return splitOptionList(request.template).head === "" ? "nothing_to_reword" : null;
}

function reasonOf(error: unknown): string {
  if (error instanceof ChatError) return error.code;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return OPOSSUM_REASONS[code] ?? "llm_unexpected";
}

/** Models like to quote what they were asked to say. */
function unquoted(text: string): string {
  return /^(?:"[^"]*"|“[^”]*”|«[^»]*»)$/u.test(text) ? text.slice(1, -1).trim() : text;
}
