import { setTimeout as pause } from "node:timers/promises";
import type { FailPoint } from "../src/shared/index.ts";
import { auditBookings, auditCustomer } from "../test/support/audit.ts";
import { workingSlot } from "../test/support/customers.ts";
import { endAllProcesses, restartablePort, until } from "../test/support/process.ts";
import { startWorld, type World } from "../test/support/world.ts";
import { type Check, check, type Scenario } from "./scenario.ts";
import { type Balancer, startBalancer } from "./support/balancer.ts";
import { pointsHit } from "./support/fleet.ts";
import { playSkewedClocks } from "./support/skewed-conversation.ts";

/** A sender that wakes after this long finds its claim too old to start (LATEST_START_MS, 15 s). */
const PAST_THE_CLAIM_MS = 17_000;
const PATIENCE_MS = 120_000;

interface Round {
  point: FailPoint;
  part: "web" | "worker";
  /** By the message's second pass a point is met by the "sí". */
  hit: number;
}
const ROUNDS: readonly Round[] = [
  { point: "turn.committing", part: "worker", hit: 2 },
  { point: "send.claimed", part: "worker", hit: 2 },
  { point: "write.called", part: "worker", hit: 1 },
  { point: "lease.taken", part: "worker", hit: 2 },
  { point: "effect.committed", part: "web", hit: 1 },
  { point: "inbox.committed", part: "web", hit: 2 },
];
const IN_SHORT: readonly FailPoint[] = ["turn.committing", "send.claimed", "write.called"];

export const freezeScenario: Scenario = {
  name: "freeze",
  story: "two webs and two workers; one is frozen (SIGSTOP) past its lease and woken; a host's clock is 40 s off",
  async run({ cluster, isShort, say }) {
    const world = await startWorld({ database: await cluster.createDatabase() });
    try {
      const freezes = await playFreezes(world, isShort, say);
      const clocks = await playSkewedClocks(world, isShort);
      return {
        figures: { frozen: freezes.figures, clocks: clocks.figures },
        checks: [...freezes.checks, ...clocks.checks],
      };
    } finally {
      await endAllProcesses();
      await world.close();
    }
  },
};

async function playFreezes(world: World, isShort: boolean, say: (line: string) => void) {
  const balancer = await startBalancer(world.port);
  try {
    const house = await openHouse(world, balancer);
    const checks: Check[] = [];
    const figures: Record<string, object> = {};
    const rounds = ROUNDS.filter(({ point }) => !isShort || IN_SHORT.includes(point));
    for (const [index, round] of rounds.entries()) {
      const from = `+52155600${String(index).padStart(5, "0")}`;
      const told = await playRound({
        world,
        balancer,
        house,
        round,
        from,
        slot: workingSlot(index),
        isRealTime: !isShort,
      });
      figures[round.point] = told.figures;
      checks.push(...told.checks);
      say(`frozen at ${round.point}: ${told.checks.every(({ isKept }) => isKept) ? "refused and harmless" : "BROKEN"}`);
    }
    const apps = [...Object.values(house.first), ...Object.values(house.second)];
    const exits = await Promise.all(apps.map((app) => app.end("SIGTERM")));
    const isOrderly = exits.every(({ code }) => code === 0);
    return { figures, checks: [...checks, check("freeze: the four of them stop in order", isOrderly, exits)] };
  } finally {
    await balancer.close();
  }
}

/** Two of each half; the first of each is the one that freezes. */
async function openHouse(world: World, balancer: Balancer) {
  const ports = { first: await restartablePort(), second: await restartablePort() };
  const env = { PUBLIC_BASE_URL: balancer.url, INTERNAL_API_URL: balancer.url };
  balancer.add(ports.first);
  balancer.add(ports.second);
  const start = (part: "web" | "worker", port: number) => world.start({ services: [part], port, env, isArmable: true });
  const [web, worker, secondWeb, secondWorker] = await Promise.all([
    start("web", ports.first),
    start("worker", ports.first),
    start("web", ports.second),
    start("worker", ports.second),
  ]);
  return { ports, first: { web, worker }, second: { web: secondWeb, worker: secondWorker } };
}

