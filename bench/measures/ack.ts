import { atMost, type Measure } from "../measure.ts";
import { startAppUnderLoad } from "../support/app-under-load.ts";
import { customerAddresses } from "../support/conversation-load.ts";
import { round, spread } from "../support/figures.ts";
import { SAMPLE_TEXTS } from "../support/messages.ts";
import { openLoop } from "../support/open-loop.ts";
import { startCpuMeter } from "../support/usage.ts";
import { createWebhookClient, type Posted } from "../support/webhook-client.ts";

const PER_SECOND = 320;
const SENDERS = 2000;

/** How fast a webhook is taken while a worker is at work on all of them. */
export const ack: Measure = {
  name: "ack",
  story: `${PER_SECOND} signed webhooks a second from ${SENDERS} senders, taken by a web process beside a worker`,
  async run({ cluster, provider, rasa, profileFolder, isQuick, say }) {
    const database = await cluster.createDatabase();
    const app = await startAppUnderLoad({
      ...{ databaseUrl: database.url, provider, rasa, profileFolder },
      layout: "apart",
      // As it comes: what the worker does meanwhile is part of what is measured.
      env: { BURST_QUIET_MS: "250" },
    });
    const client = createWebhookClient(app.webhookUrl, provider);
    const addresses = customerAddresses(SENDERS);
    try {
      const load = async (durationMs: number, offset: number) => {
        const posts: Promise<Posted & { plannedMs: number }>[] = [];
        await openLoop({ perSecond: PER_SECOND, durationMs }, (plannedMs, index) => {
          const from = addresses[(offset + index) % SENDERS]!;
          const text = SAMPLE_TEXTS[(offset + index) % SAMPLE_TEXTS.length]!;
          posts.push(client.post(from, text).then((posted) => ({ ...posted, plannedMs })));
        });
        return Promise.all(posts);
      };
      // Every sender's conversation is made, and what is compiled at first use is compiled.
      const warmUp = await load(isQuick ? 2000 : 8000, 0);
      app.startProfiles();
      const meter = await startCpuMeter({ ...app.pids, bench: process.pid }, cluster.adminUrl);
      const posts = await load(isQuick ? 5000 : 60_000, warmUp.length);
      const cpu = await meter.read();
      const accepted = [...warmUp, ...posts].filter(({ status }) => status >= 200 && status < 300).length;
      const [row] = await database.query<{ count: string }>(
        "select count(*) from messages where direction = 'in' and provider_event_id like 'SM%'",
      );
      const stored = Number(row?.count);
      const times = spread(posts.map(({ answeredMs, plannedMs }) => answeredMs - plannedMs));
      const refused = posts.filter(({ status }) => status < 200 || status >= 300).length;
      say(`p50 ${times.p50} p99 ${times.p99} max ${times.max} ms, ${refused} not taken`);
      return {
        figures: {
          ackMs: times,
          // What of it is the bench's own lateness.
          begunLateMs: spread(posts.map(({ begunMs, plannedMs }) => Math.max(0, begunMs - plannedMs))),
          perSecond: PER_SECOND,
          senders: SENDERS,
          refused,
          accepted,
          stored,
          cpuMsPerWebhook: perMessage(cpu, posts.length),
        },
        goals: [
          atMost("ack p50 ms at 320/s", times.p50, 5),
          atMost("ack p99 ms at 320/s", times.p99, 30),
          atMost("ack: webhooks without 2xx", refused, 0),
          atMost("ack: accepted and not stored", Math.abs(accepted - stored), 0),
        ],
      };
    } finally {
      client.close();
      await app.stop();
      await database.drop();
    }
  },
};

/** CPU milliseconds of each process by message. */
export function perMessage(cpu: Record<string, number>, messages: number): Record<string, number> {
  return Object.fromEntries(Object.entries(cpu).map(([name, ms]) => [name, round(ms / messages)]));
}
