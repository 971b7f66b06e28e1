import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NluEntity, NluParse } from "../../src/nlu/index.ts";
import { decisionOf, outcomeOf } from "../../src/training/report/evaluate.ts";
import { measureEffects, measureTimes } from "../../src/training/report/metrics-effects.ts";
import { measureEntities } from "../../src/training/report/metrics-entities.ts";
import { measureIntents } from "../../src/training/report/metrics-intents.ts";
import { shareOf } from "../../src/training/report/metrics-share.ts";
import { decision, tally } from "./decisions.ts";

const THRESHOLDS = { confidence: 0.6, margin: 0.15 };

describe("a share", () => {
  it("says how much a few lines can say: 29 of 30 is not 580 of 600", () => {
    const few = shareOf(29, 30);
    expect(few.value).toBeCloseTo(0.9667, 4);
    expect([few.low, few.high].map((value) => value.toFixed(3))).toEqual(["0.833", "0.994"]);
    const many = shareOf(580, 600);
    expect([many.low, many.high].map((value) => value.toFixed(3))).toEqual(["0.949", "0.978"]);
  });

  it("of nothing is no share", () => {
    expect(shareOf(0, 0)).toEqual({ count: 0, of: 0, value: null, low: 0, high: 1 });
  });

  it("lies within its interval, which stays between 0 and 1", () => {
    const counts = fc
      .integer({ min: 1, max: 5000 })
      .chain((of) => fc.tuple(fc.integer({ min: 0, max: of }), fc.constant(of)));
    fc.assert(
      fc.property(counts, ([count, of]) => {
        const { low, value, high } = shareOf(count, of);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low - 1e-9).toBeLessThanOrEqual(value!);
        expect(value!).toBeLessThanOrEqual(high + 1e-9);
      }),
      { seed: 20_261_121 },
    );
  });
});

describe("intents", () => {
  it("are counted as by hand", () => {
    const { accuracy, macroF1, scores, confusions } = measureIntents([
      decision({ intent: "a" }),
      decision({ intent: "a" }),
      decision({ intent: "a", guess: "b" }),
      decision({ intent: "b" }),
      decision({ intent: "b", guess: "c" }),
    ]);
    expect(accuracy).toMatchObject({ count: 3, of: 5, value: 0.6 });
    const told = scores.map(({ name, precision, recall, f1 }) => [name, precision.value, recall.value, f1]);
    // a: 2 of 2 guessed, 2 of 3 said; b: 1 of 2 and 1 of 2; c was never said.
    expect(told).toEqual([
      ["a", 1, 2 / 3, 4 / 5],
      ["b", 1 / 2, 1 / 2, 1 / 2],
      ["c", 0, null, 0],
    ]);
    expect(macroF1).toBeCloseTo((0.8 + 0.5) / 2, 10);
    expect(confusions[0]).toEqual({ intent: "a", guess: "a", count: 2 });
  });

  it("add up: the confusions are all lines, the diagonal is the accuracy, supports and guesses are the lines again", () => {
    const name = fc.constantFrom("a", "b", "c", "d");
    const lines = fc.array(fc.record({ intent: name, guess: name }), { maxLength: 60 });
    fc.assert(
      fc.property(lines, (list) => {
        const { accuracy, scores, confusions } = measureIntents(list.map(decision));
        const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
        expect(sum(confusions.map(({ count }) => count))).toBe(list.length);
        expect(sum(confusions.filter((one) => one.intent === one.guess).map(({ count }) => count))).toBe(
          accuracy.count,
        );
        expect(sum(scores.map(({ recall }) => recall.of))).toBe(list.length);
        expect(sum(scores.map(({ precision }) => precision.of))).toBe(list.length);
        expect(sum(scores.map(({ recall }) => recall.count))).toBe(accuracy.count);
      }),
      { seed: 20_261_121 },
    );
  });
});

