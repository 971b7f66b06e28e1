import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSealer, newId, silentLogger } from "../../src/shared/index.ts";
import type { AnnotationSummary } from "../../src/training/inbox/annotation-rows.ts";
import { candidatesOf, isSampled, placeEntities } from "../../src/training/inbox/inbox-candidates.ts";
import { isCorrection } from "../../src/training/inbox/inbox-corrections.ts";
import { storeCandidates } from "../../src/training/inbox/inbox-store.ts";
import type { LookedAtTurn } from "../../src/training/inbox/inbox-turns.ts";
import { type FakeRasa, startFakeRasa } from "../conversation/fake-rasa.ts";
import { eventually } from "../delivery/helpers.ts";
import { startTestApp, type TestApp } from "../support/app.ts";

const UNCLEAR = "verde tercero, soy Laura Méndez, mi cel es 55 1234 5678";
const [BOOKED, DECLINED] = ["agéndame yoga para este viernes a las 5 de la tarde porfis ándale", "no quiero yoga"];
const [MISREAD, TAKEN_BACK] = [
  "me apuntas en un masaje para el viernes tempranito si se deja",
  "no, quería saber cuánto cuesta",
];

const UNREAD = "azul cuarto";

let rasa: FakeRasa;
let app: TestApp;
/** With files of its own, which a test breaks. */
const root = mkdtempSync(join(tmpdir(), "atiende-inbox-"));
/** What the log says of the training files. */
const told: { places?: string; message: string }[] = [];
const keep = (fields: { places?: string }, message: string) =>
  void (message.includes("training files") && told.push({ ...fields, message }));
beforeAll(async () => {
  rasa = await startFakeRasa();
  for (const folder of ["rasa", "profiles"]) cpSync(resolve(folder), join(root, folder), { recursive: true });
  // What a model is unsure of changes with each training; this one is unsure of these words for ever.
  for (const text of [UNCLEAR, `¡${UNCLEAR.toUpperCase()}!`, UNREAD, UNREAD.toUpperCase()])
    rasa.unsure.set(text, ["agendar_cita", "consulta_estado"]);
  for (const text of [BOOKED, MISREAD]) rasa.intents.set(text, "agendar_cita");
  rasa.intents.set(DECLINED, "negar").set(TAKEN_BACK, "consultar_paquetes");
  app = await startTestApp({
    env: { RASA: "auto", RASA_URL: rasa.url },
    rootDirectory: root,
    logger: { ...silentLogger, info: keep, warn: keep },
  });
  await app.untilRasaAnswers();
});
afterAll(async () => {
  await app.stop();
  await rasa.stop();
  rmSync(root, { recursive: true });
});

const row = (where: string, values: unknown[] = []) =>
  app.until<{
    text: string;
    reasons: string[];
    seen_count: number;
    state: string;
    entities: AnnotationSummary["parse"]["entities"];
  }>(`select text, reasons, seen_count, state, entities from nlu_annotations where ${where}`, values);

test("a message that was not understood waits for trainers within seconds, once and masked", async () => {
  await app.ask("+525511110001", UNCLEAR);
  const found = await row("'clarified' = any (reasons)");
  expect(found.text).toBe("verde tercero, soy [nombre], mi cel es [teléfono]");
  expect(found).toMatchObject({ state: "open", seen_count: 1, reasons: expect.arrayContaining(["clarified"]) });

  await app.ask("+525511110002", `¡${UNCLEAR.toUpperCase()}!`);
  await row("seen_count = 2");
  const all = await app.database.query("select 1 from nlu_annotations where text ilike '%tercero%'");
  expect(all).toHaveLength(1);
  const stored = await app.database.query<{ whole: string }>(
    "select to_jsonb(a)::text as whole from nlu_annotations a",
  );
  expect(stored.map(({ whole }) => whole).join()).not.toMatch(/Laura|55 1234/);
});

test("who takes an answer back brings the message before it in; a no that answers a question does not", async () => {
  await app.ask("+525511110003", BOOKED);
  await app.ask("+525511110003", DECLINED);
  await app.ask("+525511110004", MISREAD);
  await app.ask("+525511110004", TAKEN_BACK);
  const found = await row("'corrected' = any (reasons)");
  expect(found.text).toBe(MISREAD);
  expect(found.entities).toContainEqual(expect.objectContaining({ entity: "fecha", start: 32, end: 39 }));
  const corrected = await app.database.query("select 1 from nlu_annotations where 'corrected' = any (reasons)");
  expect(corrected).toHaveLength(1);
});

test("while a trainer is in the middle of an edit the inbox goes on, and the log says once where it cannot read", async () => {
  const file = join(root, "rasa/core/nlu/saludo.yml");
  const before = readFileSync(file, "utf8");
  const half = before.split("\n").toSpliced(5, 0, "      sin guion");
  writeFileSync(file, half.join("\n"));
  await app.ask("+525511110005", UNREAD);
  await row("text = $1", [UNREAD]);
  await app.ask("+525511110006", UNREAD.toUpperCase());
  await row("text = $1 and seen_count = 2", [UNREAD]);
  expect(told).toEqual([{ places: "rasa/core/nlu/saludo.yml:6", message: expect.stringContaining("cannot be read") }]);
  writeFileSync(file, before);
  await eventually(async () => told.length > 1);
  expect(told.slice(1)).toEqual([{ message: expect.stringContaining("can be read again") }]);
});

