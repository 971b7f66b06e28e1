import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LLM_TIERS, type LlmModel, type LlmSetup, type LlmTier, unpricedModel } from "../../src/config/index.ts";
import type { ChatClient, ChatRequest, ChatResult } from "../../src/llm/models/chat-client.ts";
import { createDeadline } from "../../src/llm/models/deadline.ts";
import { createLlm, type LlmDeps } from "../../src/llm/models/gateway.ts";
import type { BudgetStanding, LlmAbout, LlmCallRecord, LlmTask } from "../../src/llm/types.ts";
import { silentLogger } from "../../src/shared/index.ts";
import { saying, startFakeOpenai } from "../support/fake-openai.ts";
import { type OpenaiServer, startOpenaiServer } from "../support/openai-server.ts";

const SEED = 20261121;
const REPLY_MS = 2500;
const ABOUT: LlmAbout = { profile: "studio", customerId: "c-1", intent: "agendar_cita" };

function modelOf(id: string, more: Partial<LlmModel> = {}): LlmModel {
  return { ...unpricedModel(id, REPLY_MS), ...more };
}

function setupOf(tiers: Partial<Record<LlmTier, LlmModel[]>>, baseUrl = "http://127.0.0.1:9/v1"): LlmSetup {
  const simple = tiers.simple ?? [];
  const all = Object.fromEntries(LLM_TIERS.map((tier) => [tier, tiers[tier] ?? simple])) as LlmSetup["tiers"];
  return { baseUrl, apiKey: "none", currency: "USD", replyMs: REPLY_MS, tiers: all };
}

/** A gateway with what it spent and whom it asked. */
function gateway(setup: LlmSetup | undefined, more: Partial<LlmDeps> & { standing?: BudgetStanding } = {}) {
  const spent: LlmCallRecord[] = [];
  const reported: LlmCallRecord[] = [];
  const llm = createLlm({
    setup,
    budget: {
      standing: async () => more.standing ?? "free",
      spend: (about, call) => {
        expect(about).toBe(ABOUT);
        spent.push(call);
      },
    },
    logger: silentLogger,
    onCall: (record) => reported.push(record),
    ...more,
  });
  return { llm, spent, reported };
}

function taskOf(more: Partial<LlmTask> = {}): LlmTask {
  return {
    purpose: "phrase",
    tier: "quality",
    rule: "complaint",
    about: ABOUT,
    system: "Redacta.",
    user: "Hola",
    deadline: createDeadline(REPLY_MS),
    ...more,
  };
}

type Behaviour = (model: LlmModel, request: ChatRequest) => Promise<Partial<ChatResult>>;
const says =
  (text: string): Behaviour =>
  async () => ({ text, result: "ok" });
const fails: Behaviour = async () => ({ result: "llm_error" });
const isOpen: Behaviour = async () => ({ result: "breaker_open" });
/** Waits as a client does that hears nothing. */
const isSilent: Behaviour = async (_model, { totalMs, firstTokenMs }) => {
  await new Promise((resolve) => setTimeout(resolve, Math.min(firstTokenMs, totalMs)));
  return { result: firstTokenMs < totalMs ? "llm_first_token" : "llm_timeout" };
};
/** Talks until it is stopped. */
const babbles: Behaviour = async (_model, { totalMs, onText }) => {
  onText?.("bla ");
  await new Promise((resolve) => setTimeout(resolve, totalMs));
  return { result: "llm_timeout", firstTokenMs: 1 };
};

function playing(behaviours: Record<string, Behaviour>, requests: ChatRequest[] = []) {
  return (model: LlmModel): ChatClient => ({
    async complete(request) {
      requests.push(request);
      const usage = { input: 10, cachedInput: 0, output: 5, isEstimated: false };
      const result = await behaviours[model.id]!(model, request);
      return { text: undefined, result: "llm_error", usage, firstTokenMs: null, durationMs: 0, ...result };
    },
    state: () => (behaviours[model.id] === isOpen ? "open" : "closed"),
  });
}

