import { describe, expect, it } from "vitest";
import { checkAnswer, createMold } from "../../../src/llm/index.ts";
import { corruptedPairs, faithfulPairs, piecesOf, recordedTurns, SPLITS, WAYS, WAYS_APART } from "./corpus/corpus.ts";
import type { Design, Pair, Split } from "./corpus/types.ts";
import { checkGrounding } from "./free-rewording/check-grounding.ts";

const SEED = 20_270_210;
const PER_WAY = 40;

const turns = new Map(recordedTurns().map((turn) => [turn.id, turn]));
const corrupted = corruptedPairs(SEED, PER_WAY);

interface Verdict {
  /** What would leave; undefined when the template would. */
  text: string | undefined;
  isTrimmed: boolean;
}

/** A: the head is reworded freely. B: words around the markers of the mold. */
function verdictOn({ turnId, design, answer }: Pair): Verdict {
  const { template, facts, outcome, language, customerName } = turns.get(turnId)!;
  const mold = createMold(template, { facts, outcome, language, tone: "tu", allowedLinks: [] });
  if (design === "B") {
    const { text, trimmed } = mold ? checkAnswer(mold, answer) : { text: undefined, trimmed: [] };
    return { text, isTrimmed: trimmed.length > 0 };
  }
  const tail = mold?.tail ?? "";
  const head = template.trim().slice(0, template.trim().length - tail.length);
  const candidate = answer.replaceAll("{nombre}", customerName);
  const reasons = checkGrounding(head, candidate, { ...facts, customerName });
  return { text: reasons.length === 0 ? candidate + tail : undefined, isTrimmed: false };
}

const lettersOf = (text: string | undefined) => text?.replace(/[^\p{L}\d]/gu, "").toLowerCase();
const leavesOfFaithful = (splits: readonly Split[]) =>
  new Map(splits.flatMap(faithfulPairs).map((pair) => [`${pair.design} ${pair.turnId}`, verdictOn(pair).text]));

/** Something wrong would reach the customer: what leaves has other letters or figures than what leaves of the faithful answer. */
function passing(pairs: readonly Pair[], splits: readonly Split[]): Pair[] {
  const leaves = leavesOfFaithful(splits);
  return pairs.filter((pair) => {
    const { text } = verdictOn(pair);
    return text !== undefined && lettersOf(text) !== lettersOf(leaves.get(`${pair.design} ${pair.turnId}`));
  });
}

/**
 * What leaves only leaves out words of the model: every sentence of it leaves of the faithful answer too, in that order,
 * and no locked one is missing. (Cutting a lie that hangs on "Lo siento:" cuts that as well.)
 */
function saysLess(pair: Pair, splits: readonly Split[]): boolean {
  const text = verdictOn(pair).text ?? "";
  const whole = lettersOf(leavesOfFaithful(splits).get(`${pair.design} ${pair.turnId}`)) ?? "";
  let from = 0;
  for (const sentence of text.split(/(?<=[.!?…:])\s+/u)) {
    const letters = lettersOf(sentence) ?? "";
    const at = whole.indexOf(letters, from);
    if (at < 0) return false;
    from = at + letters.length;
  }
  return piecesOf(turns.get(pair.turnId)!).every((piece) => lettersOf(text)?.includes(lettersOf(piece) ?? ""));
}

const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;

function measureFaithful(split: Split, design: Design) {
  const verdicts = faithfulPairs(split)
    .filter((pair) => pair.design === design)
    .map(verdictOn);
  const refused = verdicts.filter(({ text }) => text === undefined).length;
  const trimmed = verdicts.filter(({ text, isTrimmed }) => text !== undefined && isTrimmed).length;
  return { split, count: verdicts.length, refused, trimmed };
}

const lineOf = ({ split, count, refused, trimmed }: ReturnType<typeof measureFaithful>) =>
  `  faithful, ${split}: ${refused} of ${count} refused (${percent(refused, count)}), ${trimmed} lost some words (${percent(trimmed, count)})`;

function measure(design: Design) {
  const wrong = corrupted.filter((pair) => pair.design === design);
  const passed = passing(wrong, SPLITS);
  const ways = [...WAYS, ...WAYS_APART].map((way) => {
    const count = (pairs: Pair[]) => pairs.filter((pair) => pair.way === way).length;
    return { way, tried: count(wrong), passed: count(passed) };
  });
  const splits = SPLITS.map((split) => measureFaithful(split, design));
  const right = splits.reduce((sum, { count }) => sum + count, 0);
  const falselyRefused = splits.reduce((sum, { refused }) => sum + refused, 0);
  const caught = wrong.length - passed.length;
  console.info(
    [
      `design ${design}: ${right + wrong.length} pairs (${right} faithful, ${wrong.length} corrupted, seed ${SEED})`,
      `  recall ${percent(caught, wrong.length)}, precision ${percent(caught, caught + falselyRefused)}`,
      ...splits.map(lineOf),
      `  corrupted that passed: ${ways.map(({ way, tried, passed }) => `${way} ${passed}/${tried}`).join(", ")}`,
    ].join("\n"),
  );
  return { passed, ways, splits };
}

describe("B: the model writes around locked sentences", () => {
  const { passed, ways, splits } = measure("B");

  it("is measured with at least 300 pairs, each way among them", () => {
    expect(corrupted.filter(({ design }) => design === "B").length).toBeGreaterThanOrEqual(300);
    expect(ways.filter(({ tried }) => tried < 10)).toEqual([]);
    expect(ways).toHaveLength(14);
  });

  it("lets no corrupted answer through, in none of the fourteen ways", () => {
    expect(passed.map(({ way, turnId, answer }) => ({ way, turnId, answer }))).toEqual([]);
  });

  it("refuses fewer than 3 % of the faithful answers that it was not written with", () => {
    const heldOut = splits.find(({ split }) => split === "held-out")!;
    expect(heldOut.refused / heldOut.count).toBeLessThan(0.03);
    // Words of a whole answer that it does not know are left out; most answers leave as they were written.
    expect(heldOut.trimmed / heldOut.count).toBeLessThan(0.4);
  });

  it("refuses fewer than 3 % of the answers that the prompt itself brings about, and none of them made wrong passes", () => {
    const prompted = measureFaithful("prompted", "B");
    const wrong = corruptedPairs(SEED, PER_WAY, ["prompted"]);
    const changed = passing(wrong, ["prompted"]);
    const passed = changed.filter((pair) => !saysLess(pair, ["prompted"]));
    console.info(
      [
        "design B, answers to the rendered prompt",
        lineOf(prompted),
        `  of ${wrong.length} corrupted, ${changed.length} left otherwise than the faithful one, ${passed.length} with anything added or locked words lost`,
      ].join("\n"),
    );
    expect(prompted.refused / prompted.count).toBeLessThan(0.03);
    expect(prompted.trimmed / prompted.count).toBeLessThan(0.3);
    expect(wrong.length).toBeGreaterThan(300);
    expect(passed.map(({ way, turnId, answer }) => ({ way, turnId, answer }))).toEqual([]);
  });
});

describe("A: the model rewords freely", () => {
  const { passed, splits } = measure("A");

  it("lets hardly anything through, at the price of most faithful answers", () => {
    expect(passed.length).toBeLessThanOrEqual(3);
    for (const { refused, count } of splits) expect(refused / count).toBeGreaterThan(0.5);
  });
});
