import { afterAll, beforeAll, expect, test } from "vitest";
import { isCorrection, withoutReplaced } from "../../src/conversation/corrections.ts";
import type { EmbeddedClassifier } from "../../src/nlu/index.ts";
import { trainedStudio } from "../nlu/studio.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { type FakeRasa, startFakeRasa } from "./fake-rasa.ts";

const CORRECTIONS = [
  "perdón, era manicure",
  "no perdón, era manicure",
  "digo, manicure",
  "ay no, me equivoqué, es facial",
  "quise decir pedicure",
  "no, mejor facial por favor",
  "en realidad era yoga",
  "facial, perdón",
  "no era masaje, era facial",
  "uy me equivoqué era con ana",
  "disculpa, el viernes",
  "sorry, I meant a manicure",
  "actually, a facial instead",
  "my mistake, it was a facial",
  "pardon, c'était une manucure",
  "non, plutôt un facial",
  "je me suis trompée, un massage relaxant",
  "sorry, mera matlab yoga tha",
  "galti se bola, facial chahiye",
  "माफ कीजिए, फेशियल",
  "नहीं, मेरा मतलब योगा था",
  "no con Ana, con Laura",
  "no quiero masaje, mejor facial",
  "no, quiero manicure",
  "masaje o mejor facial",
  "my mistake, I wanted the facial",
];
const OTHER_WISHES = [
  "perdón, ¿era manicure?",
  "perdón, cuánto cuesta el manicure",
  "perdón, cuánto cuesta el facial",
  "no, mejor dime el precio del facial",
  "perdón, el manicure lo tienen",
  "no, mejor cancela mi cita de yoga",
  "no, mejor muéveme la de yoga al viernes",
  "mejor paga el manicure",
  "facial no",
  "फेशियल नहीं।",
  "ya no quiero el facial",
  "perdón, ya no quiero el yoga",
  "no quiero masaje",
  "nahi chahiye facial",
  "mejor yoga y manicure",
  "perdón, facial mañana y manicure",
  "mejor masaje o facial",
  "perdón, es mi facial del viernes",
  "actually my facial",
  "no",
  "perdón",
  "un facial",
  "sorry, how much is the manicure",
  "pardon, combien coûte la manucure",
  "sorry, facial kitne ka hai",
];
/** Intents of the stories' other messages. */
const HEARD = {
  "quiero un masaje relajante": "agendar_cita",
  "masaje con ana el viernes a las 10": "agendar_cita",
  "yoga el viernes a las 10": "agendar_cita",
  "pilates el viernes a las 5": "agendar_cita",
  "no, mejor quiero pilates": "agendar_cita",
  "no con Ana, con Laura": "negar",
  "no quiero masaje, mejor facial": "agendar_cita",
  "no quiero masaje": "agendar_cita",
  "mejor facial": "agendar_cita",
  "ya no quiero el masaje": "cancelar_cita",
  "mañana xq hoy no alcanzo": "cancelar_cita",
  "el viernes después de recoger a mis hijos": "fuera_de_alcance",
  "el viernes hay huelga del metro": "fuera_de_alcance",
  "cancela mi cita de yoga": "cancelar_cita",
  sí: "afirmar",
};

let embedded: EmbeddedClassifier;
let rasa: FakeRasa;
let app: TestApp;
beforeAll(async () => {
  embedded = await trainedStudio();
  rasa = await startFakeRasa();
  for (const text of [...CORRECTIONS, ...OTHER_WISHES]) rasa.intents.set(text, "consultar_paquetes");
  for (const [text, intent] of Object.entries(HEARD)) rasa.intents.set(text, intent);
  app = await startTestApp({ env: { RASA: "auto", RASA_URL: rasa.url } });
  await app.untilRasaAnswers();
});
afterAll(async () => {
  await app.stop();
  await rasa.stop();
});

test.each(CORRECTIONS)("'%s' puts a value in place of another", (text) => {
  expect(isCorrection(text, embedded.parse(text))).toBe(true);
});

