import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { checkNlu } from "../../src/training/index.ts";

/** A copy of what trainers and owners edit, as it is when nobody has broken it. */
let rootDirectory: string;
/** What the copy is found to have already: stories are about what they break, not about the day's translations. */
let before: Set<string>;

const check = () => checkNlu({ rootDirectory, profile: "studio" });
const said = ({ file, line, message }: { file: string; line?: number; message: string }) =>
  `${file}${line === undefined ? "" : `:${line}`}: ${message}`;
const newProblems = () =>
  check()
    .problems.map(said)
    .filter((text) => !before.has(text));
const newWarnings = () =>
  check()
    .warnings.map(said)
    .filter((text) => !before.has(text));

const pathOf = (file: string) => join(rootDirectory, file);
const read = (file: string) => readFileSync(pathOf(file), "utf8");
const write = (file: string, content: string) => {
  mkdirSync(dirname(pathOf(file)), { recursive: true });
  writeFileSync(pathOf(file), content);
};
const change = (file: string, from: string | RegExp, to: string) => {
  const source = read(file);
  const changed = source.replace(from, to);
  if (changed === source) throw new Error(`${from} is not in ${file}`);
  write(file, changed);
};
const setInProfile = (key: string, value: unknown) => {
  const document = parseDocument(read("profiles/studio/profile.yml"));
  document.set(key, value);
  write("profiles/studio/profile.yml", String(document));
};
/** A training file of this profile; its examples begin at line 4. */
const teach = (name: string, intent: string, ...lines: string[]) =>
  write(
    `rasa/studio/nlu/${name}.yml`,
    `nlu:\n  - intent: ${intent}\n    examples: |\n${lines.map((line) => `      - ${line}\n`).join("")}`,
  );
const ZZ = "rasa/studio/nlu/zz.yml";
const CORE = "rasa/core/responses/es.yml";
const BUTTON = "utter_boton_ayuda:\n    - text: ";

function restore(): void {
  for (const folder of ["rasa", "profiles"]) {
    rmSync(pathOf(folder), { recursive: true, force: true });
    cpSync(resolve(folder), pathOf(folder), { recursive: true });
  }
}

beforeAll(() => {
  rootDirectory = mkdtempSync(join(tmpdir(), "atiende-nlu-check-"));
  restore();
  const { problems, warnings } = check();
  before = new Set([...problems, ...warnings].map(said));
});
beforeEach(restore);
afterAll(() => rmSync(rootDirectory, { recursive: true, force: true }));

