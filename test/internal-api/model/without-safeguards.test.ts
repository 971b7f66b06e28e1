import { expect, test } from "vitest";
import { runHistories, SEED } from "./histories.ts";
import { BrokenPromiseError } from "./invariants.ts";
import { createLab } from "./lab.ts";

/** The test of the test: without one safeguard a few histories are enough to see a promise broken. */
const HISTORIES = 100;
const TIMEOUT_MS = 300_000;

/** What stands before or behind a constraint, and hides that it is gone, goes with it. */
type Change = [statement: RegExp, replacement: string];

test.each<{ safeguard: string; schema: string; changes: Change[]; broken: RegExp }>([
  {
    safeguard: "the exclusion constraint of allocations",
    schema: "alter table allocations drop constraint allocations_no_overlap",
    changes: [],
    broken: /is taken twice at one time/,
  },
  {
    safeguard: "the unique key of idempotency",
    schema: "alter table idempotency_keys drop constraint idempotency_keys_pkey",
    changes: [[/on conflict \(caller, key\) do update[\s\S]*interval '7 days'/, ""]],
    broken: /made by none or by several requests|other than once by each request|one key got two answers/,
  },
  {
    safeguard: "the ledger's balance",
    schema: "drop trigger credit_entries_balance on credit_entries",
    changes: [[/(and credits_end_at > \$2\s+order by id) for no key update/, "$1"]],
    broken: /holds less than no credit/,
  },
  {
    safeguard: "the seat as a row that one booking takes",
    schema: "drop trigger class_seats_booking on class_seats; drop trigger bookings_class_seat on bookings",
    changes: [[/where booking_id is null and (\(session_id, seat\) = [^)]*) and booking_id is null/, "where $1"]],
    broken: /a booking of a class has no seat/,
  },
  {
    safeguard: "the payment that is written once",
    schema: "alter table payments drop constraint payments_provider_provider_ref_key",
    changes: [[/on conflict \(provider, provider_ref\) do nothing/, ""]],
    broken: /a payment is counted twice/,
  },
])("without $safeguard some history breaks a promise", { timeout: TIMEOUT_MS }, async ({ schema, changes, broken }) => {
  const changed = new Set<Change>();
  const lab = await createLab({
    schema,
    rewrite(text) {
      for (const change of changes) {
        if (!change[0].test(text)) continue;
        changed.add(change);
        return text.replace(...change);
      }
      return text;
    },
  });
  try {
    const run = await runHistories(lab, { seed: SEED, histories: HISTORIES });
    // Each statement that was changed is one that the API runs.
    expect(changed.size).toBe(changes.length);
    expect(run.failed).toBe(true);
    expect(run.errorInstance).toBeInstanceOf(BrokenPromiseError);
    expect(String(run.errorInstance)).toMatch(broken);
    if (process.env.MODEL_VERBOSE) console.log(`${broken}: after ${run.numRuns} histories`);
  } finally {
    await lab.close();
  }
});
