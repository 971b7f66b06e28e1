import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../support/app.ts";

const ANA = "+5215569200001";
const EVA = "+5215569200002";

let app: TestApp;
let code: string;
beforeAll(async () => {
  app = await startTestApp();
  await app.ask(ANA, "quiero yoga mañana a las 10");
  code = /Código: \*(\w+)\*/.exec(await app.ask(ANA, "sí"))?.[1] ?? "";
});
afterAll(() => app.stop());

test.each([
  ["in capitals", (own: string) => own],
  ["in small letters", (own: string) => own.toLowerCase()],
  ["as a question", (own: string) => `¿${own}?`],
  ["with an article", (own: string) => `la ${own}`],
])("a code %s shows its appointment", async (_how, written) => {
  const answer = await app.ask(ANA, written(code));
  expect(answer).toContain("Tu cita:");
  expect(answer).toContain(code);
});

test("a code with another hour moves its appointment, after a question", async () => {
  const answer = await app.ask(ANA, `la ${code} a las 12`);
  expect(answer).toContain("¿Cambio tu cita?");
  expect(answer).toContain(code);
});

test("somebody else's code is not found, in the words of one that was never given", async () => {
  const never = code === "K7M4QX" ? "K7M4QY" : "K7M4QX";
  const answers = [await app.ask(EVA, code), await app.ask("+5215569200003", never)];
  expect(answers[0]).toContain("No encontré ese código");
  expect(answers[0]).toBe(answers[1]);
});
