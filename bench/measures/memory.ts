import { atMost, type BenchContext, type Goal, type Measure } from "../measure.ts";
import { type AppUnderLoad, type Layout, startAppUnderLoad } from "../support/app-under-load.ts";
import { createConversationLoad, customerAddresses } from "../support/conversation-load.ts";
import { nowMs, round } from "../support/figures.ts";
import { type HeapProbe, startHeapProbe } from "../support/heap-probe.ts";
import { memoryMb } from "../support/usage.ts";
import { createWebhookClient } from "../support/webhook-client.ts";

const TURNS = 50_000;
const SENDERS = 2000;
/** A garbage collector breathes; what grows by less than this in the second half of the turns is flat. */
const FLAT_MB = 15;
const LIMIT_MB = 250;
const TENTHS = 10;

/** Memory over many turns of the embedded classifier, which is the heaviest way to answer. */
export const memory: Measure = {
  name: "memory",
  story: "resident memory over many turns, web and worker apart and both in one process",
  async run(context) {
    const turns = context.turns ?? (context.isQuick ? 3000 : TURNS);
    const figures: Record<string, unknown> = { turns };
    const goals: Goal[] = [];
    for (const layout of ["apart", "together"] as const) {
      const { turnsPerSecond, processes } = await watch(context, layout, turns);
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

interface ProcessMemory {
  /** Resident MB at each tenth of the turns, a mean of its samples. */
  tenthsMb: number[];
  /** The last tenth. */
  lastMb: number;
  peakMb: number;
  /** By a straight line through the second half. */
  grownMb: number;
  /** What is alive on the heap: garbage was collected first. A leak shows here before it shows in what is resident. */
  heapMb: { atHalf: number; atEnd: number };
}

async function watch({ cluster, provider, random, say }: BenchContext, layout: Layout, turns: number) {
  const database = await cluster.createDatabase();
  const probe = await startHeapProbe();
  const app = await startAppUnderLoad({
    ...{ databaseUrl: database.url, provider, rasa: undefined, layout },
    env: probe.env,
  });
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
  const timer = setInterval(() => void sample().catch(() => undefined), 500);
  try {
    const from = nowMs();
    // 16 in flight keep the worker busy and no more; at some 300 a second nobody writes more than 9 times a minute.
    await load.runClosed({ inFlight: 16, count: Math.floor(turns / 2) });
    const half = await heapsOf(app, probe);
    await load.runClosed({ inFlight: 16, count: turns - Math.floor(turns / 2) });
    const turnsPerSecond = round(turns / ((nowMs() - from) / 1000));
    await sample();
    clearInterval(timer);
    const end = await heapsOf(app, probe);
    const processes: Record<string, ProcessMemory> = {};
    for (const [name, pid] of Object.entries(app.pids)) {
      const heapMb = { atHalf: half[name]!, atEnd: end[name]! };
      const own = { ...describe(samples[name]!, turns), peakMb: round((await memoryMb(pid)).peak, 0), heapMb };
      processes[name] = own;
      say(`${layout} ${name}: RSS by tenths ${own.tenthsMb.join(" ")} MB, grown ${own.grownMb} in the second half`);
      say(`${layout} ${name}: alive on the heap ${heapMb.atHalf} MB at half, ${heapMb.atEnd} MB at the end`);
    }
    return { turnsPerSecond, processes };
  } finally {
    clearInterval(timer);
    stopCounting();
    load.close();
    client.close();
    await app.stop();
    await probe.close();
    await database.drop();
  }
}

async function heapsOf(app: AppUnderLoad, probe: HeapProbe): Promise<Record<string, number>> {
  const heaps: Record<string, number> = {};
  for (const [name, pid] of Object.entries(app.pids)) heaps[name] = round(await probe.heapMb(pid), 1);
  return heaps;
}

function describe(samples: readonly Sample[], turns: number) {
  const tenthsMb = Array.from({ length: TENTHS }, (_, tenth) => {
    const own = samples.filter((one) => Math.min(TENTHS - 1, Math.floor((one.turns * TENTHS) / turns)) === tenth);
    return round(mean(own.map(({ rss }) => rss)), 0);
  });
  const perTurn = slope(samples.filter((sample) => sample.turns >= turns / 2));
  return { tenthsMb, lastMb: tenthsMb.at(-1)!, grownMb: round(perTurn * (turns / 2), 1) };
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
