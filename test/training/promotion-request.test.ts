import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { buildTrainingSet, NluDataError, readTrainingData } from "../../src/nlu/index.ts";
import type { ModelRequest } from "../../src/training/index.ts";
import { findIntentChanges, readModelRequest, writeReport } from "../../src/training/index.ts";
import { wishForModel } from "../../src/training/promotion/model-wishes.ts";
import { buildReport } from "../../src/training/report/report-build.ts";
import { startFakeRasa } from "../nlu/fake-rasa.ts";
import { RASA_DIRECTORY, studio } from "../nlu/studio.ts";
import { temporaryFolder } from "../nlu/temporary.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { decision } from "./decisions.ts";

const OF_FILES = buildTrainingSet(RASA_DIRECTORY, "studio", studio).model;
const NOTHING: ModelRequest = { urls: [], isRollback: false, withoutReport: false };

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  folder = temporaryFolder();
  await database.query("delete from nlu_models");
});
afterAll(() => database.drop());

test("nothing said means the model of the files as they are, which must be trained", async () => {
  expect(await ask()).toEqual({
    problem: `El modelo de los archivos como están, ${OF_FILES}, no está entrenado: npm run nlu:train`,
  });
  store(OF_FILES);
  report(OF_FILES);
  expect(await ask()).toEqual({
    model: { name: OF_FILES, urls: [] },
    note: { report: { isPassed: true, brokenGates: [] } },
  });
});

test("another model is asked for by name, and those that are there are named when it is not", async () => {
  store("studio-old");
  report("studio-old");
  expect(await ask({ model: "studio-old" })).toMatchObject({ model: { name: "studio-old" } });
  expect(await ask({ model: "studio-new" })).toEqual({
    problem: "studio-new no está entre los modelos entrenados de studio (studio-old).",
  });
});

test("without a report nothing is promoted, unless that is said aloud, and then it is noted", async () => {
  store("studio-old");
  expect(await ask({ model: "studio-old" })).toMatchObject({
    problem: expect.stringContaining("Falta el informe de studio-old"),
  });
  expect(await ask({ model: "studio-old", withoutReport: true })).toMatchObject({ note: { withoutReport: true } });
});

test("a gate that was set after the report counts, and is told with its figure, its limit and the place of the report", async () => {
  store("studio-old");
  report("studio-old", { guess: "cancelar_cita" });
  const gates = "gates:\n  intent_accuracy: 0.97\n  wrong_write: 0.02\n  cross_validation: 0.7\n";
  const rasaDirectory = temporaryFolder({ "core/policy.yml": gates });
  expect(await ask({ model: "studio-old" }, { rasaDirectory })).toEqual({
    problem:
      "studio-old no pasa: intención correcta 0.0 %, al menos 97.0 %; escrituras equivocadas 100.0 %, a lo más 2.0 %. " +
      `El informe está en ${join(folder, "nlu-report", "studio-old.html")}`,
  });
});

test("a policy.yml that is not well formed judges nobody: it is told with file and line", async () => {
  store("studio-old");
  report("studio-old");
  const rasaDirectory = temporaryFolder({ "core/policy.yml": "gates:\n  wrong_write: 3\n" });
  const asked = ask({ model: "studio-old" }, { rasaDirectory });
  await expect(asked).rejects.toThrow(NluDataError);
  await expect(asked).rejects.toThrow("rasa/core/policy.yml:2: wrong_write ");
});

test("the model in service may be asked for whatever its report says: it takes back what else is asked for", async () => {
  store("studio-old");
  const model = { name: "studio-old", urls: [] };
  const id = await wishForModel(database, { profile: "studio", model, note: {} });
  await database.query("update nlu_models set state = 'active', settled_at = now() where id = $1", [id]);
  expect(await ask({ model: "studio-old" })).toEqual({ model, note: {} });
});

