import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createMold } from "../../../../src/llm/grounding/index.ts";
import { KEPT_APART } from "./kept-apart.ts";
import type { Mutator, Source } from "./mutator.ts";
import { MUTATORS } from "./mutators.ts";
import { createRandom } from "./random.ts";
import type { Design, Pair, RecordedTurn, Split } from "./types.ts";

/** The two by conversation: dev is there to look at while the check is written, held-out only to count with. */
export const SPLITS: readonly Split[] = ["dev", "held-out"];

const read = <Value>(name: string) => JSON.parse(readFileSync(join(import.meta.dirname, name), "utf8")) as Value;

export const recordedTurns = (): RecordedTurn[] => read("recorded-turns.json");
/** Written one by one, as a good model would. */
export const faithfulPairs = (split: Split): Pair[] => read(`faithful-${split}.json`);

/** Names of the twelve open ways, and of the two kept apart. */
export const WAYS = MUTATORS.map(({ way }) => way);
export const WAYS_APART = KEPT_APART.map(({ way }) => way);

/** The sentences behind the markers that a model sees for this turn, in their order. */
export function piecesOf(turn: RecordedTurn): string[] {
  const { template, facts, outcome, language } = turn;
  const mold = createMold(template, { facts, outcome, language, tone: "tu", allowedLinks: [] });
  return mold?.pieces.map(({ text }) => text) ?? [];
}

/**
 * Faithful answers made wrong. The same seed gives the same pairs.
 *
 * @param perWay how many at most, for each way and each design
 * @param splits whose faithful answers are made wrong; default the two by conversation
 */
export function corruptedPairs(seed: number, perWay: number, splits: readonly Split[] = SPLITS): Pair[] {
  const turns = new Map(recordedTurns().map((turn) => [turn.id, turn]));
  const sources = splits.flatMap(faithfulPairs).flatMap(({ turnId, design, answer }): Source[] => {
    const turn = turns.get(turnId);
    return turn ? [{ turn, design, answer, pieces: piecesOf(turn) }] : [];
  });
  return [...MUTATORS, ...KEPT_APART].flatMap((mutator, index) =>
    (["A", "B"] as const).flatMap((design) => corrupt(mutator, design, sources, seed * 1000 + index, perWay)),
  );
}

function corrupt({ way, mutate }: Mutator, design: Design, sources: Source[], seed: number, perWay: number): Pair[] {
  const random = createRandom(seed);
  const pairs: Pair[] = [];
  const seen = new Set<string>();
  for (const source of random.shuffle(sources.filter((one) => one.design === design))) {
    if (pairs.length >= perWay) break;
    const answer = mutate(source, random);
    // The same rubbish about two turns is one example.
    if (answer === undefined || answer === source.answer || seen.has(answer)) continue;
    seen.add(answer);
    pairs.push({ turnId: source.turn.id, design, answer, isFaithful: false, way });
  }
  return pairs;
}
