import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measureCalibration, searchThresholds } from "../../src/training/report/calibration.ts";
import { decision } from "./decisions.ts";

const TODAY = { confidence: 0.6, margin: 0.15 };

describe("calibration", () => {
  it("is how far what is said and what is right lie apart", () => {
    const { ece, bins } = measureCalibration([
      decision({ confidence: 0.95 }),
      decision({ confidence: 0.95, guess: "otra" }),
      decision({ confidence: 0.55 }),
      decision({ confidence: 1, guess: "otra" }),
    ]);
    // 0.9 … 1: three lines say 0.9667, one is right; 0.5 … 0.6: one says 0.55 and is right.
    expect(bins[9]).toMatchObject({ from: 0.9, to: 1, right: { count: 1, of: 3 } });
    expect(bins[9]!.confidence).toBeCloseTo(0.9667, 4);
    expect(ece).toBeCloseTo((3 * (0.9667 - 1 / 3) + 0.45) / 4, 3);
    expect(bins).toHaveLength(10);
  });

  it("of nothing is not measured", () => {
    expect(measureCalibration([]).ece).toBeNull();
  });
});

describe("the best thresholds", () => {
  it("ask where acting would write what nobody asked for", () => {
    const lines = [
      ...Array.from({ length: 8 }, () => decision({ confidence: 0.9 })),
      decision({ confidence: 0.7, guess: "cancelar_cita" }),
      decision({ confidence: 0.7, guess: "cancelar_cita" }),
    ];
    const { today, best } = searchThresholds(lines, TODAY);
    // Two wrong writes of ten lines, 10 questions each; or two questions.
    expect(today.cost).toBeCloseTo(2, 10);
    expect(today.wrongWrites).toMatchObject({ count: 2, of: 10 });
    expect(best.cost).toBeCloseTo(0.2, 10);
    expect(best.confidence).toBeGreaterThan(0.7);
    expect(best.margin).toBe(TODAY.margin);
  });

  it("stay as they are where nothing is cheaper", () => {
    const { best } = searchThresholds([decision({ confidence: 0.99 })], TODAY);
    expect(best).toMatchObject(TODAY);
  });

  it("are never dearer than today's", () => {
    const line = fc.record({
      guess: fc.constantFrom("saludo", "ubicacion", "cancelar_cita"),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
      margin: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (list) => {
        const { today, best } = searchThresholds(list.map(decision), TODAY);
        expect(best.cost).toBeLessThanOrEqual(today.cost);
      }),
      { seed: 20_261_121 },
    );
  });
});
