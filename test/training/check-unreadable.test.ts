import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { readPlacedYaml } from "../../src/training/check/source-files.ts";
import { temporaryFolder } from "../nlu/temporary.ts";
import { createCheckedCopy, said } from "./checked-copy.ts";

const copy = createCheckedCopy();
const { rootDirectory, newProblems, newWarnings, write, change, teach, list } = copy;

const ZZ = "rasa/studio/nlu/zz.yml";
const BOOKING = "rasa/studio/nlu/agendar_cita.yml";
const SYNONYMS = "rasa/studio/nlu/synonyms.yml";
const CATALOGUE = "profiles/studio/catalogue.yml";

const withoutOne = (file: string) =>
  `rasa: lo demás se revisó sin ${file}, que no se puede leer: corrígelo y vuelve a revisar, por si algo más depende de lo que dice`;

beforeEach(copy.restore);
afterAll(copy.remove);

describe("a training file that cannot be read", () => {
  it("hides the faults of no other file, and nothing is told of what it alone lacks", () => {
    change(BOOKING, /examples: \|/, "examples: [");
    teach("zz", "ayudda", "una frase zz", "una frase zz", "esto es [mañ](fecha)ana zz");
    const [unreadable = "", ...others] = newProblems();
    expect(unreadable).toMatch(/^rasa\/studio\/nlu\/agendar_cita\.yml:\d+: YAML mal escrito: .+/);
    expect(others).toEqual([
      `${ZZ}:4: ninguna acción responde a la intención ayudda: ¿querías decir ayuda?`,
      `${ZZ}:5: "una frase zz" está dos veces, en ayudda: la otra es ${ZZ}:4; borra una`,
      expect.stringMatching(/zz\.yml:6: la marca no abarca palabras enteras/),
    ]);
    // Fewer lines of the tests are among the examples now, and are told as they are.
    expect(newWarnings().filter((text) => !text.includes("por eso no miden"))).toEqual([withoutOne(BOOKING)]);
  });

  it("in one language leaves the intent's number in the others unsaid", () => {
    write("rasa/core/nlu/queja.en.yml", "nlu:\n  - intento: queja\n    examples: |\n      - zz\n");
    expect(newProblems()).toEqual(["rasa/core/nlu/queja.en.yml:2: aquí va uno de: intent, synonym, lookup, regex"]);
    expect(copy.check().warnings.filter(({ message }) => message.startsWith("queja tiene"))).toEqual([]);
  });

  it("does not make what it replaces a repeat of what stands beside it", () => {
    const line = "me cobraron doble por error zz";
    list("rasa/core/nlu/zz.yml", "intent", "fuera_de_alcance", line);
    teach("zz", "queja", line);
    expect(newProblems()).toHaveLength(1);
    write("rasa/studio/nlu/zy.yml", "nlu:\n  - intent: fuera_de_alcance\n    examples: |\n      - hola [hoy(fecha)\n");
    expect(newProblems()).toEqual(["rasa/studio/nlu/zy.yml:4: marca sin cerrar: hola [hoy(fecha)"]);
  });

  it("with synonyms leaves what it may say unsaid, but a wrong value is wrong all the same", () => {
    change(SYNONYMS, "nlu:", "nlu: {");
    list("rasa/studio/nlu/zz2.yml", "lookup", "servicio", "yoguita zz");
    teach("zz", "ayuda", "un [yoguita zz](servicio)", 'un [relajadito]{"entity":"servicio","value":"Masage"}');
    const problems = newProblems();
    expect(problems.filter((text) => text.startsWith(ZZ))).toEqual([
      expect.stringMatching(/^rasa\/studio\/nlu\/zz\.yml:5: servicio "Masage": no es un nombre del catálogo/),
    ]);
    expect(problems.some((text) => text.includes("le falta"))).toBe(true);
    expect(problems.filter((text) => text.includes("que no está en el catálogo"))).toEqual([]);
  });

  it("with a list or marks leaves its entities known", () => {
    list("rasa/studio/test/zz.yml", "intent", "ayuda", "necesito [ropa](prenda) y [botas](calzado)");
    expect(newProblems()).toHaveLength(2);
    write(
      ZZ,
      "nlu:\n  - lookup: prenda\n    examples: |\n      - ropa\n  - intent: ayuda\n    examples: |\n      - unas [botas](calzado)\n      falta el guion\n",
    );
    expect(newProblems()).toEqual([`${ZZ}:8: cada línea empieza con "- "; aquí dice "falta el guion"`]);
  });

  it("because it is none is named too", () => {
    mkdirSync(join(rootDirectory, ZZ));
    teach("zz2", "ayuda", "una frase zz", "una frase zz");
    expect(newProblems()).toEqual([
      `${ZZ}: no se puede abrir (EISDIR): revisa el archivo y sus permisos`,
      expect.stringContaining('"una frase zz" está dos veces'),
    ]);
    rmSync(join(rootDirectory, ZZ), { recursive: true });
  });

  it("among the others of the trainer's and the owner's too", () => {
    const files = [
      "profiles/studio/faq.yml",
      "rasa/core/responses/zz.yml",
      "rasa/studio/policy.yml",
      "rasa/studio/test/zz.yml",
    ];
    for (const file of files) {
      rmSync(join(rootDirectory, file), { force: true });
      mkdirSync(join(rootDirectory, file));
    }
    expect(newProblems()).toEqual(
      files.map((file) => `${file}: no se puede abrir (EISDIR): revisa el archivo y sus permisos`),
    );
  });

  it("is one of several, and the sentence speaks of them all", () => {
    write(ZZ, "nlu: [\n");
    write("rasa/studio/nlu/zy.yml", "nlu: {\n");
    expect(newWarnings()).toContain(
      "rasa: lo demás se revisó sin 2 archivos que no se pueden leer: corrígelos y vuelve a revisar, por si algo más depende de lo que dicen",
    );
  });

  it.each([
    ["a tab", "nlu:\n\t- intent: ayuda\n", "hay un tabulador: usa espacios"],
    ["a quote that is not closed", 'nlu:\n  - intent: "ayuda\n', "faltan las comillas que cierran"],
    ["a name without its colon", "nlu:\n  - intent: ayuda\n    examples\n    otra: a\n", "faltan los dos puntos"],
    ["a name that is there twice", "nlu: []\nnlu: []\n", "este nombre ya está más arriba"],
    ["a bracket that is not closed", "nlu:\n  - intent: [ayuda\n", "se abrió antes y no se cierra"],
    ["a text beside its bar", "nlu:\n  - intent: a\n    examples: | - hola\n", "después de la barra"],
    ["a block that begins further left than its file", " nlu: []\notra: a\n", "la sangría no cuadra"],
    ["a line that stands too far left", "nlu:\n  - intent: ayuda\n   examples: |\n      - a\n", "la sangría no cuadra"],
  ])("is told how to be mended: %s", (_, content, advice) => {
    const [problem] = readPlacedYaml(temporaryFolder({ "zz.yml": content }), "zz.yml").problems;
    expect(problem && said(problem)).toMatch(/^zz\.yml:\d+: YAML mal escrito: /);
    expect(problem?.message).toContain(advice);
  });
});

