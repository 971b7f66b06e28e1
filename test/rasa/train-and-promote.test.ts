import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  createNlu,
  createRasaRuntime,
  listModels,
  loadGates,
  loadPolicy,
  type NluControl,
  type NluParse,
  type RasaRuntime,
  trainModel,
} from "../../src/nlu/index.ts";
import { newId, silentLogger } from "../../src/shared/index.ts";
import { startProcessReport } from "../../src/telemetry/index.ts";
import {
  checkNlu,
  createModelChoices,
  openEngine,
  promoteModel,
  readGolden,
  readModelRequest,
  runEvaluation,
  writeReport,
} from "../../src/training/index.ts";
import { studio } from "../nlu/studio.ts";
import { PATIENCE_MS } from "../support/clock.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { createSmallBench, type SmallBench } from "./small-bench.ts";

/** The regional way of taking an appointment back that the model of the beginning does not know. */
const NEW_EXAMPLE = "ai muere lo del jueves";
const STEP_MS = 120_000;

const isOff = process.env.RASA === "off";
if (isOff && process.env.REQUIRE_RASA) throw new Error("RASA=off, and the story of a promotion needs a real Rasa");
if (isOff) console.warn("RASA=off: NO MODEL IS TRAINED AND PROMOTED.");

let bench: SmallBench;
let database: TestDatabase;
let nlu: NluControl;
let runtime: RasaRuntime;
let report: { stop(): Promise<void> };
const lines: string[] = [];
const say = (line: string) => void lines.push(line);

beforeAll(async () => {
  bench = createSmallBench();
  database = await createTestDatabase();
  const { profile, rasaDirectory } = bench;
  // Longer than a busy machine takes for a parse: how long one takes meanwhile is asked by `npm run bench -- --only promote`.
  nlu = createNlu({ ...bench, catalogue: studio, logger: silentLogger, timeoutMs: PATIENCE_MS });
  const choices = createModelChoices({
    database,
    profile,
    owner: newId(),
    golden: () => readGolden(rasaDirectory, profile),
    policy: loadPolicy(rasaDirectory, profile),
    serving: () => ({ name: nlu.status().model, urls: [] }),
    logger: silentLogger,
  });
  runtime = createRasaRuntime({
    ...bench,
    ...{ nlu, choices, say, catalogue: studio, mode: "auto", urls: [], logger: silentLogger },
  });
  report = startProcessReport({ database, logger: silentLogger }, () => ({ services: ["worker"], nlu: nlu.status() }));
});
afterAll(async () => {
  await runtime.stop();
  await nlu.close();
  await report.stop();
  await database.drop();
  bench.remove();
});

test.skipIf(isOff)(
  "a trainer adds an example, checks, trains, tests, promotes and goes back, and a client that parses without pause notices nothing",
  { timeout: 5 * STEP_MS },
  async () => {
    runtime.start();
    await expect.poll(trainedModels, { timeout: STEP_MS }).toHaveLength(1);
    const [first = ""] = await trainedModels();

    bench.addExample("cancelar_cita", NEW_EXAMPLE);
    expect(checkNlu(bench).problems).toEqual([]);
    const trained = await trainModel({ ...bench, catalogue: studio, say, inUse: [first] });
    if ("impossible" in trained) throw new Error(trained.impossible);
    expect(trained).toMatchObject({ isNew: true });
    await expect.poll(() => nlu.status(), { timeout: STEP_MS }).toMatchObject({ engine: "rasa", model: first });
    expect((await parse(NEW_EXAMPLE)).intent.name).not.toBe("cancelar_cita");

    const client = startClient();
    expect(await ask({})).toEqual({ problem: expect.stringContaining(`Falta el informe de ${trained.model}`) });
    await writeTestReport(trained.model);
    await promote({});
    expect(await parse(NEW_EXAMPLE)).toMatchObject({
      intent: { name: "cancelar_cita" },
      engine: "rasa",
      model: trained.model,
    });

    await promote({ isRollback: true });
    expect(await parse("hola")).toMatchObject({ intent: { name: "saludo" }, engine: "rasa", model: first });

    const { answers, standIns, slowestMs } = await client.stop();
    console.log(`  ${answers} parses during it all, the slowest ${Math.round(slowestMs)} ms`);
    expect(answers).toBeGreaterThan(300);
    expect(standIns, lines.join("\n")).toBe(0);
  },
);

function parse(text: string): Promise<NluParse> {
  return nlu.parse(bench.profile, text);
}

async function trainedModels(): Promise<string[]> {
  return (await listModels(process.env, bench.profile)).map(({ name }) => name);
}

/** Asks one thing after the other, as a busy front desk does. */
function startClient() {
  const stopping = new AbortController();
  const seen = { answers: 0, standIns: 0, slowestMs: 0 };
  const running = (async () => {
    while (!stopping.signal.aborted) {
      const startedAt = performance.now();
      const { engine } = await parse("quiero cancelar mi cita");
      seen.answers += 1;
      if (engine !== "rasa") seen.standIns += 1;
      seen.slowestMs = Math.max(seen.slowestMs, performance.now() - startedAt);
      // The pace of a front desk at its fullest, some 70 messages a second; nothing is waited for here.
      await sleep(5);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
      return seen;
    },
  };
}

function ask(request: { isRollback?: boolean }) {
  return readModelRequest(
    { ...bench, sql: database, catalogue: studio, env: process.env, rasaUrls: [] },
    { urls: [], isRollback: request.isRollback ?? false, withoutReport: false },
  );
}

/** What `nlu:test` does, on the embedded classifier of the same data: a third server would add half a minute. */
async function writeTestReport(model: string): Promise<void> {
  const { profile, rasaDirectory, dataDirectory } = bench;
  const engine = await openEngine(
    { ...bench, catalogue: studio, env: process.env, say },
    { engine: "embedded", model },
  );
  if ("impossible" in engine) throw new Error(engine.impossible);
  const made = await runEvaluation({
    place: bench,
    language: "es",
    engine: { ...engine, model },
    policy: loadPolicy(rasaDirectory, profile),
    gates: loadGates(rasaDirectory, profile),
    folds: 0,
    files: undefined,
    findBaseline: async () => ({ missing: "none" }),
    say,
  });
  writeReport(dataDirectory, made);
  expect(made.isPassed, join(dataDirectory, "nlu-report")).toBe(true);
}

/** The trainer's command, followed to its end. */
async function promote(request: { isRollback?: boolean }): Promise<void> {
  const before = nlu.status().model;
  const asked = await ask(request);
  if ("problem" in asked) throw new Error(asked.problem);
  const told: string[] = [];
  const follow = (line: string) => void told.push(line);
  const deps = { database, profile: bench.profile, say: follow, signal: AbortSignal.timeout(STEP_MS) };
  expect(await promoteModel(deps, asked.model, asked.note), lines.join("\n")).toBe("promoted");
  expect(told.slice(-4)).toEqual([
    "Mensajes de oro: 5/5.",
    `En servicio: ${asked.model.name}.`,
    "Contesta en 1 de 1 workers.",
    `${before} terminó lo que tenía y se retiró. Para volver a él: npm run nlu:promote -- --rollback`,
  ]);
}
