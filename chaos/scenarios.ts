import { dependencies } from "./dependencies.ts";
import { failPointsScenario } from "./fail-points.ts";
import { freezeScenario } from "./freeze.ts";
import { killScenario } from "./kill.ts";
import { postgres } from "./postgres.ts";
import { rollingScenario } from "./rolling.ts";
import type { Scenario } from "./scenario.ts";

/** In the order in which they run. */
export const scenarios: readonly Scenario[] = [
  killScenario,
  failPointsScenario,
  freezeScenario,
  rollingScenario,
  postgres,
  dependencies,
];
