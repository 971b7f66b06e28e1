import { beforeAll, describe, expect, it } from "vitest";
import { readTrainingData, type TrainingExample } from "../../src/nlu/index.ts";
import {
  checkIntents,
  findCutMarks,
  findNearRepeats,
  findPersonalData,
  findRepeats,
} from "../../src/training/index.ts";
import { RASA_DIRECTORY, unseenHeldOut, words } from "./studio.ts";

/** `Map.groupBy` is younger than Node 20. */
function groupBy<T>(items: T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

const INTENTS = (
  "saludo despedida agradecimiento ayuda afirmar negar agendar_cita consulta_estado cancelar_cita " +
  "consultar_horarios consultar_paquetes hablar_con_agente reagendar_cita ubicacion fuera_de_alcance " +
  "pagar_servicio consultar_historial actualizar_perfil queja pregunta_informacion baja alta"
).split(" ");

describe("the training data of the studio", () => {
  let examples: TrainingExample[];
  let byIntent: Map<string, TrainingExample[]>;
  beforeAll(() => {
    examples = readTrainingData(RASA_DIRECTORY, "studio").examples;
    byIntent = groupBy(examples, (example) => example.intent);
  });

  it("has every intent of this issue and no other", () => {
    expect([...byIntent.keys()].sort()).toEqual([...INTENTS].sort());
  });

  it.each(INTENTS)("%s has enough examples, and they are not a grid", (intent) => {
    const own = byIntent.get(intent) ?? [];
    expect(own.length).toBeGreaterThanOrEqual(intent === "fuera_de_alcance" ? 120 : 60);

    const sets = own.map((example) => new Set(words(example.text)));
    const close: string[] = [];
    for (let a = 0; a < sets.length; a++) {
      for (let b = a + 1; b < sets.length; b++) {
        const shared = [...sets[a]!].filter((word) => sets[b]!.has(word)).length;
        const all = sets[a]!.size + sets[b]!.size - shared;
        if (all > 0 && shared / all > 0.7) close.push(`${own[a]!.text} ~ ${own[b]!.text}`);
      }
    }
    const pairs = (own.length * (own.length - 1)) / 2;
    expect(close.length / pairs, close.slice(0, 5).join("\n")).toBeLessThan(0.02);

    const openings = groupBy(
      own.map((example) => words(example.text)).filter((list) => list.length >= 2),
      (list) => list.slice(0, 2).join(" "),
    );
    for (const [opening, list] of openings) expect(list.length / own.length, opening).toBeLessThanOrEqual(0.15);
  });

  it("says nothing twice, in one intent or in two", () => {
    expect(findRepeats(examples)).toEqual([]);
  });

  it("says in no intent what another says in another order or more politely", () => {
    expect(findNearRepeats(examples)).toEqual([]);
  });

  it("has enough of every intent in each of the four languages, none far larger than the rest", () => {
    expect(checkIntents(examples, INTENTS, ["es", "en", "fr", "hi"])).toEqual({ problems: [], warnings: [] });
  });

  it("holds no telephone number and no mail address", () => {
    expect(findPersonalData(examples)).toEqual([]);
  });

  it("marks whole words", () => {
    expect(findCutMarks(examples)).toEqual([]);
  });

  it("leaves at least a hundred held-out lines that nobody trained on", () => {
    expect(unseenHeldOut().length).toBeGreaterThanOrEqual(100);
  });
});
