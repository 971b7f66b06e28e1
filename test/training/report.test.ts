import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Gates, loadPolicy, NluDataError } from "../../src/nlu/index.ts";
import { draftSnapshot, keepSnapshot } from "../../src/nlu/model-store.ts";
import { buildTrainingSet } from "../../src/nlu/training-folder.ts";
import {
  dataErrorInSpanish,
  findBaseline,
  NoHeldOutError,
  openEngine,
  readModelsInUse,
  readReport,
  reportPaths,
  reportSchema,
  reportText,
  runEvaluation,
  writeReport,
} from "../../src/training/index.ts";
import { wishForModel } from "../../src/training/promotion/model-wishes.ts";
import { temporaryFolder } from "../nlu/temporary.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

const CATALOGUE = { services: ["Masaje relajante"], professionals: ["Ana Torres"], packages: [] };
const HOSTILE = `<script>alert("1")</script> & 'adiós'`;

const block = (intent: string, ...lines: string[]) =>
  `  - intent: ${intent}\n    examples: |\n${lines.map((line) => `      - ${line}\n`).join("")}`;
const HELLO = ["hola", "buenas tardes", "qué tal", "buen día", "hola buenas", "holi", "saludos", "muy buenas"];
const CANCEL = [
  "cancela mi cita",
  "ya no voy, cancélala",
  "quiero cancelar mi [masaje](servicio)",
  "anula mi reserva",
  "borra mi cita por favor",
  "cancela lo de [mañana](fecha)",
  "quítame la cita",
  "no iré, cancela",
];
const OTHER = [
  "quién ganó el partido",
  "cuéntame un chiste",
  "va a llover",
  "traduce esto",
  "qué es un átomo",
  "capital de francia",
];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** A repository of one profile, small enough to be measured in a moment. */
let rootDirectory: string;
beforeEach(() => {
  rootDirectory = temporaryFolder({
    "rasa/config.yml": "pipeline: []\n",
    "rasa/requirements.lock": "",
    "rasa/core/nlu/ejemplos.yml": `nlu:\n${block("saludo", ...HELLO)}${block("cancelar_cita", ...CANCEL)}${block("fuera_de_alcance", ...OTHER)}`,
    "rasa/mini/test/frases.yml": `nlu:\n${block("saludo", "¡hola!", "HOLA")}${block("agendar_cita", HOSTILE)}${block("cancelar_cita", "cancela mi [masaje](servicio) de [mañana](fecha)")}
  # en
${block("fuera_de_alcance", "please cancela this", "tell me un chiste")}`,
    "rasa/mini/test/golden.yml": `nlu:\n${block("saludo", "hola hola")}`,
    "rasa/mini/test/fechas.yml": `now: "2026-11-18T10:00:00-06:00"
tz: America/Mexico_City
cases:
  - { text: "mañana a las 5", date: "2026-11-19", time: "17:00", partOfDay: null }
  - { text: "mañana a las 6", date: "2026-11-19", time: "17:00", partOfDay: null }
`,
  });
});

const dataDirectory = () => join(rootDirectory, "data");
const env = () => ({ XDG_CACHE_HOME: rootDirectory });

async function evaluate({
  gates = {},
  files,
  profile = "mini",
  inService,
  folds = 2,
}: {
  gates?: Gates;
  folds?: number;
  files?: string[];
  profile?: string;
  inService?: string | undefined;
} = {}) {
  const rasaDirectory = join(rootDirectory, "rasa");
  const say = () => undefined;
  const engineDeps = { profile, rasaDirectory, catalogue: CATALOGUE, dataDirectory: dataDirectory(), env: env(), say };
  const engine = await openEngine(engineDeps, { engine: "embedded" });
  if ("impossible" in engine) throw new Error(engine.impossible);
  const { model } = engine;
  return runEvaluation({
    place: { rootDirectory, profile },
    language: "es",
    engine,
    policy: loadPolicy(rasaDirectory, profile),
    gates,
    folds,
    files,
    findBaseline: (lines) => findBaseline({ model, engine: "embedded", inService, engineDeps }, lines),
    say,
  });
}