describe("a file of the owner's that cannot be read", () => {
  it("keeps nobody from having examples and texts checked", () => {
    change(CATALOGUE, "services:", "services: [");
    change("rasa/core/responses/es.yml", "utter_saludo:", "utter_zaludo:");
    teach("zz", "ayudda", "una frase zz", "una frase zz", "un [masajito zz](servicio) por la [tarde](parte_del_dia)");
    const problems = newProblems();
    expect(problems.filter((text) => !text.startsWith(CATALOGUE))).toEqual([
      expect.stringMatching(/^rasa\/core\/responses\/es\.yml: falta utter_saludo/),
      `${ZZ}:4: ninguna acción responde a la intención ayudda: ¿querías decir ayuda?`,
      `${ZZ}:5: "una frase zz" está dos veces, en ayudda: la otra es ${ZZ}:4; borra una`,
    ]);
    expect(problems.some((text) => /^profiles\/studio\/catalogue\.yml:\d+: YAML mal escrito: /.test(text))).toBe(true);
    expect(newWarnings().filter((text) => !text.includes("ayudda") && !text.includes("utter_zaludo"))).toEqual([]);
  });

  it("is told of its values in Spanish", () => {
    change("profiles/studio/profile.yml", /^currency: .*$/m, "currency: pesos\ncolor: azul");
    change("profiles/studio/profile.yml", /^timeZone: .*$/m, "timeZone: Mexico");
    change("profiles/studio/profile.yml", /^address: .*$/m, "");
    change(CATALOGUE, /durationMinutes: \d+/, "durationMinutes: 2");
    const problems = newProblems().filter((text) => text.startsWith("profiles"));
    expect(problems.map((text) => text.replace("profiles/studio/", "")).sort()).toEqual([
      "catalogue.yml: services.0.durationMinutes: debe ser >=5",
      'profile.yml: (top): aquí no va "color"',
      "profile.yml: address: falta",
      "profile.yml: currency: van tres letras mayúsculas",
      'profile.yml: timeZone: no existe esa zona horaria; por ejemplo "America/Mexico_City"',
    ]);
  });

  it("even when nobody knows which languages are spoken", () => {
    change("profiles/studio/profile.yml", "language:", "lenguaje: [");
    teach("zz", "ayuda", "una frase zz", "una frase zz");
    expect(newProblems().filter((text) => text.startsWith("rasa"))).toEqual([
      expect.stringContaining('"una frase zz" está dos veces'),
    ]);
  });
});
