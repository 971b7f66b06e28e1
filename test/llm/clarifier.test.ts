import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Clarifier, createClarifier } from "../../src/llm/clarifier.ts";
import { checkQuestion } from "../../src/llm/clarifying-question.ts";
import { createDeadline } from "../../src/llm/models/deadline.ts";
import {
  type Answer,
  type FakeOpenai,
  replying,
  saying,
  silent,
  startFakeOpenai,
  timeFor,
} from "../support/fake-openai.ts";
import { gatewayTo, prompts, spoken } from "./gateway-to.ts";

let openai: FakeOpenai;
let clarifier: Clarifier;
let refusals: string[];
beforeAll(async () => {
  openai = await startFakeOpenai(saying(""));
});
afterAll(() => openai.close());
beforeEach(() => {
  openai.requests.length = 0;
  refusals = [];
  clarifier = createClarifier({
    llm: gatewayTo(openai),
    prompts,
    onRefusal: (reason) => void refusals.push(reason),
  });
});

const TEMPLATE = "No sé si te entendí bien. ¿Qué necesitas?";
const OPTIONS = ["Cambiar mi cita", "Cancelar mi cita"];
const ask = (more: { language?: string; options?: string[]; totalMs?: number } = {}) =>
  clarifier.ask({
    text: "lo del sábado ya no",
    options: more.options ?? OPTIONS,
    template: TEMPLATE,
    language: more.language ?? "es",
    about: { profile: "studio" },
    deadline: createDeadline(more.totalMs ?? 20_000),
  });

test.each([
  "¿Qué te gustaría hacer con tu cita?",
  "Disculpa, no te entendí bien. ¿Cuál de estas opciones buscas?",
  "Claro, con gusto. ¿Qué necesitas?",
  "¡Hola! ¿Quieres cambiar tu cita o cancelar tu cita?",
  "Perdón, creo que no te entendí, ¿con cuál de estas opciones te ayudo?",
])("a question that only asks is taken: %s", async (question) => {
  openai.answer = saying(question);
  const asked = await ask();
  expect(asked).toMatchObject({ text: question, source: "llm", reason: null, checks: [] });
  expect(asked.promptVersion).toMatch(/^clarification\/question@/);
  const [, user] = spoken(openai.requests[0]?.body);
  expect(user).toContain("lo del sábado ya no");
  expect(user).toContain("Cancelar mi cita");
});

test.each<[string, string, string]>([
  ["tells an outcome", "Tu cita quedó cancelada. ¿Qué más necesitas?", "lead"],
  ["tells an outcome in a question", "¿Ya quedó cancelada tu cita?", "words"],
  ["takes a side", "¿Quieres cancelar tu cita?", "options"],
  ["offers what is not there", "¿Quieres un reembolso?", "words"],
  ["promises", "Te llamamos. ¿Qué necesitas?", "lead"],
  ["has a figure", "¿Te gustaría hacer algo por 500?", "characters"],
  ["has a link", "¿Qué necesitas? https://example.com", "characters"],
  ["asks twice", "¿Qué necesitas? ¿Qué buscas?", "question"],
  ["does not ask", "Elige una de estas opciones.", "question"],
  ["names somebody", "Hola Mariana. ¿Qué necesitas?", "lead"],
  ["calms down untruly", "Tu cita está bien. ¿Qué necesitas?", "lead"],
  ["is another language", "¿What would you like to do?", "words"],
  ["marks up", "*¿Qué necesitas?*", "characters"],
  ["goes on and on", `¿Qué ${"quieres o ".repeat(20)}necesitas?`, "length"],
])("a question that %s is not asked: the template is", async (_what, question, reason) => {
  openai.answer = saying(question);
  expect(await ask()).toMatchObject({ text: TEMPLATE, source: "template", reason: "refused" });
  expect(refusals).toContain(reason);
});

test.each<[string, Answer, string]>([
  ["fails", replying(500, "{}"), "llm_error"],
  ["babbles", replying(200, "<html>"), "llm_error"],
  ["never answers", silent, "llm_timeout"],
])("with a model that %s the template is asked", async (_what, answer, reason) => {
  openai.answer = answer;
  expect(await ask({ totalMs: timeFor(answer) })).toMatchObject({
    text: TEMPLATE,
    source: "template",
    reason,
  });
});

test("nobody is asked in a language that the check does not read, without options or without a model", async () => {
  openai.answer = saying("¿Qué necesitas?");
  expect(await ask({ language: "en" })).toMatchObject({ text: TEMPLATE, reason: "language", calls: [] });
  expect(await ask({ options: [] })).toMatchObject({ text: TEMPLATE, reason: "no_options", calls: [] });
  clarifier = createClarifier({ llm: gatewayTo(undefined), prompts });
  expect(await ask()).toMatchObject({ text: TEMPLATE, source: "template", reason: null, calls: [] });
  expect(openai.requests).toEqual([]);
});

test("an option's words may be said however the option writes them", () => {
  expect(checkQuestion("¿Buscas ver paquetes y precios o agendar?", ["Ver paquetes y precios", "Agendar"])).toEqual([]);
});
