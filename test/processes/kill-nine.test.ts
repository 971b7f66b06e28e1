import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seeded } from "../../chaos/scenario.ts";
import { asksForYes } from "../support/customers.ts";
import { type AppProcess, endAllProcesses, until } from "../support/process.ts";
import { startWorld, type World, workingDay } from "./harness.ts";

const SEED = 20_261_121;
const KILLS = 10;
const CUSTOMERS = 20;
const MESSAGES_EACH = 5;
const BOOKERS = 6;
const MESSAGES = CUSTOMERS * MESSAGES_EACH;
const SMALL_TALK = ["hola", "qué paquetes tienen", "qué horarios hay mañana", "gracias", "ayuda", "adiós"];
const HOURS = ["10 de la mañana", "11 de la mañana", "12 del día", "4 de la tarde", "5 de la tarde", "6 de la tarde"];

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await endAllProcesses();
  await world.close();
});

test("kill -9 of the whole app ten times during 100 messages: one answer each, in order, nothing twice", async () => {
  const random = seeded(SEED);
  const kills = Array.from({ length: KILLS }, () => ({ early: Math.floor(random() * 6), delayMs: random() * 400 }));
  const customers = Array.from({ length: CUSTOMERS }, (_, index) => ({
    from: `+521554000${String(index).padStart(4, "0")}`,
    // Some write on without waiting for an answer: their bursts are merged.
    waits: Array.from({ length: MESSAGES_EACH }, () => index < BOOKERS || random() < 0.5),
    texts: Array.from({ length: MESSAGES_EACH }, () => SMALL_TALK[Math.floor(random() * SMALL_TALK.length)] ?? "hola"),
    hour: HOURS[index],
  }));

  // Between two kills ten more messages are written, so that every kill meets work.
  let written = 0;
  let killed = 0;
  const delivered = new Map<string, number>();
  let redelivered = 0;
  const mayWrite = () => killed === KILLS || written < (killed + 1) * (MESSAGES / KILLS);

  async function live(customer: (typeof customers)[number]): Promise<void> {
    const { from, hour } = customer;
    for (let i = 0; i < MESSAGES_EACH; i++) {
      await until(mayWrite, "the next kill", 180_000);
      written += 1;
      const last = world.twilio.messagesTo(from).at(-1)?.body ?? "";
      const text = asksForYes(last)
        ? "sí"
        : hour && i === 1
          ? `quiero un masaje relajante el ${workingDay()} a las ${hour}`
          : (customer.texts[i] ?? "hola");
      const before = world.twilio.messagesTo(from).length;
      redelivered += (await world.deliverUntilTaken(from, text)) - 1;
      if (customer.waits[i]) await world.twilio.waitForMessages(from, before + 1, 180_000);
    }
  }

  const startedAt = performance.now();
  let app: AppProcess = await world.start();
  const bootMs: number[] = [];
  const backMs: number[] = [];
  const inHand = { leased: 0, writing: 0, unsent: 0, sending: 0 };
  const lives = Promise.all(customers.map(live));
  for (const { early, delayMs } of kills) {
    await until(
      () => written >= (killed + 1) * (MESSAGES / KILLS) - early,
      "enough messages for the next kill",
      180_000,
    );
    // The seeded moment of the kill: anywhere in the work that these messages make.
    await pause(delayMs);
    const killedAt = performance.now();
    expect(await app.end("SIGKILL")).toEqual({ code: null, signal: "SIGKILL" });
    for (const [name, count] of Object.entries(await world.inHand())) inHand[name as keyof typeof inHand] += count;
    await world.letTimePass();
    killed += 1;
    app = await world.start();
    bootMs.push(await app.ready);
    backMs.push(performance.now() - killedAt);
  }
  await lives;
  await world.untilSettled();
  // Who was put off ("te aviso") is asked later, and says yes as anybody would.
  let late = 0;
  for (const { from } of customers.slice(0, BOOKERS)) {
    if (!asksForYes(world.twilio.messagesTo(from).at(-1)?.body)) continue;
    late += 1;
    await world.ask(from, "sí");
    delivered.set(from, MESSAGES_EACH + 1);
  }
  await world.untilSettled();

  let deadLetters = 0;
  for (const { from } of customers) {
    deadLetters += await world.expectOneAnswerEach(from, delivered.get(from) ?? MESSAGES_EACH);
  }
  let booked = 0;
  for (const { from } of customers.slice(0, BOOKERS)) {
    const told = world.twilio.messagesTo(from).filter(({ body }) => body.includes("quedó agendada"));
    const bookings = await world.bookings(from);
    expect(bookings.length).toBeLessThanOrEqual(1);
    expect(told).toHaveLength(bookings.length);
    for (const { code } of bookings) expect(told[0]?.body).toContain(code);
    booked += bookings.length;
  }
  expect(booked).toBeGreaterThanOrEqual(BOOKERS - deadLetters);
  // Kills that met nothing would prove nothing.
  expect(inHand.leased).toBeGreaterThan(0);
  expect(inHand.unsent + inHand.sending).toBeGreaterThan(0);
  const asked = world.twilio.requests.filter(({ method, path }) => method === "GET" && path.endsWith("Messages.json"));
  console.info(
    `seed ${SEED}: ${KILLS} kills in ${Math.round((performance.now() - startedAt) / 1000)} s;`,
    `in hand when killed: ${JSON.stringify(inHand)}; ${redelivered} redeliveries, ${asked.length} questions to the`,
    `provider, ${late} put off, ${deadLetters} dead letters; boot ${median(bootMs)} ms, kill to ready ${median(backMs)} ms (medians)`,
  );
  expect(await app.end("SIGTERM")).toEqual({ code: 0, signal: null });
}, 1_200_000);

function median(values: number[]): number {
  return Math.round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0);
}
