import { describe, expect, it } from "vitest";
import { type ScoredReply, scoreReply } from "../../../src/llm/grounding/index.ts";

const TEMPLATE = "El masaje relajante cuesta $850 y dura 60 minutos.";
const ASKED: ScoredReply = {
  template: TEMPLATE,
  reply: TEMPLATE,
  reasons: [],
  customerText: "¿Cuánto cuesta el masaje relajante?",
  facts: { servicio: "Masaje relajante" },
  source: "template",
};
const score = (changes: Partial<ScoredReply>) => scoreReply({ ...ASKED, ...changes });

describe("the score of a reply", () => {
  it("is high for a template that answers what was asked, higher when it is said with warmth", () => {
    const plain = score({});
    expect(plain).toMatchObject({ grounding: 100, relevance: 100, length: 100 });
    const warm = score({ reply: `Con gusto. ${TEMPLATE}`, source: "llm" });
    expect(warm.total).toBeGreaterThan(plain.total);
  });

  it("falls with the figures that are missing or added", () => {
    expect(score({ reply: "Con gusto, cuesta $850.", source: "llm" }).grounding).toBe(50);
    expect(score({ reply: "Con gusto, cuesta $900.", source: "llm" }).grounding).toBe(0);
    expect(score({ reply: "Con gusto.", reasons: ["missing"], source: "llm" }).grounding).toBe(0);
  });

  it("falls when the reply does not hold the kind of thing that was asked", () => {
    const asksWhen = { customerText: "¿A qué hora abren?", facts: {} };
    expect(score({ ...asksWhen, reply: "Abrimos a las 9:00 a. m." }).relevance).toBe(100);
    expect(score({ ...asksWhen, reply: "Tenemos masajes." }).relevance).toBeLessThan(60);
  });

  it("falls with a harsh, mixed or endless tone", () => {
    expect(score({ reply: "DATO ENVIADO AHORA MISMO!!" }).tone).toBe(40);
    expect(score({ reply: "Con gusto te ayudo, usted dígame." }).tone).toBe(70);
    expect(score({ reply: `Con gusto. ${"Le cuento todo. ".repeat(90)}` }).length).toBe(0);
  });

  it("is its parts by their weights, and never leaves 0 to 100", () => {
    const { total, ...parts } = score({ reply: "¡Qué bonito!", customerText: "¿Dónde están?", source: "llm" });
    expect(total).toBe(
      Math.round(0.4 * parts.grounding + 0.3 * parts.relevance + 0.15 * parts.tone + 0.15 * parts.length),
    );
    for (const part of [total, ...Object.values(parts)]) expect(part >= 0 && part <= 100).toBe(true);
  });
});
