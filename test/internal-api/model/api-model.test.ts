import fc from "fast-check";
import { expect, test } from "vitest";
import { runHistories, SEED } from "./histories.ts";
import { createLab } from "./lab.ts";

/** Of up to 60 commands each. */
const HISTORIES = Number(process.env.MODEL_HISTORIES ?? 300);
const TIMEOUT_MS = 600_000;
/** A command that hardly ever has an effect proves nothing. */
const LEAST_DONE = 0.05;

test("no history of bookings, moves, payments, refunds, seats and repeated requests breaks a promise", {
  timeout: TIMEOUT_MS,
}, async () => {
  const lab = await createLab();
  try {
    const result = await runHistories(lab, { seed: SEED, histories: HISTORIES });
    const rates = Object.entries(lab.seen).map(([name, { tried, done }]) => ({ name, tried, done: done / tried }));
    if (process.env.MODEL_VERBOSE) console.table(rates);
    if (result.failed) {
      const { stack = result.errorInstance } = result.errorInstance as Error;
      throw new Error(`${stack}\n${await fc.asyncDefaultReportMessage(result)}`);
    }
    if (HISTORIES < 100) return;
    for (const { name, done } of rates) expect(done, `${name} had an effect`).toBeGreaterThan(LEAST_DONE);
  } finally {
    await lab.close();
  }
});