test("once the customer's name is known, the message is still the one that was stored before", async () => {
  const deps = { database: app.database, sealer: createSealer("test"), profileId: "studio" };
  const messageId = newId();
  const look = async (customerName: string | undefined, reason: "sampled" | "corrected") => {
    const now = { ...turn("dile eso a zutana de una vez", { messageId, customerName }), at: "2026-11-21T10:00:00Z" };
    const [candidate] = candidatesOf({ ...now, outcome: "clarify" }, undefined, JUDGED);
    await storeCandidates(deps, [{ ...candidate!, reasons: [reason] }], new Set());
  };
  await look(undefined, "sampled");
  await look("Zutana", "corrected");
  const rows = await app.database.query(
    "select text, reasons, seen_count from nlu_annotations where text like 'dile eso%'",
  );
  expect(rows).toEqual([{ text: "dile eso a zutana de una vez", reasons: ["corrected", "sampled"], seen_count: 1 }]);
});

test.each([
  "no, quería cancelar mi cita",
  "eso no",
  "No me entendiste",
  "te pedí otra cosa",
  "that's not what I asked",
  "no, I meant Friday",
  "non, je voulais annuler",
  "vous n'avez pas compris",
  "nahi, mera matlab kal",
  "नहीं, मेरा मतलब कल",
])("%j takes the answer back", (text) => expect(isCorrection(text)).toBe(true));

test.each([
  "no quiero yoga",
  "no, gracias",
  "no, quiero yoga",
  "no, mejor el viernes",
  "quería una cita mañana",
  "I wanted to book yoga",
  "je voulais un massage",
  "nahi chahiye",
  "no era necesario, gracias",
])("%j is an answer or a wish", (text) => expect(isCorrection(text)).toBe(false));

const POLICY = { confidence: 0.6, margin: 0.15, clarifyLimit: 2, silenceMinutes: 30 };
const JUDGED = { policy: POLICY, names: new Set(["ana torres"]) };
const IDS = { sampled: "", other: "" };
for (let n = 0; !IDS.sampled || !IDS.other; n++) IDS[isSampled(`m${n}`) ? "sampled" : "other"] = `m${n}`;

function turn(text: string, over: Partial<LookedAtTurn> & { confidence?: number } = {}): LookedAtTurn {
  const intent = { name: "saludo", confidence: over.confidence ?? 0.95 };
  const parse = { intent, ranking: [intent], engine: "rasa" as const, model: "m" };
  const base = {
    id: "t",
    at: "2026-11-21",
    messageId: IDS.other,
    outcome: "said",
    action: null,
    language: "es",
    customerName: undefined,
  };
  return { ...base, text, read: { text, parse, entities: [] }, ...over };
}
const reasonsOf = (now: LookedAtTurn, before?: LookedAtTurn) =>
  candidatesOf(now, before, JUDGED).map(({ text, reasons }) => [text, ...reasons]);

test("each reason by itself; what is sure and answered is nobody's, unless it is one in a hundred", () => {
  expect(reasonsOf(turn("hola"))).toEqual([]);
  expect(reasonsOf(turn("hola", { confidence: 0.5 }))).toEqual([["hola", "low_confidence"]]);
  expect(reasonsOf(turn("hola", { outcome: "clarify" }))).toEqual([["hola", "clarified"]]);
  expect(reasonsOf(turn("hola", { messageId: IDS.sampled }))).toEqual([["hola", "sampled"]]);
  const share = Array.from({ length: 20_000 }, (_, n) => isSampled(`message ${n}`)).filter(Boolean).length / 20_000;
  expect(share).toBeGreaterThan(0.007);
  expect(share).toBeLessThan(0.013);
});

test("a ticket after a failed question brings the question's message in, whether a button asked for it or not", () => {
  const tapped = turn("", { action: "hand-over", text: undefined, read: undefined });
  const unclear = turn("lo del otro día", { outcome: "clarify" });
  expect(reasonsOf(tapped, unclear)).toEqual([["lo del otro día", "clarified", "handed_off"]]);
  expect(reasonsOf(tapped, turn("quiero una persona"))).toEqual([]);
});

test("what the NLU did not read is asked of nobody", () => {
  expect(reasonsOf(turn("2", { outcome: "clarify", read: undefined, messageId: IDS.sampled }))).toEqual([]);
  expect(reasonsOf(turn("no, quería otra cosa"), turn("Ana Pérez", { read: undefined }))).toEqual([]);
});

test("a professional's name stays where the customer is called the same, and marks follow the masked words", () => {
  const text = "soy Ana Gómez y quiero cita con Ana el jueves";
  const entities = [
    { entity: "profesional", value: "Ana Torres", start: 32, end: 35 },
    { entity: "fecha", value: "jueves", start: 39, end: 45 },
  ];
  const read = { ...turn(text).read!, entities };
  const [candidate] = candidatesOf(
    turn(text, { read, customerName: "Ana Gómez", outcome: "clarify" }),
    undefined,
    JUDGED,
  );
  expect(candidate?.text).toBe("soy [nombre] y quiero cita con Ana el jueves");
  // No professional of ours is called so: it is the customer.
  const own = { ...read, entities: [{ entity: "profesional", value: "Ana", start: 32, end: 35 }] };
  const [masked] = candidatesOf(turn(text, { read: own, customerName: "Ana", outcome: "clarify" }), undefined, JUDGED);
  expect(masked?.text).toBe("soy [nombre] y quiero cita con [nombre] el jueves");
  expect(placeEntities(read, candidate!.text)).toEqual([
    { entity: "profesional", start: 31, end: 34, value: "Ana Torres" },
    { entity: "fecha", start: 38, end: 44 },
  ]);
});
