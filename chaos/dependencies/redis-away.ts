import { until } from "../../test/support/process.ts";
import { hasRedis, startRedis, type TestRedis } from "../../test/support/redis.ts";
import { type ChaosContext, type Check, check } from "../scenario.ts";
import { type FrontDesk, openFrontDesk, type PartReport } from "./front-desk.ts";

const PATIENT_MS = 60_000;
const PACKAGES = "qué paquetes tienen";

/** A real Redis, frozen and then stopped: the customer notices nothing, health says so, and it is used again. */
export async function redisAway(context: ChaosContext): Promise<PartReport> {
  // Where there is none the promise was not looked at, and a run that says "kept" would lie.
  if (!hasRedis) return { figures: {}, checks: [check("Redis", false, "not run: no redis-server on this machine")] };
  let redis = await startRedis();
  const { port } = redis;
  const desk = await openFrontDesk(context, { REDIS_URL: redis.url });
  const checks: Check[] = [];
  const figures: Record<string, unknown> = {};
  const asks = async (what: string) => {
    const began = performance.now();
    const bodies = await Promise.all(
      Array.from({ length: 5 }, () => desk.world.ask(desk.newCustomer(), PACKAGES, PATIENT_MS)),
    );
    figures[`${what}Ms`] = Math.round(performance.now() - began);
    const wrong = bodies.filter((body) => !desk.says(body, "utter_paquetes"));
    checks.push(check(`Redis ${what}: customers are answered`, wrong.length === 0, wrong));
  };
  try {
    await untilRedis(desk, "up");
    await asks("up");
    checks.push(check("Redis up: sessions are in it", await holdsSessions(redis)));

    redis.freeze();
    await asks("frozen");
    redis.thaw();
    await untilRedis(desk, "up");

    await redis.stop();
    checks.push(check("Redis stopped: health says so", await untilRedis(desk, "down")));
    await asks("stopped");

    redis = await startRedis(port);
    checks.push(check("Redis back: health says so, without a restart", await untilRedis(desk, "up")));
    await asks("back");
    checks.push(check("Redis back: it is used again", await holdsSessions(redis)), desk.noExit());
  } finally {
    await desk.close();
    await redis.stop();
  }
  return { figures, checks };
}

function untilRedis(desk: FrontDesk, state: string): Promise<boolean> {
  return until(async () => (await desk.health()).dependencies.redis === state, `Redis ${state}`, 20_000).then(
    () => true,
    () => false,
  );
}

function holdsSessions(redis: TestRedis): Promise<boolean> {
  return until(async () => (await redis.client.keys("session:*")).length > 0, "sessions in Redis", 20_000).then(
    () => true,
    () => false,
  );
}