test.each(OTHER_WISHES)("'%s' does not", (text) => {
  expect(isCorrection(text, embedded.parse(text))).toBe(false);
});

test("of two names of a kind the one that is not there yet is meant, in whatever order", () => {
  const namesIn = (text: string, ...standing: string[]) =>
    withoutReplaced(embedded.parse(text).entities, ({ value }) => standing.includes(value)).map(({ value }) => value);
  expect(namesIn("no yoga, manicure", "Yoga")).toEqual(["Manicure"]);
  expect(namesIn("manicure, no yoga", "Yoga")).toEqual(["Manicure"]);
  expect(namesIn("no con Ana, con Laura", "Ana Torres")).toEqual(["Laura Méndez"]);
  expect(namesIn("no yoga, manicure", "Pedicure")).toEqual(["Yoga", "Manicure"]);
  expect(namesIn("perdón, yoga con Ana", "Yoga")).toEqual(["Yoga", "Ana Torres"]);
});

test("a model that takes a correction for a question about prices does not change what it is, and a question stays one", async () => {
  const from = "+5215569100001";
  expect(await app.ask(from, "quiero un masaje relajante")).toContain("Masaje relajante");
  const asked = await app.ask(from, "perdón, era manicure");
  expect(asked).toContain("Manicure");
  expect(asked).not.toContain("¿Seguimos");
  const priced = await app.ask(from, "perdón, cuánto cuesta el facial");
  expect(priced).toContain("$780");
  expect(priced).toContain("¿Seguimos con tu cita de Manicure?");
});

test("of two people that are named, the one who was not chosen yet is meant", async () => {
  const from = "+5215569100002";
  expect(await app.ask(from, "masaje con ana el viernes a las 10")).toContain("Ana Torres");
  const asked = await app.ask(from, "no con Ana, con Laura");
  expect(asked).toContain("Laura Méndez");
  expect(asked).not.toContain("Ana Torres");
});

test("two services of which one is taken back are one wish", async () => {
  const from = "+5215569100003";
  await app.ask(from, "quiero un masaje relajante");
  const asked = await app.ask(from, "no quiero masaje, mejor facial");
  expect(asked).toContain("Facial hidratante");
  expect(asked).not.toContain("Masaje");
});

test("who no longer wants what is being booked is not asked for its day, nor told that nothing is booked", async () => {
  const from = "+5215569100004";
  await app.ask(from, "quiero un masaje relajante");
  expect(await app.ask(from, "ya no quiero el masaje")).toContain("lo dejamos así");
});

test("two days, however much they look like a cancellation, drop nothing of what is being booked", async () => {
  const from = "+5215569100006";
  await app.ask(from, "quiero un masaje relajante");
  expect(await app.ask(from, "mañana xq hoy no alcanzo")).toContain("¿Seguimos con tu cita de Masaje relajante?");
});

test("a day with its reason is an answer, even where the words look like small talk; a day in small talk is none", async () => {
  const from = "+5215569100007";
  await app.ask(from, "quiero un masaje relajante");
  expect(await app.ask(from, "el viernes hay huelga del metro")).not.toContain("¿A qué hora");
  expect(await app.ask(from, "el viernes después de recoger a mis hijos")).toContain("¿A qué hora");
});

test("who wants something new while an appointment is to be cancelled is not asked whether to cancel that", async () => {
  const from = "+5215569100005";
  await app.ask(from, "yoga el viernes a las 10");
  expect(await app.ask(from, "sí")).toContain("quedó agendada");
  await app.ask(from, "pilates el viernes a las 5");
  expect(await app.ask(from, "sí")).toContain("quedó agendada");
  expect(await app.ask(from, "cancela mi cita de yoga")).toContain("¿Cancelo esta cita?");
  expect(await app.ask(from, "no, mejor quiero pilates")).not.toMatch(/Cancelo[\s\S]*Pilates/);
});
