import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readTrainingData, trainEmbedded } from "../../src/nlu/index.ts";
import { crossValidate, foldsOf } from "../../src/training/report/cross-validation.ts";
import { labelExamples } from "../../src/training/report/evaluation-files.ts";
import { temporaryFolder } from "../nlu/temporary.ts";

const NO_NAMES = { services: [], professionals: [], packages: [] };

/** Words without sense, and no two lines alike: only who has seen a line knows its intent. */
function nonsense(intent: string, from: number, count: number): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const letters = createHash("sha256")
      .update(String(from + index))
      .digest("hex")
      .replace(/\d/g, (digit) => "ghijklmnop"[Number(digit)]!);
    return `      - ${letters.slice(0, 8)} ${letters.slice(8, 16)}\n`;
  });
  return `  - intent: ${intent}\n    examples: |\n${lines.join("")}`;
}

function dataOf(files: Record<string, string>) {
  return readTrainingData(temporaryFolder(files), "core");
}

describe("folds", () => {
  const read = () =>
    dataOf({
      "core/nlu/a.yml": `nlu:\n${nonsense("saludo", 100, 20)}${nonsense("ayuda", 200, 13)}`,
      "core/nlu/a.en.yml": `nlu:\n${nonsense("saludo", 300, 7)}`,
    });

  it("hold each example once, and as much of each intent and language as the others", () => {
    const folds = foldsOf(read().examples, 5);
    expect(folds.flat()).toHaveLength(40);
    expect(new Set(folds.flat().map(({ text }) => text)).size).toBe(40);
    expect(folds.map((fold) => fold.length)).toEqual([8, 8, 8, 8, 8]);
    for (const [intent, file, all] of [
      ["saludo", "core/nlu/a.yml", 20],
      ["ayuda", "core/nlu/a.yml", 13],
      ["saludo", "core/nlu/a.en.yml", 7],
    ]) {
      const own = folds.map((fold) => fold.filter((one) => one.intent === intent && one.file === file).length);
      expect(Math.max(...own) - Math.min(...own)).toBeLessThanOrEqual(1);
      expect(own.reduce((sum, count) => sum + count, 0)).toBe(all);
    }
  });

  it("are the same for the same seed, whatever the order", () => {
    const { examples } = read();
    expect(foldsOf([...examples].reverse(), 5)).toEqual(foldsOf(examples, 5));
    expect(foldsOf(examples, 5, 2)).not.toEqual(foldsOf(examples, 5));
  });
});

describe("cross-validation", () => {
  it("reads each example with a classifier that has not seen it", async () => {
    const data = dataOf({ "core/nlu/a.yml": `nlu:\n${nonsense("saludo", 100, 30)}${nonsense("ayuda", 500, 30)}` });
    const all = trainEmbedded(data, NO_NAMES);
    expect(data.examples.every(({ text, intent }) => all.parse(text).intent.name === intent)).toBe(true);

    const decisions = await crossValidate(data, NO_NAMES, {
      folds: 5,
      label: (examples) => labelExamples(examples, "es"),
    });
    expect(decisions).toHaveLength(60);
    expect(decisions.filter(({ intent, guess }) => intent === guess).length).toBeLessThan(50);
    expect(decisions[0]).toMatchObject({ file: "rasa/core/nlu/a.yml", language: "es" });
  });
});
