import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type LlmSetup, parseConfig, unpricedModels } from "../../src/config/index.ts";

const KEY = { OPENAI_API_KEY: "sk-invented" };
const LOCAL = { OPENAI_BASE_URL: "http://127.0.0.1:11434/v1/" };

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

function routingFile(source: string): { LLM_ROUTING_FILE: string } {
  const directory = mkdtempSync(join(tmpdir(), "routing-"));
  directories.push(directory);
  const file = join(directory, "routing.yml");
  writeFileSync(file, source);
  return { LLM_ROUTING_FILE: file };
}

/** The names of each tier's models. */
function namesOf(setup: LlmSetup | undefined) {
  return (
    setup && Object.fromEntries(Object.entries(setup.tiers).map(([tier, models]) => [tier, models.map((m) => m.id)]))
  );
}

describe("without a routing file", () => {
  it("no key and no address: templates, whatever else is set", () => {
    expect(parseConfig({}).llm).toBeUndefined();
    expect(parseConfig({ LLM_MODEL_SIMPLE: "m", LLM_REPLY_MS: "9000" }).llm).toBeUndefined();
  });

  it("a key alone is OpenAI's, with its small model everywhere", () => {
    const { llm } = parseConfig(KEY);
    expect(llm).toMatchObject({ baseUrl: "https://api.openai.com/v1", apiKey: "sk-invented", replyMs: 2200 });
    expect(new Set(Object.values(namesOf(llm)!).flat())).toEqual(new Set(["gpt-4o-mini"]));
  });

  it("an address alone names no model: the server's first one answers", () => {
    const { llm } = parseConfig(LOCAL);
    expect(llm).toMatchObject({ baseUrl: "http://127.0.0.1:11434/v1", apiKey: "none" });
    expect(Object.values(llm!.tiers).flat()).toEqual([]);
  });

  it("a provider's first model is nobody's choice: it has to be named", () => {
    const provider = { ...KEY, OPENAI_BASE_URL: "https://openrouter.ai/api/v1" };
    expect(() => parseConfig(provider)).toThrow("LLM_MODEL_SIMPLE: needed with this OPENAI_BASE_URL");
    expect(namesOf(parseConfig({ ...provider, LLM_MODEL_QUALITY: "q" }).llm)?.simple).toEqual(["q"]);
  });

  it("a provider's model without a price is told, since no budget can count it; one's own costs nothing", () => {
    expect(unpricedModels(parseConfig({ ...KEY, LLM_MODEL_QUALITY: "q" }).llm!)).toEqual(["gpt-4o-mini", "q"]);
    expect(unpricedModels(parseConfig({ ...LOCAL, LLM_MODEL_SIMPLE: "s" }).llm!)).toEqual([]);
    const { llm } = parseConfig({ ...KEY, LLM_ROUTING_FILE: "docs/examples/llm-openrouter.yml" });
    expect(unpricedModels(llm!)).toEqual([]);
  });

  it("a tier without a model of its own has the simple ones, and without those the first that is named", () => {
    const named = { LLM_MODEL_SIMPLE: "s", LLM_MODEL_REALTIME: "r" };
    expect(namesOf(parseConfig({ ...LOCAL, ...named }).llm)).toEqual({
      simple: ["s"],
      complex: ["s"],
      "real-time": ["r"],
      quality: ["s"],
    });
    expect(namesOf(parseConfig({ ...LOCAL, LLM_MODEL_QUALITY: "q" }).llm)?.simple).toEqual(["q"]);
  });

  it("more time for the reply is more time for the first word; one's own server is asked not to think", () => {
    const [model] = parseConfig({ ...LOCAL, LLM_MODEL_SIMPLE: "s", LLM_REPLY_MS: "10000" }).llm!.tiers.simple;
    expect(model).toEqual({
      id: "s",
      inputPrice: 0,
      cachedInputPrice: 0,
      outputPrice: 0,
      maxOutputTokens: 1000,
      firstTokenMs: 6000,
      totalMs: 10_000,
      extraBody: { reasoning_effort: "none" },
    });
    expect(parseConfig(KEY).llm!.tiers.simple[0]).not.toHaveProperty("extraBody");
  });
});

