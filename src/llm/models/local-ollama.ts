import { z } from "zod";

const DEFAULT_URL = "http://127.0.0.1:11434";
const tagsSchema = z.object({ models: z.array(z.object({ name: z.string().min(1) })) });

/**
 * The names of the models of an Ollama on this machine, perhaps none; undefined when none runs there or it does not
 * answer within `timeoutMs`. Never rejects.
 */
export async function findOllama({
  url = DEFAULT_URL,
  timeoutMs = 300,
}: {
  url?: string;
  timeoutMs?: number;
} = {}): Promise<string[] | undefined> {
  try {
    const response = await fetch(`${url}/api/tags`, { signal: AbortSignal.timeout(timeoutMs) });
    return tagsSchema.parse(await response.json()).models.map(({ name }) => name);
  } catch {
    return undefined;
  }
}

/** What `npm start` says of it: the one setting that turns it on. */
export function ollamaHint(models: readonly string[], url = DEFAULT_URL): string {
  const setting = `OPENAI_BASE_URL=${url}/v1 in .env makes it word the answers.`;
  if (models.length === 0) return `Ollama runs here without a model: \`ollama pull qwen3:4b\`, then ${setting}`;
  const more = models.length > 3 ? ", …" : "";
  return `Ollama runs here with ${models.slice(0, 3).join(", ")}${more}: ${setting}`;
}
