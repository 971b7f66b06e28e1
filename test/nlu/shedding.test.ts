import { afterEach, expect, test, vi } from "vitest";
import { createNlu } from "../../src/nlu/index.ts";
import { createRasaQueue } from "../../src/nlu/rasa-queue.ts";
import { silentLogger } from "../../src/shared/index.ts";
import { PATIENCE_MS } from "../support/clock.ts";
import { startFakeRasa } from "./fake-rasa.ts";
import { RASA_DIRECTORY, studio, trainedStudio } from "./studio.ts";

afterEach(() => {
  vi.useRealTimers();
});

const PLACES = 4;
const places = (queue: ReturnType<typeof createRasaQueue>) => Array.from({ length: PLACES }, () => queue.tryEnter()!);

test("four messages are with a server at a time; who waits goes in by age, not by arrival", async () => {
  const queue = createRasaQueue(() => 1);
  const inHand = places(queue);
  expect(queue.tryEnter()).toBeUndefined();
  const order: number[] = [];
  const waiting = [300, 100, 200].map(async (sinceMs) => {
    const leave = await queue.enter(sinceMs);
    order.push(sinceMs);
    leave?.();
  });
  inHand[0]?.();
  await Promise.all(waiting);
  expect(order).toEqual([100, 200, 300]);
});

test("who would wait too long is told at once, and the older ones keep their place", async () => {
  vi.useFakeTimers();
  const queue = createRasaQueue(() => 1, 400);
  // Each call takes a second: the mean of the recent ones rises to it.
  for (let i = 0; i < 30; i++) {
    const leave = queue.tryEnter();
    vi.advanceTimersByTime(1000);
    leave?.();
  }
  places(queue);
  const older = queue.enter(1);
  expect(await queue.enter(2)).toBeUndefined();
  expect(queue.waiting()).toBe(1);
  // And who did not expect to wait so long is not kept longer either.
  vi.advanceTimersByTime(400);
  expect(await older).toBeUndefined();
  expect(queue.waiting()).toBe(0);
});

test("a slow time is forgotten: when Rasa is quick again, the queue is used again", async () => {
  vi.useFakeTimers();
  const queue = createRasaQueue(() => 1, 400);
  for (let i = 0; i < 30; i++) {
    const leave = queue.tryEnter();
    vi.advanceTimersByTime(i < 15 ? 2000 : 10);
    leave?.();
  }
  const [first] = places(queue);
  const waiting = queue.enter(1);
  first?.();
  expect(await waiting).toBeTypeOf("function");
});

test("a saturated Rasa costs nobody an answer: the embedded classifier gives it, the parse says so, and it is counted", async () => {
  const rasa = await startFakeRasa();
  let shed = 0;
  const nlu = createNlu({
    profile: "studio",
    rasaDirectory: RASA_DIRECTORY,
    catalogue: studio,
    embedded: await trainedStudio(),
    logger: silentLogger,
    onShed: () => {
      shed += 1;
    },
    timeoutMs: PATIENCE_MS,
  });
  nlu.use("studio", [rasa.url], "studio-1");
  // A server that takes what it gets and does not come to answering it.
  rasa.answer = "silence";
  const stuck = Array.from({ length: PLACES }, () => nlu.parse("studio", "hola"));
  const parse = await nlu.parse("studio", "quiero una cita", { receivedAt: new Date() });
  expect(parse).toMatchObject({ engine: "embedded", isShed: true, intent: { name: "agendar_cita" } });
  expect(shed).toBe(1);
  // Its breaker is closed all the same: being busy is no failure.
  expect(nlu.status().engine).toBe("rasa");
  await vi.waitFor(() => expect(rasa.asked).toHaveLength(PLACES), { timeout: PATIENCE_MS });
  await rasa.stop();
  for (const { engine, isShed } of await Promise.all(stuck)) expect([engine, isShed]).toEqual(["embedded", undefined]);
  await nlu.close();
});
