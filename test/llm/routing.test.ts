import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LLM_TIERS } from "../../src/config/index.ts";
import { chooseTier, type RoutingQuestion } from "../../src/llm/models/routing.ts";

const SEED = 20261121;
const PLAIN: RoutingQuestion = {
  purpose: "phrase",
  intent: "agendar_cita",
  outcome: "done",
  length: 80,
  language: "es",
};

describe("which tier answers", () => {
  it.each<[string, Partial<RoutingQuestion>, string, string]>([
    ["an ordinary booking", {}, "simple", "default"],
    ["a greeting", { intent: "saludo", outcome: "info" }, "simple", "courtesy"],
    ["a greeting in English", { intent: "saludo", language: "en" }, "simple", "courtesy"],
    ["a greeting with a long text", { intent: "saludo", length: 500 }, "complex", "long"],
    ["a complaint", { intent: "queja", outcome: "info" }, "quality", "complaint"],
    ["a wish for a person", { intent: "hablar_con_agente" }, "quality", "complaint"],
    ["an annoyed customer", { sentiment: "negative" }, "quality", "negative"],
    ["a pleased one", { sentiment: "positive" }, "simple", "default"],
    ["a valued one", { customerTier: "valued" }, "quality", "valued_customer"],
    ["a refusal", { outcome: "refused" }, "complex", "refusal"],
    ["a service that is away", { outcome: "unavailable" }, "complex", "refusal"],
    ["a long reply", { length: 401 }, "complex", "long"],
    ["another language", { language: "en-US" }, "complex", "other_language"],
    ["Spanish of Mexico", { language: "es-MX" }, "simple", "default"],
    ["an answer that is read while it is written", { isLive: true, intent: "queja" }, "real-time", "live"],
    ["a classification", { purpose: "classify", intent: "queja", isLive: true }, "simple", "classify"],
    ["a summary", { purpose: "summarise", intent: "saludo" }, "complex", "summarise"],
    ["a clarification", { purpose: "clarify", outcome: "ask" }, "simple", "default"],
  ])("%s", (_case, change, tier, rule) => {
    expect(chooseTier({ ...PLAIN, ...change })).toEqual({ tier, rule });
  });

  it("every question has one answer, and the same each time; the defaults are neutral", () => {
    const maybe = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
    fc.assert(
      fc.property(
        fc.record({
          purpose: fc.constantFrom("phrase", "clarify", "classify", "summarise"),
          intent: fc.option(fc.oneof(fc.string(), fc.constantFrom("queja", "saludo")), { nil: undefined }),
          outcome: maybe("done", "refused", "ask", "confirm", "changed", "unavailable", "info"),
          length: fc.integer(),
          language: fc.oneof(fc.string(), fc.constantFrom("es", "en")),
          sentiment: maybe("negative", "neutral", "positive"),
          customerTier: maybe("standard", "valued"),
          isLive: maybe(true, false),
        }) as fc.Arbitrary<RoutingQuestion>,
        (question) => {
          const route = chooseTier(question);
          expect(LLM_TIERS).toContain(route.tier);
          expect(route.rule).toMatch(/^[a-z_]+$/);
          expect(chooseTier({ ...question })).toEqual(route);
          const { sentiment = "neutral", customerTier = "standard", isLive = false } = question;
          expect(chooseTier({ ...question, sentiment, customerTier, isLive })).toEqual(route);
        },
      ),
      { seed: SEED, numRuns: 1000 },
    );
  });
});
