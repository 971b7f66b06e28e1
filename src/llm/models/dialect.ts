import OpenAI from "openai";
import type { LlmModel } from "../../config/index.ts";

type Body = OpenAI.ChatCompletionCreateParamsStreaming;

/** What some servers refuse with a 400, and how each names it. */
const NAMES = {
  stream_options: /stream_options|include_usage/u,
  response_format: /response_format|json_schema/u,
  max_tokens: /max_tokens/u,
  temperature: /temperature/u,
  reasoning_effort: /reasoning|think/u,
} as const;
type Field = keyof typeof NAMES;

/** What a 400 without a name is blamed on. */
const USUAL: readonly Field[] = ["stream_options", "response_format", "reasoning_effort"];

export interface ChatPrompt {
  system: string;
  user: string;
  maxTokens: number;
  temperature: number;
  json?: { name: string; schema: Record<string, unknown> };
}

export interface Dialect {
  /**
   * Sends the prompt in the form that this model's server takes: what it refused once is not sent again, and then the
   * prompt alone has to bring JSON.
   */
  send(prompt: ChatPrompt, signal: AbortSignal): Promise<Response>;
}

/** How one model wants to be asked, learned from its refusals. */
export function createDialect(openai: OpenAI, model: LlmModel): Dialect {
  let refused: ReadonlySet<Field> = new Set();
  return {
    async send(prompt, signal) {
      for (let without = refused; ; ) {
        try {
          const response = await openai.chat.completions
            .create(bodyFor(model, prompt, without), { signal })
            .asResponse();
          refused = new Set([...refused, ...without]);
          return response;
        } catch (error) {
          const blamed = blame(error, bodyFor(model, prompt, without));
          if (blamed.length === 0 || signal.aborted) throw error;
          without = new Set([...without, ...blamed]);
        }
      }
    },
  };
}

function bodyFor(model: LlmModel, prompt: ChatPrompt, without: ReadonlySet<Field>): Body {
  const { maxTokens, json } = prompt;
  const extra = Object.entries(model.extraBody ?? {}).filter(([name]) => !without.has(name as Field));
  return {
    ...Object.fromEntries(extra),
    model: model.id,
    // What stays the same between calls comes first, for the providers' prefix caches.
    messages: [
      { role: "system", content: prompt.system },
      { role: "user", content: prompt.user },
    ],
    stream: true,
    ...(without.has("max_tokens") ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens }),
    ...(without.has("temperature") ? {} : { temperature: prompt.temperature }),
    ...(without.has("stream_options") ? {} : { stream_options: { include_usage: true } }),
    ...(json && !without.has("response_format")
      ? { response_format: { type: "json_schema", json_schema: { ...json, strict: true } } }
      : {}),
  };
}

/** Which of the sent fields a refusal is about; none when it is about anything else. */
function blame(error: unknown, body: Body): Field[] {
  if (!(error instanceof OpenAI.APIError) || (error.status !== 400 && error.status !== 422)) return [];
  const reason = `${error.param ?? ""} ${error.message} ${JSON.stringify(error.error) ?? ""}`;
  const sent = (Object.keys(NAMES) as Field[]).filter((field) => field in body);
  const named = sent.filter((field) => NAMES[field].test(reason));
  return named.length > 0 ? named : sent.filter((field) => USUAL.includes(field));
}
