import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { check, type ScenarioReport, seeded } from "./scenario.ts";
import { scenarios } from "./scenarios.ts";
import { startCluster } from "./support/cluster.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "20261121" },
    only: { type: "string" },
    short: { type: "boolean", default: false },
  },
  strict: true,
});
const seed = Number(values.seed);
const wanted = values.only?.split(",");
const unknown = wanted?.filter((name) => !scenarios.some((scenario) => scenario.name === name)) ?? [];
if (unknown.length > 0 || !Number.isInteger(seed)) {
  console.error(`npm run chaos -- [--seed N] [--short] [--only ${scenarios.map(({ name }) => name).join(",")}]`);
  process.exit(2);
}

const reports: Record<string, ScenarioReport & { seconds: number }> = {};
const cluster = await startCluster({ directory: resolve(".data/chaos-postgres") });
try {
  for (const scenario of scenarios) {
    if (wanted && !wanted.includes(scenario.name)) continue;
    console.error(`\n== ${scenario.name}: ${scenario.story}`);
    const from = performance.now();
    const say = (line: string) => console.error(`   ${line}`);
    // Each scenario has its own stream: leaving one out changes nothing in the others.
    const random = seeded(seed + scenario.name.length * 7919 + scenario.name.charCodeAt(0));
    const report = await scenario
      .run({ seed, random, isShort: values.short, cluster, say })
      // The others still have something to tell.
      .catch((error: Error) => ({
        figures: {},
        checks: [check(`${scenario.name} ran to its end`, false, error.stack)],
      }));
    reports[scenario.name] = { seconds: Math.round((performance.now() - from) / 1000), ...report };
    for (const { promise, isKept, seen } of report.checks)
      say(`${isKept ? "kept  " : "BROKEN"} ${promise}${seen ? `: ${seen}` : ""}`);
  }
} finally {
  await cluster.stop();
}
const broken = Object.entries(reports).flatMap(([name, { checks }]) =>
  checks.filter(({ isKept }) => !isKept).map(({ promise }) => `${name}: ${promise}`),
);
console.log(JSON.stringify({ seed, isShort: values.short, broken, reports }, null, 2));
if (broken.length > 0) console.error(`\n${broken.length} promise(s) BROKEN with seed ${seed}.`);
process.exit(broken.length > 0 ? 1 : 0);
