import { FAIL_POINTS, type FailPoint } from "../src/shared/index.ts";
import { asksForYes, workingSlot } from "../test/support/customers.ts";
import { startFakeTwilio } from "../test/support/fake-twilio.ts";
import { type Exit, endAllProcesses, until } from "../test/support/process.ts";
import { startWorld, type World } from "../test/support/world.ts";
import { check, type Scenario } from "./scenario.ts";
import { createFleet, type Fleet, median, PARTS, type Part, pointsHit } from "./support/fleet.ts";
import { auditAll } from "./support/settle.ts";

const TIMES_EACH = 5;
/** The rest have a test of their own in test/processes/fail-points.test.ts. */
const SHORT: readonly FailPoint[] = ["lease.taken", "effect.committed", "turn.committing", "send.claimed"];
const IN_WEB: readonly FailPoint[] = ["inbox.committed", "effect.committed", "status.recorded"];
/** Passed once by a booking, at its "sí"; the others are passed by each message. */
const ONCE: readonly FailPoint[] = [
  "write.started",
  "effect.committed",
  "write.called",
  "notice.accepted",
  "doubt.asked",
];
const STATUSES_SOON = { sent: 5, delivered: 5, read: 5 };
const PATIENCE_MS = 90_000;

interface Round {
  point: FailPoint;
  part: Part;
  hit: number;
}

export const failPointsScenario: Scenario = {
  name: "fail-points",
  story: "a power cut at each named place on a message's way, while somebody books",
  async run(context) {
    const { random, isShort, cluster, say } = context;
    const statusDelaysMs = { ...STATUSES_SOON };
    const world = await startWorld({
      database: await cluster.createDatabase(),
      twilio: await startFakeTwilio({ statusDelaysMs }),
    });
    try {
      const rounds = planRounds(random, isShort);
      const fleet = createFleet(world);
      const hits: Record<string, number> = Object.fromEntries(FAIL_POINTS.map((name) => [name, 0]));
      const people: { from: string; delivered: number }[] = [];
      const backMs: number[] = [];
      const broken: string[] = [];
      await Promise.all(PARTS.map((part) => fleet.start(part)));
      for (const [index, round] of rounds.entries()) {
        const from = `+52155500${String(index).padStart(5, "0")}`;
        // "It never reports": the doubt is left to the list.
        statusDelaysMs.sent = round.point === "doubt.asked" ? 600_000 : STATUSES_SOON.sent;
        const played = await playRound({ world, fleet, round, from, slot: workingSlot(index) });
        for (const name of played.hits) hits[name] = (hits[name] ?? 0) + 1;
        backMs.push(...played.backMs);
        const person = { from, delivered: played.delivered };
        people.push(person);
        const found = await auditAll(world, [person]);
        const wrong = [...found.lost, ...found.twice, ...found.disorder, ...played.unexpected];
        if (found.bookings !== 1) wrong.push(`${found.bookings} bookings after: ${lastTexts(world, from)}`);
        broken.push(...wrong.map((text) => `${round.point}:${round.hit}: ${text}`));
        say(`${round.point}:${round.hit} ${wrong.length === 0 ? "costs nothing" : wrong.join("; ")}`);
      }
      // Once more at the end: what came late would have come by now.
      const found = await auditAll(world, people);
      const exits = await fleet.stop();
      const missed = FAIL_POINTS.filter(
        (name) => (hits[name] ?? 0) < (isShort ? Number(SHORT.includes(name)) : TIMES_EACH),
      );
      return {
        figures: {
          ...{ rounds: rounds.length, hits, lost: found.lost.length, twice: found.twice.length },
          ...{ disorder: found.disorder.length, bookings: found.bookings, deadLetters: found.deadLetters },
          bootMs: { median: median(backMs), max: Math.round(Math.max(...backMs)) },
        },
        checks: [
          check(
            isShort ? "the chosen fail points were hit" : "every fail point was hit at least five times",
            missed.length === 0,
            missed,
          ),
          check("after each: nothing lost, nothing twice, in order", broken.length === 0, broken),
          check("at the end: nothing lost", found.lost.length === 0, found.lost),
          check("at the end: nothing twice", found.twice.length === 0, found.twice),
          check("at the end: order kept", found.disorder.length === 0, found.disorder),
          check("the last ones stop in order", exits.join() === "0,0", exits),
        ],
      };
    } finally {
      await endAllProcesses();
      await world.close();
    }
  },
};

function planRounds(random: () => number, isShort: boolean): Round[] {
  const names = isShort ? SHORT : FAIL_POINTS;
  return names.flatMap((point) =>
    Array.from({ length: isShort ? 1 : TIMES_EACH }, () => ({
      point,
      part: IN_WEB.includes(point) ? ("web" as const) : ("worker" as const),
      hit: ONCE.includes(point) ? 1 : 1 + Math.floor(random() * 2),
    })),
  );
}

function lastTexts(world: World, from: string): string {
  return JSON.stringify(world.twilio.messagesTo(from).map(({ body }) => body.slice(0, 120)));
}

interface Play {
  world: World;
  fleet: Fleet;
  round: Round;
  from: string;
  slot: string;
}

/** One customer books, one process dies on the way and comes back, and the conversation comes to rest. */
async function playRound({ world, fleet, round, from, slot }: Play) {
  const seen = { hits: [] as string[], backMs: [] as number[], unexpected: [] as string[], delivered: 0 };
  if (round.point === "doubt.asked") world.twilio.failNext({ kind: "drop", isAccepted: true }, { to: from });

  async function book(): Promise<void> {
    const say = async (text: string) => {
      await world.ask(from, text, PATIENCE_MS);
      seen.delivered += 1;
      // A "sí" counts only once the question's acceptance is on record.
      await world.untilAtRest(PATIENCE_MS);
    };
    const last = () => world.twilio.messagesTo(from).at(-1)?.body;
    await say(`quiero un masaje relajante ${slot}`);
    for (let tries = 0; tries < 3 && asksForYes(last()); tries++) await say("sí");
  }

  /** Waits for the cut, counts it, and starts the half again. */
  async function revive(part: Part, beforeStart?: () => Promise<unknown>): Promise<void> {
    const process = fleet.get(part);
    let ended: Exit | undefined;
    void process.exited.then((exit) => {
      ended = exit;
    });
    const exit = await until(() => ended, `${part} at ${round.point}`, PATIENCE_MS);
    if (exit.signal !== "SIGKILL") seen.unexpected.push(`${part} ended with ${exit.code}`);
    seen.hits.push(...pointsHit(process));
    await beforeStart?.();
    if (part === "worker") await world.letTimePass();
    seen.backMs.push(await fleet.start(part));
  }

  const isNotice = round.point === "notice.accepted";
  const isDeferred = () =>
    until(
      async () => (await world.database.query("select 1 from write_requests where state = 'deferred'")).length > 0,
      "the write put off",
      PATIENCE_MS,
    );
  await fleet.get(round.part).arm(`${round.point}:${round.hit}`);
  // A notice needs a write that was put off: the API ends with the write's effect, and stays away for a while.
  if (isNotice) await fleet.get("web").arm("effect.committed");
  await Promise.all([book(), isNotice ? revive("web", isDeferred).then(() => revive("worker")) : revive(round.part)]);
  return seen;
}
