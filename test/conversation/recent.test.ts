import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Cache, createCache } from "../../src/cache/index.ts";
import { createRecent, type Recent } from "../../src/conversation/index.ts";
import { createSealer, silentLogger } from "../../src/shared/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { hasRedis, PATIENT_COMMAND_MS, startRedis, type TestRedis } from "../support/redis.ts";
import { customerOf } from "./helpers.ts";

let redis: TestRedis;
let app: TestApp;
let cache: Cache;
let recent: Recent;
/** Reads the database alone: what the other must agree with. */
let truth: Recent;
beforeAll(async () => {
  if (!hasRedis) return;
  redis = await startRedis();
  app = await startTestApp({ env: { REDIS_URL: redis.url } });
  cache = createCache({ url: redis.url, logger: silentLogger, commandMs: PATIENT_COMMAND_MS });
  await vi.waitFor(() => expect(cache.state()).toBe("up"), { timeout: 20_000 });
  const sealer = createSealer("key");
  recent = createRecent({ database: app.database, cache, sealer });
  truth = createRecent({
    database: app.database,
    cache: createCache({ url: undefined, logger: silentLogger }),
    sealer,
  });
});
afterAll(async () => {
  await cache?.close();
  await app?.stop();
  await redis?.stop();
});

const idOf = async (from: string) => {
  const [row] = await app.database.query<{ id: string }>("select id from conversations where address = $1", [
    `whatsapp:${from}`,
  ]);
  return row?.id ?? "";
};
/** The worker writes after the answer left. */
const cachedUpTo = (id: string, inboxSeq: number) =>
  vi.waitFor(
    async () => {
      const session = JSON.parse((await redis.client.get(`session:${id}`)) ?? "{}") as {
        version?: { inboxSeq: number };
      };
      expect(session.version?.inboxSeq).toBe(inboxSeq);
    },
    { timeout: 20_000, interval: 20 },
  );
const textsOf = (messages: { direction: string; text: string }[]) =>
  messages.map(({ direction, text }) => [direction, text]);

test.skipIf(!hasRedis)("what was said last is in Redis after the turn, and is what the database says", async () => {
  const from = "+5215569100001";
  const texts = ["hola", "qué paquetes tienen", "gracias", "qué horarios hay el sábado", "hola", "gracias"];
  for (const text of texts) await app.ask(from, text);
  const id = await idOf(from);
  await cachedUpTo(id, texts.length);
  expect(await redis.client.llen(`chat_history:${id}`)).toBe(10);

  const read = vi.spyOn(app.database, "query");
  const messages = await recent.messages(id);
  // One look at the counters, and the messages themselves from Redis.
  expect(read).toHaveBeenCalledTimes(1);
  read.mockRestore();
  expect(textsOf(messages)).toEqual(textsOf(await truth.messages(id)));
  expect(messages.map(({ direction }) => direction).slice(0, 2)).toEqual(["in", "out"]);
  expect(await recent.session(id)).toEqual(await truth.session(id));
  expect(await recent.session(id)).toMatchObject({ holder: "bot", language: "es" });
});

test.skipIf(!hasRedis)(
  "a message, a take-over and a lost entry are seen at once, whatever the cache still holds",
  async () => {
    const from = "+5215569100002";
    await app.ask(from, "hola");
    await customerOf(app, from).idle();
    const id = await idOf(from);
    await cachedUpTo(id, 1);
    expect(textsOf(await recent.messages(id))).toEqual(textsOf(await truth.messages(id)));

    // A person takes over: holder and fence change, as design §4 has it.
    await app.database.query("update conversations set holder = 'human', fence = fence + 1 where id = $1", [id]);
    expect(await recent.session(id)).toMatchObject({ holder: "human" });
    await app.write(from, "sigo aquí");
    expect((await recent.messages(id)).at(-1)).toMatchObject({ direction: "in", text: "sigo aquí" });
    await customerOf(app, from).idle();

    // Entries that another process lost, or that somebody wrote over, are not believed.
    await redis.client.rpop(`chat_history:${id}`);
    expect((await recent.messages(id)).at(-1)).toMatchObject({ text: "sigo aquí" });
    await redis.client.set(`session:${id}`, "not json");
    expect(await recent.session(id)).toMatchObject({ holder: "human" });
    expect(await recent.messages("00000000-0000-4000-8000-000000000000")).toEqual([]);
  },
);

test.skipIf(!hasRedis)("without Redis the customer notices nothing, and health says so", async () => {
  const health = async () =>
    (await (await fetch(`${app.url}/health/ready`)).json()) as { status: string; dependencies: { redis: string } };
  expect((await health()).dependencies.redis).toBe("up");
  const { port } = redis;
  await redis.stop();
  const from = "+5215569100003";
  expect(await app.ask(from, "qué paquetes tienen")).toContain("Paquete Relax 5");
  await vi.waitFor(async () => expect((await health()).dependencies.redis).toBe("down"), { timeout: 20_000 });
  expect((await health()).status).not.toBe("unavailable");
  expect((await recent.messages(await idOf(from))).length).toBeGreaterThanOrEqual(2);
  redis = await startRedis(port);
  await vi.waitFor(async () => expect((await health()).dependencies.redis).toBe("up"), { timeout: 20_000 });
});
