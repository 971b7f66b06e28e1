import { mkdir, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { migrations } from "../migrations/index.ts";
import { migrate } from "../src/database/index.ts";
import { startFakeTwilio } from "../test/support/fake-twilio.ts";
import { type AppProcess, appEnv, restartablePort, startAppProcess, until } from "../test/support/process.ts";
import { audit, isAtRest } from "./postgres-audit.ts";
import { mountSmallDisk, type PostgresFault, postgresFaults, unmount } from "./postgres-faults.ts";
import { type Load, startLoad } from "./postgres-load.ts";
import { asAdmin, startOwnPostgres } from "./postgres-server.ts";
import { type ChaosContext, type Check, check, type Scenario, type ScenarioReport } from "./scenario.ts";

const CONCURRENCY = 16;
const MEASURE_MS = 5000;
const BACK_WITHIN_MS = 10_000;
const SPEED_KEPT = 0.95;

/** PostgreSQL goes away in every way that it has, while customers keep writing to one web and one worker process. */
export const postgres: Scenario = {
  name: "postgres",
  story: "restarts, killed sessions, locks, no connections, a full disk and 30 s away, while customers keep writing",
  async run(context) {
    const folder = resolve(`.data/chaos-own-postgres-${process.pid}`);
    await mkdir(folder, { recursive: true });
    const smallDisk = context.isShort ? undefined : await mountSmallDisk(folder);
    try {
      const report = await play(context, folder, smallDisk);
      // Where nothing may be mounted the promise was not looked at, and a run that says "kept" would lie.
      if (!context.isShort && !smallDisk)
        report.checks.push(check("disk full", false, "not run: mount is not permitted"));
      return report;
    } finally {
      if (smallDisk) await unmount(smallDisk);
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function play(context: ChaosContext, folder: string, smallDisk: string | undefined): Promise<ScenarioReport> {
  const server = await startOwnPostgres(folder);
  const twilio = await startFakeTwilio();
  const port = await restartablePort();
  const apps: AppProcess[] = [];
  try {
    const databaseUrl = await server.createDatabase("atiende");
    await migrate(databaseUrl, migrations);
    for (const service of ["web", "worker"]) {
      const env = appEnv(twilio, databaseUrl);
      apps.push(startAppProcess({ port, env, args: [`--services=${service}`] }));
    }
    await Promise.all(apps.map(({ ready }) => ready));
    const exits: unknown[] = [];
    for (const app of apps) void app.exited.then((exit) => exits.push({ exit, output: app.output().slice(-1500) }));

    const load = startLoad({ twilio, port, random: context.random, concurrency: CONCURRENCY, bookingText });
    const faults = postgresFaults({ server, databaseUrl, smallDisk })[context.isShort ? "short" : "long"];
    const rounds: Round[] = [];
    const checks: Check[] = [];
    try {
      await pause(context.isShort ? 1000 : MEASURE_MS);
      for (const fault of faults) {
        const round = await playFault(fault, load, context.isShort ? 2000 : MEASURE_MS);
        rounds.push(round);
        context.say(`${fault.name}: ${JSON.stringify(round.figures)}`);
        checks.push(...round.checks(context.isShort));
      }
    } finally {
      await load.stop();
    }
    const from = performance.now();
    const isIdle = await asAdmin(databaseUrl, (client) =>
      until(() => isAtRest(client), "rest", 150_000).then(
        () => true,
        () => false,
      ),
    );
    const restMs = Math.round(performance.now() - from);
    checks.push(check("everything comes to its end", isIdle));
    checks.push(...(await asAdmin(databaseUrl, (client) => audit(client, twilio, takenBy(load)))));
    checks.push(check("no process ended", exits.length === 0, exits));
    for (const app of apps.reverse()) await app.end("SIGTERM");
    const messages = load.customers.reduce((sum, { written }) => sum + written, 0);
    return {
      figures: {
        customers: load.customers.length,
        messages,
        redelivered: load.attempts.length - messages,
        restMs,
        rounds: rounds.map(({ figures }) => figures),
      },
      checks,
    };
  } finally {
    await Promise.all(apps.map((app) => app.end("SIGKILL")));
    await twilio.close();
    await server.remove();
  }
}

interface Round {
  figures: Record<string, unknown>;
  checks(isShort: boolean): Check[];
}

async function playFault(fault: PostgresFault, load: Load, measureMs: number): Promise<Round> {
  const beganAt = performance.now();
  await pause(measureMs);
  let goneAt = performance.now();
  const before = load.speed(beganAt, goneAt);
  let returningAt = goneAt;
  await fault.cause({
    gone: () => {
      goneAt = performance.now();
    },
    returning: () => {
      returningAt = performance.now();
    },
  });
  const backAt = performance.now();
  await pause(measureMs < MEASURE_MS ? 0 : BACK_WITHIN_MS + measureMs);
  await until(() => load.speed(backAt, performance.now()) > 0, "an answer after the return", 120_000).catch(() => 0);

  // The first second from which on they are answered as fast as before, measured over as long as before.
  const lasts = performance.now();
  let backAfterMs: number | undefined;
  let after = load.speed(backAt, lasts);
  for (let at = backAt; at + measureMs <= lasts; at += 250) {
    const speed = load.speed(at, at + measureMs);
    after = Math.max(after, speed);
    if (backAfterMs === undefined && speed >= before * SPEED_KEPT) backAfterMs = Math.round(at - backAt);
  }
  const meanwhile = load.attempts.filter(({ beganMs, atMs }) => beganMs > goneAt && atMs < returningAt);
  const statuses = countBy(meanwhile.map(({ status }) => String(status ?? "no answer")));
  const all = load.attempts.filter(({ atMs }) => atMs > goneAt && atMs < lasts);
  const odd = all.filter(({ status }) => status === undefined || (status >= 300 && status !== 503));
  return {
    figures: {
      fault: fault.name,
      awayMs: Math.round(backAt - goneAt),
      statuses,
      before: Math.round(before),
      after: Math.round(after),
      backAfterMs,
    },
    checks: (isShort) => [
      check(
        `${fault.name}: every refusal is a 503`,
        odd.length === 0,
        countBy(odd.map(({ status }) => String(status))),
      ),
      ...(fault.isGone
        ? [check(`${fault.name}: no 2xx while it is gone`, !meanwhile.some(({ status }) => status === 200), statuses)]
        : []),
      // A short round on a machine that does other things says nothing about speed.
      ...(isShort
        ? [check(`${fault.name}: customers are answered again`, after > 0)]
        : [
            check(`${fault.name}: 95 % of the speed within 10 s`, backAfterMs !== undefined, {
              before: Math.round(before),
              after: Math.round(after),
            }),
          ]),
    ],
  };
}

function takenBy(load: Load): Set<string> {
  return new Set(load.attempts.filter(({ status }) => status === 200).map(({ messageSid }) => messageSid));
}

/** Days and hours in turn, so that most find their time free and some do not. */
function bookingText(n: number): string {
  const day = new Date(Date.now() + (2 + ((n / 4) % 40)) * 24 * 3_600_000);
  const hour = ["10 de la mañana", "11 de la mañana", "4 de la tarde", "5 de la tarde"][Math.floor(n / 4) % 4];
  return `quiero un masaje relajante el ${day.getUTCDate()}/${day.getUTCMonth() + 1} a las ${hour}`;
}

function countBy(keys: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}
