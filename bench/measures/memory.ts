import { atMost, type BenchContext, type Goal, type Measure } from "../measure.ts";
import { type Layout, startAppUnderLoad } from "../support/app-under-load.ts";
import { createConversationLoad, customerAddresses } from "../support/conversation-load.ts";
import { nowMs, round } from "../support/figures.ts";
import { memoryMb } from "../support/usage.ts";
import { createWebhookClient } from "../support/webhook-client.ts";

const TURNS = 50_000;
const SENDERS = 2000;
/** A garbage collector breathes; what grows by less than this in the second half of the turns is flat. */
const FLAT_MB = 15;
const LIMIT_MB = 250;

/** Resident memory over many turns of the embedded classifier, which is the heaviest way to answer. */
export const memory: Measure = {
  name: "memory",
  story: `resident memory over ${TURNS} turns, web and worker apart and both in one process`,
  async run(context) {
    const figures: Record<string, unknown> = {};
    const goals: Goal[] = [];
    for (const layout of ["apart", "together"] as const) {
      const { turnsPerSecond, processes } = await watch(context, layout);
      figures[layout] = { turnsPerSecond, ...processes };
      for (const [name, { lastMb, grownMb }] of Object.entries(processes)) {
        goals.push(
          atMost(`memory: RSS of ${name} MB`, lastMb, LIMIT_MB),
          atMost(`memory: growth of ${name} MB in the second half of the turns`, grownMb, FLAT_MB),
        );
      }
    }
    return { figures, goals };
  },
};

interface Sample {
  turns: number;
  rss: number;
}

async function watch({ cluster, provider, isQuick, random, say }: BenchContext, layout: Layout) {
  const turns = isQuick ? 1500 : TURNS;
  const database = await cluster.createDatabase();
  const app = await startAppUnderLoad({ databaseUrl: database.url, provider, rasa: undefined, layout });
  const client = createWebhookClient(app.webhookUrl, provider);
  const load = createConversationLoad({ client, provider, addresses: customerAddresses(SENDERS), random });
  let answered = 0;
  const stopCounting = provider.onArrival(() => {
    answered += 1;
  });
  const samples: Record<string, Sample[]> = Object.fromEntries(Object.keys(app.pids).map((name) => [name, []]));
  const sample = async () => {
    for (const [name, pid] of Object.entries(app.pids)) {
      samples[name]!.push({ turns: answered, rss: (await memoryMb(pid)).rss });
    }
  };
  const timer = setInterval(() => void sample().catch(() => undefined), isQuick ? 500 : 2000);
  try {
    const from = nowMs();
    // 16 in flight keep the worker busy and no more; at some 300 a second nobody writes more than 9 times a minute.
    await load.runClosed({ inFlight: 16, count: turns });
    const turnsPerSecond = round(turns / ((nowMs() - from) / 1000));
    await sample();
    const processes: Record<string, ReturnType<typeof describe> & { peakMb: number }> = {};
    for (const [name, pid] of Object.entries(app.pids)) {
      processes[name] = { ...describe(samples[name]!, turns), peakMb: round((await memoryMb(pid)).peak, 0) };
      say(`${layout} ${name}: ${processes[name].lastMb} MB, grown ${processes[name].grownMb} MB in the second half`);
    }
    return { turnsPerSecond, processes };
  } finally {
    clearInterval(timer);
    stopCounting();
    load.close();
    client.close();
    await app.stop();
    await database.drop();
  }
}

/** The level at the end is a mean of the last tenth, and the growth a straight line through the second half. */
function describe(samples: readonly Sample[], turns: number) {
  const late = samples.filter((sample) => sample.turns >= turns * 0.9);
  const second = samples.filter((sample) => sample.turns >= turns / 2);
  const perTurn = slope(second);
  return {
    firstMb: round(samples[0]?.rss ?? Number.NaN, 0),
    lastMb: round(mean(late.map(({ rss }) => rss)), 0),
    grownMb: round(perTurn * (turns / 2), 1),
    samples: samples
      .filter((_, index) => index % Math.ceil(samples.length / 25) === 0)
      .map(({ turns, rss }) => [turns, round(rss, 0)]),
  };
}

/** Least squares. */
function slope(samples: readonly Sample[]): number {
  const meanTurns = mean(samples.map(({ turns }) => turns));
  const meanRss = mean(samples.map(({ rss }) => rss));
  const above = samples.reduce((sum, { turns, rss }) => sum + (turns - meanTurns) * (rss - meanRss), 0);
  const below = samples.reduce((sum, { turns }) => sum + (turns - meanTurns) ** 2, 0);
  return below === 0 ? Number.NaN : above / below;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
