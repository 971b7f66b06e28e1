import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { runHistories, SEED } from "./histories.ts";
import { createReading, type Reading } from "./house.ts";
import { createLab } from "./lab.ts";

/** Each shard has a database of its own, so that one waits for PostgreSQL while another thinks. */
const SHARDS = process.env.MODEL_PATH ? 1 : 3;
/** Of all shards together, of up to 80 commands each. */
const HISTORIES = Number(process.env.MODEL_HISTORIES ?? 150);
const TIMEOUT_MS = 600_000;

let reading: Reading;
beforeAll(() => {
  reading = createReading();
});

test("no history of messages, kills, freezes, doubts and take-overs breaks a promise", {
  timeout: TIMEOUT_MS,
}, async () => {
  const labs = await Promise.all(Array.from({ length: SHARDS }, () => createLab({ reading })));
  try {
    const runs = await Promise.all(
      labs.map((lab, shard) => runHistories(lab, { seed: SEED + shard, histories: HISTORIES / SHARDS })),
    );
    const seen: Record<string, number> = {};
    for (const lab of labs)
      for (const [what, times] of Object.entries(lab.seen)) seen[what] = (seen[what] ?? 0) + times;
    for (const run of runs)
      if (run.failed) throw new Error(`${run.errorInstance}\n${await fc.asyncDefaultReportMessage(run)}`);
    // A run that saw nothing proves nothing.
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0);
  } finally {
    await Promise.all(labs.map((lab) => lab.close()));
  }
});
