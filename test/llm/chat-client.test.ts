import { setMaxListeners } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { unpricedModel } from "../../src/config/index.ts";
import {
  type ChatClient,
  type ChatRequest,
  createChatClient,
  createServerConnection,
} from "../../src/llm/models/chat-client.ts";
import { type Logger, silentLogger } from "../../src/shared/index.ts";
import { PATIENCE_MS } from "../support/clock.ts";
import {
  type Answer,
  dripping,
  type FakeOpenai,
  flooding,
  replying,
  saying,
  silent,
  startFakeOpenai,
} from "../support/fake-openai.ts";
import { type OpenaiServer, startOpenaiServer } from "../support/openai-server.ts";

/** Long enough for the slowest machine; what waits is tested with `SOON_MS`. */
const NEVER_MS = 20_000;
const SOON_MS = 100;
const REQUEST: ChatRequest = {
  system: "Eres quien redacta.",
  user: "Di hola a Inventada.",
  maxTokens: 100,
  temperature: 0.3,
  totalMs: NEVER_MS,
  firstTokenMs: NEVER_MS,
};
/** A quarter of the characters of both prompts. */
const ESTIMATED_INPUT = Math.ceil((REQUEST.system.length + REQUEST.user.length) / 4);

function clientOn(
  baseUrl: string,
  more: { extraBody?: Record<string, unknown>; threshold?: number; resetMs?: number; logger?: Logger } = {},
): ChatClient {
  const { extraBody, threshold = 100, resetMs = NEVER_MS, logger = silentLogger } = more;
  return createChatClient({
    openai: createServerConnection({ baseUrl, apiKey: "secret-key" }),
    model: { ...unpricedModel("m", NEVER_MS), extraBody },
    logger,
    breaker: { volumeThreshold: threshold, resetTimeoutMs: resetMs },
  });
}

/** Events as a server writes them. */
function streaming(...events: unknown[]): Answer {
  const lines = events.map((event) => `data: ${typeof event === "string" ? event : JSON.stringify(event)}\n\n`);
  return replying(200, lines.join(""), "text/event-stream");
}
const piece = (delta: unknown, finish: string | null = null) => ({ choices: [{ delta, finish_reason: finish }] });

