import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What the service counts about itself; labels are few and never hold customer data. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    webhooks: new Counter({
      name: "atiende_webhooks_total",
      help: "Webhook requests by result",
      labelNames: ["result"],
      registers,
    }),
    turns: new Counter({
      name: "atiende_turns_total",
      help: "Turns by intent, outcome and engine",
      labelNames: ["intent", "outcome", "engine"],
      registers,
    }),
    turnSeconds: new Histogram({
      name: "atiende_turn_seconds",
      help: "Turn duration by step",
      labelNames: ["step"],
      buckets: [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
      registers,
    }),
    sends: new Counter({
      name: "atiende_sends_total",
      help: "Sends by outcome class",
      labelNames: ["outcome"],
      registers,
    }),
    nluShed: new Counter({
      name: "atiende_nlu_shed_total",
      help: "Messages that the embedded classifier answered because Rasa was too busy",
      registers,
    }),
    refused: new Counter({
      name: "atiende_requests_refused_total",
      help: "Requests refused by a limit, by reason: busy, too_large, rate_chat, rate_auth",
      labelNames: ["reason"],
      registers,
    }),
    recovered: new Counter({
      name: "atiende_recovered_messages_total",
      help: "Messages that no webhook brought and that were found at the provider, by age: fresh, late",
      labelNames: ["age"],
      registers,
    }),
    deadLetters: new Counter({
      name: "atiende_dead_letters_total",
      help: "Messages given up after three failures",
      registers,
    }),
    groundingRefusals: new Counter({
      name: "atiende_grounding_refusals_total",
      help: "LLM replies thrown away",
      labelNames: ["reason"],
      registers,
    }),
    llmCalls: new Counter({
      name: "atiende_llm_calls_total",
      help: "Attempts at language models, by what for and with which result",
      labelNames: ["purpose", "model", "result"],
      registers,
    }),
    breakerOpen: new Gauge({
      name: "atiende_breaker_open",
      help: "1 while a breaker is open",
      labelNames: ["breaker"],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
