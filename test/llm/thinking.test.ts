import fc from "fast-check";
import { expect, test } from "vitest";
import { createThinkingFilter } from "../../src/llm/models/thinking.ts";

const SEED = 20261121;

test("the answer is the same wherever a stream is cut, and nothing but thoughts is lost", () => {
  const part = fc.constantFrom("hola ", "<b>", "3 < 4", "<think>", "</think>", "<thinking>", "</thinking>", "<", "th");
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), fc.array(fc.nat({ max: 60 })), (parts, cuts) => {
      const text = parts.join("");
      const whole = filtered([text]);
      const places = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length];
      expect(filtered(places.slice(1).map((end, index) => text.slice(places[index], end)))).toEqual(whole);
      if (!/<\/?think/u.test(text)) expect(whole).toEqual({ answer: text, voided: 0 });
    }),
    { seed: SEED, numRuns: 1000 },
  );
});

function filtered(pieces: string[]) {
  const filter = createThinkingFilter();
  const answer = pieces.map((piece) => filter.push(piece)).join("") + filter.flush();
  return { answer, voided: filter.voidCharacters() };
}
