import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs, promisify } from "node:util";
import pg from "pg";
import { seeded } from "../chaos/scenario.ts";
import { startCluster } from "../chaos/support/cluster.ts";
import { endAllProcesses } from "../test/support/process.ts";
import { describeMachine, describeVersions } from "./machine.ts";
import type { BenchContext, MeasureReport } from "./measure.ts";
import { measures } from "./measures.ts";
import { startProvider } from "./support/provider.ts";
import { openRasa } from "./support/rasa.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    quick: { type: "boolean", default: false },
    rasa: { type: "boolean", default: false },
    together: { type: "boolean", default: false },
    profile: { type: "string" },
    turns: { type: "string" },
    seed: { type: "string", default: "20261121" },
  },
  strict: true,
});
const seed = Number(values.seed);
const turns = values.turns === undefined ? undefined : Number(values.turns);
const wanted = values.only?.split(",");
const unknown = wanted?.filter((name) => !measures.some((measure) => measure.name === name)) ?? [];
if (
  unknown.length > 0 ||
  !Number.isInteger(seed) ||
  (turns !== undefined && !(Number.isInteger(turns) && turns >= 10))
) {
  const names = measures.map(({ name }) => name).join(",");
  console.error(
    `npm run bench -- [--only ${names}] [--quick] [--rasa] [--together] [--profile FOLDER] [--turns N] [--seed N]`,
  );
  process.exit(2);
}

// Before anything of ours adds to it: figures of a busy machine are no figures.
const machine = describeMachine();
const startedAt = new Date();
const say = (line: string) => console.error(`   ${line}`);
const reports: Record<string, MeasureReport & { seconds: number }> = {};
const failures: string[] = [];
if (machine.isBusy) say(`the machine is busy (load ${machine.loadAverage[0]}): what follows says little`);

// What is measured is what `npm start` builds and runs.
const buildFrom = performance.now();
await promisify(execFile)(process.execPath, ["scripts/build.mjs"]);
const buildMs = Math.round(performance.now() - buildFrom);
say(`built in ${buildMs} ms, which \`npm start\` takes before the program starts`);
if (values.profile) await mkdir(values.profile, { recursive: true });

const cluster = await startCluster({ directory: resolve(".data/bench-postgres") });
await dropLeftOvers(cluster.adminUrl);
const provider = await startProvider();
const rasa = await openRasa({ isReal: values.rasa, say });
try {
  for (const measure of measures) {
    if (wanted && !wanted.includes(measure.name)) continue;
    console.error(`\n== ${measure.name}: ${measure.story}`);
    const from = performance.now();
    const layout = values.together ? "together" : "apart";
    const context: BenchContext = {
      ...{ cluster, provider, rasa, layout, turns, say },
      isQuick: values.quick,
      profileFolder: values.profile && resolve(values.profile),
      random: seeded(seed),
    };
    try {
      const report = await measure.run(context);
      reports[measure.name] = { seconds: Math.round((performance.now() - from) / 1000), ...report };
      for (const { goal, measured, isMet } of report.goals) say(`${isMet ? "met   " : "MISSED"} ${goal}: ${measured}`);
    } catch (error) {
      // The other measures are still worth having; a measure that could not be taken is a failure of the run.
      failures.push(`${measure.name} could not be measured: ${(error as Error).message}`);
      console.error(error);
      await endAllProcesses();
    }
  }
} finally {
  await endAllProcesses();
  await rasa.stop();
  await provider.stop();
}
const versions = await describeVersions(cluster.adminUrl);
await cluster.stop();

const goals = Object.values(reports).flatMap((report) => report.goals);
const missed = goals.filter(({ isMet }) => !isMet).map(({ goal, measured }) => `${goal}: ${measured}`);
const settings = {
  quick: values.quick,
  rasa: rasa.kind,
  layout: values.together ? "together" : "apart",
  seed,
  buildMs,
};
console.log(JSON.stringify({ startedAt, machine, versions, settings, missed, failures, goals, reports }, null, 2));
for (const line of failures) console.error(`\nFAILED ${line}`);
if (missed.length > 0)
  console.error(`\n${missed.length} goal(s) MISSED:\n${missed.map((line) => `  ${line}`).join("\n")}`);
process.exit(missed.length + failures.length > 0 ? 1 : 0);

/** What a run that was ended left behind: a million messages should not wait beside those that are measured. */
async function dropLeftOvers(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>(
      "select datname from pg_database where datname like 'test\\_%'",
    );
    for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`);
  } finally {
    await client.end();
  }
}
