import { asksForYes, workingDay } from "../../test/support/customers.ts";
import { until } from "../../test/support/process.ts";
import type { World } from "../../test/support/world.ts";

const SMALL_TALK = ["hola", "qué paquetes tienen", "qué horarios hay mañana", "gracias", "ayuda", "adiós"];
const HOURS = ["10 de la mañana", "11 de la mañana", "12 del día", "4 de la tarde", "5 de la tarde", "6 de la tarde"];
/** Every so many messages a booker asks for an appointment; the next one is the "sí" to the question. */
const BOOK_EVERY = 3;

export interface LoadOptions {
  world: Pick<World, "twilio" | "deliverUntilTaken">;
  random: () => number;
  customers: number;
  messagesEach: number;
  /** The first so many customers book, and wait for each answer as long as it takes. */
  bookers: number;
  /** An answer may stay away for good (a doubt that nobody can settle): then bookers are as impatient as the others. */
  isAnswerUncertain?: boolean;
  /** How long the others wait for an answer before they write on; some never wait: their bursts are merged. */
  patienceMs: number;
  /** Nobody writes while this says no. */
  mayWrite?: () => boolean;
  /** Everybody stops writing when this says yes, whatever lines are left. */
  isEnough?: () => boolean;
  /** Between an answer and the next message. */
  paceMs?: () => number;
}

export interface LoadCustomer {
  from: string;
  isBooker: boolean;
  /** One entry a message: what is said and whether the answer is waited for. */
  lines: { text: string; waits: boolean }[];
  /** How many of them got a 2xx so far. */
  delivered: number;
}

/** Customers and their lines, drawn from the seed; `live` plays them all at once. */
export function createLoad(options: LoadOptions) {
  const { world, random, patienceMs, mayWrite = () => true, isEnough = () => false } = options;
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? "hola";
  const people: LoadCustomer[] = Array.from({ length: options.customers }, (_, index) => {
    const isBooker = index < options.bookers;
    return {
      from: `+52155400${String(index).padStart(5, "0")}`,
      isBooker,
      delivered: 0,
      lines: Array.from({ length: options.messagesEach }, (_, n) => ({
        waits: isBooker || random() < 0.5,
        text: isBooker && n % BOOK_EVERY === 1 ? wish(index, n, pick) : pick(SMALL_TALK),
      })),
    };
  });
  const takenAt: number[] = [];
  const progress = {
    written: 0,
    redelivered: 0,
    impatient: 0,
    /** When the first webhook after this moment was taken, both as `performance.now()`. */
    firstTakenAfter: (moment: number) => takenAt.find((at) => at > moment),
  };

  async function live(person: LoadCustomer): Promise<void> {
    const { from, isBooker, lines } = person;
    for (const { text, waits } of lines) {
      if (isEnough()) return;
      await until(mayWrite, "the next kill", 180_000);
      progress.written += 1;
      const before = world.twilio.messagesTo(from);
      const isAsked = asksForYes(before.at(-1)?.body);
      progress.redelivered += (await world.deliverUntilTaken(from, isAsked ? "sí" : text)) - 1;
      takenAt.push(performance.now());
      person.delivered += 1;
      if (waits) {
        const isPatient = isBooker && !options.isAnswerUncertain;
        const waitMs = isPatient ? 240_000 : patienceMs;
        await world.twilio.waitForMessages(from, before.length + 1, waitMs).catch((error: unknown) => {
          if (isPatient) throw error;
          progress.impatient += 1;
        });
      }
      const paceMs = options.paceMs?.() ?? 0;
      if (paceMs > 0) await new Promise((done) => setTimeout(done, paceMs));
    }
  }

  return {
    people,
    /** Counts as they grow: messages written, deliveries tried again, answers that somebody gave up waiting for. */
    progress,
    live: async () => void (await Promise.all(people.map(live))),
  };
}

/** Bookers spread over days and hours; some meet, and are offered another time. */
function wish(index: number, n: number, pick: (list: readonly string[]) => string): string {
  return `quiero un masaje relajante el ${workingDay(new Date(), 3 + ((index + n) % 9))} a las ${pick(HOURS)}`;
}
