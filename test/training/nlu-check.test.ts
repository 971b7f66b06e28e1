import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { checkNlu } from "../../src/training/check/nlu-check.ts";
import { checkPolicy } from "../../src/training/check/training-files.ts";
import { temporaryFolder } from "../nlu/temporary.ts";
import { createCheckedCopy, said } from "./checked-copy.ts";

const copy = createCheckedCopy();
const { rootDirectory, newProblems, newWarnings, write, change, setInProfile, teach } = copy;

const ZZ = "rasa/studio/nlu/zz.yml";
const CORE = "rasa/core/responses/es.yml";
const ADD = ': agrégalo con una o más líneas `- text: "…"`';
const BUTTON = "utter_boton_ayuda:\n    - text: ";

beforeEach(copy.restore);
afterAll(copy.remove);

describe("what the repository holds", () => {
  it("passes", () => {
    const { problems, counts } = checkNlu({ rootDirectory: resolve("."), profile: "studio" });
    expect(problems.map(said)).toEqual([]);
    expect(counts.examples).toBeGreaterThan(2000);
    expect(counts.templates).toBeGreaterThan(100);
  });
});

describe("a file that cannot be read", () => {
  it.each([
    ["a mark that is not closed", "      - hola [hoy(fecha)", 4, "marca sin cerrar: hola [hoy(fecha)"],
    ["a mark without a name", "      - hola [hoy]()", 4, "marca sin nombre de entidad: [hoy]()"],
    ["an empty mark", "      - hola [](fecha)", 4, "marca vacía: [](fecha)"],
    [
      "braces that are not JSON",
      "      - hola [hoy]{entity: fecha}",
      4,
      "lo que va entre llaves no es JSON: {entity: fecha}",
    ],
    ["a line that is no example", "      hola", 4, 'cada línea empieza con "- "; aquí dice "hola"'],
  ])("is named with its line: %s", (_, text, line, message) => {
    write(ZZ, `nlu:\n  - intent: ayuda\n    examples: |\n${text}\n`);
    expect(newProblems()).toEqual([`${ZZ}:${line}: ${message}`]);
  });

  it.each([
    ["no list", "intents: 1\n", 1, "falta la lista debajo de `nlu:`"],
    ["an item that is a word", "nlu:\n  - ayuda\n", 2, "aquí va `- intent: nombre` con `examples: |`"],
    ["a block of no kind", "nlu:\n  - intento: a\n", 2, "aquí va uno de: intent, synonym, lookup, regex"],
    ["a block without a name", "nlu:\n  - intent:\n    examples: |\n      - a\n", 2, "intent sin nombre"],
    [
      "an intent without examples",
      "nlu:\n  - intent: ayuda\n",
      2,
      'intent ayuda necesita `examples: |` con un "- …" por línea',
    ],
    ["an empty list of examples", 'nlu:\n  - intent: ayuda\n    examples: ""\n', 4, "intent ayuda no tiene ejemplos"],
    [
      "a pattern that is none",
      "nlu:\n  - regex: zz\n    examples: |\n      - (a\n",
      4,
      "la expresión regular no está bien escrita: (a",
    ],
  ])("is named with its line: %s", (_, content, line, message) => {
    write(ZZ, content);
    expect(newProblems()).toEqual([`${ZZ}:${line}: ${message}`]);
  });

  it("is named together with every other one, and the rest is looked at without them", () => {
    write(ZZ, "nlu:\n  - intent: [a\n");
    write("rasa/core/nlu/zz.yml", "nlu: 3\n");
    write("rasa/core/policy.yml", "margin: 0.1\nconfianza: 0.8\nconfidence: 7\nclarify_limit: 1.5\n");
    change(CORE, "utter_saludo:", "utter_saludo: [\nutter_otra:");
    const problems = newProblems();
    expect(problems).toContain("rasa/core/nlu/zz.yml:1: falta la lista debajo de `nlu:`");
    expect(problems).toContain('rasa/core/policy.yml:2: no hay umbral que se llame "confianza"');
    expect(problems).toContain("rasa/core/policy.yml:3: confidence debe ser <=1");
    expect(problems).toContain("rasa/core/policy.yml:4: clarify_limit debe ser un número entero");
    expect(problems.some((text) => /^rasa\/studio\/nlu\/zz\.yml:\d+: YAML mal escrito: /.test(text))).toBe(true);
    expect(problems.some((text) => /^rasa\/core\/responses\/es\.yml:\d+: YAML mal escrito/.test(text))).toBe(true);
    expect(newWarnings().join("\n")).toContain("lo demás se revisó sin 2 archivos que no se pueden leer");
  });

  it("keeps nobody from seeing personal data in the others", () => {
    write("rasa/core/nlu/zz.yml", "nlu: 3\n");
    teach("zz", "ayuda", "llámame al 55 1234 5678 9");
    expect(newProblems().some((text) => text.startsWith(`${ZZ}:4: parece un teléfono`))).toBe(true);
  });

  it("of the owner is named as well", () => {
    change("profiles/studio/profile.yml", "currency: MXN", "currency: pesos");
    expect(newProblems()).toContain("profiles/studio/profile.yml: currency: van tres letras mayúsculas");
    expect(checkNlu({ rootDirectory, profile: "nadie" }).problems.map(said)).toContain(
      "profiles/nadie/profile.yml: no se puede leer (ENOENT)",
    );
  });
});

