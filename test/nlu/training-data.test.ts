import { describe, expect, it } from "vitest";
import { buildTrainingSet, loadPolicy, loadResponses, NluDataError, readTrainingData } from "../../src/nlu/index.ts";
import { RASA_DIRECTORY, studio } from "./studio.ts";
import { temporaryFolder } from "./temporary.ts";

const intent = (name: string, ...lines: string[]) =>
  `version: "3.1"\n\nnlu:\n- intent: ${name}\n  examples: |\n${lines.map((line) => `    - ${line}\n`).join("")}`;

describe("training files", () => {
  it("gives the text without its marks, and where the marks were", () => {
    const folder = temporaryFolder({
      "core/nlu/agendar.yml": intent(
        "agendar_cita",
        '😀 con [anita]{"entity":"profesional","value":"Ana Torres"} el [viernes](fecha)',
      ),
    });
    const [example] = readTrainingData(folder, "studio").examples;
    expect(example).toMatchObject({ intent: "agendar_cita", text: "😀 con anita el viernes", line: 6 });
    const marks = example!.entities.map((mark) => [mark.entity, mark.value, example!.text.slice(mark.start, mark.end)]);
    expect(marks).toEqual([
      ["profesional", "Ana Torres", "anita"],
      ["fecha", "viernes", "viernes"],
    ]);
  });

  it.each([
    ["a mark without a name", intent("a", "bien", "hola [hoy]()"), 7],
    ["a mark that is not closed", intent("a", "hola [hoy(fecha)"), 6],
    ["braces that are not JSON", intent("a", "hola [hoy]{entity: fecha}"), 6],
    ["a line that is no example", intent("a", "bien").concat("    hola\n"), 7],
    ["an intent without examples", 'nlu:\n- intent: a\n  examples: ""\n', 4],
    ["a block of no kind", "nlu:\n- intento: a\n  examples: |\n    - b\n", 2],
    ["broken YAML", "nlu:\n  - intent: [a\n", 3],
  ])("names file and line of %s", (_, content, line) => {
    const folder = temporaryFolder({ "core/nlu/x.yml": content });
    expect(() => readTrainingData(folder, "studio")).toThrow(NluDataError);
    expect(() => readTrainingData(folder, "studio")).toThrow(`core/nlu/x.yml:${line}:`);
  });

  it("lets a profile replace an intent of the core and keep the others", () => {
    const folder = temporaryFolder({
      "core/nlu/saludo.yml": intent("saludo", "hola"),
      "core/nlu/ayuda.yml": intent("ayuda", "ayuda"),
      "gym/nlu/saludo.yml": intent("saludo", "qué onda"),
    });
    const texts = readTrainingData(folder, "gym").examples.map((example) => example.text);
    expect(texts).toEqual(["ayuda", "qué onda"]);
    expect(readTrainingData(folder, "otro").examples.map((example) => example.text)).toEqual(["ayuda", "hola"]);
  });

  it("are merged into one file with the catalogue's names as lookups, named by their content", () => {
    const set = buildTrainingSet(RASA_DIRECTORY, "studio", studio);
    expect(set).toEqual(buildTrainingSet(RASA_DIRECTORY, "studio", studio));
    expect(set.model).toBe(`studio-${set.hash}`);
    expect(set.nlu).toContain('  - lookup: "profesional"\n    examples: |\n      - Laura Méndez\n');
    const folder = temporaryFolder({ "core/nlu/merged.yml": set.nlu });
    const again = readTrainingData(folder, "studio");
    expect(again.examples.length).toBe(readTrainingData(RASA_DIRECTORY, "studio").examples.length);
    expect(again.lookups.get("servicio")).toContain("Masaje relajante");
    const other = buildTrainingSet(RASA_DIRECTORY, "studio", { ...studio, services: [...studio.services, "Sauna"] });
    expect(other.hash).not.toBe(set.hash);
  });
});

describe("what else trainers write", () => {
  it("a profile's threshold overrides the core's, key by key", () => {
    const folder = temporaryFolder({
      "core/policy.yml": "confidence: 0.7\nmargin: 0.2\n",
      "gym/policy.yml": "confidence: 0.8\n",
      "bad/policy.yml": "confianza: 0.8\n",
    });
    expect(loadPolicy(folder, "gym")).toEqual({ confidence: 0.8, margin: 0.2, clarifyLimit: 2, silenceMinutes: 30 });
    expect(loadPolicy(folder, "none")).toEqual({ confidence: 0.7, margin: 0.2, clarifyLimit: 2, silenceMinutes: 30 });
    expect(() => loadPolicy(folder, "bad")).toThrow("bad/policy.yml");
  });

  it("a profile's response replaces the core's of the same name", () => {
    const folder = temporaryFolder({
      "core/responses/es.yml": "responses:\n  utter_a:\n    - text: A\n    - text: AA\n  utter_b:\n    - text: B\n",
      "gym/responses/es.yml": "responses:\n  utter_b:\n    - text: otra B\n",
    });
    expect([...loadResponses(folder, "gym", "es")]).toEqual([
      ["utter_a", ["A", "AA"]],
      ["utter_b", ["otra B"]],
    ]);
    expect(loadResponses(folder, "gym", "fr").size).toBe(0);
  });
});
