import { beforeAll, describe, expect, it } from "vitest";
import { createEntityFinder, type EntityFinder, readTrainingData } from "../../src/nlu/index.ts";
import { RASA_DIRECTORY, studio } from "./studio.ts";

describe("the entities of a message", () => {
  let finder: EntityFinder;
  const entities = (text: string) => finder.find(text).map((one) => `${one.entity}: ${one.text}`);
  const values = (text: string) => finder.find(text).map((one) => one.value);
  beforeAll(() => {
    finder = createEntityFinder(readTrainingData(RASA_DIRECTORY, "studio"), studio);
  });

  it.each([
    ["quiero un masaje mañana a las 5", ["servicio: masaje", "fecha: mañana", "hora: 5"]],
    ["can I get a massage tomorrow at 5 pm", ["servicio: massage", "fecha: tomorrow", "hora: 5 pm"]],
    ["is there anything on friday in the afternoon", ["fecha: friday", "parte_del_dia: afternoon"]],
    ["je voudrais un massage demain à 17h", ["servicio: massage", "fecha: demain", "hora: 17h"]],
    ["vous avez de la place le samedi 12 décembre ?", ["fecha: samedi", "fecha: 12 décembre"]],
    ["mujhe somvar ko massage chahiye", ["fecha: somvar", "servicio: massage"]],
    ["aaj shaam 5 baje aana hai", ["fecha: aaj", "hora: shaam 5 baje"]],
    ["कल 11 बजे मसाज बुक करना है", ["fecha: कल", "hora: 11 बजे", "servicio: मसाज"]],
  ])("names days and hours in the language of the message, as trainers mark them: %s", (text, expected) => {
    expect(entities(text)).toEqual(expected);
  });

  it("reads a date that says nothing of its language", () => {
    expect(entities("15/12 17:30")).toEqual(["fecha: 15/12", "hora: 17:30"]);
    expect(entities("demain")).toEqual(["fecha: demain"]);
    expect(entities("shukravar")).toEqual(["fecha: shukravar"]);
  });

  it("finds no date of one language in the words of another", () => {
    expect(entities("comment modifier mon profil")).toEqual([]);
    expect(entities("non, laisse tomber")).toEqual([]);
    expect(entities("msg mat bhejo")).toEqual([]);
  });

  it("does not take a name for a misspelt date", () => {
    expect(entities("soy Demian")).toEqual([]);
    expect(entities("Demian")).toEqual([]);
  });

  it("knows the days that no grammar knows, from what trainers marked", () => {
    expect(entities("¿abren en semana santa?")).toEqual(["fecha: semana santa"]);
    expect(entities("क्या दिवाली पर खुला है")).toEqual(["fecha: दिवाली"]);
  });

  it('"aana" is to come in Hindi, and nobody\'s name', () => {
    expect(entities("kal kitne baje aana hai?")).toEqual(["fecha: kal"]);
    expect(values("kal Ana ke saath")).toContain("Ana Torres");
    expect(values("con Anaaa")).toEqual(["Ana Torres"]);
  });

  it('"मैसेज" is a message and "मसाज" a massage', () => {
    expect(entities("मुझे मैसेज मत भेजो")).toEqual([]);
    expect(values("मुझे मसाज चाहिए")).toEqual(["Masaje relajante"]);
  });

  it.each([
    "no fue lo que pedí",
    "no es lo que les pedi",
    "ya pedi una cita",
    "pedi que me llamaran",
    "cancela el uber que pedi",
    "yo no pedí eso",
  ])("asking for something is no pedicure: %s", (text) => {
    expect(entities(text)).toEqual([]);
  });

  it.each(["quiero un pedi", "un mani y pedi", "pedi para dos", "me das cita de pedi", "pedi"])(
    "a pedi is one: %s",
    (text) => {
      expect(values(text)).toContain("Pedicure");
    },
  );
});