describe("in time that the test moves", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Asks, lets all time pass that the models take, and tells how much it was. */
  async function asked(llm: ReturnType<typeof createLlm>, task: LlmTask) {
    const startMs = performance.now();
    const asking = llm.ask(task);
    await vi.runAllTimersAsync();
    return { ...(await asking), tookMs: performance.now() - startMs };
  }

  it("a model that is silent falls to the fastest of the rest, within the total", async () => {
    const quality = [
      modelOf("careful", { firstTokenMs: 1200 }),
      modelOf("slow", { firstTokenMs: 1500 }),
      modelOf("quick", { firstTokenMs: 400 }),
    ];
    const { llm } = gateway(setupOf({ quality, simple: [modelOf("small")] }), {
      clientFor: playing({ careful: isSilent, slow: fails, quick: says("Lo siento."), small: fails }),
    });
    const deadline = createDeadline(REPLY_MS);
    const answer = await asked(llm, taskOf({ deadline }));
    expect(answer).toMatchObject({ text: "Lo siento.", reason: null, model: "quick", durationMs: 1200 });
    expect(answer.calls.map(({ model, result }) => `${model} ${result}`)).toEqual([
      "careful llm_first_token",
      "quick ok",
    ]);
    expect(deadline.remainingMs()).toBe(1300);
  });

  it("a model that fails at once falls to the next in order", async () => {
    const quality = [modelOf("a"), modelOf("b"), modelOf("c", { firstTokenMs: 100 })];
    const { llm } = gateway(setupOf({ quality, simple: [modelOf("small")] }), {
      clientFor: playing({ a: fails, b: says("Hola."), c: says("no"), small: says("no") }),
    });
    expect((await asked(llm, taskOf())).calls.map(({ model }) => model)).toEqual(["a", "b"]);
  });

  it("with a tier's models all failing, the simple and the real-time ones are asked, each once", async () => {
    const tiers = {
      quality: [modelOf("q")],
      simple: [modelOf("s"), modelOf("q")],
      "real-time": [modelOf("r"), modelOf("s")],
    };
    const { llm } = gateway(setupOf(tiers), { clientFor: playing({ q: fails, s: isOpen, r: fails }) });
    const { text, reason, calls } = await asked(llm, taskOf());
    expect({ text, reason }).toEqual({ text: undefined, reason: "llm_error" });
    expect(calls.map(({ model, tier }) => `${tier} ${model}`)).toEqual(["quality q", "simple s", "real-time r"]);
  });

  it("all dead: no text, the reason, and not a millisecond more than there was", async () => {
    const quality = [modelOf("a", { firstTokenMs: 2400 }), modelOf("b", { firstTokenMs: 2400 })];
    const { llm } = gateway(setupOf({ quality, simple: quality }), {
      clientFor: playing({ a: isSilent, b: babbles }),
    });
    const answer = await asked(llm, taskOf());
    expect(answer).toMatchObject({ text: undefined, reason: "llm_timeout", tookMs: REPLY_MS });
    expect(answer.calls).toHaveLength(2);
  });

  it("one keeps a third of the time for the next, unless nobody is left", async () => {
    const requests: ChatRequest[] = [];
    const simple = [modelOf("a"), modelOf("b"), modelOf("down")];
    const { llm } = gateway(setupOf({ simple }), {
      clientFor: playing({ a: fails, b: fails, down: isOpen }, requests),
    });
    await asked(llm, taskOf({ deadline: createDeadline(2000) }));
    expect(requests.map(({ totalMs }) => totalMs)).toEqual([1300, 2000, 2000]);
  });

  it("one that is alone may be silent as long as there is time", async () => {
    const requests: ChatRequest[] = [];
    const simple = [modelOf("a", { firstTokenMs: 300 }), modelOf("b", { firstTokenMs: 300, totalMs: 2000 })];
    const { llm } = gateway(setupOf({ simple }), { clientFor: playing({ a: isSilent, b: isSilent }, requests) });
    expect(await asked(llm, taskOf())).toMatchObject({ reason: "llm_timeout", tookMs: 2300 });
    expect(requests.map(({ firstTokenMs }) => firstTokenMs)).toEqual([300, 2000]);
  });

  it("what has left is not said again by another model", async () => {
    let hasLeft = false;
    const attempts: string[] = [];
    const { llm } = gateway(setupOf({ simple: [modelOf("a"), modelOf("b")] }), {
      clientFor: playing({ a: babbles, b: says("Hola.") }),
    });
    const answer = await asked(
      llm,
      taskOf({
        onAttempt: ({ id }) => attempts.push(id),
        onText: () => {
          hasLeft = true;
        },
        mayFallBack: () => !hasLeft,
      }),
    );
    expect(answer).toMatchObject({ text: undefined, reason: "llm_timeout", model: "a" });
    expect(attempts).toEqual(["a"]);
  });

  it("a turn that is given up asks nobody else", async () => {
    const caller = new AbortController();
    const { llm } = gateway(setupOf({ simple: [modelOf("a"), modelOf("b")] }), {
      clientFor: playing({
        a: async () => {
          caller.abort();
          return { result: "llm_aborted" };
        },
        b: says("Hola."),
      }),
    });
    const answer = await asked(llm, taskOf({ signal: caller.signal }));
    expect(answer).toMatchObject({ text: undefined, reason: "llm_aborted" });
    expect(answer.calls).toHaveLength(1);
  });

  it("too little time is no time", async () => {
    const { llm, spent } = gateway(setupOf({ simple: [modelOf("a")] }), { clientFor: playing({ a: says("Hola.") }) });
    expect(await asked(llm, taskOf({ deadline: createDeadline(149) }))).toMatchObject({
      text: undefined,
      reason: "no_time",
      calls: [],
    });
    expect(spent).toEqual([]);
  });

  it.each([
    ["hard", "budget_spent"],
    ["customer", "customer_cap"],
  ] as const)("a %s limit asks no model", async (standing, reason) => {
    const { llm } = gateway(setupOf({ simple: [modelOf("a")] }), {
      standing,
      clientFor: playing({ a: says("Hola.") }),
    });
    expect(await asked(llm, taskOf())).toMatchObject({ text: undefined, reason, model: null, calls: [] });
  });

  it("a soft limit asks the simple models whatever the tier, and says so", async () => {
    const tiers = { quality: [modelOf("q")], simple: [modelOf("s")], "real-time": [modelOf("r")] };
    const { llm } = gateway(setupOf(tiers), {
      standing: "soft",
      clientFor: playing({ q: says("no"), s: fails, r: says("no") }),
    });
    const { calls } = await asked(llm, taskOf());
    expect(calls).toMatchObject([{ model: "s", tier: "simple", rule: "budget_soft", result: "llm_error" }]);
  });

  it("an attempt costs what its tokens cost, rounded up, and is counted once", async () => {
    const priced = modelOf("a", { inputPrice: 0.1, cachedInputPrice: 0.01, outputPrice: 0.4 });
    const usage = { input: 1030, cachedInput: 1000, output: 11, isEstimated: false };
    const { llm, spent, reported } = gateway(setupOf({ simple: [priced] }), {
      clientFor: playing({ a: async () => ({ text: "Hola.", result: "ok", usage }) }),
    });
    const { calls } = await asked(llm, taskOf());
    // 30 × 0.1 + 1000 × 0.01 + 11 × 0.4 = 17.4
    expect(calls).toMatchObject([{ costMicros: 18, usage, purpose: "phrase", rule: "complaint", tier: "quality" }]);
    expect(spent).toEqual(calls);
    expect(reported).toEqual(calls);
  });

  it("classifying is asked at temperature 0, and no model for more than it may write", async () => {
    const requests: ChatRequest[] = [];
    const simple = [modelOf("a", { maxOutputTokens: 50 })];
    const { llm } = gateway(setupOf({ simple }), { clientFor: playing({ a: says("{}") }, requests) });
    await asked(llm, taskOf({ purpose: "classify" }));
    await asked(llm, taskOf({ maxTokens: 20 }));
    expect(requests).toMatchObject([
      { temperature: 0, maxTokens: 50 },
      { temperature: 0.3, maxTokens: 20 },
    ]);
  });

  it("whatever models do: it answers in time, counts each attempt once, and has no text but a model's", async () => {
    const ids = ["a", "b", "c", "d", "e"];
    const behaviours: Record<string, Behaviour> = {
      says: says("Hola."),
      fails,
      isOpen,
      isSilent,
      babbles,
      isEmpty: async () => ({ result: "llm_empty" }),
      throws: async () => {
        throw new Error("nobody expected this");
      },
    };
    const models = fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.record({ simple: models, complex: models, "real-time": models, quality: models }),
        fc.tuple(...ids.map(() => fc.constantFrom(...Object.keys(behaviours)))),
        fc.tuple(...ids.map(() => fc.integer({ min: 50, max: 3000 }))),
        fc.constantFrom<BudgetStanding>("free", "free", "soft", "hard", "customer"),
        fc.constantFrom(...LLM_TIERS),
        fc.integer({ min: 0, max: 3000 }),
        fc.boolean(),
        async (tiers, played, waits, standing, tier, totalMs, mayFallBack) => {
          const byId = new Map(ids.map((id, index) => [id, modelOf(id, { firstTokenMs: waits[index]! })]));
          const roles = Object.fromEntries(ids.map((id, index) => [id, behaviours[played[index]!]!]));
          const setup = setupOf(
            Object.fromEntries(LLM_TIERS.map((name) => [name, tiers[name].map((id) => byId.get(id)!)])),
          );
          const { llm, spent, reported } = gateway(setup, { standing, clientFor: playing(roles) });
          const task = taskOf({ tier, deadline: createDeadline(totalMs), mayFallBack: () => mayFallBack });
          const answer = await asked(llm, task);

          expect(answer.tookMs).toBeLessThanOrEqual(totalMs);
          expect(spent).toEqual(answer.calls);
          expect(reported).toEqual(answer.calls);
          expect(new Set(answer.calls.map(({ model }) => model)).size).toBe(answer.calls.length);
          const last = answer.calls.at(-1);
          expect(answer.text).toBe(last?.result === "ok" ? "Hola." : undefined);
          expect(answer.reason === null).toBe(answer.text !== undefined);
          expect(answer.model).toBe(last?.model ?? null);
          expect(answer.calls.slice(0, -1).every(({ result }) => result !== "ok")).toBe(true);
          if (!mayFallBack) expect(answer.calls.length).toBeLessThanOrEqual(1);
          const allowed = standing === "free" ? [tier, "simple", "real-time"] : standing === "soft" ? ["simple"] : [];
          expect(answer.calls.every((call) => allowed.includes(call.tier))).toBe(true);
        },
      ),
      { seed: SEED, numRuns: 500 },
    );
  });
});

