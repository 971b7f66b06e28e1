import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { createCheckedCopy } from "./checked-copy.ts";

const copy = createCheckedCopy();
const { newProblems, newWarnings, read, write, change, teach, list } = copy;
const ZZ = "rasa/studio/nlu/zz.yml";

beforeEach(copy.restore);
afterAll(copy.remove);

describe("an intent", () => {
  it("that no action answers is a problem, said once where it begins, with the name that was meant", () => {
    teach("zz", "pedir_pizza", "una de pepperoni", "dos hawaianas");
    teach("zz2", "agendar_sita", "un lugar para el jueves que viene");
    expect(newProblems()).toEqual([
      `${ZZ}:4: ninguna acción responde a la intención pedir_pizza: corrige el nombre, o pide la acción a quien programa`,
      "rasa/studio/nlu/zz2.yml:4: ninguna acción responde a la intención agendar_sita: ¿querías decir agendar_cita?",
    ]);
  });

  it("of the profile that hides the core's is told with what is lost, and with how few are left", () => {
    teach("zz", "queja", "el masaje estuvo pésimo de verdad");
    expect(newWarnings().filter((text) => text.startsWith(ZZ))).toEqual([
      `${ZZ}: queja tiene pocos ejemplos (1): conviene que sean 60 o más`,
      expect.stringMatching(/: queja tiene 1 ejemplo en español y la intención de en medio, \d{3}: casi no se oirá/),
      expect.stringMatching(/zz\.yml:4: queja de studio deja sin efecto los \d{3} ejemplos de rasa\/core\/nlu/),
    ]);
  });

  it("has forty examples in each language that the business speaks, and is missed in those it has not", () => {
    const lines = Array.from(
      { length: 41 },
      (_, index) => `zz${"abcdefghij"[index % 10]}${"klmno"[index % 5]} ${index}`,
    );
    list("rasa/core/nlu/queja.en.yml", "intent", "queja", ...lines.slice(0, 39));
    list("rasa/core/nlu/queja.fr.yml", "intent", "queja", ...lines.map((line) => `fr ${line}`));
    const ofQueja = newWarnings().filter((text) => text.includes("queja tiene"));
    expect(ofQueja).toEqual([
      "rasa/core/nlu/queja.en.yml: queja tiene 39 ejemplos en inglés: conviene que sean 40 o más",
    ]);
    change("rasa/core/nlu/queja.fr.yml", /^.*fr .*\n/gm, "");
    write("rasa/core/nlu/queja.fr.yml", "nlu: []\n");
    expect(copy.check().warnings).toContainEqual({
      file: "rasa/core/nlu/queja.fr.yml",
      message: "queja tiene 0 ejemplos en francés: conviene que sean 40 o más",
    });
  });

  it("that is three times as large as the others, or a third, is told in its own language", () => {
    const lines = (word: string, count: number) => Array.from({ length: count }, (_, index) => `${word} ${index} zz`);
    const teachEnglish = (intent: string, count: number) =>
      list(`rasa/core/nlu/${intent}.en.yml`, "intent", intent, ...lines(intent.slice(0, 4), count));
    for (const intent of ["saludo", "ayuda", "alta"]) teachEnglish(intent, 45);
    teachEnglish("queja", 136);
    teachEnglish("baja", 14);
    teachEnglish("fuera_de_alcance", 300);
    expect(newWarnings().filter((text) => text.includes("de en medio"))).toEqual([
      "rasa/core/nlu/baja.en.yml: baja tiene 14 ejemplos en inglés y la intención de en medio, 45: casi no se oirá; agrégale",
      "rasa/core/nlu/queja.en.yml: queja tiene 136 ejemplos en inglés y la intención de en medio, 45: se quedará con frases de otras; quita las parecidas",
    ]);
  });
});

