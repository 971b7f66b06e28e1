import { describe, expect, it } from "vitest";
import { createSentenceSplitter, type MoldContext } from "../../../src/llm/grounding/index.ts";
import { checkAnswer, createMold } from "../../../src/llm/index.ts";
import { HOSTILE } from "./hostile-words.ts";

const BOOKED = "¡Listo! Tu cita quedó agendada.\n\n*Masaje relajante*\nDía: sábado 21 de noviembre\nCódigo: *K7P2QM*";
const DENIED = "El sábado 21 de noviembre a las 5:00 p. m. no tengo espacio. ¿Probamos con otro día?";

function moldOf(template: string, context: Partial<MoldContext> = {}) {
  const usual: MoldContext = { facts: {}, outcome: "info", language: "es", tone: "tu", allowedLinks: [] };
  return createMold(template, { ...usual, ...context })!;
}

describe("a mold", () => {
  it("shows the sentences as markers, and keeps a card out of the model's sight", () => {
    const { shown, pieces, tail } = moldOf(BOOKED, { outcome: "done" });
    expect(shown).toBe("¡Listo! [1]");
    expect(pieces).toEqual([{ marker: "[1]", text: "Tu cita quedó agendada.", kind: "sentence" }]);
    expect(tail).toBe("\n\n*Masaje relajante*\nDía: sábado 21 de noviembre\nCódigo: *K7P2QM*");
  });

  it("cuts at no abbreviation, and leaves together what leads on, what is in brackets and pictures", () => {
    const { pieces } = moldOf(
      "Es el viernes a las 9:00 a. m. con la Dra. Peña. Aquí puedes pagar:\nhttps://calma.example/pay/a1\n\nDel 1 al 5, ¿qué tal? (5 es excelente) 😊",
    );
    expect(pieces.map(({ text }) => text)).toEqual([
      "Es el viernes a las 9:00 a. m. con la Dra. Peña.",
      "Aquí puedes pagar:\nhttps://calma.example/pay/a1",
      "Del 1 al 5, ¿qué tal? (5 es excelente) 😊",
    ]);
  });

  it("is not made of another language or of a bare list", () => {
    const context: MoldContext = { facts: {}, outcome: "info", language: "en", tone: "tu", allowedLinks: [] };
    expect(createMold("Your appointment is booked.", context)).toBeUndefined();
    expect(createMold("*Facial*: $780", { ...context, language: "es" })).toBeUndefined();
  });

  it.each([
    [
      "¡Qué bonito plan, {nombre}! [1] ¡Te esperamos!",
      "¡Qué bonito plan, {nombre}! Tu cita quedó agendada. ¡Te esperamos!",
    ],
    ["Con mucho gusto, {nombre}: [1]", "Con mucho gusto, {nombre}: tu cita quedó agendada."],
    ["¡Listo! [1]. Gracias por tu confianza 💖", "¡Listo! Tu cita quedó agendada. Gracias por tu confianza 💖"],
    ["[1]", "Tu cita quedó agendada."],
  ])("%s", (answer, head) => {
    const mold = moldOf(BOOKED, { outcome: "done" });
    expect(checkAnswer(mold, answer)).toEqual({ text: head + mold.tail, reasons: [], trimmed: [] });
  });

  it("leaves out words that it does not know, and keeps the rest", () => {
    const { text, trimmed } = checkAnswer(
      moldOf(DENIED, { outcome: "refused" }),
      "Ay, lo siento. Hoy hay eclipse. [1] [2]",
    );
    expect(text).toBe(`Ay, lo siento. ${DENIED}`);
    expect(trimmed).toContain("word");
  });

  it.each([
    ["[1]", "missing"],
    ["[2] [1]", "order"],
    ["[1] [1] [2]", "twice"],
    ["[1] [2] [3]", "marker"],
    ["Es gratis. [1] [2]", "promise"],
    ["Cancelé todo. [1] [2]", "outcome"],
    ["[1] ¿Pagas ya? [2]", "question"],
    ["Mira calma.example [1] [2]", "link"],
    ["Son $10. [1] [2]", "money"],
  ])("refuses %s: %s", (answer, reason) => {
    const checked = checkAnswer(moldOf(DENIED, { outcome: "refused" }), answer);
    expect(checked.text).toBeUndefined();
    expect(checked.reasons).toContain(reason);
  });

  it("speaks to the customer as the profile does", () => {
    const formal = moldOf(BOOKED, { outcome: "done", tone: "usted" });
    expect(checkAnswer(formal, "Con gusto le ayudo. [1]").trimmed).toEqual([]);
    expect(checkAnswer(formal, "Con gusto te ayudo. [1]").trimmed).toEqual(["tone"]);
    expect(checkAnswer(moldOf(BOOKED, { mayAddress: false }), "Gracias, {nombre}. [1]").trimmed).toEqual(["address"]);
  });
});

describe("a hostile model", () => {
  const cases = HOSTILE.flatMap(({ answers, ...reply }) => answers.map((answer) => ({ ...reply, answer })));

  it.each(cases)("says nothing of its own beside $template: $answer", ({ template, outcome, answer }) => {
    const mold = moldOf(template, { outcome, facts: { servicio: "Masaje relajante" } });
    const { text, trimmed } = checkAnswer(mold, answer);
    if (text === undefined) return;
    expect(trimmed).not.toEqual([]);
    const own = mold.pieces.map((piece) => piece.text).join(" ");
    // Courtesy may stay; what was wrong may not.
    expect(text.replace(mold.tail, "").length - own.length).toBeLessThanOrEqual("¡Hola, {nombre}! ¡Perfecto! ".length);
  });

  it("changes nothing by a refused sentence, so that the template ends what has begun", () => {
    const reader = moldOf(DENIED, { outcome: "refused" }).read();
    expect(reader.take("Lo siento, {nombre}.")).toMatchObject({ text: "Lo siento, {nombre}." });
    expect(reader.take(" Es gratis: [1]")).toMatchObject({ reasons: ["promise"] });
    expect(reader.missing()).toEqual(["[1]", "[2]"]);
    expect(reader.rest()).toBe(` ${DENIED}`);
    expect(reader.take(" [1]")).toMatchObject({ reasons: [] });
    expect(reader.rest()).toBe(" ¿Probamos con otro día?");
  });
});

describe("sentences of a stream", () => {
  const text = "¡Hola, {nombre}! Con gusto: [1] Son $1.250 a las 5 p. m. con la Dra. Peña. Gracias… [12]\nListo";

  it("come whole, however the text was cut", () => {
    for (const size of [1, 2, 3, 7, text.length]) {
      const splitter = createSentenceSplitter();
      const sentences: string[] = [];
      for (let at = 0; at < text.length; at += size) sentences.push(...splitter.push(text.slice(at, at + size)));
      sentences.push(...splitter.flush());
      expect(sentences.join("")).toBe(text);
      expect(sentences.map((sentence) => sentence.trim())).toEqual([
        "¡Hola, {nombre}!",
        "Con gusto: [1]",
        "Son $1.250 a las 5 p. m. con la Dra. Peña.",
        "Gracias…",
        "[12]",
        "Listo",
      ]);
    }
  });

  it("are given out at once when nothing can follow", () => {
    const splitter = createSentenceSplitter();
    expect(splitter.push("¡Hola!")).toEqual(["¡Hola!"]);
    expect(splitter.push(" [1]")).toEqual([" [1]"]);
    expect(splitter.push(" Gracias.")).toEqual([]);
    expect(splitter.push(" ")).toEqual([" Gracias."]);
  });
});
