import { resolve } from "node:path";
import { type LlmSetup, unpricedModel } from "../../src/config/llm-setup.ts";
import { createLlm } from "../../src/llm/models/gateway.ts";
import { createPromptManager } from "../../src/llm/prompt-manager.ts";
import type { Llm } from "../../src/llm/types.ts";
import { silentLogger } from "../../src/shared/index.ts";
import type { ChatRequest, FakeOpenai } from "../support/fake-openai.ts";

/** The prompts that are shipped. */
export const prompts = createPromptManager(resolve("src/llm/prompts"));

/** The real gateway with one model behind a fake server; undefined: no model is configured. */
export function gatewayTo(openai: FakeOpenai | undefined): Llm {
  const model = unpricedModel("model-of-the-test", 20_000);
  const setup: LlmSetup | undefined = openai && {
    baseUrl: openai.baseUrl,
    apiKey: "key-of-the-test",
    currency: "USD",
    replyMs: 20_000,
    tiers: { simple: [model], complex: [model], "real-time": [model], quality: [model] },
  };
  return createLlm({ setup, budget: { standing: async () => "free", spend: () => undefined }, logger: silentLogger });
}

/** What the system and the user say in a request. */
export function spoken(request: ChatRequest | undefined): string[] {
  return request?.messages.map(({ content }) => content) ?? [];
}
