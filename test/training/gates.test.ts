import { describe, expect, it } from "vitest";
import { type GateName, loadGates } from "../../src/nlu/index.ts";
import { checkPolicy } from "../../src/training/check/training-files.ts";
import { judgeGates } from "../../src/training/report/gates.ts";
import { temporaryFolder } from "../nlu/temporary.ts";

const VALUES: Record<GateName, number | null> = {
  intent_accuracy: 0.92,
  macro_f1: 0.9,
  entity_f1: 0.95,
  date_accuracy: null,
  out_of_scope_recall: 0.9,
  out_of_scope_write: 0.02,
  wrong_write: 0.01,
  ece: 0.03,
  cross_validation: 0.8,
  parse_p50_ms: 14,
};

describe("the gates of policy.yml", () => {
  it("are the core's, overridden one by one by the profile's", () => {
    const folder = temporaryFolder({
      "core/policy.yml": "confidence: 0.7\ngates:\n  wrong_write: 0.03\n  intent_accuracy: 0.8\n",
      "gym/policy.yml": "gates:\n  intent_accuracy: 0.9\n  parse_p50_ms: 12.5\n",
    });
    expect(loadGates(folder, "gym")).toEqual({ wrong_write: 0.03, intent_accuracy: 0.9, parse_p50_ms: 12.5 });
    expect(loadGates(folder, "none")).toEqual({ wrong_write: 0.03, intent_accuracy: 0.8 });
  });

  it("are refused with file and line when nobody measures them or they are no shares", () => {
    const folder = temporaryFolder({
      "core/policy.yml": "confidence: 0.7\n",
      "gym/policy.yml": "margin: 0.1\ngates:\n  wrong_write: 0.03\n  intencion: 0.9\n",
      "shop/policy.yml": "gates:\n  wrong_write: 3\n",
    });
    expect(() => loadGates(folder, "gym")).toThrow("rasa/gym/policy.yml:4: ");
    expect(() => loadGates(folder, "shop")).toThrow("rasa/shop/policy.yml:2: wrong_write ");
  });

  it("are named by nlu:check in Spanish", () => {
    const rootDirectory = temporaryFolder({
      "rasa/core/policy.yml": "margin: 0.1\ngates:\n  wrong_write: 3\n  intencion: 0.9\n",
    });
    expect(checkPolicy({ rootDirectory, profile: "studio" })).toEqual([
      { file: "rasa/core/policy.yml", line: 3, message: "wrong_write debe ser <=1" },
      { file: "rasa/core/policy.yml", line: 4, message: 'no hay umbral que se llame "intencion"' },
    ]);
  });

  it("are met from above or from below, as their names have it", () => {
    const limits = { intent_accuracy: 0.92, macro_f1: 0.91, wrong_write: 0.01, ece: 0.02, date_accuracy: 0.99 };
    const gates = new Map(judgeGates(VALUES, limits, "embedded").map((gate) => [gate.name, gate]));
    expect(gates.get("intent_accuracy")).toMatchObject({ kind: "min", limit: 0.92, isMet: true });
    expect(gates.get("macro_f1")).toMatchObject({ isMet: false });
    expect(gates.get("wrong_write")).toMatchObject({ kind: "max", isMet: true });
    expect(gates.get("ece")).toMatchObject({ isMet: false });
    // What could not be measured stops nobody, and is shown as such.
    expect(gates.get("date_accuracy")).toMatchObject({ value: null, isMet: true });
    expect(gates.get("out_of_scope_recall")).toMatchObject({ limit: null, isMet: true });
  });

  it("are not the goals: a goal that is missed breaks nothing", () => {
    const missed = (engine: "rasa" | "embedded") =>
      judgeGates(VALUES, {}, engine).filter(({ isMet, isGoalMet }) => isMet && !isGoalMet);
    expect(missed("embedded").map(({ name }) => name)).toEqual(["intent_accuracy", "out_of_scope_write"]);
    expect(missed("rasa").map(({ name }) => name)).toContain("parse_p50_ms");
  });
});