describe("entities", () => {
  const text = "masaje mañana con ana";
  const line = {
    intent: "agendar_cita",
    text,
    source: text,
    file: "f.yml",
    line: 3,
    language: "es",
    isMarked: true,
    isBlind: false,
    entities: [
      { entity: "servicio", value: "masaje", start: 0, end: 6 },
      { entity: "fecha", value: "mañana", start: 7, end: 13 },
      { entity: "profesional", value: "Ana Torres", start: 18, end: 21 },
    ],
  };
  const found = (entity: string, value: string, start: number, end: number): NluEntity => ({
    entity,
    value,
    text: text.slice(start, end),
    start,
    end,
  });
  const read = (entities: NluEntity[]): NluParse => ({
    text,
    intent: { name: "agendar_cita", confidence: 0.8 },
    ranking: [
      { name: "agendar_cita", confidence: 0.8 },
      { name: "saludo", confidence: 0.3 },
    ],
    entities,
    engine: "embedded",
    model: "m",
    durationMs: 0.25,
  });

  it("are right by kind and span, and by the value that a mark names", () => {
    const judged = decisionOf(
      line,
      read([
        // The catalogue's own name for what was marked without one.
        found("servicio", "Masaje relajante", 0, 6),
        found("fecha", "mañana con", 7, 17),
        found("profesional", "Ana Ríos", 18, 21),
      ]),
    );
    expect(judged).toMatchObject({ confidence: 0.8, margin: 0.5 });
    expect(judged.entities).toEqual({
      hits: [{ entity: "servicio", text: "masaje" }],
      missed: [
        { entity: "fecha", text: "mañana" },
        { entity: "profesional", text: "ana" },
      ],
      invented: [
        { entity: "fecha", text: "mañana con" },
        { entity: "profesional", text: "ana" },
      ],
    });
  });

  it("count only where somebody marks them", () => {
    expect(decisionOf({ ...line, isMarked: false }, read([found("servicio", "x", 0, 6)])).entities).toBeNull();
    const measured = measureEntities([
      decision({ entities: tally("fecha", [3, 1, 0]) }),
      decision({ entities: tally("hora", [1, 0, 2]) }),
      decision({ entities: null }),
    ]);
    expect(measured.lines).toBe(2);
    // 4 right, 1 missed, 2 invented.
    expect(measured.all.f1).toBeCloseTo(8 / 11, 10);
    expect(measured.kinds.map(({ name, f1 }) => [name, f1])).toEqual([
      ["fecha", 6 / 7],
      ["hora", 1 / 2],
    ]);
  });
});

describe("what customers notice", () => {
  const lines = [
    decision({ intent: "saludo" }),
    decision({ intent: "saludo", guess: "cancelar_cita" }),
    decision({ intent: "fuera_de_alcance", guess: "agendar_cita" }),
    decision({ intent: "fuera_de_alcance", guess: "agendar_cita", confidence: 0.59 }),
    decision({ intent: "fuera_de_alcance", guess: "saludo" }),
    decision({ intent: "fuera_de_alcance" }),
    decision({ intent: "agendar_cita", guess: "ubicacion", margin: 0.1 }),
  ];

  it("is a right answer, a question, a wrong answer or a write that nobody asked for", () => {
    expect(lines.map((line) => outcomeOf(line, THRESHOLDS))).toEqual([
      "right",
      "wrongWrite",
      "wrongWrite",
      "question",
      "wrongAnswer",
      "right",
      "question",
    ]);
  });

  it("is counted as by hand", () => {
    const effects = measureEffects(lines, THRESHOLDS);
    expect(effects.acted).toMatchObject({ count: 5, of: 7 });
    expect(effects.actedRight).toMatchObject({ count: 2, of: 5 });
    expect(effects.wrongWrites).toMatchObject({ count: 2, of: 7 });
    expect(effects.outOfScopeRecall).toMatchObject({ count: 2, of: 4 });
    expect(effects.outOfScopeWrites).toMatchObject({ count: 1, of: 4 });
  });

  it("takes its time", () => {
    const times = Array.from({ length: 20 }, (_, index) => decision({ durationMs: 20 - index }));
    expect(measureTimes(times)).toEqual({ p50: 10, p95: 19 });
    expect(measureTimes([])).toBeNull();
  });
});
