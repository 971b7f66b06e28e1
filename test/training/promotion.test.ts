import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { ChosenModel, ModelChoices, NluParse, TrainingExample } from "../../src/nlu/index.ts";
import { NluDataError } from "../../src/nlu/index.ts";
import { newId, silentLogger } from "../../src/shared/index.ts";
import { createModelChoices, type ModelChoicesDeps } from "../../src/training/promotion/model-choices.ts";
import { readModelsInUse, readWish, type WishNote, wishForModel } from "../../src/training/promotion/model-wishes.ts";
import { promoteModel, withdrawPending } from "../../src/training/promotion/promotion.ts";
import { PATIENCE_MS } from "../support/clock.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

const POLICY = { confidence: 0.6, margin: 0.15, clarifyLimit: 2, silenceMinutes: 30 };
const PROCESS = newId();
const GOLDEN = [golden("cancela mi cita", "cancelar_cita"), golden("hola", "saludo")];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  await database.query("delete from nlu_models");
  await database.query("delete from processes");
});
afterAll(() => database.drop());

test("a model that understands every golden message goes into service, and the one before is where a rollback leads", async () => {
  const worker = createWorker();
  await promoted(worker, "studio-old");
  await promoted(worker, "studio-new");

  expect(await worker.read()).toEqual({ active: { name: "studio-new", urls: [] } });
  expect((await readModelsInUse(database, "studio")).retired).toEqual({ name: "studio-old", urls: [] });
});

test("a rollback and another one lead there and back again", async () => {
  const worker = createWorker();
  await promoted(worker, "studio-a");
  await promoted(worker, "studio-b");
  await promoted(worker, (await readModelsInUse(database, "studio")).retired!.name);
  expect((await worker.read()).active?.name).toBe("studio-a");
  expect((await readModelsInUse(database, "studio")).retired?.name).toBe("studio-b");
});

test("a rollback is not held up by a golden message that came after the old model, nor by a golden file that is broken", async () => {
  await promoted(createWorker(), "studio-old");
  await promoted(createWorker(), "studio-new");
  const id = await wish("studio-old", { isRollback: true });
  await judge(createWorker(), async (text) => parsed(text, "saludo"));
  expect(await readWish(database, id)).toMatchObject({ state: "active", verdict: { golden: { right: 1, total: 2 } } });

  const again = await wish("studio-new", { isRollback: true });
  const broken = () => {
    throw new NluDataError("studio/test/golden.yml", 7, "a mark that is not closed");
  };
  await judge(createWorker({ golden: broken }), understand);
  expect((await readWish(database, again))?.state).toBe("active");
});

test("a rollback to a model that does not answer is refused", async () => {
  const id = await wish("studio-old", { isRollback: true });
  await judge(createWorker(), () => Promise.reject(new TypeError("no answer")));
  expect((await readWish(database, id))?.state).toBe("refused");
});

test("the first promotion remembers what was served before it, so that there is a way back", async () => {
  const worker = createWorker({ serving: () => ({ name: "studio-files", urls: ["http://rasa-blue:5005"] }) });
  await promoted(worker, "studio-new");
  expect((await readModelsInUse(database, "studio")).retired).toEqual({
    name: "studio-files",
    urls: ["http://rasa-blue:5005"],
  });
});

test("one golden message misunderstood: refused with what it was taken for, and the old model goes on", async () => {
  const worker = createWorker();
  await promoted(worker, "studio-old");
  const id = await wish("studio-bad");
  await judge(worker, async (text) => parsed(text, "cancelar_cita"));

  expect((await worker.read()).active?.name).toBe("studio-old");
  expect(await readWish(database, id)).toMatchObject({
    state: "refused",
    verdict: {
      reason: "falló 1 de 2 mensajes de oro",
      golden: { right: 1, total: 2, failures: [{ text: "hola", problem: "la entendió como cancelar_cita (0.95)" }] },
    },
  });
});

