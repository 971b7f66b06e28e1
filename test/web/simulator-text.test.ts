import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { numberedOptions, summarizeTrace } from "../../src/web/simulator/index.ts";

interface Piece {
  text: string;
  marks: string[];
  href?: string;
}

// The page's own module: plain JavaScript, run by the browser as it stands.
const page = new URL("../../src/web/simulator/page/format.js", import.meta.url).href;
const { formatLine } = (await import(page)) as { formatLine: (line: string) => Piece[] };

describe("numbered options", () => {
  test.each([
    ["1) Masaje\n2) Facial", ["1", "2"]],
    ["Elige:\n*1.* Masaje\n*2.* Facial\n", ["1", "2"]],
    ["1. Ana\n10. Luis", ["1", "10"]],
    ["1️⃣ Sí\n2️⃣ No", ["1", "2"]],
    ["*1* Sí\n *2)* No", ["1", "2"]],
  ])("%j offers %j", (text, numbers) => {
    expect(numberedOptions(text).map(({ number }) => number)).toEqual(numbers);
  });

  test("a price, a date and a lone numbered line are prose", () => {
    expect(numberedOptions("850 pesos\n14 de noviembre\n17:00 a 18:00\n1.5 horas\n2.5 horas")).toEqual([]);
    expect(numberedOptions("1) Solo esto")).toEqual([]);
  });
});

describe("WhatsApp's marks", () => {
  test("bold, italic, struck, code and links are told apart, and nest", () => {
    expect(formatLine("*Ana* y _el *viernes*_ ~no~ `x*y*` https://a.mx/b_c_d.")).toEqual([
      { text: "Ana", marks: ["strong"] },
      { text: " y ", marks: [] },
      { text: "el ", marks: ["em"] },
      { text: "viernes", marks: ["em", "strong"] },
      { text: " ", marks: [] },
      { text: "no", marks: ["s"] },
      { text: " ", marks: [] },
      { text: "x*y*", marks: ["code"] },
      { text: " ", marks: [] },
      { text: "https://a.mx/b_c_d", marks: [], href: "https://a.mx/b_c_d" },
      { text: ".", marks: [] },
    ]);
  });

  test.each(["2*3*4", "* no *", "snake_case_name", "*", "**", "<b>no</b>"])("%j stays as it is written", (line) => {
    expect(formatLine(line)).toEqual([{ text: line, marks: [] }]);
  });

  test("no line loses or gains anything but its marks", () => {
    const line = fc.string({ unit: fc.constantFrom("a", "1", "*", "_", "~", "`", " ", "<", "ñ"), maxLength: 20 });
    const bare = (text: string) => text.replace(/[*_~`]/g, "");
    fc.assert(
      fc.property(line, (text) => {
        const shown = formatLine(text).map((piece) => piece.text);
        expect(bare(shown.join(""))).toBe(bare(text));
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});

describe("a trace's summary", () => {
  test("shows who understood, what was called, what was sent and how long each step took", () => {
    const sections = summarizeTrace({
      parse: { engine: "embedded", intent: { name: "agendar_cita", confidence: 0.8 }, ranking: [], durationMs: 3.14 },
      decision: { kind: "act", slots: { service: "masaje" } },
      outcome: "unavailable",
      apiCalls: [{ api: "booking", operation: "createBooking", result: "unavailable", durationMs: 800 }],
      sends: [{ providerId: "SM1", state: "sent", statuses: [{ status: "sent" }, "delivered"] }],
      timings: { understand: 4, act: 800 },
    });
    const rows = Object.fromEntries(sections.map(({ title, rows }) => [title, rows]));
    expect(rows["Quién entendió"]).toMatchObject([
      { value: "Clasificador propio" },
      { value: "agendar_cita 80.0 %" },
      { value: "3.1 ms" },
    ]);
    expect(rows["Qué decidió"]).toMatchObject([{ value: "act" }, { value: '{"service":"masaje"}' }, { tone: "bad" }]);
    expect(rows["Llamadas a las API"]).toMatchObject([{ value: "unavailable 800 ms", tone: "bad" }]);
    expect(rows.Envíos).toMatchObject([{ label: "SM1", value: "sent (sent → delivered)", tone: "good" }]);
    expect(rows.Tiempos).toMatchObject([{ share: 0.005 }, { label: "act", value: "800 ms", share: 1 }]);
  });

  test("whatever a trace is, its summary is a list", () => {
    const sections = fc.constantFrom(
      "parse",
      "decision",
      "apiCalls",
      "phrase",
      "checks",
      "sends",
      "timings",
      "outcome",
    );
    fc.assert(
      fc.property(fc.dictionary(sections, fc.jsonValue()), (trace) => {
        for (const { title, rows } of summarizeTrace(trace)) {
          expect(title).not.toBe("");
          for (const row of rows) expect(typeof row.value).toBe("string");
        }
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});
