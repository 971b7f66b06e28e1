import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { newSid } from "../../src/web/simulator/index.ts";
import { endAllProcesses } from "../support/process.ts";
import { startWorld, type World, workingDay } from "./harness.ts";

// Two starts a test, each as slow as the machine is busy.
vi.setConfig({ testTimeout: 600_000 });

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await endAllProcesses();
  await world.close();
});

// The customer's second message is the "sí" that books, so each power cut falls into the way of a write.
const cuts = [
  { point: "inbox.committed", hit: 2, hour: "10 de la mañana", attempts: 2 },
  { point: "write.called", hit: 1, hour: "11 de la mañana", attempts: 1 },
  { point: "turn.committed", hit: 2, hour: "4 de la tarde", attempts: 1 },
  { point: "send.accepted", hit: 2, hour: "5 de la tarde", attempts: 1 },
];

test.each(cuts)(
  "a power cut at $point costs neither the booking nor the answer",
  async ({ point, hit, hour, attempts }) => {
    const from = "+5215530000001";
    const armed = await world.start({ FAIL_POINTS: `${point}:${hit}` });
    expect(await world.ask(from, `quiero un masaje relajante el ${workingDay()} a las ${hour}`)).toContain("¿Confirmo");
    // A "sí" counts only once the question's acceptance is on record.
    await world.untilAtRest();

    const sid = newSid("SM");
    const status = await world.deliver(from, "sí", sid);
    expect(await armed.exited).toEqual({ code: null, signal: "SIGKILL" });
    expect(armed.output().match(/^fail point .*$/gm)).toEqual([`fail point ${point}`]);
    // No 2xx left before the cut at the inbox, and only there: the provider delivers again.
    expect(status).toBe(attempts === 2 ? undefined : 200);

    await world.letTimePass();
    await world.start();
    if (status === undefined) expect(await world.deliver(from, "sí", sid)).toBe(200);
    await world.twilio.waitForMessages(from, 2, 120_000);
    await world.untilAtRest();

    await world.expectOneAnswerEach(from, 2);
    const [booking, ...others] = await world.bookings(from);
    expect(others).toEqual([]);
    expect(booking?.status).toBe("confirmed");
    expect(world.twilio.messagesTo(from).at(-1)?.body).toContain(booking?.code);
    // And the conversation goes on.
    expect(await world.ask(from, "¿cómo va mi cita?")).toContain(booking?.code);
  },
);