test("right but unsure, right without its entity, and answered by the stand-in of Rasa: none of them is golden", async () => {
  const unsure = createWorker({ golden: () => [golden("hola", "saludo")] });
  const first = await wish("studio-unsure");
  await judge(unsure, async (text) => parsed(text, "saludo", { confidence: 0.5 }));
  const withEntity = {
    ...golden("cita mañana", "agendar_cita"),
    entities: [{ entity: "fecha", value: "mañana", start: 5, end: 11 }],
  };
  const blind = createWorker({ golden: () => [withEntity] });
  const second = await wish("studio-blind");
  await judge(blind, async (text) => parsed(text, "agendar_cita"));
  const third = await wish("studio-silent");
  await judge(createWorker(), async (text) => ({ ...parsed(text, "saludo"), engine: "embedded" }));

  const problems = await Promise.all(
    [first, second, third].map(async (id) => (await readWish(database, id))?.verdict.golden?.failures[0]?.problem),
  );
  expect(problems).toEqual([
    "no está seguro: 0.50, y otra 0.05",
    'no encontró fecha "mañana"',
    "el modelo no contestó",
  ]);
});

test("a golden file that cannot be read refuses the model with file and line, and another fault without its words", async () => {
  const first = await wish("studio-a");
  const broken = () => {
    throw new NluDataError("studio/test/golden.yml", 7, "a mark that is not closed");
  };
  await judge(createWorker({ golden: broken }), understand);
  const second = await wish("studio-b");
  await judge(createWorker(), () => Promise.reject(new TypeError("what a customer said")));

  expect((await readWish(database, first))?.verdict.reason).toBe(
    "rasa/studio/test/golden.yml:7: a mark that is not closed",
  );
  expect((await readWish(database, second))?.verdict.reason).toBe("no se pudo probar (TypeError)");
});

test("two workers have it ready at once: one judges, and both see the verdict", async () => {
  const asked: string[] = [];
  const parse = async (text: string) => {
    asked.push(text);
    return understand(text);
  };
  const workers = [createWorker(), createWorker()];
  const candidate = { id: await wish("studio-new"), name: "studio-new", urls: [] };
  await Promise.all(workers.map((worker) => worker.judge(candidate, parse)));

  expect(asked.sort()).toEqual(["cancela mi cita", "hola"]);
  for (const worker of workers) expect((await worker.read()).active?.name).toBe("studio-new");
});

test("a worker that dies while it judges: another one takes over when its claim has run out", async () => {
  const id = await wish("studio-new");
  await database.query(
    "update nlu_models set claimed_by = 'dead', claimed_until = clock_timestamp() + interval '300 ms' where id = $1",
    [id],
  );
  await judge(createWorker(), understand);
  expect((await readWish(database, id))?.state).toBe("active");
});

test("a worker that was slow comes with its verdict after another one judged: the first verdict stands", async () => {
  const id = await wish("studio-new");
  const slow = createWorker({ claimMs: 1 });
  let isOver: () => void = () => undefined;
  const over = new Promise<void>((done) => {
    isOver = done;
  });
  const late = judge(slow, async (text) => {
    await over;
    return parsed(text, "queja");
  });
  await expect.poll(async () => (await claimOf(id)) !== null, { timeout: PATIENCE_MS }).toBe(true);
  await judge(createWorker(), understand);
  isOver();
  await late;
  expect((await readWish(database, id))?.state).toBe("active");
});

test("a worker that cannot load it refuses it with the reason", async () => {
  const worker = createWorker();
  const id = await wish("studio-new");
  await worker.refuse((await worker.read()).candidate!, "su servidor no arrancó");
  expect(await readWish(database, id)).toMatchObject({
    state: "refused",
    verdict: { reason: "su servidor no arrancó" },
  });
});