describe("responses", () => {
  it("that the code says and nobody wrote are named where they belong", () => {
    change(CORE, "utter_saludo:", "utter_zaludo:");
    change("rasa/studio/responses/es.yml", "utter_agendar_hecha:", "utter_agendar_echa:");
    const problems = newProblems();
    expect(problems).toContain(`${CORE}: falta utter_saludo${ADD}`);
    expect(problems.some((text) => /responses\/es\.yml: falta utter_agendar_hecha: agrégalo/.test(text))).toBe(true);
    expect(newWarnings()).toEqual([
      expect.stringMatching(/^rasa\/core\/responses\/es\.yml:\d+: nadie dice utter_zaludo: corrige el nombre/),
      expect.stringMatching(/^rasa\/studio\/responses\/es\.yml:\d+: nadie dice utter_agendar_echa: corrige el nombre/),
    ]);
  });

  it("exist in every language that the business speaks", () => {
    setInProfile("alsoSpeaks", ["it"]);
    write("rasa/core/responses/it.yml", "responses:\n  utter_saludo:\n    - text: Ciao da {negocio}\n");
    const problems = newProblems();
    expect(problems).toContain(`rasa/core/responses/it.yml: falta utter_ayuda${ADD}`);
    expect(problems).not.toContain(`rasa/core/responses/it.yml: falta utter_saludo${ADD}`);
    const whole = problems.filter((text) => text.startsWith("rasa/studio/responses/it.yml"));
    expect(whole).toEqual([
      expect.stringMatching(/it\.yml: no existe este archivo, y en él van \d+ textos: .*utter_paquete/),
    ]);
  });

  it("take only placeholders that exist, that the business's own language carries, and without stray braces", () => {
    setInProfile("alsoSpeaks", ["it"]);
    write(
      "rasa/core/responses/it.yml",
      "responses:\n  utter_error:\n    - text: Scusa\n    - text: Scusa {precio} {prezzo} {nome\n",
    );
    expect(newProblems().filter((text) => text.includes("it.yml:"))).toEqual(
      expect.arrayContaining([
        "rasa/core/responses/it.yml:4: utter_error: {prezzo} no es un marcador: usa los que lleva ese texto en los otros idiomas",
        "rasa/core/responses/it.yml:4: utter_error: hay una llave suelta, que el cliente leería: quítala o complétala",
        "rasa/core/responses/it.yml:4: utter_error: {precio} no está en el texto de es, así que nadie lo llena: quítalo",
      ]),
    );
  });

  it("for an usted are looked at too, and replace nothing that is missing for a tú", () => {
    change(CORE, "utter_error:", "utter_herror:");
    write("rasa/core/responses/es-usted.yml", "responses:\n  utter_error:\n    - text: Disculpe {precio} {x}\n");
    const problems = newProblems();
    expect(problems).toContain(`${CORE}: falta utter_error${ADD}`);
    expect(problems).toContain(
      "rasa/core/responses/es-usted.yml:3: utter_error: {x} no es un marcador: usa los que lleva ese texto en los otros idiomas",
    );
    setInProfile("tone", "usted");
    expect(newProblems()).not.toContain(`${CORE}: falta utter_error${ADD}`);
  });

  it("are well formed, each fault with its line", () => {
    write("rasa/core/responses/zz.yml", "responses:\n  utter_a: hola\n  utter_b: []\n  utter_c:\n    - texto: hola\n");
    write("rasa/studio/responses/espanol.yml", "textos:\n");
    const formOf = (name: string) => `${name} lleva debajo una o más líneas \`- text: "…"\``;
    expect(newProblems()).toEqual([
      `rasa/core/responses/zz.yml:2: ${formOf("utter_a")}`,
      `rasa/core/responses/zz.yml:3: ${formOf("utter_b")}`,
      `rasa/core/responses/zz.yml:4: ${formOf("utter_c")}`,
      "rasa/studio/responses/espanol.yml:1: faltan los textos debajo de `responses:`",
    ]);
    expect(newWarnings().join("\n")).toContain("responses/espanol.yml: nadie lee este archivo");
  });

  it("on a button have at most twenty characters, however they are stored", () => {
    change(CORE, new RegExp(`${BUTTON}.*`), `${BUTTON}"12345678901234567890"\n    - text: "👋3456789012345678901"`);
    expect(newProblems()).toEqual([]);
    change(CORE, "👋3456789012345678901", "¿Me ayudas con algo más?");
    expect(newProblems()).toEqual([
      expect.stringMatching(
        /es\.yml:\d+: utter_boton_ayuda: ".+" tiene 24 caracteres y en un botón de WhatsApp caben 20: acórtalo$/,
      ),
    ]);
  });
});

