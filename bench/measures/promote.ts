import { cp, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { loadProfile } from "../../src/config/index.ts";
import { catalogueNames, createNlu, createRasaRuntime, loadPolicy, type NluControl } from "../../src/nlu/index.ts";
import { modelsDirectory } from "../../src/nlu/model-store.ts";
import { newId, silentLogger } from "../../src/shared/index.ts";
import { startProcessReport } from "../../src/telemetry/index.ts";
import { createModelChoices, promoteModel, readGolden } from "../../src/training/index.ts";
import { atMost, type BenchContext, type Measure, type MeasureReport } from "../measure.ts";
import { spread } from "../support/figures.ts";
import { SAMPLE_TEXTS } from "../support/messages.ts";

const PROFILE = "studio";
/** Of parsing alone, before and after; loading a model takes as long as it takes. */
const CALM_MS = 15_000;
const START_MS = 180_000;

/** What a client that parses without pause notices of a second server being loaded, judged and put into service. */
export const promote: Measure = {
  name: "promote",
  story: "parsing while another model is loaded, judged and put into service (needs --rasa)",
  async run(context) {
    if (!context.rasa.kind.startsWith("rasa ")) return { figures: { measured: "only with --rasa" }, goals: [] };
    const model = context.rasa.kind.slice("rasa ".length);
    // The same model under another name: what is measured is the change, not what changed.
    const twin = `${model}-bench`;
    const file = (name: string) => join(modelsDirectory(process.env), `${name}.tar.gz`);
    await cp(file(model), file(twin));
    try {
      return await measure(context, twin);
    } finally {
      await rm(file(twin), { force: true });
    }
  },
};

async function measure({ cluster, isQuick, say }: BenchContext, twin: string): Promise<MeasureReport> {
  const database = await cluster.createDatabase();
  const rasaDirectory = resolve("rasa");
  const { catalogue: lists } = loadProfile(resolve("profiles", PROFILE));
  const catalogue = catalogueNames(lists);
  const nlu = createNlu({ profile: PROFILE, rasaDirectory, catalogue, logger: silentLogger });
  const choices = createModelChoices({
    database,
    profile: PROFILE,
    owner: newId(),
    golden: () => readGolden(rasaDirectory, PROFILE),
    policy: loadPolicy(rasaDirectory, PROFILE),
    serving: () => ({ name: nlu.status().model, urls: [] }),
    logger: silentLogger,
  });
  const dataDirectory = resolve(".data/bench");
  const runtime = createRasaRuntime({
    ...{ nlu, choices, profile: PROFILE, rasaDirectory, catalogue, dataDirectory, say },
    ...{ mode: "auto", urls: [], logger: silentLogger },
  });
  const report = startProcessReport({ database, logger: silentLogger }, () => ({
    services: ["worker"],
    nlu: nlu.status(),
  }));
  try {
    runtime.start();
    await until(() => nlu.status().engine === "rasa");
    const calmMs = isQuick ? 3000 : CALM_MS;
    const client = startClient(nlu);
    await sleep(calmMs / 3);
    client.take();
    await sleep(calmMs);
    const before = client.take();
    const from = performance.now();
    const signal = AbortSignal.timeout(START_MS);
    const result = await promoteModel({ database, profile: PROFILE, say, signal }, { name: twin, urls: [] }, {});
    if (result !== "promoted") throw new Error(`the model was not promoted: ${result}`);
    const seconds = Math.round((performance.now() - from) / 1000);
    const during = client.take();
    await sleep(calmMs);
    const after = client.take();
    await client.stop();
    const ratio = during.times.p95 / before.times.p95;
    const failures = before.failures + during.failures + after.failures;
    return {
      figures: { seconds, before, during, after },
      goals: [
        atMost("p95 of parsing while promoting, times the p95 before", Math.round(ratio * 100) / 100, 2),
        atMost("longest parse while promoting ms", during.times.max, 1000),
        atMost("parses that Rasa did not answer", failures, 0),
      ],
    };
  } finally {
    await runtime.stop();
    await nlu.close();
    await report.stop();
    await database.drop();
  }
}

/** One message after the other; `take` gives what was seen since the last one. */
function startClient(nlu: NluControl) {
  let isStopped = false;
  let samples: number[] = [];
  let failures = 0;
  const running = (async () => {
    for (let index = 0; !isStopped; index++) {
      const from = performance.now();
      const { engine } = await nlu.parse(PROFILE, SAMPLE_TEXTS[index % SAMPLE_TEXTS.length]!);
      samples.push(performance.now() - from);
      if (engine !== "rasa") failures++;
    }
  })();
  return {
    take() {
      const seen = { times: spread(samples), failures };
      samples = [];
      failures = 0;
      return seen;
    },
    async stop() {
      isStopped = true;
      await running;
    },
  };
}

async function until(isTrue: () => boolean): Promise<void> {
  for (const deadline = Date.now() + START_MS; !isTrue(); await sleep(200))
    if (Date.now() > deadline) throw new Error("Rasa did not come up");
}
