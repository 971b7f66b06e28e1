import { resolve } from "node:path";
import { expect, test } from "vitest";
import { type createInboxDesk, judgeAll } from "../../src/training/index.ts";
import { temporaryFolder } from "../nlu/temporary.ts";

type Desk = ReturnType<typeof createInboxDesk>;

const QUESTION = "Intención (número o nombre; ?: qué significan, Enter: saltar, r: rechazar, q: salir): ";

/** One message waits, for which two intents are proposed; what is typed at it, and what the trainer reads. */
async function sit(rootDirectory: string, typed: string[]) {
  const waiting = {
    id: "1",
    text: "¿hay lugar el viernes?",
    language: "es",
    reasons: ["low_confidence"],
    seenCount: 1,
    judgedBy: [],
    parse: {
      intent: { name: "despedida", confidence: 0.4 },
      ranking: [{ name: "despedida" }, { name: "consultar_horarios" }],
      entities: [],
    },
  };
  const judged: string[] = [];
  const desk = {
    trainer: "ana",
    async *open() {
      yield waiting;
    },
    judge: async (_: string, { intent }: { intent: string }) => {
      judged.push(intent);
      return { kind: "refused", code: "not_found" };
    },
  } as unknown as Desk;
  const said: string[] = [];
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return typed.shift();
  };
  await judgeAll(desk, { say: (line) => void said.push(line), ask }, rootDirectory);
  return { said, asked, judged };
}

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

test('"?" shows what the proposed intents mean, and the question is asked again', async () => {
  const { said, asked, judged } = await sit(temporaryFolder({ "rasa/intenciones.md": PAGE }), ["?", "2", ""]);
  expect(said.slice(said.indexOf("    2  consultar_horarios") + 1)).toEqual([
    "    saludo, despedida",
    "        el cliente quiere: sólo eso",
    "        no es: un pedido",
    "    consultar_horarios",
    "        el cliente quiere: saber qué hay libre",
    '        también: "¿qué días?"',
    "        no es: pedirlo (agendar_cita)",
    "    De las demás habla rasa/intenciones.md.",
    "    ¿hay lugar el viernes?",
    "    No se pudo: ya no está.",
    "\nJuzgados: 0.",
  ]);
  expect(asked.slice(0, 2)).toEqual([QUESTION, QUESTION]);
  expect(judged).toEqual(["consultar_horarios"]);
});

test("a page that says nothing of them says so, and without a page nothing is offered", async () => {
  const silent = PAGE.replace("despedida", "adiós").replace("consultar_horarios", "horarios");
  const { said } = await sit(temporaryFolder({ "rasa/intenciones.md": silent }), ["?"]);
  expect(said).toContain("    rasa/intenciones.md no dice nada de éstas.");
  const without = await sit(temporaryFolder({}), ["?", ""]);
  expect(without.asked[0]).toBe("Intención (número o nombre; Enter: saltar, r: rechazar, q: salir): ");
  expect(without.judged).toEqual(["?"]);
});

test("the repository's own page explains what is proposed here", async () => {
  const { said } = await sit(resolve("."), ["?"]);
  expect(said.join("\n")).toContain("    consultar_horarios\n        el cliente quiere: saber a qué hora abrimos");
});
