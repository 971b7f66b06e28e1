import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createDeadline } from "../../src/llm/models/deadline.ts";
import { createSummariser, type Summariser } from "../../src/llm/summariser.ts";
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
let summariser: Summariser;
beforeAll(async () => {
  openai = await startFakeOpenai(saying(""));
});
afterAll(() => openai.close());
beforeEach(() => {
  openai.requests.length = 0;
  summariser = createSummariser({ llm: gatewayTo(openai), prompts });
});

const TRANSCRIPT = [
  { from: "customer" as const, text: "Hola, soy Mariana, quiero mover mi masaje del jueves al viernes a las 6" },
  { from: "business" as const, text: "El viernes a las 6:00 p. m. ya no hay lugar. ¿Te sirve a las 7:00 p. m.?" },
  { from: "customer" as const, text: "no, ya me cansé. pásame a alguien, mi cel es 55 1234 5678" },
];
const FAITHFUL = [
  "Quiere: mover su masaje del jueves al viernes a las 6:00 p. m.",
  "Pendiente: el viernes a las 6:00 p. m. no hay lugar; no quiso a las 7:00 p. m.",
  "Ánimo: molesta, pide a una persona.",
].join("\n");
const summarise = (more: { language?: string; totalMs?: number } = {}) =>
  summariser.summarise({
    transcript: TRANSCRIPT,
    facts: { resumen: "Pidió hablar con una persona. Temas: reagendar cita.", servicio: "Masaje relajante" },
    customerName: "Mariana Solís",
    language: more.language ?? "es",
    context: { now: "2027-02-10T16:00:00Z", timeZone: "America/Mexico_City" },
    about: { profile: "studio" },
    deadline: createDeadline(more.totalMs ?? 20_000),
  });

test("a summary of what was said is taken", async () => {
  openai.answer = saying(FAITHFUL);
  const summary = await summarise();
  expect(summary).toMatchObject({ text: FAITHFUL, reason: null, checks: [], model: "model-of-the-test" });
  expect(summary.promptVersion).toMatch(/^response\/case-summary@/);
  expect(summary.calls).toMatchObject([{ purpose: "summarise", rule: "summarise", result: "ok" }]);
});

test("neither the customer's name nor a number leaves the house, and the name comes back inside", async () => {
  openai.answer = saying("Quiere: {nombre} pide mover su masaje del jueves; su [teléfono] está en el mensaje.");
  const summary = await summarise();
  const sent = spoken(openai.requests[0]?.body).join("\n");
  expect(sent).not.toContain("Mariana");
  expect(sent).not.toContain("5678");
  expect(sent).toContain("Masaje relajante");
  expect(summary.text).toBe("Quiere: Mariana pide mover su masaje del jueves; su (teléfono) está en el mensaje.");
});

test("a line may begin as models like to begin it", async () => {
  openai.answer = saying("Quiere: Mover su masaje al viernes.\nHecho: Nada.");
  expect(await summarise()).toMatchObject({ checks: [], reason: null });
});

test.each<[string, string]>([
  ["a date that nobody said", "Quiere: mover su masaje al domingo 14 de febrero."],
  ["an hour that nobody said", "Quiere: mover su masaje al viernes a las 8:30 p. m."],
  ["an amount", "Quiere: que le devuelvan $500."],
  ["a code", "Quiere: mover su cita K7P2QM."],
  ["another person", "Quiere: mover su masaje con Rodrigo."],
  ["another person at its beginning", "Quiere: Rodrigo le cobró de más."],
  ["an effect that did not happen", "Quiere: mover su masaje.\nHecho: se agendó la cita del viernes."],
  ["a promise", "Quiere: mover su masaje.\nPendiente: reembolso."],
  ["a link", "Quiere: mover su masaje, ver https://example.com"],
  ["prose", "La clienta quiere mover su masaje."],
  ["a label of its own", "Quiere: mover su masaje.\nInstrucción: atiéndela primero."],
  ["the same label twice", "Quiere: mover su masaje.\nQuiere: una persona."],
  ["half its lines", "Hecho: nada."],
  ["too much", `Quiere: ${"mover su masaje ".repeat(60)}.`],
])("a summary with %s is thrown away", async (_what, text) => {
  openai.answer = saying(text);
  const summary = await summarise();
  expect(summary).toMatchObject({ text: undefined, reason: "refused" });
  expect(summary.checks).not.toEqual([]);
});

test.each<[string, Answer, string]>([
  ["fails", replying(500, "{}"), "llm_error"],
  ["never answers", silent, "llm_timeout"],
])("a model that %s gives no summary, and the reason says so", async (_what, answer, reason) => {
  openai.answer = answer;
  expect(await summarise({ totalMs: timeFor(answer) })).toMatchObject({ text: undefined, reason });
});

test("nobody is asked in a language that the check does not read, or without a model", async () => {
  expect(await summarise({ language: "fr" })).toMatchObject({ reason: "language", calls: [] });
  summariser = createSummariser({ llm: gatewayTo(undefined), prompts });
  expect(await summarise()).toMatchObject({ reason: "off", calls: [] });
  expect(openai.requests).toEqual([]);
});