describe("examples", () => {
  it("stand once, in one intent", () => {
    teach("zz", "zz", "QUÉ FRASE tan rara", "otra más", "otra más");
    teach("zz2", "zz2", "qué frase tan rara");
    const repeats = newProblems().filter((text) => text.includes("dos veces"));
    expect(repeats).toEqual([
      `${ZZ}:6: "otra más" está dos veces, en zz: la otra es ${ZZ}:5; borra una`,
      `rasa/studio/nlu/zz2.yml:4: "qué frase tan rara" está dos veces, en zz2 y en zz: la otra es ${ZZ}:4; borra una`,
    ]);
  });

  it("of two intents that say the same but for order, accents, courtesy or a name are told together", () => {
    teach("zz", "ayuda", "zeta, la ñandú porfis", "zeta para [yoga](servicio)", "zeta no", "[pilates](servicio)");
    teach(
      "zz2",
      "saludo",
      "hola, Nandú zetá",
      "zeta para [manicure](servicio)",
      "no zeta zeta",
      "[manicure](servicio)",
    );
    expect(newWarnings().filter((text) => text.includes("lo mismo"))).toEqual([
      `rasa/studio/nlu/zz2.yml:4: "hola, Nandú zetá" (saludo) dice lo mismo que "zeta, la ñandú porfis" (ayuda, ${ZZ}:4): deja una, o agrega lo que las distingue`,
      `rasa/studio/nlu/zz2.yml:5: "zeta para manicure" (saludo) dice lo mismo que "zeta para yoga" (ayuda, ${ZZ}:5): deja una, o agrega lo que las distingue`,
    ]);
  });

  it("are marked in whole words", () => {
    teach("zz", "zz", "para el [vier](fecha)nes", "para [ el lunes](fecha)", "[परस](fecha)ों zz", "✂️[hoy](fecha)");
    const problems = newProblems().filter((text) => text.includes("marca"));
    const whole = "(los corchetes van donde empieza y donde acaba la palabra, sin espacios dentro)";
    expect(problems).toEqual([
      `${ZZ}:4: la marca no abarca palabras enteras: para el [vier](fecha)nes ${whole}`,
      `${ZZ}:5: la marca no abarca palabras enteras: para [ el lunes](fecha) ${whole}`,
      `${ZZ}:6: la marca no abarca palabras enteras: [परस](fecha)ों zz ${whole}`,
    ]);
  });

  it.each([
    "soy zz@example.com",
    "mi whats es 55 1234-5678",
    "llámame al (०५५) १२३४ ५६७८",
    "está en https://example.com/yo",
    "escríbeme a wa.me/x",
    "mi insta es @zz",
  ])("hold no personal data, and it is not repeated: %s", (line) => {
    teach("zz", "ayuda", line);
    const [problem = "", ...more] = newProblems();
    expect(problem).toMatch(/^rasa\/studio\/nlu\/zz\.yml:4: parece un teléfono, un correo o un enlace/);
    expect(problem).not.toContain(line);
    expect(more).toEqual([]);
  });

  it("hold none in the value of a mark either", () => {
    teach("zz", "ayuda", 'avisa a [mi cel zz]{"entity": "motivo", "value": "5512345678"}');
    expect(newProblems()).toEqual([expect.stringMatching(/^rasa\/studio\/nlu\/zz\.yml:4: parece un teléfono/)]);
  });

  it("may hold dates, times and prices", () => {
    teach("zz", "ayuda", "a las 17:30 del 15/12", "el 21-11-2026 zz", "el 2026-11-21 zz", "son 1,250.00 pesos zz");
    expect(newProblems()).toEqual([]);
  });
});

describe("entities", () => {
  it("that are misspelt are a problem, and new ones that nothing knows are told once", () => {
    teach("zz", "ayuda", "zz [mañana](fehca)", "zz de [lana](tela)", "zz de [seda](tela)");
    expect(newProblems()).toEqual([`${ZZ}:4: la entidad fehca no existe: ¿querías decir fecha?`]);
    expect(newWarnings().filter((text) => text.includes("tela"))).toEqual([
      expect.stringMatching(/zz\.yml:5: ninguna lista, patrón ni gramática conoce la entidad tela \(2 marcas\)/),
    ]);
  });

  it("name what the catalogue has, letter by letter where the value is written", () => {
    const mark = (value: string) => `[zzz]${JSON.stringify({ entity: "servicio", value })}`;
    const before = read("rasa/studio/nlu/agendar_cita.yml").trimEnd();
    const first = before.split("\n").length + 1;
    const lines = [
      `zz uno ${mark("Masaje relajante")}`,
      `zz dos ${mark("Yogga")}`,
      "zz tres con [Anita](profesional) y [MASAJITO](servicio)",
      "zz cuatro con [Anacleta](profesional)",
      'zz cinco con [anita]{"entity":"profesional","value":"Diego Luna"}',
    ];
    write("rasa/studio/nlu/agendar_cita.yml", `${before}\n${lines.map((line) => `      - ${line}\n`).join("")}`);
    const at = (line: number) => `rasa/studio/nlu/agendar_cita.yml:${first + line}`;
    expect(newProblems()).toEqual([
      `${at(1)}: servicio "Yogga": no es un nombre del catálogo; ¿querías decir "Yoga"?`,
      `${at(3)}: profesional "Anacleta": no está en el catálogo ni entre los sinónimos; agrégalo a synonyms.yml o quita la marca`,
      `${at(4)}: "anita" es aquí "Diego Luna" y en los sinónimos "Ana Torres": deja uno de los dos`,
    ]);
  });

  it("are of one kind for the same words", () => {
    list(ZZ, "synonym", "Masaje relajante", "zetazeta");
    teach("zz2", "ayuda", "quiero [zetazeta](servicio)", "compro [zetazeta](paquete)");
    expect(newWarnings()).toContain(
      'rasa/studio/nlu/zz2.yml:5: "zetazeta" está marcado como paquete y en rasa/studio/nlu/zz2.yml:4 como servicio: marca los dos igual, o con más palabras',
    );
  });
});