describe("with a server that streams", () => {
  let server: OpenaiServer;
  beforeEach(async () => {
    server = await startOpenaiServer();
  });
  afterEach(() => server.close());

  it("the answer comes in pieces, whole at the end, with the tokens as the server counted them", async () => {
    server.says("m", "¡Hola, Inventada! Qué gusto leerte.", { usage: { prompt_tokens: 31, completion_tokens: 12 } });
    const pieces: string[] = [];
    const result = await clientOn(server.baseUrl).complete({ ...REQUEST, onText: (delta) => pieces.push(delta) });
    expect(result).toMatchObject({ text: "¡Hola, Inventada! Qué gusto leerte.", result: "ok" });
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.join("")).toBe(result.text);
    expect(result.usage).toEqual({ input: 31, cachedInput: 0, output: 12, isEstimated: false });
    expect(result.firstTokenMs).toBeLessThanOrEqual(result.durationMs);
    const asked = server.asked("m")[0]!;
    expect(asked).toMatchObject({ stream: true, stream_options: { include_usage: true }, max_tokens: 100 });
    expect(asked.tools).toBeUndefined();
  });

  it("what the provider had in its cache is told apart", async () => {
    server.says("m", "Hola", {
      usage: { prompt_tokens: 900, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 850 } },
    });
    const { usage } = await clientOn(server.openRouterUrl).complete(REQUEST);
    expect(usage).toEqual({ input: 900, cachedInput: 850, output: 2, isEstimated: false });
  });

  it("JSON is asked for by its schema, and a model's own settings go along without replacing ours", async () => {
    server.says("m", '{"intent":"saludo"}');
    const schema = { type: "object", properties: { intent: { type: "string" } } };
    const extraBody = { reasoning: { enabled: false }, temperature: 2 };
    await clientOn(server.baseUrl, { extraBody }).complete({ ...REQUEST, json: { name: "intent", schema } });
    expect(server.asked("m")[0]).toMatchObject({
      response_format: { type: "json_schema", json_schema: { name: "intent", strict: true, schema } },
      reasoning: { enabled: false },
      temperature: 0.3,
    });
  });

  it("thinking is a sign of life and no part of the answer", async () => {
    server.says("m", "Listo, quedó.", { reasoning: "El cliente quiere…" });
    const pieces: string[] = [];
    const result = await clientOn(server.baseUrl).complete({ ...REQUEST, onText: (delta) => pieces.push(delta) });
    expect(result.text).toBe("Listo, quedó.");
    expect(pieces.join("")).toBe("Listo, quedó.");
    expect(result.firstTokenMs).not.toBeNull();
  });

  it.each([429, 500, 503])("a %s is an error that costs nothing", async (status) => {
    server.fails("m", status);
    expect(await clientOn(server.baseUrl).complete(REQUEST)).toMatchObject({
      result: "llm_error",
      usage: { input: 0, output: 0 },
    });
  });

  it("a connection cut half-way is an error, and what was sent and said is counted", async () => {
    server.hangsUp("m");
    const result = await clientOn(server.baseUrl).complete(REQUEST);
    expect(result).toMatchObject({ text: undefined, result: "llm_error" });
    expect(result.usage).toMatchObject({ input: ESTIMATED_INPUT, isEstimated: true });
    expect(result.usage.output).toBeGreaterThan(0);
  });

  it("a caller who hangs up pays for what was said until then", async () => {
    server.says("m", "palabra ".repeat(200), {}, { latency: 20 });
    const caller = new AbortController();
    const result = await clientOn(server.baseUrl).complete({
      ...REQUEST,
      signal: caller.signal,
      onText: () => caller.abort(),
    });
    expect(result).toMatchObject({ text: undefined, result: "llm_aborted" });
    expect(result.usage).toMatchObject({ input: ESTIMATED_INPUT, isEstimated: true });
    expect(result.usage.output).toBeGreaterThan(0);
  });

  it("whoever has hung up before is not asked for", async () => {
    const result = await clientOn(server.baseUrl).complete({ ...REQUEST, signal: AbortSignal.abort() });
    expect(result).toMatchObject({ result: "llm_aborted", usage: { input: 0, output: 0 } });
    expect(server.asked("m")).toEqual([]);
  });
});

