import { describe, expect, test } from "vitest";
import { corruptedPairs, faithfulPairs, piecesOf, recordedTurns, SPLITS, WAYS, WAYS_APART } from "./corpus.ts";
import { markersOf } from "./mutator.ts";

const SEED = 20_270_210;
const PER_WAY = 24;

const turns = new Map(recordedTurns().map((turn) => [turn.id, turn]));
const faithful = SPLITS.flatMap(faithfulPairs);
const prompted = faithfulPairs("prompted");
const corrupted = corruptedPairs(SEED, PER_WAY);

describe("recorded turns", () => {
  test("are distinct Spanish ones of every outcome", () => {
    expect(turns.size).toBe(recordedTurns().length);
    expect(turns.size).toBeGreaterThanOrEqual(160);
    const outcomes = new Set([...turns.values()].map(({ outcome }) => outcome));
    expect([...outcomes].sort()).toEqual(["ask", "changed", "confirm", "done", "info", "refused", "unavailable"]);
    expect([...turns.values()].filter(({ language }) => language !== "es")).toEqual([]);
  });

  test("have facts wherever a price is told, and at most ten messages before them", () => {
    for (const { id, template, facts, history } of turns.values()) {
      expect(history.length, id).toBeLessThanOrEqual(10);
      if (/\$\d/u.test(template)) expect(Object.keys(facts), id).not.toEqual([]);
    }
  });
});

describe("faithful answers", () => {
  test("are at least 300, about turns that exist, one for each turn and design", () => {
    expect(faithful.length).toBeGreaterThanOrEqual(300);
    expect(faithful.filter(({ turnId }) => !turns.has(turnId))).toEqual([]);
    expect(new Set(faithful.map(({ turnId, design }) => `${design} ${turnId}`)).size).toBe(faithful.length);
    expect(faithful.every(({ isFaithful, way }) => isFaithful && way === undefined)).toBe(true);
  });

  test("are split by conversation: none is on both sides", () => {
    const [dev = new Set(), heldOut = new Set()] = SPLITS.map(
      (split) => new Set(faithfulPairs(split).map(({ turnId }) => turnId.replace(/\.\d+$/u, ""))),
    );
    expect([...dev].filter((story) => heldOut.has(story))).toEqual([]);
    expect(dev.size).toBeGreaterThan(25);
    expect(heldOut.size).toBeGreaterThan(25);
  });

  test("prompted ones are over 100 of B, one for each turn, of every outcome", () => {
    expect(prompted.length).toBeGreaterThan(100);
    expect(prompted.filter(({ design, isFaithful }) => design !== "B" || !isFaithful)).toEqual([]);
    expect(new Set(prompted.map(({ turnId }) => turnId)).size).toBe(prompted.length);
    expect(new Set(prompted.map(({ turnId }) => turns.get(turnId)?.outcome)).size).toBe(7);
  });

  test.each([...faithful.filter(({ design }) => design === "B"), ...prompted])(
    "B holds each marker once and in order: $turnId",
    ({ turnId, answer }) => {
      const pieces = piecesOf(turns.get(turnId)!);
      expect(markersOf(answer)).toEqual(pieces.map((_, index) => `[${index + 1}]`));
    },
  );

  test("A says every amount, code, link and telephone of the head, and no marker", () => {
    for (const { turnId, answer } of faithful.filter(({ design }) => design === "A")) {
      const head = piecesOf(turns.get(turnId)!).join(" ");
      const exact = head.match(/\$[\d,]+|https?:\S+|\+\d[\d ]+\d|\b(?=\w*\d)[A-Z0-9]{6,8}\b/gu) ?? [];
      for (const figure of exact) expect(answer, turnId).toContain(figure);
      expect(markersOf(answer), turnId).toEqual([]);
    }
  });
});

describe("corrupted answers", () => {
  test("are over 500, in fourteen ways and both designs", () => {
    expect([...WAYS, ...WAYS_APART]).toHaveLength(14);
    expect(corrupted.length).toBeGreaterThanOrEqual(500);
    const countOf = (wanted: string) => corrupted.filter(({ way, design }) => `${way} ${design}` === wanted).length;
    const all = [...WAYS, ...WAYS_APART].flatMap((way) => [`${way} A`, `${way} B`]);
    const few = all.filter((wanted) => countOf(wanted) < 10);
    expect(few).toEqual([]);
  });

  test(`a seed gives the same again, and another seed others (seed ${SEED})`, () => {
    expect(corruptedPairs(SEED, PER_WAY)).toEqual(corrupted);
    expect(corruptedPairs(SEED + 1, PER_WAY)).not.toEqual(corrupted);
  });

  test("differ from what is faithful to the same turn", () => {
    const right = new Set(faithful.map(({ turnId, design, answer }) => `${turnId} ${design} ${answer}`));
    expect(corrupted.filter(({ turnId, design, answer }) => right.has(`${turnId} ${design} ${answer}`))).toEqual([]);
    expect(corrupted.filter(({ isFaithful, way, answer }) => isFaithful || !way || answer.trim() === "")).toEqual([]);
  });
});