test("servers elsewhere must answer, have one model, and one of this profile", async () => {
  const [blue, green] = [await startFakeRasa(), await startFakeRasa()];
  onTestFinished(() => Promise.all([blue.stop(), green.stop()]).then(() => undefined));
  const urls = [blue.url, green.url];
  expect(await ask({ urls, withoutReport: true })).toMatchObject({ model: { name: "studio-fake", urls } });
  expect(await ask({ urls, model: "studio-other" })).toEqual({
    problem: "Esos servidores tienen studio-fake, no studio-other.",
  });
  expect(await ask({ urls }, { profile: "ferreteria" })).toEqual({
    problem: "El modelo de esos servidores, studio-fake, no es de ferreteria.",
  });
  green.answer = "error";
  expect(await ask({ urls })).toEqual({ problem: `No contesta ${green.url}: ¿ya cargó su modelo?` });
});

test("where RASA_URL says who answers, the new model's servers have to be named", async () => {
  store(OF_FILES);
  const asked = await ask({}, { rasaUrls: ["http://rasa-blue:5005"] });
  expect(asked).toMatchObject({ problem: expect.stringContaining("--url") });
});

test("a rollback needs neither file nor report, only that there was another one before", async () => {
  expect(await ask({ isRollback: true })).toEqual({ problem: "No hay un modelo anterior al que volver." });
  await wishForModel(database, { profile: "studio", model: { name: "studio-old", urls: ["http://a:1"] }, note: {} });
  await database.query("update nlu_models set state = 'retired', settled_at = now()");
  expect(await ask({ isRollback: true })).toEqual({
    model: { name: "studio-old", urls: ["http://a:1"] },
    note: { isRollback: true },
  });
});

test("what changed against the model in service is told by intent: an example whose mark changed is another one", () => {
  const before = readTrainingData(RASA_DIRECTORY, "studio")
    .examples.filter(({ intent }) => intent === "saludo")
    .slice(0, 3);
  const [first, second, third] = before as [(typeof before)[0], (typeof before)[0], (typeof before)[0]];
  const after = [first, { ...second, source: `${second.source} [hoy](fecha)` }, { ...third, intent: "despedida" }];
  expect(findIntentChanges(before, after)).toEqual([
    { intent: "despedida", added: 1, removed: 0 },
    { intent: "saludo", added: 1, removed: 2 },
  ]);
  expect(findIntentChanges(before, [...before].reverse())).toEqual([]);
});

function ask(
  request: Partial<ModelRequest> = {},
  over: { profile?: string; rasaUrls?: string[]; rasaDirectory?: string } = {},
) {
  const deps = {
    ...{ sql: database, profile: "studio", rasaDirectory: RASA_DIRECTORY, catalogue: studio, rasaUrls: [] },
    ...{ dataDirectory: folder, env: { XDG_CACHE_HOME: folder } },
  };
  return readModelRequest({ ...deps, ...over }, { ...NOTHING, ...request });
}

/** A trained model of the store, as far as its name is concerned. */
function store(name: string): void {
  const models = join(folder, "atiende", "models");
  mkdirSync(join(models, name), { recursive: true });
  writeFileSync(join(models, `${name}.tar.gz`), "");
  writeFileSync(join(models, name, "catalogue.json"), JSON.stringify(studio));
  const info = {
    name,
    profile: "studio",
    trainedAt: "2026-11-21T00:00:00Z",
    trainedMs: 1,
    examples: 1,
    intents: 1,
    rasaVersion: "3",
  };
  writeFileSync(join(models, name, "model.json"), JSON.stringify(info));
}

/** Of one greeting, surely understood; no gate was set when it was made. */
function report(model: string, { guess = "saludo" } = {}): void {
  const heldOut = [decision({ intent: "saludo", guess, confidence: 1, margin: 1 })];
  const [startedAt, endedAt] = [new Date(), new Date()];
  writeReport(
    folder,
    buildReport({
      ...{
        model,
        profile: "studio",
        engine: "rasa",
        isPartial: false,
        knownLines: 0,
        gates: {},
        heldOut,
        startedAt,
        endedAt,
      },
      data: readTrainingData(RASA_DIRECTORY, "studio"),
      thresholds: { confidence: 0.6, margin: 0.15 },
      crossValidation: null,
      dates: { right: { count: 0, of: 0, value: null, low: 0, high: 1 }, wrong: [] },
      baseline: { missing: "no hay" },
    }),
  );
}
