import { z } from "zod";
import { GATE_NAMES, type GateName, type Gates } from "../../nlu/index.ts";

const names = Object.keys(GATE_NAMES) as [GateName, ...GateName[]];

export const gateSchema = z.strictObject({
  name: z.enum(names),
  kind: z.enum(["min", "max"]),
  /** null: nothing to measure it on. */
  value: z.number().nullable(),
  /** From `policy.yml`; null: measured and shown, but nobody is stopped by it. */
  limit: z.number().nullable(),
  goal: z.number().nullable(),
  isMet: z.boolean(),
  isGoalMet: z.boolean(),
});
export type Gate = z.infer<typeof gateSchema>;

/** What we want to reach; the gates of `policy.yml` say what must not be lost on the way. */
export const GOALS: Readonly<Gates> = { intent_accuracy: 0.95, entity_f1: 0.9, out_of_scope_write: 0.01 };

/** Of Rasa alone: the embedded classifier takes a fraction of it. */
const RASA_PARSE_MS = 12;

/**
 * Each measure against its gate and its goal, in the order of `GATE_NAMES`. What could not be measured breaks no gate: a
 * profile without a file of dates has nothing to lose there, and the report says so.
 */
export function judgeGates(
  values: Readonly<Record<GateName, number | null>>,
  limits: Gates,
  engine: "rasa" | "embedded",
): Gate[] {
  const goals: Gates = engine === "rasa" ? { ...GOALS, parse_p50_ms: RASA_PARSE_MS } : GOALS;
  return names.map((name) => {
    const kind = GATE_NAMES[name];
    const value = values[name];
    const meets = (limit: number | undefined) =>
      value === null || limit === undefined || (kind === "min" ? value >= limit : value <= limit);
    return {
      name,
      kind,
      value,
      limit: limits[name] ?? null,
      goal: goals[name] ?? null,
      isMet: meets(limits[name]),
      isGoalMet: meets(goals[name]),
    };
  });
}