describe("synonyms and lists", () => {
  it("lead to one name, and the other place is shown", () => {
    list(ZZ, "synonym", "Diego Luna", "anita");
    expect(newProblems().join("\n")).toMatch(
      /"anita" es sinónimo de "Diego Luna" y también de "Ana Torres" \(rasa\/studio\/nlu\/synonyms\.yml:\d+\): deja uno/,
    );
  });

  it("lose their use when the heading is misspelt, and the right one is proposed", () => {
    change("rasa/studio/nlu/synonyms.yml", "synonym: Diego Luna", "synonym: Diego Lunas");
    expect(newWarnings().join("\n")).toMatch(
      /synonyms\.yml:\d+: los sinónimos de "Diego Lunas" no sirven: .+; ¿querías decir "Diego Luna"\?/,
    );
  });

  it("written by hand hold the catalogue's names, all of them and no other", () => {
    list(ZZ, "lookup", "paquete", "Paquete Relax 5", "Pilates 10", "Belleza total", "Paquete Sol");
    expect(newProblems()).toEqual([
      `${ZZ}:4: la lista paquete reemplaza a la del catálogo y le falta "Yoga 8 clases": agrégalo, o borra la lista`,
      `${ZZ}:7: la lista paquete dice "Paquete Sol", que no está en el catálogo ni entre los sinónimos: quítalo o agrégalo a synonyms.yml`,
    ]);
  });

  it("of an entity that no example marks are not used", () => {
    list(ZZ, "lookup", "color", "azul", "verde");
    expect(newWarnings().join("\n")).toMatch(/zz\.yml:4: ningún ejemplo marca la entidad color/);
  });
});

describe("a file of test/", () => {
  const FILE = "rasa/studio/test/zz.yml";

  it("expects only intents and entities that exist", () => {
    list(FILE, "intent", "agendar_sita", "zz [yoga](servisio)");
    expect(newProblems()).toEqual([
      `${FILE}:4: la intención agendar_sita no existe, así que nunca se acertará: ¿querías decir agendar_cita?`,
      `${FILE}:4: la entidad servisio no existe, así que nunca se hallará: ¿querías decir servicio?`,
    ]);
  });

  it("of golden messages expects names of the catalogue, and may hold examples", () => {
    const golden = "rasa/studio/test/golden.yml";
    teach("zz", "ayuda", "zeta zeta zeta");
    list(golden, "intent", "agendar_cita", "zz [Yogga](servicio)", "zeta zeta zeta");
    expect(newProblems()).toEqual([
      `${golden}:4: servicio "Yogga": no está en el catálogo ni entre los sinónimos; agrégalo a synonyms.yml o quita la marca`,
    ]);
    expect(newWarnings().filter((text) => text.startsWith(golden))).toEqual([]);
  });

  it("holds no personal data either", () => {
    list(FILE, "intent", "ayuda", "zz 55 1234 5678");
    expect(newProblems()).toEqual([expect.stringMatching(/^rasa\/studio\/test\/zz\.yml:4: parece un teléfono/)]);
  });

  it("is told about lines that are examples too, by number and without a word of them", () => {
    const [line = ""] = /(?<=- ).+/.exec(read("rasa/studio/test/confundibles.yml").split("examples: |")[1] ?? "") ?? [];
    teach("zz", "agendar_cita", line);
    const warnings = newWarnings().filter((text) => text.includes("no miden"));
    expect(warnings).toEqual([expect.stringMatching(/confundibles\.yml:6: líneas que también están .+: 6$/)]);
    expect(warnings[0]).not.toContain(line);
  });

  it("that is blind is told about by how many they are, and where it is broken without what stands there", () => {
    teach("zz", "agendar_cita", "zeta zeta zeta", "equis equis equis");
    list(FILE, "intent", "agendar_cita", "zeta zeta zeta", "equis equis equis", "algo más");
    write(FILE, `ciego: true\n${read(FILE)}`);
    expect(newProblems()).toEqual([]);
    expect(newWarnings().filter((text) => text.includes("no miden"))).toEqual([
      `${FILE}: frases que también están entre los ejemplos y por eso no miden (es ciego: no se dice cuáles): 2`,
    ]);
    write(FILE, `${read(FILE)}      - hola [Ana\n`);
    expect(newProblems()).toEqual([`${FILE}:8: esta línea no está bien escrita (el archivo es ciego y no se cita)`]);
  });
});
