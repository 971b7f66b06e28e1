import { resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createInboxDesk, judgeAll, listWaiting } from "../../src/training/index.ts";
import { type Harness, startHarness } from "../internal-api/harness.ts";
import { temporaryFolder } from "../nlu/temporary.ts";
import { addAnnotation, trainersPart } from "../support/trainers.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
beforeEach(() => harness.database.query("truncate nlu_annotations cascade"));
afterAll(() => harness.close());

const add = (text: string) => addAnnotation(harness.database, { text });
const deskOf = (trainer: string) =>
  createInboxDesk({ database: harness.database, handlers: trainersPart(harness.profile), trainer });
const read = async (id: string) => {
  const outcome = await deskOf("eva").read(id);
  if (outcome.kind !== "done") throw new Error(outcome.code);
  return outcome.data;
};
const judge = (
  trainer: string,
  id: string,
  intent: string,
  entities: { entity: string; start: number; end: number; value?: string }[] = [],
) => deskOf(trainer).judge(id, { intent, entities });

/** What the terminal says to somebody who types these lines and then no more, and what it asks. */
async function converse(
  trainer: string,
  typed: string[],
  rootDirectory = resolve("."),
  meanwhile: () => Promise<unknown> = async () => undefined,
) {
  const desk = deskOf(trainer);
  const said: string[] = [];
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    await meanwhile();
    return typed.shift();
  };
  const terminal = { say: (line: string) => void said.push(line), ask };
  await listWaiting(desk, terminal);
  await judgeAll(desk, terminal, { rootDirectory, profile: "studio" });
  return { said: said.join("\n"), asked };
}

test("the terminal's list tells who said what, and who judged it already may say whose judgement counts", async () => {
  const id = await add("wumpus quiero yoga");
  await judge("ana", id, "agendar_cita");
  await judge("beto", id, "consultar_horarios");
  const { said } = await converse("ana", ["7", "2"]);
  expect(said).toMatch(/saludo 0\.40\n {4}ana: agendar_cita · beto: consultar_horarios \(no coinciden\)\nEsperan: 1\./);
  expect(await read(id)).toMatchObject({ state: "accepted", decision: { by: "ana", judgementBy: "beto" } });
});

test("the same entity with its catalogue name and without is agreement", async () => {
  const id = await add("wumpus quiero yoga");
  const yoga = { entity: "servicio", start: 14, end: 18 };
  await judge("ana", id, "agendar_cita", [yoga]);
  await judge("beto", id, "agendar_cita", [{ ...yoga, value: "Yoga" }]);
  expect((await converse("eva", [])).said).toContain("    ana: agendar_cita · beto: agendar_cita (coinciden)\n");
});

test("whoever stops typing in the middle of a message reads what was kept of it", async () => {
  const id = await add("wumpus quiero yoga");
  expect((await converse("ana", ["agendar_cita"])).said).toMatch(
    /no se guardó nada más\.\n\nJuzgados: 0; aceptados: 0\.$/,
  );
  expect((await read(id)).judgements).toEqual([]);
  for (const end of [["q"], []]) {
    const { said } = await converse("ana", ["agendar_cita", "", ...end]);
    expect(said).toMatch(/Tu juicio de este mensaje quedó guardado; .*\n\nJuzgados: 1; aceptados: 0\.$/);
    expect(await read(id)).toMatchObject({ state: "open", judgements: [{ intent: "agendar_cita" }] });
    await harness.database.query("delete from nlu_judgements");
  }
});

test("an intent that does not exist is told as soon as it is typed, with the nearest one to choose", async () => {
  const id = await add("wumpus quiero yoga");
  const { said, asked } = await converse("ana", ["agendar_citas", "wumpus", "2", "", "s"]);
  expect(said).toContain("    No existe «agendar_citas». ¿Querías decir ésta?\n    2  agendar_cita\n");
  expect(said).toMatch(/ {4}No existe «wumpus»; hay: actualizar_perfil, afirmar, .*ubicacion\n/);
  expect(asked.map((question) => question.split(" ")[0])).toEqual([
    ...Array(3).fill("Intención"),
    "Marcas",
    "¿Aceptar",
  ]);
  expect(await read(id)).toMatchObject({ state: "accepted", judgements: [{ intent: "agendar_cita" }] });
});

test("wrong marks are told in Spanish and asked for again; the intent stays", async () => {
  const id = await add("wumpus quiero yoga");
  const wrong = ["wumpus quiero [yog](servicio)a", "wumpus quiero [yoga](servicio", "wumpus"];
  const { said } = await converse("ana", ["agendar_cita", ...wrong, "wumpus quiero [yoga](servicio)", "s"]);
  expect(said).toMatch(
    /Esperan: 1[\s\S]*no abarca palabras enteras[\s\S]*no está bien escrita[\s\S]*letra por letra[\s\S]*Juzgados: 1; aceptados: 1\.\nPara llevarlos a rasa\/: .*--patch/,
  );
  expect(await read(id)).toMatchObject({
    state: "accepted",
    judgements: [{ trainer: "ana", intent: "agendar_cita", entities: [{ entity: "servicio", start: 14, end: 18 }] }],
  });
});

