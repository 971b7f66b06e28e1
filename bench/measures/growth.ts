import { atMost, type Measure } from "../measure.ts";
import { startAppUnderLoad } from "../support/app-under-load.ts";
import { round } from "../support/figures.ts";
import { fillCustomers, fillMessages, settleDatabase } from "../support/fill.ts";
import { measureTurns } from "./turn.ts";

/** Below what Rasa gives, so that a queue in front of it does not hide what the database costs. */
const PER_SECOND = 60;
const CUSTOMERS = 100_000;
const ACTIVE = 2000;
const SIZES = [1000, 100_000, 1_000_000];
const QUICK_SIZES = [1000, 20_000];

/** The same conversations on a database that has grown. */
export const growth: Measure = {
  name: "growth",
  story: `the same turns with ${SIZES.join(", ")} stored messages and ${CUSTOMERS} customers`,
  async run(context) {
    const { cluster, isQuick, say } = context;
    const database = await cluster.createDatabase();
    const durationMs = isQuick ? 5000 : 40_000;
    const figures: Record<string, object> = {};
    try {
      // The profile's seed and the channel account are the application's to make.
      const app = await startAppUnderLoad({ ...context, databaseUrl: database.url, rasa: undefined });
      await app.stop();
      const measureAt = async (name: string, addresses?: readonly string[]) => {
        const { answer, ownOverhead, ack, apis, stages, stepP50, unanswered } = await measureTurns(context, database, {
          perSecond: PER_SECOND,
          durationMs,
          addresses,
        });
        figures[name] = { answer, ownOverhead, ack, apis, stages, stepP50, unanswered };
        say(`${name}: webhook to send p50 ${answer.p50} p95 ${answer.p95} ms, ack p95 ${ack.p95} ms`);
        return { answer, ack };
      };

      const empty = await measureAt("empty");
      const customers = await fillCustomers(database.url, isQuick ? 5000 : CUSTOMERS);
      let full = empty;
      let stored = 0;
      for (const size of isQuick ? QUICK_SIZES : SIZES) {
        const from = performance.now();
        await fillMessages(database.url, { from: stored, to: size, active: ACTIVE });
        await settleDatabase(database.url);
        stored = size;
        say(`filled to ${size} messages in ${round((performance.now() - from) / 1000, 0)} s`);
        full = await measureAt(`${size} messages`, customers.slice(0, ACTIVE));
      }
      const answerRatio = round(full.answer.p95 / empty.answer.p95);
      const ackRatio = round(full.ack.p95 / empty.ack.p95);
      return {
        figures: { perSecond: PER_SECOND, customers: customers.length, answerRatio, ackRatio, ...figures },
        goals: [
          atMost(`growth: p95 of webhook to send with ${stored} messages by empty`, answerRatio, 1.2),
          atMost(`growth: p95 of ack with ${stored} messages by empty`, ackRatio, 1.2),
        ],
      };
    } finally {
      await database.drop();
    }
  },
};
