import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { firstListedModel } from "../../src/llm/models/listed-model.ts";
import { findOllama, ollamaHint } from "../../src/llm/models/local-ollama.ts";

/** Long enough for any machine. */
const timeoutMs = 20_000;
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Answers these bodies by path, and nothing at all where the body is null. */
async function serving(bodies: Record<string, string | null>): Promise<string> {
  const server = createServer((request, response) => {
    const body = bodies[request.url ?? ""];
    if (body !== null) response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it("an Ollama on this machine is found with its models, and the hint names the one setting that is missing", async () => {
  const tags = { models: [{ name: "qwen3:4b", size: 1 }, { name: "gemma3:4b" }] };
  const url = await serving({ "/api/tags": JSON.stringify(tags) });
  const models = await findOllama({ url, timeoutMs });
  expect(models).toEqual(["qwen3:4b", "gemma3:4b"]);
  expect(ollamaHint(models!)).toBe(
    "Ollama runs here with qwen3:4b, gemma3:4b: OPENAI_BASE_URL=http://127.0.0.1:11434/v1 in .env makes it word the answers.",
  );
  expect(ollamaHint(["a", "b", "c", "d"])).toContain("with a, b, c, …:");
});

it("one without a model is told how to get one", async () => {
  const url = await serving({ "/api/tags": '{"models":[]}' });
  expect(await findOllama({ url, timeoutMs })).toEqual([]);
  expect(ollamaHint([])).toContain("ollama pull");
});

it.each([
  ["something else", '{"hello":1}'],
  ["a web page", "<html></html>"],
  ["silent", null],
])("what is %s on that port is no Ollama", async (_what, body) => {
  const url = await serving({ "/api/tags": body });
  expect(await findOllama({ url, timeoutMs: body === null ? 50 : timeoutMs })).toBeUndefined();
});

it("where nothing listens there is none", async () => {
  expect(await findOllama({ url: "http://127.0.0.1:1", timeoutMs })).toBeUndefined();
});

it("the first listed model that writes text is taken", async () => {
  const list = { data: [{ id: "nomic-embed-text:latest" }, { id: "BAAI/bge-m3" }, { id: "qwen3:4b" }, { id: "x" }] };
  const url = await serving({ "/v1/models": JSON.stringify(list), "/odd/models": "[]" });
  expect(await firstListedModel({ baseUrl: `${url}/v1`, apiKey: "none" }, timeoutMs)).toBe("qwen3:4b");
  expect(await firstListedModel({ baseUrl: `${url}/odd`, apiKey: "none" }, timeoutMs)).toBeUndefined();
  expect(await firstListedModel({ baseUrl: `${url}/none`, apiKey: "none" }, timeoutMs)).toBeUndefined();
});