describe("what the repository holds", () => {
  it("passes", () => {
    const { problems, counts } = check();
    expect(problems.map(said)).toEqual([]);
    expect(counts.examples).toBeGreaterThan(2000);
    expect(counts.templates).toBeGreaterThan(100);
  });

  it("is told about without a word of the held-out lines", () => {
    const [line = ""] = /(?<=- ).+/.exec(read("rasa/studio/test/confundibles.yml").split("examples: |")[1] ?? "") ?? [];
    teach("zz", "agendar_cita", line);
    const [warning = "", ...more] = newWarnings();
    expect(warning).toMatch(/^rasa\/studio\/test\/confundibles\.yml:6: líneas que también están .+: 6$/);
    expect(warning).not.toContain(line);
    expect(more).toEqual([]);
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

  it("is named together with every other one, and says that the whole is looked at later", () => {
    write(ZZ, "nlu:\n  - intent: [a\n");
    write("rasa/core/nlu/zz.yml", "nlu: 3\n");
    write("rasa/core/policy.yml", "margin: 0.1\nconfianza: 0.8\nconfidence: 7\nclarify_limit: 1.5\n");
    change(CORE, "utter_saludo:", "utter_saludo: [\nutter_otra:");
    const problems = newProblems();
    expect(problems).toContain("rasa/core/nlu/zz.yml:1: falta la lista debajo de `nlu:`");
    expect(problems).toContain('rasa/core/policy.yml:2: no hay umbral que se llame "confianza"');
    expect(problems).toContain("rasa/core/policy.yml:3: confidence debe ser <=1");
    expect(problems).toContain("rasa/core/policy.yml:4: clarify_limit debe ser un número entero");
    expect(problems.some((text) => /^rasa\/studio\/nlu\/zz\.yml:\d+: no se puede leer: /.test(text))).toBe(true);
    expect(problems.some((text) => /^rasa\/core\/responses\/es\.yml:\d+: YAML mal escrito/.test(text))).toBe(true);
    expect(newWarnings().join("\n")).toContain("se revisan cuando todos se puedan leer");
  });

  it("keeps nobody from seeing personal data in the others", () => {
    write("rasa/core/nlu/zz.yml", "nlu: 3\n");
    teach("zz", "ayuda", "llámame al 55 1234 5678 9");
    expect(newProblems().some((text) => text.startsWith(`${ZZ}:4: parece un teléfono`))).toBe(true);
  });

  it("of the owner is named as well", () => {
    change("profiles/studio/profile.yml", "currency: MXN", "currency: pesos");
    expect(newProblems()).toContain("profiles/studio/profile.yml: currency: three capital letters");
    expect(checkNlu({ rootDirectory, profile: "nadie" }).problems.map(said)).toContain(
      "profiles/nadie/profile.yml: no se puede leer (ENOENT)",
    );
  });
});

describe("examples", () => {
  it("of an intent that no action answers are a problem, said once where they begin", () => {
    teach("zz", "pedir_pizza", "una de pepperoni", "dos hawaianas");
    expect(newProblems()).toEqual([`${ZZ}:4: ninguna acción responde a la intención pedir_pizza`]);
  });

  it("that are few are a warning, in all languages together", () => {
    teach("zz", "queja", "el masaje estuvo pésimo de verdad");
    const [warning = "", ...more] = newWarnings();
    expect(warning).toBe("rasa/studio/nlu/zz.yml: queja tiene pocos ejemplos (1): conviene que sean 60 o más");
    expect(more).toEqual([]);
  });

  it("must name what the catalogue has, letter by letter where the value is written", () => {
    const mark = (value: string) => `[zzz]${JSON.stringify({ entity: "servicio", value })}`;
    const keepExamples = read("rasa/studio/nlu/agendar_cita.yml");
    const first = keepExamples.trimEnd().split("\n").length + 1;
    write(
      "rasa/studio/nlu/agendar_cita.yml",
      `${keepExamples.trimEnd()}\n${[
        `      - zz uno ${mark("Masaje relajante")}`,
        `      - zz dos ${mark("Masage")}`,
        "      - zz tres con [Anita](profesional) y [MASAJITO](servicio)",
        "      - zz cuatro con [Anacleta](profesional)",
        "      - zz cinco el [Paquete Relox 5](paquete)",
      ].join("\n")}\n`,
    );
    const at = (line: number) => `rasa/studio/nlu/agendar_cita.yml:${first + line}`;
    expect(newProblems()).toEqual([
      `${at(1)}: servicio "Masage": no es un nombre del catálogo`,
      `${at(3)}: profesional "Anacleta": no está en el catálogo ni entre los sinónimos`,
      `${at(4)}: paquete "Paquete Relox 5": no está en el catálogo ni entre los sinónimos`,
    ]);
  });

  it("lose their synonyms when the heading is misspelt, and the heading is pointed at", () => {
    change("rasa/studio/nlu/synonyms.yml", "synonym: Diego Luna", "synonym: Diego Lunas");
    expect(newWarnings().join("\n")).toMatch(/synonyms\.yml:\d+: los sinónimos de "Diego Lunas" no sirven/);
  });

  it("stand once, in one intent", () => {
    teach("zz", "zz", "QUÉ FRASE tan rara", "otra más", "otra más");
    teach("zz2", "zz2", "qué frase tan rara");
    const repeats = newProblems().filter((text) => text.includes("dos veces"));
    expect(repeats).toEqual([
      `rasa/studio/nlu/zz.yml:6: "otra más" está dos veces, en zz: la otra es ${ZZ}:5`,
      `rasa/studio/nlu/zz2.yml:4: "qué frase tan rara" está dos veces, en zz2 y en zz: la otra es ${ZZ}:4`,
    ]);
  });

  it("are marked in whole words and hold no personal data, which is not repeated", () => {
    teach(
      "zz",
      "zz",
      "para el [vier](fecha)nes",
      "para [ el lunes](fecha)",
      "soy zz@example.com",
      "a las 17:30 del 15/12",
    );
    const problems = newProblems().filter((text) => !text.includes("intención"));
    expect(problems).toEqual([
      `${ZZ}:4: la marca no abarca palabras enteras: para el [vier](fecha)nes`,
      `${ZZ}:5: la marca no abarca palabras enteras: para [ el lunes](fecha)`,
      `${ZZ}:6: parece un teléfono o un correo: los ejemplos no llevan datos de personas`,
    ]);
  });
});

describe("responses", () => {
  it("that the code says and nobody wrote are named where they belong", () => {
    change(CORE, "utter_saludo:", "utter_zaludo:");
    change("rasa/studio/responses/es.yml", "utter_agendar_hecha:", "utter_agendar_echa:");
    const problems = newProblems();
    expect(problems).toContain(`${CORE}: falta utter_saludo`);
    expect(problems.some((text) => /responses\/es\.yml: falta utter_agendar_hecha$/.test(text))).toBe(true);
    expect(newWarnings()).toEqual([
      expect.stringMatching(/^rasa\/core\/responses\/es\.yml:\d+: nadie dice utter_zaludo$/),
      expect.stringMatching(/^rasa\/studio\/responses\/es\.yml:\d+: nadie dice utter_agendar_echa$/),
    ]);
  });

  it("exist in every language that the business speaks", () => {
    setInProfile("alsoSpeaks", ["it"]);
    write("rasa/core/responses/it.yml", "responses:\n  utter_saludo:\n    - text: Ciao da {negocio}\n");
    const problems = newProblems();
    expect(problems).toContain("rasa/core/responses/it.yml: falta utter_ayuda");
    expect(problems).not.toContain("rasa/core/responses/it.yml: falta utter_saludo");
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
        "rasa/core/responses/it.yml:4: utter_error: {prezzo} no es un marcador",
        "rasa/core/responses/it.yml:4: utter_error: hay una llave suelta, que el cliente leería",
        "rasa/core/responses/it.yml:4: utter_error: {precio} no está en el texto de es",
      ]),
    );
  });

  it("for an usted are looked at too, and replace nothing that is missing for a tú", () => {
    change(CORE, "utter_error:", "utter_herror:");
    write("rasa/core/responses/es-usted.yml", "responses:\n  utter_error:\n    - text: Disculpe {precio} {x}\n");
    const problems = newProblems();
    expect(problems).toContain(`${CORE}: falta utter_error`);
    expect(problems).toContain("rasa/core/responses/es-usted.yml:3: utter_error: {x} no es un marcador");
    setInProfile("tone", "usted");
    expect(newProblems()).not.toContain(`${CORE}: falta utter_error`);
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
        /es\.yml:\d+: utter_boton_ayuda: ".+" tiene 24 caracteres y en un botón de WhatsApp caben 20$/,
      ),
    ]);
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
