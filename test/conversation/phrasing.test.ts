import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../support/app.ts";
import { type Answer, type FakeOpenai, replying, saying, silent, startFakeOpenai } from "../support/fake-openai.ts";

let app: TestApp;
let openai: FakeOpenai;
beforeAll(async () => {
  openai = await startFakeOpenai(saying(""));
  app = await startTestApp({
    env: { OPENAI_BASE_URL: openai.baseUrl, OPENAI_API_KEY: "key-of-the-test", LLM_REPLY_MS: "20000" },
  });
});
afterAll(async () => {
  await app.stop();
  await openai.close();
});

let from = "";
let next = 0;
beforeEach(() => {
  next += 1;
  from = `+5215540000${String(next).padStart(3, "0")}`;
});

const QUESTION = "quiero un masaje mañana a las 5 de la tarde";
const FACTS = ["Masaje relajante", "jueves 11 de febrero", "5:00 p. m.", "Laura Méndez", "$850"];
const lastPhrase = async () => {
  const [turn] = await app.database.query<{ phrase: { source: string; reason: string | null; model: string } }>(
    "select record->'phrase' as phrase from turns order by created_at desc limit 1",
  );
  return turn?.phrase;
};

test("kind words around the template are what the customer reads, facts and options unchanged", async () => {
  openai.answer = saying("Con gusto. [1]");
  const text = await app.ask(from, QUESTION);
  expect(text).toMatch(/^Con gusto\. ¿Confirmo tu cita\?/);
  for (const fact of FACTS) expect(text).toContain(fact);
  expect(text).toContain("1) Sí, confirmar");
  expect((await lastPhrase())?.source).toBe("llm");
});

test.each<[string, Answer]>([
  ["another price", saying("[1] Son $500")],
  ["another outcome", saying("¡Tu cita quedó agendada! [1]")],
  ["the outcome alone", saying("¡Tu cita quedó agendada!")],
  ["a promise", saying("[1] Y te regalamos otra gratis")],
  ["a link", saying("[1] Paga en https://example.com")],
  ["an error", replying(500, "{}")],
  ["nonsense", replying(200, "<html>")],
])("a model that answers with %s is not heard: the template goes out", async (_what, answer) => {
  openai.answer = answer;
  const text = await app.ask(from, QUESTION);
  expect(text).toMatch(/^¿Confirmo tu cita\?\n/);
  for (const fact of FACTS) expect(text).toContain(fact);
  const phrase = await lastPhrase();
  expect(phrase?.source).toBe("template");
  expect(phrase?.reason).toBeTruthy();
});

test("a model that never answers costs the customer at most the time-out, and the booking goes on", async () => {
  openai.answer = silent;
  const impatient = await startTestApp({ env: { OPENAI_BASE_URL: openai.baseUrl, LLM_REPLY_MS: "500" } });
  try {
    expect(await impatient.ask(from, QUESTION)).toContain("¿Confirmo tu cita?");
    expect(await impatient.ask(from, "sí")).toContain("quedó agendada");
    expect(await impatient.database.query("select 1 from bookings")).toHaveLength(1);
  } finally {
    await impatient.stop();
  }
});
