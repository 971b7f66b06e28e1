import { setTimeout as pause } from "node:timers/promises";
import { startFakeTwilio } from "../test/support/fake-twilio.ts";
import { endAllProcesses, until } from "../test/support/process.ts";
import { startWorld } from "../test/support/world.ts";
import { type ChaosContext, type Check, check, type Scenario, seeded } from "./scenario.ts";
import { createFleet, median, OWN_CLOCK, PARTS, pointsHit } from "./support/fleet.ts";
import { type Kill, planKills } from "./support/kill-plan.ts";
import { createLoad } from "./support/load.ts";
import { auditAll, settle } from "./support/settle.ts";

/** What the provider does to sends, by chance, all the time. */
const FAULTS = {
  ...{ drop: 0.02, "drop-accepted": 0.03, "rate-limit": 0.02, "server-error": 0.02, "server-error-accepted": 0.02 },
  ...{ "hang-accepted": 0.005, "half-open": 0.005, "half-open-accepted": 0.005, drip: 0.01 },
};
/** An armed point that nobody passes gives way to a plain kill. */
const POINT_PATIENCE_MS = 4000;
/** Longer than a provider that cannot be asked is asked again. */
const CANNOT_BE_ASKED_MS = 20 * 60_000;
const BACK_WITHIN_MS = 10_000;

export const killScenario: Scenario = {
  name: "kill",
  story: "kill -9 of web, worker or both while customers write, with a provider that errs",
  async run(context) {
    const askable = await runPass(context, true);
    const silent = await runPass(context, false);
    return {
      figures: { "provider can be asked": askable.figures, "provider cannot be asked": silent.figures },
      checks: [...askable.checks, ...silent.checks],
    };
  },
};

interface Size {
  customers: number;
  messagesEach: number;
  bookers: number;
  kills: number;
}
const FULL: Size = { customers: 50, messagesEach: 10, bookers: 15, kills: 20 };
const SHORT: Size = { customers: 12, messagesEach: 4, bookers: 4, kills: 3 };
const SHORT_SILENT: Size = { customers: 8, messagesEach: 4, bookers: 2, kills: 2 };

