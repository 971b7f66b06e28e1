import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadProfile, ProfileError } from "../../src/config/index.ts";

const studio = loadProfile(resolve("profiles/studio"));
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "profile-"));
  for (const name of ["profile.yml", "catalogue.yml"]) cpSync(resolve("profiles/studio", name), join(directory, name));
});
afterEach(() => rmSync(directory, { recursive: true }));

function problemsOf(faqYaml: string): string[] {
  writeFileSync(join(directory, "faq.yml"), faqYaml);
  try {
    loadProfile(directory);
    return [];
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    return error.problems.map((problem) => problem.replace(`${directory}/`, ""));
  }
}

test("an owner who wrote no faq.yml has an empty list", () => {
  expect(loadProfile(directory).faq).toEqual([]);
});

test("an entry is read with its wordings together and its translations by language", () => {
  writeFileSync(
    join(directory, "faq.yml"),
    `
- tema: wifi
  pregunta: ¿Tienen wifi?
  tambien: [¿Hay internet?]
  respuesta: Sí.
  traducciones:
    en: { preguntas: [Do you have wifi?], respuesta: "Yes." }
- tema: propina
  pregunta: ¿Se deja propina?
  respuesta: Si quieres.
`,
  );
  expect(loadProfile(directory).faq).toEqual([
    {
      tema: "wifi",
      questions: ["¿Tienen wifi?", "¿Hay internet?"],
      answer: "Sí.",
      translations: { en: { questions: ["Do you have wifi?"], answer: "Yes." } },
    },
    { tema: "propina", questions: ["¿Se deja propina?"], answer: "Si quieres.", translations: {} },
  ]);
});

test.each([
  ["- { tema: wifi, pregunta: ¿Hay wifi? }", "faq.yml: 0.respuesta: "],
  ["- { tema: Wi Fi, pregunta: ¿Hay wifi?, respuesta: Sí. }", "faq.yml: 0.tema: lower case letters"],
  ["- { tema: wifi, pregunta: ' ', respuesta: Sí. }", "faq.yml: 0.pregunta: "],
  ["- { tema: wifi, pregunta: ¿Hay wifi?, respuesta: Sí., tambén: [a] }", 'faq.yml: 0: Unrecognized key: "tambén"'],
  [
    "- { tema: wifi, pregunta: ¿Hay?, respuesta: Sí., traducciones: { en: { preguntas: [], respuesta: Yes } } }",
    "faq.yml: 0.traducciones.en.preguntas: ",
  ],
  [
    "- { tema: wifi, pregunta: ¿Hay?, respuesta: Sí., traducciones: { english: { preguntas: [a], respuesta: b } } }",
    "faq.yml: 0.traducciones.english: ",
  ],
  [
    "- { tema: wifi, pregunta: ¿Hay?, respuesta: Sí. }\n- { tema: wifi, pregunta: ¿Hay red?, respuesta: Sí. }",
    'faq.yml: 1.tema: "wifi" is used twice',
  ],
  ["tema: wifi", "faq.yml: (top): "],
  ["- [", "faq.yml: "],
])("a wrong list is said by file and path: %s", (yaml, expected) => {
  expect(problemsOf(yaml).join("\n")).toContain(expected);
});

test("the studio's answers fit a message, in its four languages", () => {
  for (const { tema, answer, translations } of studio.faq) {
    expect(Object.keys(translations).sort(), tema).toEqual(["en", "fr", "hi"]);
    for (const text of [answer, ...Object.values(translations).map((translation) => translation.answer)]) {
      expect(text.length, `${tema}: ${text}`).toBeLessThanOrEqual(300);
    }
  }
});

test("the studio's answers say of packages and durations what the catalogue says", () => {
  const answersOf = (tema: string) => {
    const found = studio.faq.find((entry) => entry.tema === tema)!;
    return [found.answer, ...Object.values(found.translations).map((translation) => translation.answer)];
  };
  for (const answer of answersOf("vigencia_paquetes")) {
    for (const { name, validDays } of studio.catalogue.packages) {
      expect(answer.slice(answer.indexOf(name) + name.length)).toMatch(new RegExp(`^[\\s,]+${validDays}\\b`, "u"));
    }
  }
  const durations = new Set(studio.catalogue.services.map((service) => service.durationMinutes));
  for (const answer of answersOf("duracion")) {
    expect(new Set(answer.match(/\d+/g)?.map(Number))).toEqual(durations);
  }
});
