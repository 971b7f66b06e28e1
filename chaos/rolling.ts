import { setTimeout as pause } from "node:timers/promises";
import { type AppProcess, endAllProcesses, restartablePort } from "../test/support/process.ts";
import { startWorld } from "../test/support/world.ts";
import { check, type Scenario } from "./scenario.ts";
import { startBalancer } from "./support/balancer.ts";
import { median } from "./support/fleet.ts";
import { createLoad } from "./support/load.ts";
import { auditAll } from "./support/settle.ts";

/** Longer than the balancer needs to see that a backend is no longer ready. */
const DRAIN_MS = "1000";
/** Between two restarts: the balancer finds the new one. */
const REST_MS = 500;

/** Below a sender's limit of 20 a minute. */
const PACE_MS = { least: 2500, more: 3000 };
/** More lines than anybody gets to say before the last restart. */
const LINES = 500;

const FULL = { customers: 40, bookers: 10, rounds: 3 };
const SHORT = { customers: 10, bookers: 2, rounds: 1 };

export const rollingScenario: Scenario = {
  name: "rolling",
  story: "two webs and two workers, each restarted in turn by SIGTERM while customers write",
  async run({ cluster, random, isShort, say }) {
    const size = isShort ? SHORT : FULL;
    const world = await startWorld({ database: await cluster.createDatabase() });
    const balancer = await startBalancer(world.port);
    try {
      const ports = [await restartablePort(), await restartablePort()];
      for (const port of ports) balancer.add(port);
      const env = { PUBLIC_BASE_URL: balancer.url, INTERNAL_API_URL: balancer.url, DRAIN_MS };
      const places = [
        ...ports.map((port) => ({ services: ["web" as const], port })),
        // A worker listens nowhere; the port only names the API, which INTERNAL_API_URL says better.
        ...ports.map((port) => ({ services: ["worker" as const], port })),
      ];
      const living: AppProcess[] = await Promise.all(places.map((place) => world.start({ ...place, env })));

      let isEnough = false;
      const load = createLoad({
        ...{ world, random, patienceMs: 8000, paceMs: () => PACE_MS.least + random() * PACE_MS.more },
        ...{ customers: size.customers, messagesEach: LINES, bookers: size.bookers, isEnough: () => isEnough },
      });
      const lives = load.live();
      // Its failure is awaited below; until then it must not end the runner.
      lives.catch(() => undefined);
      const exits: (number | null)[] = [];
      const stopMs: number[] = [];
      const writtenBetween: number[] = [];
      for (let round = 0; round < size.rounds; round++) {
        for (const [index, place] of places.entries()) {
          const before = load.progress.written;
          const stopFrom = performance.now();
          const exit = await living[index]?.end("SIGTERM");
          stopMs.push(performance.now() - stopFrom);
          exits.push(exit?.code ?? null);
          living[index] = await world.start({ ...place, env });
          say(`restart ${exits.length}: ${place.services[0]} on ${place.port}, exit code ${exit?.code}`);
          await pause(REST_MS);
          writtenBetween.push(load.progress.written - before);
        }
      }
      isEnough = true;
      await lives;
      await world.untilAtRest(180_000);
      const found = await auditAll(world, load.people);
      const statuses = { ...balancer.statuses };
      const refused = Object.entries(statuses).filter(([status]) => Number(status) >= 500 || Number(status) < 200);
      const last = await Promise.all(living.map((app) => app.end("SIGTERM")));
      return {
        figures: {
          ...{ messages: load.progress.written, restarts: exits.length, writtenBetween },
          ...{ lost: found.lost.length, twice: found.twice.length, disorder: found.disorder.length },
          ...{ bookings: found.bookings, redelivered: load.progress.redelivered, statuses, balancer: balancer.counts },
          stopMs: { median: median(stopMs), max: Math.round(Math.max(...stopMs)) },
        },
        checks: [
          check("rolling: nothing lost", found.lost.length === 0, found.lost),
          check("rolling: nothing twice", found.twice.length === 0, found.twice),
          check("rolling: order kept for each customer", found.disorder.length === 0, found.disorder),
          check("rolling: no answer but 2xx and 4xx behind the balancer", refused.length === 0, {
            statuses,
            ...balancer.counts,
          }),
          check("rolling: no webhook had to be delivered again", load.progress.redelivered === 0, load.progress),
          check(
            "rolling: every process ends with 0",
            [...exits, ...last.map(({ code }) => code)].every((c) => c === 0),
            {
              exits,
              last,
            },
          ),
          check(
            "rolling: every restart met load",
            writtenBetween.every((n) => n > 0),
            writtenBetween,
          ),
        ],
      };
    } finally {
      await endAllProcesses();
      await balancer.close();
      await world.close();
    }
  },
};
