import fc from "fast-check";
import { expect, test } from "vitest";
import { AROUND } from "../../../src/llm/grounding/around-vocabulary-es.ts";
import { checkAnswer, createMold } from "../../../src/llm/grounding/index.ts";
import { harmsOf } from "./harm.ts";
import { renderTemplates } from "./templates.ts";

const SEED = 20_270_210;
const WORDS = [...AROUND.keys(), "{nombre}", "ya está", "claro que sí", "aquí tienes", "nos vemos", "buenas tardes"];
/** What may stand between two words, and what should not. */
const GLUE = [
  ...[" ", " ", " ", " ", ", ", ". ", "! ", ": ", "… ", " – "],
  ...[".", "-", "_", "/", "@", ",", ":", "\u200D", "\uFE0F", "\u00A0", "\u2028", "\uFEFF", "\t", "。"],
  ...[" Ⅶ ", " ª ", " ½ ", " ² ", " 🔟 ", "\uE000", "\uE001", "♀", " 💆‍♀️ ", "\u0336", "&", "*", " ⅓ ", " ⓵ ", " ㊿ "],
];

const molds = renderTemplates().flatMap((template) => {
  const { outcome } = template;
  const mold = createMold(template.text, { facts: {}, outcome, language: "es", tone: "tu", allowedLinks: [] });
  return mold ? [{ template, mold }] : [];
});
const place = fc.constantFrom(...molds);
const prose = fc
  .array(fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(...GLUE)), { minLength: 1, maxLength: 6 })
  .map((pieces) => pieces.flat().join(""));

/** Harm that a word alone, however kind, can do by where it stands. What a word means is the other tests' matter. */
test.each(["link", "figure", "unseen", "script", "mark", "effect", "negation", "question", "missing"])(
  "words of the check's own vocabulary, put together by chance, never make this harm: %s",
  (harm) => {
    fc.assert(
      fc.property(place, prose, prose, fc.boolean(), ({ template, mold }, one, two, isBehind) => {
        const { text } = checkAnswer(mold, isBehind ? `${mold.shown} ${one}` : `${one} ${mold.shown} ${two}`);
        if (text === undefined) return;
        const reply = text.replaceAll("{nombre}", "Canaria");
        expect(harmsOf(reply, template.text), reply).not.toContain(harm);
      }),
      { seed: SEED, numRuns: 4000 },
    );
  },
);
