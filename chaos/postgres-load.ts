import { setTimeout as pause } from "node:timers/promises";
import { newSid } from "../src/web/simulator/index.ts";
import { type FakeTwilio, FROM, inboundWebhook, sendWebhook } from "../test/support/fake-twilio.ts";

/** One attempt of the provider to hand over a message. */
export interface Attempt {
  beganMs: number;
  atMs: number;
  messageSid: string;
  /** Undefined: nobody answered. */
  status: number | undefined;
}

export interface LoadOptions {
  twilio: FakeTwilio;
  port: number;
  random: () => number;
  /** How many customers wait for an answer at each moment. */
  concurrency: number;
  /** What the n-th customer asks for, when it is one of those who book. */
  bookingText: (n: number) => string;
}

export type Load = ReturnType<typeof startLoad>;

const READS = ["hola", "qué paquetes tienen", "gracias", "ayuda"];
const MESSAGES_EACH = 3;
/** Who waits longer than this for an answer is left to wait, and the next customer comes. */
const PATIENCE_MS = 5000;
/** Customers read before they write again: the demand is steady, and below what the machine can do. */
const READING_MS = 1000;
const RETRY_MS = 150;

/**
 * Customers who keep writing, a fixed number of them at a time, behind a provider that hands over again, with the same
 * id, whatever got no 2xx.
 */
export function startLoad({ twilio, port, random, concurrency, bookingText }: LoadOptions) {
  const url = `http://127.0.0.1:${port}/api/whatsapp/webhook`;
  const attempts: Attempt[] = [];
  const customers: { from: string; written: number }[] = [];
  const answeredAtMs: number[] = [];
  const latenciesMs: { atMs: number; latencyMs: number }[] = [];
  let isStopped = false;
  // Waiting by number: with thousands of messages, looking through all of them for each one would be the slowest part.
  const heard = new Map<string, { count: number; wake: (() => void) | undefined }>();
  const stopHearing = twilio.standIn.onMessage(({ to }) => {
    const ear = heard.get(to.replace("whatsapp:", ""));
    if (!ear) return;
    ear.count += 1;
    ear.wake?.();
  });

  /** @returns whether one more message than before came within the customer's patience. */
  function hears(ear: { count: number; wake: (() => void) | undefined }, before: number): Promise<boolean> {
    return new Promise((done) => {
      const timer = setTimeout(() => done(false), PATIENCE_MS);
      ear.wake = () => {
        if (ear.count <= before) return;
        clearTimeout(timer);
        done(true);
      };
      ear.wake();
    });
  }

  async function handOver(from: string, content: string): Promise<void> {
    const messageSid = newSid("SM");
    const params = inboundWebhook({ accountSid: twilio.accountSid, from, to: FROM, content, messageSid });
    for (;;) {
      const beganMs = performance.now();
      const status = await sendWebhook({ url, authToken: twilio.authToken, params }).then(
        (answer) => answer.status,
        () => undefined,
      );
      attempts.push({ beganMs, atMs: performance.now(), messageSid, status });
      if (status !== undefined && status < 300) return;
      await pause(RETRY_MS);
    }
  }

  async function live(n: number): Promise<void> {
    const from = `+52156${String(10_000_000 + n)}`;
    const customer = { from, written: 0 };
    customers.push(customer);
    const ear: { count: number; wake: (() => void) | undefined } = { count: 0, wake: undefined };
    heard.set(from, ear);
    const books = n % 4 === 0;
    for (let i = 0; i < MESSAGES_EACH && !isStopped; i++) {
      const text =
        books && i === 1 ? bookingText(n) : books && i === 2 ? "sí" : (READS[Math.floor(random() * 4)] ?? "");
      const before = ear.count;
      customer.written += 1;
      const writtenAt = performance.now();
      await handOver(from, text);
      if (!(await hears(ear, before))) return;
      answeredAtMs.push(performance.now());
      latenciesMs.push({ atMs: writtenAt, latencyMs: performance.now() - writtenAt });
      await pause(READING_MS * (0.5 + random()));
    }
  }

  let next = 0;
  const slots = Array.from({ length: concurrency }, async () => {
    while (!isStopped) await live(next++);
  });

  return {
    attempts,
    customers,
    latenciesMs,
    /** Answers a second between two moments. */
    speed(fromMs: number, toMs: number): number {
      return answeredAtMs.filter((at) => at >= fromMs && at < toMs).length / ((toMs - fromMs) / 1000);
    },
    /** Writes no more; resolves when everything that was begun is handed over. */
    async stop(): Promise<void> {
      isStopped = true;
      await Promise.all(slots);
      stopHearing();
    },
  };
}
