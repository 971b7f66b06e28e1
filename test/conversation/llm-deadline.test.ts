import { describe, expect, it } from "vitest";
import { llmDeadline } from "../../src/conversation/llm-deadline.ts";
import type { Turn } from "../../src/conversation/turn.ts";
import type { Clock } from "../../src/shared/index.ts";

const NOW = new Date("2027-02-10T16:00:00Z");
let elapsedMs = 0;
const clock: Clock = { now: () => NOW, monotonicMs: () => elapsedMs };
const turnOf = (waitedMs: number): Pick<Turn, "writtenAt" | "llmDeadline"> => ({
  writtenAt: new Date(NOW.getTime() - waitedMs),
});
const remaining = (waitedMs: number) => llmDeadline(turnOf(waitedMs), { clock, llmReplyMs: 2500 }).remainingMs();

describe("the models' time", () => {
  it("is whole after the usual wait, shorter after a longer one, and over when the customer has waited that long", () => {
    expect([0, 400, 900, 2900, 60_000].map(remaining)).toEqual([2500, 2500, 2000, 0, 0]);
  });

  it("never grows, whatever a clock says that was set back", () => {
    expect(remaining(-5000)).toBe(2500);
  });

  it("is one for all questions of a turn", () => {
    const turn = turnOf(0);
    const first = llmDeadline(turn, { clock, llmReplyMs: 2500 });
    elapsedMs += 1000;
    expect(llmDeadline(turn, { clock, llmReplyMs: 2500 })).toBe(first);
    expect(first.remainingMs()).toBe(1500);
  });
});
