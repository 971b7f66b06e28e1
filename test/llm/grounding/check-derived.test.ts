import { describe, expect, it } from "vitest";
import { checkDerived } from "../../../src/llm/grounding/index.ts";

const SAID = [
  "Hola, quiero mover mi cita de mañana a las 5 con Luis Peña. Ya pagué y no me agendaron nada.",
  "Tu cita es el sábado 21 de noviembre a las 5:00 p. m. Código K7P2QM. Precio $850.",
];
const FACTS = {
  startsAt: "2026-11-21T17:00:00-06:00",
  durationMinutes: 60,
  price: { amountMinor: 85_000, currency: "MXN" },
  customerName: "María Fernanda",
};
const CONTEXT = { now: "2026-11-20T12:00:00-06:00", timeZone: "America/Mexico_City" };

describe("a text about a case", () => {
  it.each([
    "María quiere mover su cita de mañana a las 5 con Luis Peña. Dice que ya pagó $850.",
    "La clienta quiere cambiar su cita K7P2QM del sábado 21/11 a las 17:00.",
    "La cita de mañana dura 60 minutos y cuesta 850 pesos.",
    "Dice que no le agendaron nada.",
    "Quiere cambiar su cita por la tarde.",
    "¿Quieres mover tu cita del sábado?",
  ])("may say what was said, in other forms: %s", (text) => {
    expect(checkDerived(text, SAID, FACTS, CONTEXT)).toEqual([]);
  });

  it.each([
    ["La clienta pagó $900.", "money"],
    ["Quiere cita a las 6.", "time"],
    ["Quiere cita el domingo.", "weekday"],
    ["Quiere cita pasado mañana.", "day-word"],
    ["Su código es K7P2QN.", "code"],
    ["Carla quiere mover su cita.", "name"],
    ["Su cita es con Luis Pena.", "name"],
    ["La cita fue cancelada.", "outcome"],
    ["Dice que quedó agendada.", "outcome"],
    ["Se le hará un reembolso.", "promise"],
    ["Más en http://evil.example", "link"],
    ["Marca al 55 1234 5678.", "phone"],
    ["Quiere mover su cita <b>ya</b>.", "characters"],
    ["Quiere mover su \u202Eatic.", "characters"],
    ["", "empty"],
  ])("may not say anything else: %s (%s)", (text, reason) => {
    expect(checkDerived(text, SAID, FACTS, CONTEXT)).toContain(reason);
  });

  it("reads instants in the business's zone", () => {
    const facts = { startsAt: "2026-11-22T01:30:00Z" };
    expect(checkDerived("Es el sábado 21 de noviembre a las 19:30.", [], facts, CONTEXT)).toEqual([]);
    expect(checkDerived("Es el domingo 22 de noviembre.", [], facts, CONTEXT)).toEqual(
      ["date", "weekday"].sort().reverse(),
    );
  });
});