describe("intents that lead to the same place", () => {
  const CORE_POLICY = "rasa/core/policy.yml";

  it("are intents that somebody answers and that ask before they act, each in one line only", () => {
    write(
      CORE_POLICY,
      "same_way:\n  - [agendar_citas, consultar_horarios]\n  - [afirmar, hablar_con_agente]\n  - [saludo, consultar_horarios]\n",
    );
    expect(newProblems()).toEqual([
      `${CORE_POLICY}:2: agendar_citas no es una intención que lleve a algún lugar: ¿querías decir agendar_cita?`,
      `${CORE_POLICY}:3: afirmar no es una intención que lleve a algún lugar: corrige el nombre o quítala de same_way`,
      `${CORE_POLICY}:3: hablar_con_agente hace algo sin preguntar, así que no puede estar en same_way: quítala`,
      `${CORE_POLICY}:4: consultar_horarios ya está en same_way: deja una`,
    ]);
  });

  it("are lists of two or more names", () => {
    for (const policy of ["same_way:\n  - [saludo]\n", "same_way: saludo\n", "same_way:\n  - [1, 2]\n"]) {
      const place = { rootDirectory: temporaryFolder({ [CORE_POLICY]: policy }), profile: "studio" };
      const message = "same_way lleva una lista por línea, con dos intenciones o más: `- [una, otra]`";
      expect(checkPolicy(place)[0]).toEqual({ file: CORE_POLICY, line: 1, message });
    }
  });
});

it("a name of the catalogue that fits no button is only a warning", () => {
  change("profiles/studio/catalogue.yml", "name: Yoga\n", "name: Yoga al aire libre con tambores\n");
  expect(newWarnings().join("\n")).toMatch(/catalogue\.yml:\d+: "Yoga al aire libre con tambores" tiene 31 caracteres/);
});

describe("the command", () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ["--import", "tsx", "scripts/nlu-check.ts", ...args], { encoding: "utf8" });

  it("ends with the number of problems, and fails", () => {
    const { status, stdout } = run("--profile", "nadie");
    expect(stdout).toContain("  profiles/nadie/profile.yml: no se puede leer (ENOENT)\n");
    expect(stdout.trimEnd().split("\n").at(-1)).toBe("2 problemas");
    expect(status).toBe(1);
  });

  it("explains itself when it is asked for what it does not know", () => {
    const { status, stderr } = run("--perfil", "studio");
    expect(stderr).toContain("Uso: npm run nlu:check -- [--profile studio]");
    expect(status).toBe(2);
  });
});
