import fc from "fast-check";
import { expect, test } from "vitest";
import { numberedText, splitText } from "../../src/channels/index.ts";

const SEED = 1600;

test("a text that fits stays one message", () => {
  expect(splitText("Hola. ¿Qué tal?", 1600)).toEqual(["Hola. ¿Qué tal?"]);
  expect(splitText("a".repeat(1600), 1600)).toHaveLength(1);
});

test("a long text is cut at a paragraph, else at a sentence, else at a word", () => {
  expect(splitText("Uno dos tres.\n\nCuatro cinco. Seis", 20)).toEqual(["Uno dos tres.", "Cuatro cinco. Seis"]);
  expect(splitText("Uno dos tres cuatro. Cinco seis siete", 25)).toEqual(["Uno dos tres cuatro.", "Cinco seis siete"]);
  expect(splitText("uno dos tres cuatro cinco", 15)).toEqual(["uno dos tres", "cuatro cinco"]);
});

test("a cut never leaves half an emoji", () => {
  const parts = splitText("😀".repeat(20), 15);
  expect(parts.join("")).toBe("😀".repeat(20));
  expect(parts.every((part) => part.isWellFormed() && part.length <= 15)).toBe(true);
});

test(`no piece is longer than the limit or empty, and no word is lost (seed ${SEED})`, () => {
  const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 });
  const text = fc.array(fc.tuple(word, fc.constantFrom(" ", ". ", "\n", "\n\n", "? ")), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(text, fc.integer({ min: 10, max: 200 }), (words, limit) => {
      const whole = words.flat().join("");
      const parts = splitText(whole, limit);
      expect(parts.every((part) => part.length <= limit)).toBe(true);
      if (whole.trim()) expect(parts.every((part) => part.length > 0)).toBe(true);
      expect(parts.join("").replace(/\s/g, "")).toBe(whole.replace(/\s/g, ""));
    }),
    { seed: SEED, numRuns: 300 },
  );
});

test("choices are numbered below the text", () => {
  expect(numberedText({ text: "Elige:", choices: [{ label: "Sí", payload: "a" }] })).toBe("Elige:\n\n1) Sí");
  expect(numberedText({ text: "Nada" })).toBe("Nada");
});