test("another wish takes the first one back; the same wish again is one", async () => {
  const first = await wish("studio-a");
  const [second, again] = await Promise.all([wish("studio-b"), wish("studio-b")]);
  expect(again).toBe(second);
  expect(await readWish(database, first)).toMatchObject({
    state: "refused",
    verdict: { reason: "se pidió otro modelo en su lugar" },
  });
});

test("the profiles of one database promote without seeing each other", async () => {
  const other = createWorker({ profile: "ferreteria" });
  await promoted(createWorker(), "studio-new");
  expect(await other.read()).toEqual({});
});

test("without a worker the trainer is told that it enters at the next start, and the wish is there", async () => {
  const { result, lines } = await promote({ name: "studio-new", urls: [] });
  expect(result).toBe("pending");
  expect(lines).toEqual([
    "Se pide studio-new.",
    "Ningún worker está en marcha.",
    "El pedido queda: el modelo entrará al próximo arranque, después de contestar los mensajes de oro.",
  ]);
  expect((await createWorker().read()).candidate?.name).toBe("studio-new");
});

test("asking for the model in service takes back what else was asked for", async () => {
  await promoted(createWorker(), "studio-old");
  const pending = await wish("studio-new");
  const { result, lines } = await promote({ name: "studio-old", urls: [] });
  expect(result).toBe("promoted");
  expect(lines).toEqual(["Se retiró el pedido de studio-new; sigue studio-old."]);
  expect(await readWish(database, pending)).toMatchObject({
    state: "refused",
    verdict: { reason: "se retiró el pedido" },
  });
  expect(await createWorker().read()).toEqual({ active: { name: "studio-old", urls: [] } });

  const again = await promote({ name: "studio-old", urls: [] });
  expect(again.lines).toEqual(["studio-old ya está en servicio: no hay nada que cambiar."]);
});

test("a rollback takes back what was asked for and changes nothing else, even before the first promotion", async () => {
  await wish("studio-first");
  expect(await rollBack()).toEqual(["Se retiró el pedido de studio-first; sigue el modelo de los archivos."]);
  await promoted(createWorker(), "studio-old");
  await promoted(createWorker(), "studio-new");
  await wish("studio-next");
  expect(await rollBack()).toEqual(["Se retiró el pedido de studio-next; sigue studio-new."]);
  expect(await createWorker().read()).toEqual({ active: { name: "studio-new", urls: [] } });
  expect(await rollBack()).toEqual([]);
});

test("a rollback that is pending is followed by the same command, not taken back", async () => {
  await promoted(createWorker(), "studio-old");
  await promoted(createWorker(), "studio-new");
  await wish("studio-old", { isRollback: true });
  expect(await rollBack()).toEqual([]);
  expect((await createWorker().read()).candidate?.name).toBe("studio-old");
});

test("a promotion is followed to its end: loading, golden messages, in service, and the way back", async () => {
  const worker = createWorker();
  await promoted(worker, "studio-old");
  await reportWorker("studio-old");
  const promotion = promote(
    { name: "studio-new", urls: [] },
    { onLine: (line) => /Cargando/.test(line) && void take() },
  );
  const take = async () => {
    await judge(worker, understand);
    await reportWorker("studio-new");
  };
  const { result, lines } = await promotion;
  expect(result).toBe("promoted");
  // Whether the golden messages are seen on their way depends on when one looks.
  expect(lines.filter((line) => !line.startsWith("Cargado."))).toEqual([
    "Se pide studio-new en lugar de studio-old.",
    "Cargando en un servidor aparte…",
    "Mensajes de oro: 2/2.",
    "En servicio: studio-new.",
    "Contesta en 1 de 1 workers.",
    "studio-old terminó lo que tenía y se retiró. Para volver a él: npm run nlu:promote -- --rollback",
  ]);
});

