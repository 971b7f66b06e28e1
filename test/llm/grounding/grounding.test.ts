import { describe, expect, it } from "vitest";
import { checkGrounding, splitOptionList } from "../../../src/llm/index.ts";
import { CORPUS } from "./corpus.ts";
import { MUTATORS } from "./mutators.ts";

const WAYS_PER_TEXT = 4;
/** Measured: 64 of 71 when this was written. A refused rewording costs warmth, never a truth. */
const ACCEPTED_FAITHFUL_SHARE = 0.85;

/** A linear congruential generator: the same corruptions on every run. */
function seeded(seed: number): (count: number) => number {
  let state = seed;
  return (count) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * count);
  };
}

describe("a rewording that says the same", () => {
  it("is accepted nearly always", () => {
    const pairs = CORPUS.flatMap(({ template, facts, faithful }) =>
      faithful.map((text) => ({ template, facts, text })),
    );
    const refused = pairs.filter(({ template, facts, text }) => checkGrounding(template, text, facts).length > 0);
    console.info(`grounding: ${pairs.length - refused.length} of ${pairs.length} faithful rewordings accepted`);
    expect(1 - refused.length / pairs.length).toBeGreaterThanOrEqual(ACCEPTED_FAITHFUL_SHARE);
  });

  it.each(CORPUS)("$name: the template itself always passes", ({ template, facts }) => {
    expect(checkGrounding(template, template, facts)).toEqual([]);
    expect(checkGrounding(template, `  ${template}\n`, facts)).toEqual([]);
  });
});

describe("a rewording that says something else", () => {
  const written = CORPUS.flatMap(({ name, template, facts, corrupted }) =>
    corrupted.map(([way, text]) => ({ name, way, text, template, facts })),
  );

  it.each(written)("$name, $way: $text", ({ template, text, facts }) => {
    expect(checkGrounding(template, text, facts)).not.toEqual([]);
  });

  it.each(Object.entries(MUTATORS))("is refused each time it is made by the mutator %s", (name, mutate) => {
    const pick = seeded(7);
    const passed: string[] = [];
    let tried = 0;
    for (const { template, facts, faithful } of CORPUS) {
      for (const text of [template, ...faithful]) {
        for (let i = 0; i < WAYS_PER_TEXT; i++) {
          const mutant = mutate(text, pick);
          if (mutant === undefined || mutant === text) continue;
          tried++;
          if (checkGrounding(template, mutant, facts).length === 0) passed.push(mutant);
        }
      }
    }
    expect(tried, `${name} found nothing to change`).toBeGreaterThan(0);
    expect(passed).toEqual([]);
  });
});

describe("what counts as the same figure", () => {
  const said = "Tu cita es el sábado 21 de noviembre a las 5:00 p. m. y cuesta $1,250.";
  it.each([
    ["Tu cita es el sábado 21/11 a las 17:00 y cuesta $1250.", true],
    ["Tu cita es el sábado 21 de nov. a las 5 pm y cuesta $1.250.", true],
    ["Tu cita es el sábado 21 de noviembre a las cinco de la tarde y cuesta $1,250.00.", true],
    ["Tu cita es el sábado 21 de noviembre a las 5 y cuesta $1,250.", false],
    ["Tu cita es el sábado 21 de noviembre a las 5 de la mañana y cuesta $1,250.", false],
    ["Tu cita es el sábado 11/12 a las 17:00 y cuesta $1,250.", false],
    ["Tu cita es el sábado 21 de noviembre a las 17:00 y cuesta €1,250.", false],
    ["Tu cita es el sábado 21 de noviembre a las 17:00 y cuesta $1,25.", false],
  ])("%s → %s", (text, isSame) => {
    expect(checkGrounding(said, text, {}).length === 0).toBe(isSame);
  });

  it("a weekday may be added only where the facts know it", () => {
    const template = "Tu cita es el 21 de noviembre.";
    const facts = { startsAt: "2026-11-21T17:00:00-06:00" };
    expect(checkGrounding(template, "Tu cita es el sábado 21 de noviembre.", facts)).toEqual([]);
    expect(checkGrounding(template, "Tu cita es el sábado 21 de noviembre.", {})).toEqual(["added:weekday"]);
    expect(checkGrounding(template, "Tu cita es el viernes 21 de noviembre.", facts)).toEqual(["added:weekday"]);
  });

  it("a fact that the template does not tell stays untold", () => {
    const facts = { requested: "2026-11-22T17:00:00-06:00", price: { amountMinor: 85_000 } };
    expect(checkGrounding("Tu cita quedó agendada.", "Tu cita quedó agendada por $850.", facts)).not.toEqual([]);
    expect(checkGrounding("Tu cita quedó agendada.", "Tu cita del domingo quedó agendada.", facts)).not.toEqual([]);
  });
});

describe("a customer's own name", () => {
  const template = "Tu cita quedó agendada.";
  it("may be used to address the customer and for nothing else", () => {
    expect(checkGrounding(template, "¡Listo, Lucía! Tu cita quedó agendada.", { customerName: "Lucía" })).toEqual([]);
    expect(checkGrounding(template, "Tu cita con Lucía quedó agendada.", { customerName: "Lucía" })).not.toEqual([]);
  });
  it.each(["Gratis", "Cancelada", "Reembolso Total", "No", "Ana $0", "evil.example"])("opens no door as %s", (name) => {
    expect(checkGrounding(template, `${name}, tu cita quedó agendada.`, { customerName: name })).not.toEqual([]);
  });
});

describe("the list of options", () => {
  it("is cut off before anything is reworded", () => {
    const template = "Tengo estos horarios:\n1) 10:00 a. m.\n2) 11:30 a. m.\nResponde con el número.";
    const { head, list } = splitOptionList(template);
    expect(head).toBe("Tengo estos horarios:");
    expect(head + list).toBe(template);
  });
  it("and a card of facts stay verbatim", () => {
    const template =
      "¡Listo! Tu cita quedó agendada.\n\n*Masaje relajante*\nDía: sábado 21 de noviembre\nCódigo: *K7P2QM*";
    const { head, list } = splitOptionList(template);
    expect(head).toBe("¡Listo! Tu cita quedó agendada.");
    expect(head + list).toBe(template);
  });
  it("is absent where a sentence only holds figures", () => {
    expect(splitOptionList("El 21 a las 5:00.\n60 minutos.")).toEqual({
      head: "El 21 a las 5:00.\n60 minutos.",
      list: "",
    });
  });
});
