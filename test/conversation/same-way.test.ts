import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createActionRegistry } from "../../src/actions/index.ts";
import { loadProfile } from "../../src/config/index.ts";
import { createFaq } from "../../src/knowledge/index.ts";
import { loadPolicy, NluDataError, type Policy, sharedReading } from "../../src/nlu/index.ts";
import { temporaryFolder } from "../nlu/temporary.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { type FakeRasa, startFakeRasa } from "./fake-rasa.ts";

const policy: Policy = {
  confidence: 0.6,
  margin: 0.15,
  clarifyLimit: 2,
  silenceMinutes: 30,
  sameWay: [["agendar_cita", "consultar_horarios"]],
};

/** A booking to this Rasa, and a look at the free times to the second opinion. */
const EITHER = "un huequito libre";

let rasa: FakeRasa;
let app: TestApp;
beforeAll(async () => {
  rasa = await startFakeRasa();
  rasa.intents.set(EITHER, "agendar_cita");
  rasa.intents.set("quiero cancelar", "cancelar_cita");
  for (const text of ["yoga el viernes a las 10", "pilates el viernes a las 5", "manicure el viernes a las 4"])
    rasa.intents.set(text, "agendar_cita");
  rasa.intents.set("sí", "afirmar");
  app = await startTestApp({ env: { RASA: "auto", RASA_URL: rasa.url } });
  await app.untilRasaAnswers();
});
afterAll(async () => {
  await app.stop();
  await rasa.stop();
});

/** What is done about readings of these confidences, best first; undefined: it is asked. */
function doneAbout(...readings: [name: string, confidence: number][]): string | undefined {
  const ranking = readings.map(([name, confidence]) => ({ name, confidence }));
  return sharedReading({ ranking, intent: ranking[0]! }, policy);
}

test("a doubt between two readings that lead to the same place is none: the better one is done", () => {
  expect(doneAbout(["agendar_cita", 0.5], ["consultar_horarios", 0.5])).toBe("agendar_cita");
  expect(doneAbout(["consultar_horarios", 0.46], ["agendar_cita", 0.44], ["negar", 0.1])).toBe("consultar_horarios");
});

test("a doubt with something else in it is asked about", () => {
  expect(doneAbout(["agendar_cita", 0.5], ["cancelar_cita", 0.5])).toBeUndefined();
  // Together too little.
  expect(doneAbout(["agendar_cita", 0.3], ["consultar_horarios", 0.25], ["saludo", 0.1])).toBeUndefined();
  // A third one stands between them, or before them.
  expect(doneAbout(["agendar_cita", 0.45], ["cancelar_cita", 0.35], ["consultar_horarios", 0.2])).toBeUndefined();
  expect(doneAbout(["saludo", 0.5], ["agendar_cita", 0.25], ["consultar_horarios", 0.25])).toBeUndefined();
});

test("the studio declares only intents that it answers, and none that does something without asking", () => {
  const profile = loadProfile(resolve("profiles/studio"));
  const registry = createActionRegistry({ faq: createFaq(profile.faq, profile.language) });
  const declared = loadPolicy(resolve("rasa"), "studio").sameWay?.flat() ?? [];
  expect(declared).toEqual(["agendar_cita", "consultar_horarios"]);
  for (const intent of declared) expect(registry.byIntent(intent)?.actsAtOnce ?? false).toBe(false);
  for (const intent of declared) expect(registry.byIntent(intent)).toBeDefined();
});

test("a way of one intent is a mistake that names its line", () => {
  const folder = temporaryFolder({ "core/policy.yml": "margin: 0.2\nsame_way:\n  - [saludo]\n" });
  expect(() => loadPolicy(folder, "gym")).toThrow(NluDataError);
  expect(() => loadPolicy(folder, "gym")).toThrow(/core\/policy\.yml:3: same_way /);
});

test("a customer whose words may mean either is not asked which, and can go on", async () => {
  const from = "+5215569200001";
  const answer = await app.ask(from, EITHER);
  expect(answer).toContain("1) Masaje relajante");
  expect(answer).not.toMatch(/Agendar una cita|Ver horarios/);
  expect(await app.ask(from, "manicure el viernes a las 4")).toContain("¿Confirmo tu cita?");
});

test("a doubt takes no other form's place: who is choosing what to cancel is asked", async () => {
  const from = "+5215569200002";
  for (const wish of ["yoga el viernes a las 10", "pilates el viernes a las 5"]) {
    await app.ask(from, wish);
    expect(await app.ask(from, "sí")).toContain("quedó agendada");
  }
  expect(await app.ask(from, "quiero cancelar")).toContain("Pilates reformer");
  const asked = await app.ask(from, EITHER);
  expect(asked).toContain("1) Agendar una cita");
  expect(asked).not.toContain("1) Masaje relajante");
});