test('"a" goes back one question, and from a message to the one before, which is open again until it is decided anew', async () => {
  const ids = [await add("wumpus uno"), await add("wumpus dos"), await add("wumpus tres")];
  const states = () => Promise.all(ids.map(async (id) => (await read(id)).state));
  // Nothing is before the first; its intent is taken back before and after the marks; then it is accepted.
  const first = ["a", "saludo", "a", "queja", "", "a", "despedida", "", "s"];
  const { said } = await converse("ana", [...first, "r", "a", "a", "ayuda", "", "n", "r"]);
  expect(said).toContain("    No hay ninguno antes.");
  expect(said.match(/Se deshizo lo decidido del anterior: vuelve a estar abierto\./g)).toHaveLength(2);
  expect(said).toMatch(/\nJuzgados: 1; aceptados: 0\.$/);
  expect((await states()).sort()).toEqual(["open", "open", "rejected"]);
  const judged = (await Promise.all(ids.map(read))).filter(({ judgements }) => judgements.length > 0);
  expect(judged).toMatchObject([{ state: "open", decision: null, judgements: [{ trainer: "ana", intent: "ayuda" }] }]);
});

test("what is gone meanwhile is not said to be undone, and not asked again", async () => {
  await add("wumpus uno");
  await add("wumpus dos");
  const forget = () => harness.database.query("delete from nlu_annotations where state = 'rejected'");
  const { said, asked } = await converse("ana", ["r", "a", "q"], resolve("."), forget);
  expect(said).toContain("No se pudo: ya no está.");
  expect(said).not.toContain("Se deshizo");
  expect(asked).toHaveLength(3);
  expect(said.match(/^«wumpus/gm)).toHaveLength(5);
});

const PAGE = `# Qué significa

Texto con | barras | que no es tabla.

| intención | el cliente quiere | también | no es |
|---|---|---|---|
| \`consultar_horarios\` | saber qué hay **libre** | "¿qué días?" | pedirlo (\`agendar_cita\`) |
| \`saludo\`, \`despedida\` | sólo eso | | un pedido |
| \`queja\` | decir que algo salió mal | | |

| otra tabla | |
|---|---|
| \`queja\` | nada |
`;

const EXAMPLES = "nlu:\n  - intent: saludo\n    examples: |\n      - hola\n";

test('"?" shows what the proposed intents mean, those proposed for a wrong name too', async () => {
  await add("wumpus ¿hay lugar el viernes?");
  const folder = temporaryFolder({
    "rasa/intenciones.md": PAGE,
    "rasa/studio/nlu/a.yml": `${EXAMPLES}${EXAMPLES.replace("nlu:\n", "").replace("saludo", "consultar_horarios")}`,
  });
  const { said, asked } = await converse("ana", ["consultar_horario", "?"], folder);
  expect(said.split("\n").slice(-11)).toEqual([
    "    2  consultar_horarios",
    "    saludo, despedida",
    "        el cliente quiere: sólo eso",
    "        no es: un pedido",
    "    consultar_horarios",
    "        el cliente quiere: saber qué hay libre",
    '        también: "¿qué días?"',
    "        no es: pedirlo (agendar_cita)",
    "    De las demás habla rasa/intenciones.md.",
    "",
    "Juzgados: 0; aceptados: 0.",
  ]);
  expect(new Set(asked)).toEqual(
    new Set(["Intención (número o nombre; ?: qué significan, Enter: saltar, r: rechazar, a: atrás, q: salir): "]),
  );
});

test("a page that says nothing of them says so, and without a page nothing is offered", async () => {
  await add("wumpus hola");
  const silent = PAGE.replaceAll("saludo", "adiós");
  const files = { "rasa/intenciones.md": silent, "rasa/studio/nlu/a.yml": EXAMPLES };
  expect((await converse("ana", ["?"], temporaryFolder(files))).said).toContain(
    "intenciones.md no dice nada de éstas.",
  );
  const without = await converse("ana", ["?"], temporaryFolder({ "rasa/studio/nlu/a.yml": EXAMPLES }));
  expect(without.asked[0]).toBe("Intención (número o nombre; Enter: saltar, r: rechazar, a: atrás, q: salir): ");
  expect(without.said).toContain("    No existe «?»; hay: saludo");
});

test("the repository's own page explains what is proposed here", async () => {
  await add("wumpus hola");
  expect((await converse("ana", ["?"])).said).toMatch(/\n {4}saludo, .*\n {8}el cliente quiere: /);
});
