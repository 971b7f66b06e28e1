import type { ClusterDatabase } from "../../chaos/support/cluster.ts";
import { atMost, type BenchContext, type Measure } from "../measure.ts";
import { startAppUnderLoad } from "../support/app-under-load.ts";
import { createConversationLoad, customerAddresses } from "../support/conversation-load.ts";
import { bareParseRate } from "../support/rasa.ts";
import { readTurnFigures } from "../support/turn-records.ts";
import { startCpuMeter } from "../support/usage.ts";
import { createWebhookClient } from "../support/webhook-client.ts";
import { perMessage } from "./ack.ts";

const PER_SECOND = 90;
/** Each writes every 11 s, and has done so some times before what is measured. */
const SENDERS = 1000;

/** From the webhook to the provider's send call, seen from outside, less what Rasa and the business took. */
export const turn: Measure = {
  name: "turn",
  story: `${PER_SECOND} messages a second of ${SENDERS} interleaved customers, each from its webhook to its answer's send`,
  async run(context) {
    const database = await context.cluster.createDatabase();
    try {
      const perSecond = await turnRate(context);
      const plain = await measureTurns(context, database, { perSecond });
      // What WhatsApp adds: each answer comes back as sent, delivered and read, three signed webhooks more.
      context.provider.reportStatuses(["sent", "delivered", "read"]);
      const withStatuses = await measureTurns(context, database, { perSecond });
      const { ownOverhead, unanswered, refused } = plain;
      context.say(
        `own p50 ${ownOverhead.p50} p95 ${ownOverhead.p95} ms; with statuses p95 ${withStatuses.ownOverhead.p95}`,
      );
      return {
        figures: { perSecond, senders: SENDERS, burstQuietMs: 0, plain, withStatuses },
        goals: [
          atMost(`turn: own overhead p50 ms at ${perSecond}/s`, ownOverhead.p50, 8),
          atMost(`turn: own overhead p95 ms at ${perSecond}/s`, ownOverhead.p95, 20),
          atMost("turn: messages without an answer", unanswered + withStatuses.unanswered, 0),
          atMost("turn: webhooks without 2xx", refused + withStatuses.refused, 0),
        ],
      };
    } finally {
      context.provider.reportStatuses([]);
      await database.drop();
    }
  },
};

/** A real Rasa may be slower than 90/s; then the load is what it can take, and the figure's name says so. */
async function turnRate({ rasa, isQuick }: BenchContext): Promise<number> {
  const bare = await bareParseRate(rasa, { inFlight: 8, durationMs: isQuick ? 2000 : 5000 });
  return Math.min(PER_SECOND, Math.floor(bare * 0.92));
}

/** Starts the application, warms it up, and measures the mix of messages at this rate. */
export async function measureTurns(
  { cluster, provider, rasa, layout, profileFolder, isQuick, random }: BenchContext,
  database: ClusterDatabase,
  options: { perSecond: number; durationMs?: number; addresses?: readonly string[] },
) {
  const { perSecond, durationMs = isQuick ? 6000 : 60_000, addresses = customerAddresses(SENDERS) } = options;
  const app = await startAppUnderLoad({ databaseUrl: database.url, provider, rasa, layout, profileFolder });
  const client = createWebhookClient(app.webhookUrl, provider);
  const load = createConversationLoad({ client, provider, addresses, random });
  try {
    await load.runOpen({ perSecond: perSecond / 2, durationMs: isQuick ? 2000 : 5000 });
    await load.runOpen({ perSecond, durationMs: isQuick ? 2000 : 15_000 });
    app.startProfiles();
    const meter = await startCpuMeter({ ...app.pids, provider: provider.pid, bench: process.pid }, cluster.adminUrl);
    const exchanges = await load.runOpen({ perSecond, durationMs });
    const cpu = await meter.read();
    const figures = await readTurnFigures(database, exchanges);
    return { ...figures, cpuMsPerMessage: perMessage(cpu, exchanges.length) };
  } finally {
    load.close();
    client.close();
    await app.stop();
  }
}