describe("on a server", () => {
  let server: OpenaiServer;
  beforeEach(async () => {
    server = await startOpenaiServer();
  });
  afterEach(() => server.close());

  it("the reply comes from the next model when the first one is silent", async () => {
    server.isSilent("careful");
    server.says("quick", "Listo, quedó.");
    const quality = [modelOf("careful", { firstTokenMs: 100 }), modelOf("quick", { firstTokenMs: 20_000 })];
    const { llm } = gateway(setupOf({ quality, simple: [modelOf("quick")] }, server.baseUrl));
    const answer = await llm.ask(taskOf({ deadline: createDeadline(20_000) }));
    expect(answer).toMatchObject({ text: "Listo, quedó.", model: "quick" });
    expect(answer.calls.map(({ result }) => result)).toEqual(["llm_first_token", "ok"]);
    // The silent one had the prompt already.
    expect(answer.calls[0]?.usage).toMatchObject({ isEstimated: true, input: 3 });
  });

  it("a dead model opens its breaker, and from then on takes neither time nor money", async () => {
    server.fails("dead", 503);
    server.says("alive", "Hola.");
    const states: string[] = [];
    const tiers = { simple: [modelOf("dead", { inputPrice: 1, outputPrice: 1 }), modelOf("alive")] };
    const { llm } = gateway(setupOf(tiers, server.baseUrl), {
      onBreaker: (name, state) => states.push(`${name} ${state}`),
    });
    expect(llm.state()).toBe("closed");
    const task = () => taskOf({ deadline: createDeadline(20_000) });
    for (let i = 0; i < 5; i++) expect((await llm.ask(task())).text).toBe("Hola.");
    expect(states).toEqual(["dead open"]);
    expect(llm.state()).toBe("open");
    const { text, calls } = await llm.ask(task());
    expect(text).toBe("Hola.");
    expect(calls[0]).toMatchObject({ model: "dead", result: "breaker_open", costMicros: 0, usage: { input: 0 } });
    expect(server.asked("dead")).toHaveLength(5);
  });

  it("without a model's name, the first one that the server lists answers", async () => {
    server.says("qwen3:4b", "Hola.");
    server.says("nomic-embed-text", "no");
    const { llm } = gateway(setupOf({}, server.baseUrl));
    const answer = await llm.ask(taskOf({ deadline: createDeadline(20_000) }));
    expect(answer).toMatchObject({ text: "Hola.", model: "qwen3:4b" });
  });

  it("a server that lists nothing usable gives no text", async () => {
    const odd = await startFakeOpenai(saying("Hola"));
    const { llm } = gateway(setupOf({}, `${odd.baseUrl}/nowhere`));
    await odd.close();
    expect(await llm.ask(taskOf())).toMatchObject({ text: undefined, reason: "llm_error", calls: [] });
  });

  it("without a setup nothing is asked", async () => {
    const { llm, spent } = gateway(undefined);
    expect(await llm.ask(taskOf())).toMatchObject({ text: undefined, reason: "off", calls: [] });
    expect(llm.state()).toBe("off");
    expect(spent).toEqual([]);
  });
});
