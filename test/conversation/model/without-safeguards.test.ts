import { beforeAll, expect, test } from "vitest";
import { runHistories, SEED } from "./histories.ts";
import { createReading, type Reading } from "./house.ts";
import { BrokenPromiseError } from "./invariants.ts";
import { createLab } from "./lab.ts";

/** The test of the test: without one safeguard a few histories are enough to see a promise broken. */
const HISTORIES = 40;
const TIMEOUT_MS = 300_000;

const FENCE = /and fence = \$2 for no key update/;
/** Behind the fence there is a second net, which goes with it: a turn commits only messages that are still unanswered. */
const UNANSWERED = /and state = 'received' returning 1\s+\), unmeant/;
const ON_CONFLICT =
  /on conflict \(channel_account_id, provider_event_id\) where provider_event_id is not null do nothing/;

let reading: Reading;
beforeAll(() => {
  reading = createReading();
});

test.each([
  {
    safeguard: "the fence of a turn's commit",
    changed: FENCE,
    replacement: "and $$2::bigint is not null for no key update",
    schema: "select 1",
    broken: /promise 2: a message is answered by two turns|promise 4/,
  },
  {
    safeguard: "the unique key of the provider's events",
    changed: ON_CONFLICT,
    replacement: "",
    schema: "drop index messages_provider_event",
    broken: /promise 3: (?:delivery|a message of the provider is stored twice)/,
  },
  {
    safeguard: "the exclusion constraint of allocations",
    changed: undefined,
    replacement: "",
    schema: "alter table allocations drop constraint allocations_no_overlap",
    broken: /promise 3: two bookings hold one person at one time/,
  },
  {
    safeguard: "the holder in a claim",
    changed: /select c\.id, c\.holder,/,
    replacement: "select c.id, 'bot' as holder,",
    schema: "select 1",
    broken: /promise 6: row .* was claimed while a person held/,
  },
])("without $safeguard some history breaks a promise", { timeout: TIMEOUT_MS }, async (taken) => {
  const { changed, replacement, schema } = taken;
  let changes = 0;
  const lab = await createLab({
    reading,
    schema,
    rewrite(text) {
      if (!changed?.test(text)) return changed === FENCE ? text.replace(UNANSWERED, "returning 1), unmeant") : text;
      changes += 1;
      return text.replace(changed, replacement);
    },
  });
  try {
    const run = await runHistories(lab, { seed: SEED, histories: HISTORIES });
    // The statement that was changed is one that the engine runs.
    if (changed) expect(changes).toBeGreaterThan(0);
    expect(run.failed).toBe(true);
    expect(run.errorInstance).toBeInstanceOf(BrokenPromiseError);
    expect(String(run.errorInstance)).toMatch(taken.broken);
  } finally {
    await lab.close();
  }
});
