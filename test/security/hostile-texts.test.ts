import { afterAll, beforeAll, expect, test } from "vitest";
import { checkAnswer, createMold } from "../../src/llm/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { HOSTILE_TEXTS } from "./hostile-texts.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

test("35 texts of 16 kB, made to exhaust patterns, are each answered, and nobody else waits for them", {
  timeout: 400_000,
}, async () => {
  const names = Object.keys(HOSTILE_TEXTS);
  expect(names).toHaveLength(35);
  const senders = names.map((_, i) => `+52155300007${String(i).padStart(2, "0")}`);
  await Promise.all(names.map((name, i) => app.write(senders[i] as string, HOSTILE_TEXTS[name] as string)));
  // An ordinary customer in the midst of it.
  expect(await app.ask("+5215530000799", "hola", 60_000)).toContain("Estudio Calma");
  await app.until(
    "select 1 from messages where direction = 'in' having count(*) filter (where state = 'handled') = 36",
    [],
    180_000,
  );
});

test("an answer of 250 kB is refused, whatever is in it", () => {
  const mold = createMold("Tu cita es el lunes a las 5:00 p. m.", {
    ...{ facts: {}, outcome: "info", language: "es", tone: "tu", allowedLinks: [] },
  });
  expect(mold).toBeDefined();
  for (const text of Object.values(HOSTILE_TEXTS)) {
    expect(mold && checkAnswer(mold, text.repeat(16)).text).toBeUndefined();
  }
});
