import { z } from "zod";
import { type LlmModel, type LlmSetup, unpricedModel } from "../../config/index.ts";

const LIST_MS = 500;
/** A server that was asked in vain is not asked again by every customer. */
const RETRY_MS = 15_000;
/** Models that make no sentences. */
const OTHER_KIND = /embed|rerank|whisper|tts|(?:^|[/-])bge\b/iu;
const listSchema = z.object({ data: z.array(z.object({ id: z.string().min(1) })) });

/**
 * The first model that an OpenAI-compatible server lists and that may write text; undefined when it lists none, does
 * not answer within `timeoutMs` or answers anything else.
 */
export async function firstListedModel(
  server: { baseUrl: string; apiKey: string },
  timeoutMs = LIST_MS,
): Promise<string | undefined> {
  try {
    const response = await fetch(`${server.baseUrl}/models`, {
      headers: { authorization: `Bearer ${server.apiKey}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { data } = listSchema.parse(await response.json());
    return data.find(({ id }) => !OTHER_KIND.test(id))?.id;
  } catch {
    return undefined;
  }
}

/**
 * For a setup that names no model: the server's first one, kept once it is known. Until then each call may find
 * nothing, so that a server that starts later is found without a restart.
 */
export function createListedModel(setup: LlmSetup): () => Promise<LlmModel[]> {
  let found: LlmModel[] = [];
  let asked: Promise<void> | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;

  async function look(): Promise<void> {
    const id = await firstListedModel(setup);
    if (id !== undefined) found = [unpricedModel(id, setup.replyMs, setup.baseUrl)];
  }

  return async () => {
    if (found.length > 0) return found;
    if (performance.now() - askedAt > RETRY_MS) {
      askedAt = performance.now();
      asked = look();
    }
    await asked;
    return found;
  };
}
