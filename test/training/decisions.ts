import type { Decision, EntityTally } from "../../src/training/report/evaluate.ts";

/** A decision of which only what is said here matters. */
export function decision(over: Partial<Decision>): Decision {
  return {
    file: "rasa/studio/test/frases.yml",
    line: 5,
    language: "es",
    text: "hola",
    isBlind: false,
    intent: "saludo",
    guess: over.intent ?? "saludo",
    confidence: 0.9,
    margin: 0.8,
    entities: null,
    durationMs: 1,
    ...over,
  };
}

/** `[hits, missed, invented]` entities of one kind. */
export function tally(entity: string, counts: [number, number, number]): EntityTally {
  const [hits, missed, invented] = counts.map((count) => Array.from({ length: count }, () => ({ entity, text: "x" })));
  return { hits: hits!, missed: missed!, invented: invented! };
}
