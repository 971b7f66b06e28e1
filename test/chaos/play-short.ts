import { resolve } from "node:path";
import { inject } from "vitest";
import { type Scenario, seeded } from "../../chaos/scenario.ts";
import { createTestDatabase } from "../support/database.ts";

const SEED = 20_261_121;

/** Plays a scenario's short form on the test run's PostgreSQL; prints seed and figures; returns the broken promises. */
export async function playShort(scenario: Scenario, seed = SEED) {
  const report = await scenario.run({
    seed,
    random: seeded(seed),
    isShort: true,
    cluster: {
      adminUrl: inject("postgresUrl"),
      directory: resolve(".data/test-postgres"),
      createDatabase: () => createTestDatabase(),
      // The run's own; it outlives this file.
      stop: async () => undefined,
    },
    say: () => undefined,
  });
  console.info(`${scenario.name}, seed ${seed}: ${JSON.stringify(report.figures)}`);
  return report.checks.filter(({ isKept }) => !isKept);
}
