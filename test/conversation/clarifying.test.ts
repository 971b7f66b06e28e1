import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../support/app.ts";
import { type FakeRasa, startFakeRasa } from "./fake-rasa.ts";

let rasa: FakeRasa;
let app: TestApp;
beforeAll(async () => {
  rasa = await startFakeRasa();
  // What a model is unsure of changes with each training; this one is unsure of these for ever, and the second opinion
  // has none about words that nobody says to a studio.
  for (const text of ["verde", "tercero", "entonces"]) rasa.unsure.set(text, ["agendar_cita", "consulta_estado"]);
  rasa.unsure.set("masaje verde la silla", ["agendar_cita", "consultar_paquetes"]);
  rasa.intents.set("sí", "afirmar");
  app = await startTestApp({ env: { RASA: "auto", RASA_URL: rasa.url } });
  await app.untilRasaAnswers();
});
afterAll(async () => {
  await app.stop();
  await rasa.stop();
});

test("two doubtful messages are asked about with the two best guesses, the third is offered a person, and yes is enough", async () => {
  const from = "+5215569000001";
  for (const text of ["verde", "tercero"]) {
    const question = await app.ask(from, text);
    expect(question).toContain("1) Agendar una cita");
    expect(question).toContain("2) Ver mi cita");
  }
  expect(await app.ask(from, "entonces")).toContain("1) Sí, con una persona");
  expect(await app.ask(from, "sí")).toContain("+52 55 5000 1270");
});

test("the guess that the customer picks keeps what was understood of the doubtful message", async () => {
  const from = "+5215569000002";
  const question = await app.ask(from, "masaje verde la silla");
  // Which of the two guesses comes first, the training decides.
  const [, number = ""] = /(\d)\) Agendar una cita/.exec(question) ?? [];
  // The service was in it: the next question is the day.
  expect(await app.ask(from, number)).toContain("Masaje relajante, perfecto");
});