async function runPass({ cluster, random, isShort, seed, say }: ChaosContext, isAskable: boolean) {
  const size = !isShort ? FULL : isAskable ? SHORT : SHORT_SILENT;
  const messages = size.customers * size.messagesEach;
  // Statuses come late, or never where the provider cannot be asked: nothing but the list settles a doubt.
  const twilio = await startFakeTwilio({
    statusDelaysMs: isAskable ? { sent: 8000, delivered: 200, read: 200 } : "manual",
  });
  const world = await startWorld({ database: await cluster.createDatabase(), twilio });
  try {
    // Streams of their own: how often the processes draw is not the same in two runs, the plan is.
    const lags = seeded(seed + 1);
    twilio.setListLag(() => lags() * 60_000);
    twilio.setAskable(isAskable);
    twilio.failAtRandom(seeded(seed + 2), FAULTS);
    const kills = planKills(random, size.kills);
    let killed = 0;
    const isPast = (index: number, early = 0) =>
      load.progress.written >= ((index + 1) * messages) / kills.length - early;
    const load = createLoad({
      ...{ world, random, patienceMs: 5000, isAnswerUncertain: !isAskable },
      ...{ customers: size.customers, messagesEach: size.messagesEach, bookers: size.bookers },
      mayWrite: () => killed === kills.length || !isPast(killed),
    });
    // Time passes between two workers where waiting for it would only make the run long.
    const jumpMs = !isAskable ? CANNOT_BE_ASKED_MS : isShort ? 120_000 : undefined;

    const fleet = createFleet(world);
    const counts = { web: 0, worker: 0, both: 0, atPoints: 0, atMoments: 0, cutShort: 0 };
    const points: Record<string, number> = {};
    const inHand: Record<string, number> = { leased: 0, writing: 0, unsent: 0, sending: 0 };
    const ends: string[] = [];
    const backMs: number[] = [];
    const from = performance.now();
    await Promise.all(PARTS.map((part) => fleet.start(part, { nodeArgs: OWN_CLOCK })));
    let isOver = false;
    const lives = load.live().finally(() => {
      isOver = true;
    });
    // Whoever fails first ends the run: the other would wait for a progress that does not come.
    const failed = lives.then(
      () => new Promise<never>(() => undefined),
      (error: unknown) => Promise.reject(error),
    );
    failed.catch(() => undefined);
    let back: (() => number | undefined) | undefined;

    async function strike(kill: Kill, index: number): Promise<void> {
      const victim = kill.point && fleet.get(kill.point.part);
      if (kill.point) await victim?.arm(`${kill.point.name}:${kill.point.hit}`);
      let isHit = false;
      void victim?.exited.then(() => {
        isHit = true;
      });
      await until(() => isHit || isOver || isPast(index, kill.early), "enough messages for the next kill", 240_000);
      if (victim) await Promise.race([victim.exited, pause(POINT_PATIENCE_MS)]);
      else await pause(kill.delayMs);
      const isAtPoint = isHit;
      const took = back?.();
      if (took !== undefined) backMs.push(took);
      else if (index > 0) counts.cutShort += 1;

      for (const part of kill.targets) {
        const process = fleet.get(part);
        const exit = await process.end("SIGKILL");
        if (exit.signal !== "SIGKILL") ends.push(`${part} ended with ${exit.code}: ${process.output().slice(-500)}`);
        for (const name of pointsHit(process)) points[name] = (points[name] ?? 0) + 1;
      }
      counts[isAtPoint ? "atPoints" : "atMoments"] += 1;
      counts[kill.targets.length === 2 ? "both" : (kill.targets[0] ?? "both")] += 1;
      for (const [name, count] of Object.entries(await world.inHand())) inHand[name] = (inHand[name] ?? 0) + count;
      const hasWorker = !kill.targets.includes("worker");
      if (jumpMs !== undefined) await world.letTimePass(jumpMs, { whileWorking: hasWorker });
      killed = index + 1;
      back = watchReturn(kill);
      await Promise.all(kill.targets.map((part) => fleet.start(part, { nodeArgs: OWN_CLOCK })));
      say(`kill ${index + 1}: ${kill.targets.join(" and ")} ${isAtPoint ? `at ${kill.point?.name}` : "at a moment"}`);
    }

    /** From the restart to the first webhook that was taken (web) and the first answer that left (worker). */
    function watchReturn(kill: Kill): () => number | undefined {
      const startedAt = performance.now();
      let answeredAt: number | undefined;
      const stop = twilio.standIn.onMessage(() => {
        answeredAt ??= performance.now();
      });
      return () => {
        stop();
        const takenAt = load.progress.firstTakenAfter(startedAt);
        const needed = [
          ...(kill.targets.includes("web") ? [takenAt] : []),
          ...(kill.targets.includes("worker") ? [answeredAt] : []),
        ];
        return needed.some((at) => at === undefined) ? undefined : Math.max(...(needed as number[])) - startedAt;
      };
    }

    for (const [index, kill] of kills.entries()) await Promise.race([strike(kill, index), failed]);
    await lives;
    twilio.clearFaults();
    await settle(world, fleet, jumpMs);
    const last = back?.();
    if (last !== undefined) backMs.push(last);

    const found = await auditAll(world, load.people);
    const exits = await fleet.stop();
    const { lost, twice, disorder, unrecorded, deadLetters, doubts, doubtsAtProvider, bookings } = found;
    const questions = twilio.requests.filter(({ method, path }) => method === "GET" && path.endsWith("Messages.json"));
    const label = isAskable ? "a provider that can be asked" : "a provider that cannot be asked";
    const checks: Check[] = [
      check(`kill, ${label}: every message was written`, load.progress.written === messages, load.progress),
      check(`kill, ${label}: nothing lost`, lost.length === 0, lost),
      check(`kill, ${label}: no reply and no booking twice`, twice.length === 0, twice),
      check(`kill, ${label}: order kept for each customer`, disorder.length === 0, disorder),
      check(`kill, ${label}: every doubt recorded`, unrecorded.length === 0, unrecorded),
      check(`kill, ${label}: no process ended by itself`, ends.length === 0, ends),
      check(`kill, ${label}: the last ones stop in order`, exits.join() === "0,0", exits),
      ...(isAskable ? [check(`kill, ${label}: no doubt is left`, doubts === 0, doubts)] : []),
      // Kills that met nothing would prove nothing.
      check(`kill, ${label}: kills met work in hand`, (inHand.leased ?? 0) + (inHand.sending ?? 0) > 0, inHand),
      ...(isShort
        ? []
        : [check(`kill, ${label}: back within 10 s`, Math.max(...backMs) <= BACK_WITHIN_MS, backMs.map(Math.round))]),
    ];
    return {
      figures: {
        ...{ messages, customers: size.customers, kills: kills.length, ...counts, points, inHand },
        ...{ lost: lost.length, twice: twice.length, disorder: disorder.length, bookings, deadLetters },
        ...{ doubts, doubtsAtProvider, unrecorded: unrecorded.length },
        ...{ redelivered: load.progress.redelivered, impatient: load.progress.impatient, questions: questions.length },
        providerFaults: { ...twilio.faultCounts() },
        backMs: { median: median(backMs), max: Math.round(Math.max(0, ...backMs)), measured: backMs.length },
        seconds: Math.round((performance.now() - from) / 1000),
      },
      checks,
    };
  } finally {
    await endAllProcesses();
    await world.close();
  }
}
