import fc from "fast-check";
import { assertAtRest } from "./invariants.ts";
import type { Lab } from "./lab.ts";
import { commands } from "./mix.ts";

const CUSTOMERS = 3;

/**
 * Histories of one laboratory, the same ones for the same seed. When one breaks a promise, seed, path and replayPath are
 * printed: `MODEL_SEED=… MODEL_PATH=…` brings it back alone and shortens it, `MODEL_REPLAY=…` repeats just its commands.
 */
export function runHistories(lab: Lab, { seed, histories }: { seed: number; histories: number }) {
  const path = process.env.MODEL_PATH;
  const replayed = process.env.MODEL_REPLAY;
  return fc.check(
    fc.asyncProperty(commands(CUSTOMERS, replayed), async (history) => {
      await lab.reset(CUSTOMERS);
      const model = { hasWritten: [], isHeld: [], frozen: 0 };
      await fc.asyncModelRun(() => ({ model, real: lab }), history);
      await assertAtRest(lab, await lab.settle());
    }),
    { seed, numRuns: histories, ...(path ? { path } : {}), endOnFailure: path === undefined },
  );
}

export const SEED = Number(process.env.MODEL_SEED ?? 20_270_210);
