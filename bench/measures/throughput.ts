import { atLeast, atMost, type Measure } from "../measure.ts";
import { startAppUnderLoad } from "../support/app-under-load.ts";
import { createConversationLoad, customerAddresses } from "../support/conversation-load.ts";
import { nowMs, round } from "../support/figures.ts";
import { bareParseRate } from "../support/rasa.ts";
import { startCpuMeter } from "../support/usage.ts";
import { createWebhookClient } from "../support/webhook-client.ts";
import { perMessage } from "./ack.ts";

const SENDERS = 2000;
/** Three times what the worker has in hand: there is always a next one, and the queue is short. */
const IN_FLIGHT = 24;

/** How much of what Rasa can give becomes answers. */
export const throughput: Measure = {
  name: "throughput",
  story: `messages a second through the whole path, ${IN_FLIGHT} of ${SENDERS} conversations in flight, beside the bare parse loop`,
  async run({ cluster, provider, rasa, layout, profileFolder, isQuick, random, say }) {
    const database = await cluster.createDatabase();
    const bare = () => bareParseRate(rasa, { inFlight: 8, durationMs: isQuick ? 2000 : 10_000 });
    const before = await bare();
    const app = await startAppUnderLoad({ databaseUrl: database.url, provider, rasa, layout, profileFolder });
    const client = createWebhookClient(app.webhookUrl, provider);
    const load = createConversationLoad({ client, provider, addresses: customerAddresses(SENDERS), random });
    try {
      await load.runClosed({ inFlight: IN_FLIGHT, durationMs: isQuick ? 2000 : 10_000 });
      const parsesBefore = await rasa.parses();
      app.startProfiles();
      const meter = await startCpuMeter({ ...app.pids, provider: provider.pid, bench: process.pid }, cluster.adminUrl);
      const from = nowMs();
      const exchanges = await load.runClosed({ inFlight: IN_FLIGHT, durationMs: isQuick ? 6000 : 60_000 });
      const seconds = (nowMs() - from) / 1000;
      const cpu = await meter.read();
      const parsesAfter = await rasa.parses();
      const answered = exchanges.filter(({ arrivedMs }) => arrivedMs !== undefined).length;
      await app.stop();
      const after = await bare();
      const messagesPerSecond = round(answered / seconds);
      const ratio = round(messagesPerSecond / ((before + after) / 2), 3);
      const parses = parsesBefore === undefined || parsesAfter === undefined ? undefined : parsesAfter - parsesBefore;
      say(`${messagesPerSecond} messages/s beside ${before} and ${after} bare parses/s`);
      return {
        figures: {
          messagesPerSecond,
          bareParsesPerSecond: { before, after },
          ratio,
          parsesPerMessage: parses === undefined ? undefined : round(parses / answered, 3),
          unanswered: exchanges.length - answered,
          cpuMsPerMessage: perMessage(cpu, answered),
        },
        goals: [
          atLeast("throughput: messages by bare parses", ratio, 0.9),
          atMost("throughput: messages without an answer", exchanges.length - answered, 0),
        ],
      };
    } finally {
      load.close();
      client.close();
      await app.stop();
      await database.drop();
    }
  },
};
