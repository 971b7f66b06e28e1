import { expect, test } from "vitest";
import { createWorkQueue, type Priority } from "../../src/conversation/work-queue.ts";
import { silentLogger } from "../../src/shared/index.ts";

/** A queue of one place that is taken until `release`, and the order in which the rest then runs. */
function blocked() {
  const ran: string[] = [];
  let open: () => void = () => undefined;
  const gate = new Promise<void>((done) => {
    open = done;
  });
  const queue = createWorkQueue({
    atATime: 1,
    clock: { now: () => new Date(), monotonicMs: () => 0 },
    logger: silentLogger,
    async run(id) {
      if (id === "busy") await gate;
      ran.push(id);
      if (id === "fails") throw new Error("on purpose");
    },
  });
  queue.start("busy");
  return {
    queue,
    async release() {
      open();
      await queue.idle();
      return ran.slice(1);
    },
  };
}
const startAll = (queue: ReturnType<typeof blocked>["queue"], jobs: [string, Priority, number][]) => {
  for (const [id, priority, rangAtMs] of jobs) queue.start(id, priority, rangAtMs);
};

test("customers go before payments, payments before other notices, and the oldest ring first", async () => {
  const { queue, release } = blocked();
  startAll(queue, [
    ["reminder", "notice", 100],
    ["paid", "payment", 100],
    ["second", "answer", 200],
    ["first", "answer", 150],
    ["fails", "answer", 160],
  ]);
  expect(await release()).toEqual(["first", "fails", "second", "paid", "reminder"]);
});

test("nothing starves: a reminder that has waited long goes before a customer who has just written", async () => {
  const { queue, release } = blocked();
  startAll(queue, [
    ["reminder", "notice", 0],
    ["paid", "payment", 5000],
    ["early", "answer", 6900],
    ["late", "answer", 10_500],
  ]);
  expect(await release()).toEqual(["early", "paid", "reminder", "late"]);
});

test("a customer who writes where a notice waits moves the conversation forward, and it is worked on once", async () => {
  const { queue, release } = blocked();
  startAll(queue, [
    ["both", "notice", 0],
    ["other", "answer", 100],
    ["both", "answer", 50],
    ["both", "notice", 60],
  ]);
  expect(queue.waiting()).toBe(2);
  expect(await release()).toEqual(["both", "other"]);
});

test("a ring during a run makes it run once more, and only once", async () => {
  const { queue, release } = blocked();
  startAll(queue, [
    ["busy", "answer", 10],
    ["busy", "answer", 20],
  ]);
  expect(await release()).toEqual(["busy"]);
});