test("a refused promotion names each message, and says who goes on answering", async () => {
  await reportWorker("studio-old");
  const refuse = () => judge(createWorker(), async (text) => parsed(text, "saludo"));
  const { result, lines } = await promote(
    { name: "studio-bad", urls: [] },
    { onLine: (line) => /Cargando/.test(line) && void refuse() },
  );
  expect(result).toBe("refused");
  expect(lines.slice(-3)).toEqual([
    "Mensajes de oro: 1/2.",
    '  "cancela mi cita" (cancelar_cita): la entendió como saludo (0.95)',
    "Rechazado: falló 1 de 2 mensajes de oro. Sigue contestando el modelo de antes.",
  ]);
});

test("Ctrl-C ends the following and leaves the wish", async () => {
  await reportWorker("studio-old");
  const stopping = new AbortController();
  const { result, lines } = await promote(
    { name: "studio-new", urls: [] },
    { signal: stopping.signal, onLine: (line) => /Cargando/.test(line) && stopping.abort() },
  );
  expect(result).toBe("pending");
  expect(lines.at(-1)).toMatch(/el pedido queda/);
  expect((await createWorker().read()).candidate?.name).toBe("studio-new");
});

function createWorker(deps: Partial<ModelChoicesDeps> = {}): ModelChoices {
  return createModelChoices({
    database,
    profile: "studio",
    owner: newId(),
    golden: () => GOLDEN,
    policy: POLICY,
    serving: () => undefined,
    logger: silentLogger,
    lookMs: 20,
    ...deps,
  });
}

/** What the runtime of a worker does once the candidate is warmed. */
async function judge(worker: ModelChoices, parse: (text: string) => Promise<NluParse>): Promise<void> {
  await worker.judge((await worker.read()).candidate!, parse);
}

async function promoted(worker: ModelChoices, model: string): Promise<void> {
  await wish(model);
  await judge(worker, understand);
}

function wish(model: string, note: WishNote = {}): Promise<string> {
  return wishForModel(database, { profile: "studio", model: { name: model, urls: [] }, note });
}

async function promote(
  model: ChosenModel,
  { onLine, signal }: { onLine?: (line: string) => unknown; signal?: AbortSignal } = {},
) {
  const lines: string[] = [];
  const say = (line: string) => {
    lines.push(line);
    onLine?.(line);
  };
  const deps = { database, profile: "studio", say, signal: signal ?? new AbortController().signal, lookMs: 20 };
  return { result: await promoteModel(deps, model, {}), lines };
}

/** What `--rollback` does first. @returns what it says */
async function rollBack(): Promise<string[]> {
  const lines: string[] = [];
  const isWithdrawn = await withdrawPending(
    { database, profile: "studio", say: (line) => lines.push(line) },
    { isRollback: true },
  );
  expect(isWithdrawn).toBe(lines.length > 0);
  return lines;
}

/** What a worker's process tells the others of itself. */
async function reportWorker(model: string): Promise<void> {
  const nlu = { engine: "rasa", model, rasa: { state: "ready", detail: "" } };
  await database.query(
    "insert into processes (id, services, nlu) values ($1, '{worker}', $2) on conflict (id) do update set nlu = excluded.nlu",
    [PROCESS, JSON.stringify(nlu)],
  );
}

async function claimOf(id: string): Promise<string | null> {
  const [row] = await database.query<{ claimed_by: string | null }>("select claimed_by from nlu_models where id = $1", [
    id,
  ]);
  return row?.claimed_by ?? null;
}

function golden(text: string, intent: string): TrainingExample {
  return { intent, text, source: text, entities: [], file: "golden.yml", line: 1 };
}

async function understand(text: string): Promise<NluParse> {
  return parsed(text, GOLDEN.find((one) => one.text === text)?.intent ?? "fuera_de_alcance");
}

function parsed(text: string, name: string, { confidence = 0.95 } = {}): NluParse {
  const intent = { name, confidence };
  const ranking = [intent, { name: "otra", confidence: 0.05 }];
  return { text, intent, ranking, entities: [], engine: "rasa", model: "candidate", durationMs: 1 };
}
