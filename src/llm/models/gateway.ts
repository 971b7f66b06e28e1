import type { LlmModel, LlmSetup, LlmTier } from "../../config/index.ts";
import { describeFault, type Logger } from "../../shared/index.ts";
import type { Llm, LlmAnswer, LlmBudget, LlmCallRecord, LlmTask, TokenUsage } from "../types.ts";
import {
  type BreakerOptions,
  type BreakerState,
  type ChatClient,
  type ChatRequest,
  type ChatResult,
  createChatClient,
  createServerConnection,
} from "./chat-client.ts";
import { createListedModel } from "./listed-model.ts";

/** Nothing comes back in less. */
const LEAST_MS = 150;
/** Of the task's time, what a model leaves to the one that follows it. */
const RESERVE = 0.35;
const MAX_TOKENS = 400;
const TEMPERATURE = 0.3;
/** Where an answer is looked for when a tier has none. */
const LAST_TIERS: readonly LlmTier[] = ["simple", "real-time"];
const TIMEOUTS: readonly string[] = ["llm_timeout", "llm_first_token"];

export interface LlmDeps {
  setup: LlmSetup | undefined;
  budget: LlmBudget;
  logger: Logger;
  /** @param name the model's id */
  onBreaker?(name: string, state: BreakerState): void;
  /** Each attempt, as it ends. */
  onCall?(record: LlmCallRecord): void;
  breaker?: BreakerOptions;
  /** Default: a client on the setup's server. */
  clientFor?(model: LlmModel): ChatClient;
}

type Time = Pick<ChatRequest, "totalMs" | "firstTokenMs">;

interface Candidate {
  model: LlmModel;
  tier: LlmTier;
}

/** The one door to the models: asks the budget, runs a task down its models within its deadline, and counts each attempt. */
export function createLlm(deps: LlmDeps): Llm {
  const { setup, budget, logger } = deps;
  if (!setup) {
    return {
      ask: async () => ({ text: undefined, reason: "off", model: null, calls: [], durationMs: 0 }),
      state: () => "off",
    };
  }
  const openai = createServerConnection(setup);
  const clients = new Map<string, ChatClient>();
  const listed = createListedModel(setup);
  for (const model of Object.values(setup.tiers).flat()) clientOf(model);

  function clientOf(model: LlmModel): ChatClient {
    let client = clients.get(model.id);
    client ??= deps.clientFor
      ? deps.clientFor(model)
      : createChatClient({
          openai,
          model,
          logger,
          breaker: deps.breaker,
          onState: (state) => deps.onBreaker?.(model.id, state),
        });
    clients.set(model.id, client);
    return client;
  }

  async function candidatesOf(tiers: readonly LlmTier[]): Promise<Candidate[]> {
    const unnamed = setup!.tiers.simple.length > 0 ? [] : await listed();
    const seen = new Set<string>();
    return tiers.flatMap((tier) =>
      [...setup!.tiers[tier], ...unnamed]
        .filter(({ id }) => !seen.has(id) && seen.add(id))
        .map((model) => ({ model, tier })),
    );
  }

  async function attempt(task: LlmTask, { model, tier }: Candidate, rule: string, time: Time) {
    task.onAttempt?.(model);
    const { purpose, system, user, json, signal } = task;
    const chat = await clientOf(model).complete({
      system,
      user,
      json,
      signal,
      maxTokens: Math.min(task.maxTokens ?? MAX_TOKENS, model.maxOutputTokens),
      temperature: task.temperature ?? (purpose === "classify" ? 0 : TEMPERATURE),
      ...time,
      onText: task.onText && ((delta) => task.onText?.(delta)),
    });
    const { result, usage, firstTokenMs, durationMs } = chat;
    const costMicros = costOf(model, usage);
    const record = { purpose, tier, rule, model: model.id, result, usage, costMicros, firstTokenMs, durationMs };
    budget.spend(task.about, record);
    deps.onCall?.(record);
    return { chat, record };
  }

  async function run(task: LlmTask, calls: LlmCallRecord[]): Promise<Pick<LlmAnswer, "text" | "reason">> {
    const startMs = task.deadline.remainingMs();
    const standing = await budget.standing(task.about);
    if (standing === "hard") return { text: undefined, reason: "budget_spent" };
    if (standing === "customer") return { text: undefined, reason: "customer_cap" };
    const isSoft = standing === "soft";
    let rest = await candidatesOf(isSoft ? ["simple"] : [task.tier, ...LAST_TIERS]);

    let last: ChatResult | undefined;
    for (let next = rest.shift(); next; next = rest.shift()) {
      if (task.signal?.aborted) return { text: undefined, reason: "llm_aborted" };
      if (last && task.mayFallBack?.() === false) break;
      const left = task.deadline.remainingMs();
      if (left < LEAST_MS) return { text: undefined, reason: last?.result ?? "no_time" };
      const isLast = rest.every(({ model }) => clientOf(model).state() === "open");
      const totalMs = Math.min(next.model.totalMs, isLast ? left : shareOf(left, startMs));
      // With nobody else to ask, waiting on is the best that can be done.
      const time = { totalMs, firstTokenMs: isLast ? totalMs : next.model.firstTokenMs };
      const done = await attempt(task, next, isSoft ? "budget_soft" : task.rule, time);
      calls.push(done.record);
      last = done.chat;
      if (last.result === "ok") return { text: last.text, reason: null };
      // Whoever waited in vain needs a quick one next, whatever the order of the tier.
      if (TIMEOUTS.includes(last.result)) {
        rest = rest.toSorted((a, b) => a.model.firstTokenMs - b.model.firstTokenMs);
      }
    }
    return { text: undefined, reason: last?.result ?? "llm_error" };
  }

  return {
    async ask(task) {
      const startMs = performance.now();
      const calls: LlmCallRecord[] = [];
      let outcome: Pick<LlmAnswer, "text" | "reason">;
      try {
        outcome = await run(task, calls);
      } catch (error) {
        logger.error(describeFault(error), "LLM task failed");
        outcome = { text: undefined, reason: "llm_error" };
      }
      const durationMs = Math.round(performance.now() - startMs);
      return { ...outcome, model: calls.at(-1)?.model ?? null, calls, durationMs };
    },
    state() {
      const states = [...clients.values()].map((client) => client.state());
      return states.includes("open") ? "open" : states.includes("halfOpen") ? "halfOpen" : "closed";
    },
  };
}

/** Less what the next one needs; all of it when that would leave this one less than the next. */
function shareOf(leftMs: number, startMs: number): number {
  const reserveMs = startMs * RESERVE;
  return leftMs - reserveMs >= reserveMs ? leftMs - reserveMs : leftMs;
}

/** A price per million tokens is the price of one token in millionths. */
function costOf(model: LlmModel, { input, cachedInput, output }: TokenUsage): number {
  const cost =
    (input - cachedInput) * model.inputPrice + cachedInput * model.cachedInputPrice + output * model.outputPrice;
  // Decimal prices leave a binary crumb, which is not to be rounded up.
  return Math.ceil(Number(cost.toFixed(6)));
}
