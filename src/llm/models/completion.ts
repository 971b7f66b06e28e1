import type { TokenUsage } from "../types.ts";
import { createThinkingFilter } from "./thinking.ts";

/** A number above is a server's mistake, not a count. */
const MOST_TOKENS = 10_000_000;
const CHARACTERS_PER_TOKEN = 4;

export type ChatCode =
  | "llm_timeout"
  | "llm_first_token"
  | "llm_aborted"
  | "llm_error"
  | "llm_empty"
  | "llm_too_long"
  | "breaker_open"
  | "busy";

/** Carries a code and nothing of what was sent or answered. */
export class ChatError extends Error {
  /** @param isExcused says nothing about the model: a breaker does not count it */
  constructor(
    readonly code: ChatCode,
    readonly isExcused = false,
  ) {
    super(`The LLM gave no usable answer: ${code}`);
    this.name = "ChatError";
  }
}

export interface Completion {
  /** Reads the body to its end. @throws ChatError, or what the body throws */
  read(body: AsyncIterable<Uint8Array>): Promise<void>;
  /** The answer without what the model thought aloud. @throws ChatError llm_empty, llm_too_long, llm_error */
  text(): string;
  /** As the server counted it; undefined when it did not. */
  usage(): TokenUsage | undefined;
  /** An estimate of what was generated so far. */
  outputTokens(): number;
}

/**
 * Collects one answer in the OpenAI protocol: a stream of events, or the plain JSON of a server that does not stream.
 * The SDK's own reader is not used: it takes plain JSON for an empty stream, and prints events that it cannot parse.
 * @param onLife called once, at the first sign of text or thinking
 */
export function createCompletion(deps: { onLife(): void; onText?(delta: string): void }): Completion {
  const thinking = createThinkingFilter();
  let text = "";
  let generated = 0;
  let isAlive = false;
  let finish: unknown;
  let isCut = false;
  let counted: TokenUsage | undefined;

  function live(): void {
    if (isAlive) return;
    isAlive = true;
    deps.onLife();
  }

  function answer(piece: string): void {
    if (piece === "") return;
    text += piece;
    deps.onText?.(piece);
  }

  /** Providers call themselves compatible and answer what they like, so no declared type is believed. */
  function take(data: unknown): void {
    const { error, choices, usage } = (data ?? {}) as { error?: unknown; choices?: unknown; usage?: unknown };
    if (error) throw new ChatError("llm_error");
    counted = readUsage(usage) ?? counted;
    const choice = (Array.isArray(choices) ? choices[0] : undefined) as Record<string, unknown> | undefined;
    finish = choice?.finish_reason ?? finish;
    const message = (choice?.delta ?? choice?.message ?? {}) as Record<string, unknown>;
    const thought = message.reasoning ?? message.reasoning_content;
    for (const part of [thought, message.content]) {
      if (typeof part !== "string" || part === "") continue;
      generated += part.length;
      live();
    }
    if (typeof message.content === "string") answer(thinking.push(message.content));
  }

  return {
    async read(body) {
      const decoder = new TextDecoder();
      let isStream = false;
      let isDone = false;
      let rest = "";
      let plain = "";
      const line = (value: string) => {
        if (/^(?:event|id|retry)?:/u.test(value)) isStream = true;
        if (!value.startsWith("data:")) {
          if (!isStream) plain += value;
          return;
        }
        isStream = true;
        const data = value.slice("data:".length).trim();
        if (data === "[DONE]") isDone = true;
        else if (data !== "") take(parseJson(data));
      };
      for await (const chunk of body) {
        const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/u);
        rest = lines.pop()!;
        for (const each of lines) line(each);
        // Blanks keep a connection open; they are no word.
        if (!isStream && /^[{["]/u.test((plain + rest).trimStart())) live();
      }
      line(rest + decoder.decode());
      if (!isStream && plain.trim() !== "") take(parseJson(plain));
      answer(thinking.flush());
      isCut = isStream && !isDone && !finish;
    },
    text() {
      if (finish === "length") throw new ChatError("llm_too_long");
      if (finish === "content_filter") throw new ChatError("llm_empty");
      if (isCut) throw new ChatError("llm_error");
      const voided = thinking.voidCharacters();
      // Somebody has read it already.
      if (voided > 0 && deps.onText && text.slice(0, voided).trim() !== "") throw new ChatError("llm_error");
      const answered = text.slice(voided).trim();
      if (answered === "") throw new ChatError("llm_empty");
      return answered;
    },
    usage: () => counted,
    outputTokens: () => Math.ceil(generated / CHARACTERS_PER_TOKEN),
  };
}

/** For a prompt or an answer that nobody counted. */
export function estimateTokens(...texts: string[]): number {
  return Math.ceil(texts.reduce((sum, { length }) => sum + length, 0) / CHARACTERS_PER_TOKEN);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ChatError("llm_error");
  }
}

function readUsage(value: unknown): TokenUsage | undefined {
  const usage = (value ?? {}) as Record<string, unknown>;
  const input = tokens(usage.prompt_tokens);
  const output = tokens(usage.completion_tokens);
  if (input === undefined || output === undefined) return undefined;
  const details = usage.prompt_tokens_details as Record<string, unknown> | null | undefined;
  const cached = tokens(details?.cached_tokens) ?? 0;
  return { input, cachedInput: Math.min(cached, input), output, isEstimated: false };
}

function tokens(value: unknown): number | undefined {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST_TOKENS
    ? (value as number)
    : undefined;
}