describe("with a routing file", () => {
  it("the example routes simple → Qwen, complex → Kimi, real-time → Grok, quality → Claude, each with a fallback", () => {
    const { llm } = parseConfig({ ...KEY, LLM_ROUTING_FILE: "docs/examples/llm-openrouter.yml" });
    const makers = {
      simple: "qwen/",
      complex: "moonshotai/kimi",
      "real-time": "x-ai/grok",
      quality: "anthropic/claude",
    };
    for (const [tier, models] of Object.entries(llm!.tiers)) {
      expect(models[0]!.id).toContain(makers[tier as keyof typeof makers]);
      expect(models.length).toBeGreaterThan(1);
      for (const model of models) {
        expect(model.inputPrice).toBeGreaterThan(0);
        expect(model.outputPrice).toBeGreaterThanOrEqual(model.inputPrice);
        expect(model.cachedInputPrice).toBeLessThanOrEqual(model.inputPrice);
        expect(model.firstTokenMs).toBeLessThan(llm!.replyMs);
      }
    }
  });

  const FILE = `
currency: MXN
replyMs: 4000
tiers:
  simple:
    - { id: small, inputPrice: 2, outputPrice: 8, firstTokenMs: 700 }
    - { id: other, inputPrice: 1, outputPrice: 4 }
  quality:
    - { id: big, inputPrice: 60, cachedInputPrice: 6, outputPrice: 300, maxOutputTokens: 800, totalMs: 3500 }
`;

  it("says prices and limits; what it leaves out has defaults", () => {
    const { llm } = parseConfig({ ...KEY, ...routingFile(FILE) });
    expect(llm).toMatchObject({ currency: "MXN", replyMs: 4000 });
    expect(llm?.tiers.simple[0]).toMatchObject({ cachedInputPrice: 2, maxOutputTokens: 1000, firstTokenMs: 700 });
    expect(llm?.tiers.quality[0]).toMatchObject({ cachedInputPrice: 6, maxOutputTokens: 800, totalMs: 3500 });
    expect(llm?.tiers.complex).toEqual(llm?.tiers.simple);
  });

  it("a model of the environment goes first in its tier, at the file's price where it has one", () => {
    const env = { LLM_MODEL_SIMPLE: "other", LLM_MODEL_COMPLEX: "big", LLM_MODEL_QUALITY: "new", LLM_REPLY_MS: "1000" };
    const { llm } = parseConfig({ ...KEY, ...env, ...routingFile(FILE) });
    expect(namesOf(llm)).toEqual({
      simple: ["other", "small"],
      complex: ["big"],
      "real-time": ["other", "small"],
      quality: ["new", "big"],
    });
    expect(llm?.tiers.complex[0]?.inputPrice).toBe(60);
    expect(llm?.tiers.quality[0]).toMatchObject({ inputPrice: 0, totalMs: 1000 });
    expect(llm?.replyMs).toBe(1000);
  });

  it.each([
    ["is not there", undefined, "LLM_ROUTING_FILE: cannot be read (ENOENT)"],
    ["is no YAML", "tiers: [", "LLM_ROUTING_FILE: "],
    ["knows a tier that we do not", "tiers: { cheap: [] }", "LLM_ROUTING_FILE: tiers: Unrecognized key"],
    ["has an empty tier", "tiers: { simple: [] }", "LLM_ROUTING_FILE: tiers.simple: "],
    ["has a model without a price", "tiers: { simple: [{ id: m }] }", "LLM_ROUTING_FILE: tiers.simple.0.inputPrice: "],
    ["has a typing error", FILE.replace("replyMs", "replyMS"), "LLM_ROUTING_FILE: (top): Unrecognized key"],
    ["has a negative price", FILE.replace("outputPrice: 8", "outputPrice: -8"), "tiers.simple.0.outputPrice: "],
    ["has an impossible time", FILE.replace("4000", "5"), "LLM_ROUTING_FILE: replyMs: "],
    [
      "gives a model tools",
      FILE.replace("firstTokenMs: 700", "extraBody: { tools: [] }"),
      "LLM_ROUTING_FILE: tiers.simple.0.extraBody: none of model, messages",
    ],
    [
      "asks one model in two ways",
      `${FILE}    - { id: small, inputPrice: 2, outputPrice: 8, extraBody: { reasoning: { enabled: true } } }\n`,
      "LLM_ROUTING_FILE: tiers: small has two different extraBody",
    ],
  ])("one that %s stops the start", (_problem, source, message) => {
    const file = source === undefined ? { LLM_ROUTING_FILE: "/nowhere/routing.yml" } : routingFile(source);
    expect(() => parseConfig({ ...KEY, ...file })).toThrow(message);
  });
});