interface Play {
  world: World;
  balancer: Balancer;
  house: Awaited<ReturnType<typeof openHouse>>;
  round: Round;
  from: string;
  slot: string;
  /** Leases and claims run out by themselves; otherwise their ends are moved to now. */
  isRealTime: boolean;
}

async function playRound({ world, balancer, house, round, from, slot, isRealTime }: Play) {
  const { point, part, hit } = round;
  const victim = house.first[part];
  /** All the work goes to the first of each, so that it is the one that freezes. */
  const useFirsts = (yes: boolean) => {
    balancer.sendOnlyTo(yes ? house.ports.first : undefined);
    house.second.worker.send(yes ? "SIGSTOP" : "SIGCONT");
  };
  let delivered = 0;
  const ask = async (text: string) => {
    delivered += 1;
    const answer = await world.ask(from, text, PATIENCE_MS);
    await world.untilAtRest(PATIENCE_MS);
    return answer;
  };

  useFirsts(true);
  await victim.arm(`${point}:${hit}:stop`);
  await ask(`quiero un masaje relajante ${slot}`);
  const before = world.twilio.messagesTo(from).length;
  delivered += 1;
  const taken = world.deliverUntilTaken(from, "sí");
  await until(() => pointsHit(victim).includes(point), `a process frozen at ${point}`, PATIENCE_MS);
  const frozenAt = performance.now();
  useFirsts(false);
  const rowFreeMs = point === "turn.committing" ? await untilRowIsFree(world, from) : undefined;
  if (part === "worker" && !isRealTime) await lapse(world, point);
  await taken;
  await world.twilio.waitForMessages(from, before + 1, PATIENCE_MS + 60_000);
  const answeredMs = performance.now() - frozenAt;
  await world.untilAtRest(PATIENCE_MS);
  const leftMs = point === "send.claimed" ? PAST_THE_CLAIM_MS - (performance.now() - frozenAt) : 0;
  if (leftMs > 0) await pause(leftMs);

  victim.send("SIGCONT");
  const frozenMs = performance.now() - frozenAt;
  // It wakes, its late write is refused, and it goes on working: the next message is its own.
  useFirsts(true);
  const afterwards = await ask("¿cómo va mi cita?");
  useFirsts(false);
  const audit = await auditCustomer(world, from, delivered);
  const booked = await auditBookings(world, from);
  const code = booked.bookings[0]?.code ?? "";

  const wrong = [...audit.lost, ...audit.twice, ...audit.disorder, ...booked.twice, ...booked.lost];
  const told = `frozen at ${point}`;
  return {
    figures: { frozenMs: Math.round(frozenMs), answeredMs: Math.round(answeredMs), rowFreeMs },
    checks: [
      check(`${told}: exactly one answer and one booking`, wrong.length === 0 && booked.bookings.length === 1, wrong),
      check(`${told}: the woken process lives on and works`, code !== "" && afterwards.includes(code), afterwards),
    ],
  };
}

/** A frozen commit holds the conversation's row until PostgreSQL ends the idle transaction (2 s). */
async function untilRowIsFree(world: World, from: string): Promise<number> {
  const startedAt = performance.now();
  await until(
    () =>
      world.database
        .query("select id from conversations where address = $1 for no key update nowait", [`whatsapp:${from}`])
        .then((rows) => rows.length > 0)
        .catch(() => false),
    "the row of a frozen commit free again",
    20_000,
  );
  return Math.round(performance.now() - startedAt);
}

/** What half a minute (a lease) or a minute and a half (a doubtful send) would do. Only the frozen process holds any. */
async function lapse(world: World, point: FailPoint): Promise<void> {
  if (point === "send.claimed") return world.letTimePass();
  await world.database.query(
    "update conversations set lease_until = clock_timestamp() where lease_until > clock_timestamp() and lease_owner is not null",
  );
}