/** A trainer mistakes a joke for a cancellation. */
function teachMistake(): void {
  const examples = join(rootDirectory, "rasa/core/nlu/zz.yml");
  writeFileSync(
    examples,
    `nlu:\n${block("cancelar_cita", "tell me", "tell me un", "dime un chiste", "un chiste tell", "tell chiste me", "chiste un tell me ya")}`,
  );
}

/** Keeps the data as they are under the name of the model that would be trained from them. @returns the name */
async function keepModel(): Promise<string> {
  const rasaDirectory = join(rootDirectory, "rasa");
  const { model } = buildTrainingSet(rasaDirectory, "mini", CATALOGUE);
  const draft = join(rootDirectory, "draft");
  const from = { rasaDirectory, profile: "mini", catalogue: CATALOGUE, model };
  if (!(await draftSnapshot(draft, from))) throw new Error("the snapshot is of other data");
  const models = join(rootDirectory, "atiende/models");
  mkdirSync(models, { recursive: true });
  await keepSnapshot(draft, { ...from, env: env(), trainedMs: 1 });
  return model;
}

describe("a report", () => {
  it("measures the held-out lines that are not examples, the dates and the examples against each other", async () => {
    const report = await evaluate();
    expect(report).toMatchObject({
      profile: "mini",
      engine: "embedded",
      examples: 22,
      knownLines: 2,
      isPartial: false,
    });
    expect(report.heldOut.lines).toBe(4);
    expect(report.files.map(({ name, lines }) => [name, lines])).toEqual([["rasa/mini/test/frases.yml", 4]]);
    expect(report.languages.map(({ name, lines }) => [name, lines])).toEqual([
      ["es", 2],
      ["en", 2],
    ]);
    expect(report.heldOut.entities).toMatchObject({ lines: 4, all: { recall: { count: 2, of: 2 } } });
    expect(report.dates.right).toMatchObject({ count: 1, of: 2 });
    expect(report.dates.wrong).toEqual([
      { text: "mañana a las 6", expected: "2026-11-19 17:00", read: "2026-11-19 18:00" },
    ]);
    expect(report.crossValidation).toMatchObject({ folds: 2, lines: 22 });
    expect(report.notCompared).toContain("ni hay un informe de otro modelo");
  });

  it("is read back as it was written", async () => {
    const report = await evaluate();
    const { json } = writeReport(dataDirectory(), report);
    expect(readReport(dataDirectory(), report.model)).toEqual(report);
    expect(reportSchema.parse(JSON.parse(readFileSync(json, "utf8")))).toEqual(report);
    expect(readReport(dataDirectory(), "embedded-otro")).toBeUndefined();
  });

  it("escapes what a message says, and asks nothing of the network", async () => {
    const { html } = writeReport(dataDirectory(), await evaluate());
    const page = readFileSync(html, "utf8");
    expect(page).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;adiós&#39;");
    expect(page).not.toMatch(/<script/i);
    expect(page).not.toMatch(/\b(?:src|href)=|url\(|@import/);
    expect(page).toContain("default-src 'none'");
  });

  it("of some files only says so, and is not taken for the model's", async () => {
    const report = await evaluate({ files: ["rasa/mini/test/frases.yml"] });
    expect(report.isPartial).toBe(true);
    expect(reportText(report)).toContain("no sirve para promover");
    const { json } = writeReport(dataDirectory(), report);
    expect(json).toBe(reportPaths(dataDirectory(), report.model, true).json);
    expect(readReport(dataDirectory(), report.model)).toBeUndefined();
  });

  it("compares with the last report of another model, what got worse first", async () => {
    const before = await evaluate();
    writeReport(dataDirectory(), before);
    teachMistake();
    const { comparison } = await evaluate();
    expect(comparison).toMatchObject({ model: before.model, lines: 4, newlyWrong: 1 });
    expect(comparison?.changes[0]).toMatchObject({
      text: "tell me un chiste",
      intent: "fuera_de_alcance",
      now: { guess: "cancelar_cita", outcome: "wrongWrite" },
    });
    expect(comparison?.changes[0]?.weight).toBeGreaterThan(0);
  });

  it("compares with the model that the database has in service, which reads the same lines as it was trained", async () => {
    const model = await keepModel();
    const id = await wishForModel(database, { profile: "mini", model: { name: model, urls: [] }, note: {} });
    await database.query("update nlu_models set state = 'active', settled_at = now() where id = $1", [id]);
    teachMistake();
    const { active } = await readModelsInUse(database, "mini");
    const { comparison } = await evaluate({ inService: active?.name });
    expect(comparison).toMatchObject({ model, why: "el modelo en servicio", lines: 4, newlyWrong: 1 });
  });

  it("takes what Rasa's model in service decided from its stored report, without starting it", async () => {
    const stored = { ...(await evaluate()), model: "mini-old", engine: "rasa" as const };
    writeReport(dataDirectory(), stored);
    const engineDeps = {
      ...{ profile: "mini", rasaDirectory: join(rootDirectory, "rasa"), catalogue: CATALOGUE },
      ...{ dataDirectory: dataDirectory(), env: env(), say: () => undefined },
    };
    const ask = (model: string, inService: string) =>
      findBaseline({ model, engine: "rasa", inService, engineDeps }, []);
    expect(await ask("mini-new", "mini-old")).toEqual({
      model: "mini-old",
      why: "el modelo en servicio",
      decisions: stored.decisions,
    });
    expect(await ask("mini-old", "mini-old")).toEqual({ missing: "mini-old es el modelo en servicio" });
    expect(await ask("mini-new", "mini-gone")).toEqual({
      missing: expect.stringContaining("mini-gone, no se puede consultar"),
    });
  });

  it("counts what a blind file holds, in totals and against another model, and repeats no word of it", async () => {
    const file = join(rootDirectory, "rasa/mini/test/frases.yml");
    const seen = await evaluate();
    writeReport(dataDirectory(), seen);
    for (const path of [file, join(rootDirectory, "rasa/mini/test/fechas.yml")])
      writeFileSync(path, `ciego: true\n${readFileSync(path, "utf8")}`);
    teachMistake();
    const report = await evaluate();
    // The report before it kept the words, this one only what tells one line from another.
    expect(report.comparison).toMatchObject({ model: seen.model, lines: 4, newlyWrong: 1 });
    expect(report.heldOut).toMatchObject({ lines: 4, worst: [] });
    expect(report.heldOut.entities.all.recall).toMatchObject({ of: 2 });
    expect(report.dates).toMatchObject({ right: { count: 1, of: 2 }, wrong: [] });
    const { html, json } = writeReport(dataDirectory(), report);
    const written = [reportText(report), ...[html, json].map((path) => readFileSync(path, "utf8"))];
    for (const text of written) expect(text).not.toMatch(/alert|cancela mi|please cancela|tell me/);
    const changed = report.comparison?.changes.length;
    expect(changed).toBeGreaterThan(0);
    for (const text of written.slice(0, 2)) {
      expect(text).toContain("A ciegas, frases.yml: sus 4 frases cuentan en todo y no se enseñan");
      expect(text).toContain(`${changed} que cambian), para que nadie escriba de ellas`);
    }
    // Nor does the next one need the words.
    writeFileSync(join(rootDirectory, "rasa/core/nlu/zz.yml"), `nlu:\n${block("saludo", "oigan, hola")}`);
    const next = await evaluate();
    expect(next.comparison).toMatchObject({ model: report.model, lines: 4, newlyRight: 1 });
  });

  it("says where a blind file is broken, and not what stands there", async () => {
    const broken = `ciego: true\nnlu:\n${block("saludo", "hola [Ana")}`;
    writeFileSync(join(rootDirectory, "rasa/mini/test/frases.yml"), broken);
    const error: unknown = await evaluate().catch((thrown: unknown) => thrown);
    expect(dataErrorInSpanish(error as NluDataError)).toBe(
      "rasa/mini/test/frases.yml:5: esta línea no está bien escrita (el archivo es ciego y no se cita)",
    );
    writeFileSync(join(rootDirectory, "rasa/mini/test/frases.yml"), `nlu:\n${block("saludo", "oigan, hola")}`);
    writeFileSync(join(rootDirectory, "rasa/mini/test/fechas.yml"), "ciego: true\ncases:\n  - text: 'hoy' a las 5\n");
    const { message } = (await evaluate().catch((thrown: unknown) => thrown)) as NluDataError;
    expect(message).toMatch(/^rasa\/mini\/test\/fechas\.yml:3: YAML mal escrito: /);
    expect(message).not.toContain("a las 5");
  });

  it("passes while every gate is met and tells which one is not", async () => {
    const passed = await evaluate({ gates: { entity_f1: 1 } });
    expect(passed.isPassed).toBe(true);
    expect(reportText(passed)).toContain("Pasa todas las puertas.");
    const broken = await evaluate({ gates: { entity_f1: 1, date_accuracy: 0.9 } });
    expect(broken.isPassed).toBe(false);
    expect(broken.gates.filter(({ isMet }) => !isMet).map(({ name }) => name)).toEqual(["date_accuracy"]);
    expect(reportText(broken)).toMatch(/✗ Fechas bien leídas +50\.0 % {2}no cumple \(al menos 90\.0 %\)/);
    expect(reportText(broken)).toContain("No pasa: una puerta rota.");
    expect(reportText(broken)).toMatch(/ sin puerta \(meta al menos 95\.0 %/);
  });

  it("does not say that a gate was passed which nobody measured", async () => {
    const report = await evaluate({ gates: { entity_f1: 1, cross_validation: 0.5 }, folds: 0 });
    const said = "Pasa las puertas medidas; sin medir: validación cruzada.";
    expect(reportText(report)).toContain(said);
    const { html } = writeReport(dataDirectory(), report);
    expect(readFileSync(html, "utf8")).toContain(said);
  });

  it("counts the examples of each intent without a cross-validation too, and measures no entity that is nowhere marked", async () => {
    const lines = `${block("fuera_de_alcance", "vi un masaje relajante")}${block("cancelar_cita", "cancela pues lo de [mañana](fecha)")}`;
    writeFileSync(join(rootDirectory, "rasa/mini/test/frases.yml"), `nlu:\n${lines}`);
    const { html } = writeReport(dataDirectory(), await evaluate({ folds: 0 }));
    const page = readFileSync(html, "utf8");
    const rowOf = (name: string) => {
      const [, row = ""] = new RegExp(`<tr><th scope="row">${name}</th>(<td class="n">.*?)</tr>`, "s").exec(page) ?? [];
      return [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell]) => cell);
    };
    expect(rowOf("fuera_de_alcance")[5]).toBe(String(OTHER.length));
    expect(rowOf("servicio")).toEqual(["0", "sin medir", "sin medir", "sin medir"]);
  });

  it("cannot be made of nothing", async () => {
    await expect(evaluate({ profile: "nadie" })).rejects.toThrow(NoHeldOutError);
  });

  it("tells in Spanish which training file cannot be read", async () => {
    writeFileSync(join(rootDirectory, "rasa/core/nlu/zz.yml"), `nlu:\n${block("saludo", "hola [Ana")}`);
    const error: unknown = await evaluate().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NluDataError);
    expect(dataErrorInSpanish(error as NluDataError)).toMatch(/^rasa\/core\/nlu\/zz\.yml:4: marca sin cerrar: /);
  });
});