describe("with a server that has its own ways", () => {
  let server: FakeOpenai;
  beforeEach(async () => {
    server = await startFakeOpenai(saying("Hola"));
  });
  afterEach(() => server.close());

  it("an answer in one piece of JSON is an answer, its tokens estimated", async () => {
    const pieces: string[] = [];
    const result = await clientOn(server.baseUrl).complete({ ...REQUEST, onText: (delta) => pieces.push(delta) });
    expect(result).toMatchObject({ text: "Hola", result: "ok" });
    expect(result.usage).toEqual({ input: ESTIMATED_INPUT, cachedInput: 0, output: 1, isEstimated: true });
    expect(pieces).toEqual(["Hola"]);
  });

  it.each([
    ["stream_options", "Unrecognized request argument: stream_options", "stream_options"],
    ["response_format", "response_format json_schema is not supported", "response_format"],
    ["max_tokens", "Use 'max_completion_tokens' instead of 'max_tokens'", "max_tokens"],
    ["temperature", "'temperature' does not support 0.3 with this model", "temperature"],
    ["reasoning_effort", "unsupported value 'none' for reasoning effort", "reasoning_effort"],
    ["stream_options without saying so", "Bad request", "stream_options"],
  ])("what it refuses is left out, and never sent again: %s", async (_name, message, field) => {
    server.answer = (request, response) =>
      field in request
        ? replying(400, JSON.stringify({ error: { message } }))(request, response)
        : saying('{"a":1}')(request, response);
    const client = clientOn(server.baseUrl, { extraBody: { reasoning_effort: "none" } });
    const request = { ...REQUEST, json: { name: "a", schema: {} } };
    expect((await client.complete(request)).text).toBe('{"a":1}');
    expect((await client.complete(request)).text).toBe('{"a":1}');
    const sent = server.requests.map(({ body }) => field in body);
    expect(sent).toEqual([true, false, false]);
    if (field === "max_tokens") expect(server.requests[2]?.body).toMatchObject({ max_completion_tokens: 100 });
  });

  it("a refusal that nothing helps against is an error, and nothing is learned from it", async () => {
    server.answer = replying(400, '{"error":{"message":"context too long"}}');
    const client = clientOn(server.baseUrl);
    expect((await client.complete(REQUEST)).result).toBe("llm_error");
    server.answer = saying("Hola");
    await client.complete(REQUEST);
    expect(server.requests.map(({ body }) => "stream_options" in body)).toEqual([true, false, true]);
  });

  it("thoughts between tags are left out, wherever they are cut", async () => {
    server.answer = streaming(
      piece({ content: "<thi" }),
      piece({ content: "nk>El cliente quiere 3 < 4</th" }),
      piece({ content: "ink>\nListo, <b" }),
      piece({ content: ">quedó." }),
      piece({}, "stop"),
    );
    const pieces: string[] = [];
    const result = await clientOn(server.baseUrl).complete({ ...REQUEST, onText: (delta) => pieces.push(delta) });
    expect(result.text).toBe("Listo, <b>quedó.");
    expect(pieces.join("").trim()).toBe(result.text);
  });

  it("thoughts of which only the end is marked are no answer, and spoil one that somebody reads already", async () => {
    server.answer = streaming(piece({ content: "Pienso.</think>Listo." }, "stop"));
    const client = clientOn(server.baseUrl);
    expect(await client.complete(REQUEST)).toMatchObject({ text: "Listo.", result: "ok" });
    expect(await client.complete({ ...REQUEST, onText() {} })).toMatchObject({ text: undefined, result: "llm_error" });
  });

  it.each<[string, Answer, string]>([
    ["is silent", silent, "llm_first_token"],
    ["drips blanks without an end", dripping, "llm_first_token"],
    ["keeps the line open with comments", streamingForever(": PROCESSING\n\n"), "llm_first_token"],
    ["floods", flooding, "llm_too_long"],
    ["floods with events", streaming(...Array(20).fill(piece({ content: "x".repeat(64 * 1024) }))), "llm_too_long"],
    ["is a web page", replying(200, "<html>proxy</html>", "text/html"), "llm_error"],
    ["answers broken JSON", replying(200, '{"choices":[{"mess'), "llm_error"],
    ["streams broken JSON", streaming("{not json"), "llm_error"],
    ["answers null", replying(200, "null"), "llm_empty"],
    ["answers nothing at all", replying(200, ""), "llm_empty"],
    ["answers no choice", replying(200, '{"choices":[]}'), "llm_empty"],
    ["answers an object for a text", saying({ text: "hola" }), "llm_empty"],
    ["answers blanks", saying("  \n"), "llm_empty"],
    ["only thinks", streaming(piece({ content: "<think>mmm" }, "stop")), "llm_empty"],
    ["calls a tool", streaming(piece({ tool_calls: [{ id: "1" }] }, "tool_calls")), "llm_empty"],
    ["was censored", streaming(piece({ content: "Hola, te" }, "content_filter")), "llm_empty"],
    ["runs out of tokens", streaming(piece({ content: "Hola, te" }, "length")), "llm_too_long"],
    ["stops in the middle", streaming(piece({ content: "Hola, te" })), "llm_error"],
    ["fails in the middle", streaming(piece({ content: "Hola" }), { error: { code: 502 } }), "llm_error"],
    ["hangs up", (_request, response) => void response.destroy(), "llm_error"],
  ])("an answer is not made up when it %s", async (_behaviour, answer, result) => {
    server.answer = answer;
    const firstTokenMs = result === "llm_first_token" ? SOON_MS : NEVER_MS;
    const got = await clientOn(server.baseUrl).complete({ ...REQUEST, firstTokenMs });
    expect(got).toMatchObject({ text: undefined, result, usage: { input: ESTIMATED_INPUT, isEstimated: true } });
  });

  it("a word in time does not help a model that never ends", async () => {
    server.answer = streamingForever(`data: ${JSON.stringify(piece({ content: "bla " }))}\n\n`);
    const result = await clientOn(server.baseUrl).complete({ ...REQUEST, totalMs: 3 * SOON_MS });
    expect(result).toMatchObject({ text: undefined, result: "llm_timeout", usage: { isEstimated: true } });
  });

  it("one that is not there costs nothing", async () => {
    await server.close();
    const result = await clientOn(server.baseUrl).complete(REQUEST);
    expect(result).toMatchObject({ result: "llm_error", usage: { input: 0, output: 0 }, firstTokenMs: null });
    server = await startFakeOpenai(silent);
  });

  it.each([-1, 1.5, 1e300, "9", null])("a count of %s tokens is not believed", async (count) => {
    const usage = { prompt_tokens: count, completion_tokens: 3 };
    server.answer = streaming(piece({ content: "Hola" }, "stop"), { choices: [], usage });
    const result = await clientOn(server.baseUrl).complete(REQUEST);
    expect(result.usage).toEqual({ input: ESTIMATED_INPUT, cachedInput: 0, output: 1, isEstimated: true });
  });

  it("nothing of what was sent or answered is logged, not even by the SDK", async () => {
    const written: unknown[] = [];
    const write = (...values: unknown[]) => void written.push(values);
    const logger = { debug: write, info: write, warn: write, error: write } as unknown as Logger;
    const spies = (["log", "warn", "error", "debug", "info"] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation(write),
    );
    const client = clientOn(server.baseUrl, { logger, threshold: 3 });
    for (const answer of [
      replying(500, '{"error":{"message":"Inventada secret-key"}}'),
      replying(200, "event: thread.x\ndata: Inventada {\n\n", "text/event-stream"),
      streaming({ error: { message: "Inventada" } }),
      replying(200, "Inventada"),
    ]) {
      server.answer = answer;
      await client.complete(REQUEST);
    }
    for (const spy of spies) spy.mockRestore();
    expect(written.length).toBeGreaterThan(3);
    expect(JSON.stringify(written)).not.toMatch(/Inventada|secret-key|redacta/u);
  });

  describe("the breaker", () => {
    it("opens after failures, costs nothing while open, and closes when the model is back", async () => {
      server.answer = replying(503, "{}");
      const opened = async (resetMs: number) => {
        const client = clientOn(server.baseUrl, { threshold: 3, resetMs });
        for (let i = 0; i < 3; i++) expect((await client.complete(REQUEST)).result).toBe("llm_error");
        return client;
      };
      // Open for as long as a busy machine takes to look at it twice.
      const open = await opened(PATIENCE_MS);
      expect(open.state()).toBe("open");
      expect(await open.complete(REQUEST)).toMatchObject({ result: "breaker_open", usage: { input: 0 } });
      expect(server.requests).toHaveLength(3);

      const client = await opened(SOON_MS);
      server.answer = saying("Hola");
      await vi.waitFor(() => expect(client.state()).toBe("halfOpen"), { timeout: PATIENCE_MS });
      expect((await client.complete(REQUEST)).text).toBe("Hola");
      expect(client.state()).toBe("closed");
    });

    it("stays closed for callers who hang up, or who have less time than the model may take to begin", async () => {
      server.answer = silent;
      const client = clientOn(server.baseUrl, { threshold: 3 });
      for (let i = 0; i < 4; i++) {
        expect((await client.complete({ ...REQUEST, totalMs: 20 })).result).toBe("llm_timeout");
        const caller = new AbortController();
        const call = client.complete({ ...REQUEST, signal: caller.signal });
        caller.abort();
        expect((await call).result).toBe("llm_aborted");
      }
      expect(client.state()).toBe("closed");
    });

    it("lets no more than 64 calls wait for a model at a time", async () => {
      server.answer = silent;
      const client = clientOn(server.baseUrl);
      const caller = new AbortController();
      setMaxListeners(0, caller.signal);
      const calls = Array.from({ length: 65 }, () => client.complete({ ...REQUEST, signal: caller.signal }));
      expect(await calls.at(-1)).toMatchObject({ result: "busy", usage: { input: 0 } });
      caller.abort();
      const results = (await Promise.all(calls)).map(({ result }) => result);
      expect(results.filter((result) => result === "llm_aborted")).toHaveLength(64);
    });
  });
});

/** The same piece again and again. */
function streamingForever(text: string): Answer {
  return (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const timer = setInterval(() => response.write(text), 20);
    response.on("close", () => clearInterval(timer));
  };
}
