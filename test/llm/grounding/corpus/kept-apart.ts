/**
 * NOT TO BE READ BY WHOEVER WRITES THE CHECK.
 *
 * Two more ways of being wrong, kept out of sight while the check is written, so that its recall on them says how it
 * does on what nobody thought of.
 */
import { insert, isCourtesy, type Mutator, markersOf, misquote, type Source } from "./mutator.ts";
import type { Random } from "./random.ts";
import { HOURS, type Span, spansOf } from "./spans.ts";
import { otherCode, otherDate, otherName, otherNumber, otherTime } from "./wrong-values.ts";

const TENS = ["", "", "veinte", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"];
const TEENS = ["trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve"];
const HUNDREDS = [
  ...["", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos"],
  ...["ochocientos", "novecientos"],
];
/** Letters that look like those of codes and names, of another alphabet. */
const LOOK_ALIKE: Record<string, string> = {
  ...{ A: "А", B: "В", C: "С", E: "Е", H: "Н", K: "К", M: "М", O: "О", P: "Р", T: "Т", X: "Х", Y: "У" },
  ...{ a: "а", e: "е", o: "о", c: "с", i: "і", s: "ѕ" },
};
const FULL_WIDTH = 0xff10 - 0x30;
const BOLD = 0x1d7ce - 0x30;

const shift = (text: string, by: number) =>
  text.replace(/\d/gu, (digit) => String.fromCodePoint((digit.codePointAt(0) ?? 0) + by));

/** In words, roughly: what matters is that no digit is left to compare. */
function inWords(value: number): string {
  if (value >= 1000)
    return `${value < 2000 ? "mil" : `${inWords(Math.floor(value / 1000))} mil`} ${inWords(value % 1000)}`.trim();
  if (value >= 100) return `${HUNDREDS[Math.floor(value / 100)]} ${inWords(value % 100)}`.trim();
  if (value >= 20) return [TENS[Math.floor(value / 10)], inWords(value % 10)].filter(Boolean).join(" y ");
  if (value > 12) return TEENS[value - 13] ?? "";
  return value === 0 ? "" : value === 1 ? "un" : (HOURS[value - 1] ?? "");
}

/** A wrong figure that does not look like a figure, or does not look wrong. */
function disguised(span: Span, random: Random): string | undefined {
  const { kind, text } = span;
  if (kind === "code" || kind === "link") {
    const letters = [...text].flatMap((letter, index) =>
      LOOK_ALIKE[letter] && index > 8 - text.length ? [index] : [],
    );
    if (random.next() < 0.5 && letters.length > 0) {
      const at = random.pick(letters);
      return text.slice(0, at) + LOOK_ALIKE[text[at] ?? ""] + text.slice(at + 1);
    }
    const wrong = otherCode(span, random);
    return wrong && `${wrong.slice(0, -2)}\u200B${wrong.slice(-2)}`;
  }
  const wrong =
    kind === "money" || kind === "number"
      ? otherNumber(span, random)
      : kind === "date"
        ? otherDate(span, random)
        : kind === "time"
          ? otherTime(span, random)
          : kind === "phone"
            ? otherCode(span, random)
            : otherName(span, random);
  if (!wrong) return undefined;
  if (kind === "person" || kind === "service") return `${wrong[0]}\u2060${wrong.slice(1)}`;
  if (!/\d/u.test(wrong)) return `${wrong.slice(0, 2)}\u200D${wrong.slice(2)}`;
  const value = Number(wrong.replace(/\D/gu, ""));
  const ways = [() => shift(wrong, FULL_WIDTH), () => shift(wrong, BOLD), () => wrong.replace(/\d/u, "$&\u200B")];
  if (kind === "money" && value < 20_000)
    ways.push(
      () => `${inWords(value)} pesos`,
      () => `${inWords(value)} pesitos`,
    );
  if (kind === "date") ways.push(() => wrong.replace(/\d+/u, (day) => inWords(Number(day))));
  if (kind === "time") {
    const hour = Number(/\d+/u.exec(wrong)?.[0]);
    const half = /p|tarde/iu.test(wrong) ? "de la tarde" : hour === 12 ? "de la madrugada" : "de la mañana";
    ways.push(() => `${HOURS[hour - 1] ?? "doce"} ${half}`);
  }
  return random.pick(ways)();
}

const HEDGED = [
  "Si el sistema lo permite, claro.",
  "Creo que así queda, aunque no te lo puedo garantizar.",
  "En principio, porque falta que lo autoricen.",
  "Está sujeto a que haya personal ese día.",
  "Eso sí, en cuanto validemos tu pago.",
  "Según yo, pero mejor verifícalo en recepción.",
  "Queda a reserva de lo que diga la gerente.",
  "Parece que sí, o al menos eso entendí.",
  "Digamos que es provisional.",
  "Siempre y cuando nos mandes tu identificación.",
  "Por el momento es sólo una posibilidad.",
  "Aún hay que ver si se puede.",
];
const OF_ANOTHER = [
  "Se lo comunico a Roberto, que es quien lo pidió.",
  "Esto es para la señora Domínguez, ¿verdad?",
  "Quedó a nombre de tu hermana.",
  "Así lo pidió tu esposo.",
  "Es lo que me dijo otro cliente.",
  "Lo solicitó alguien más con tu número.",
  "Esa era la de la otra clienta.",
  "Lo decidió tu terapeuta por ti.",
];
const HEDGES_BEFORE = [
  "Tal vez: ",
  "Si todo sale bien: ",
  "Alguien más preguntó: ",
  "Me dicen, sin confirmarlo: ",
  "Quizá esto: ",
];

/** Nothing in it is false by itself, but what was sure no longer is, or belongs to somebody else. */
function unsettled({ turn, design, answer }: Source, random: Random): string | undefined {
  if (isCourtesy(turn)) return undefined;
  const kind = random.next();
  if (kind < 0.45) return insert(answer, random.pick(HEDGED), random);
  if (kind < 0.75) return insert(answer, random.pick(OF_ANOTHER), random);
  const before = random.pick(HEDGES_BEFORE);
  if (design === "A") return before + answer;
  const marker = random.pick(markersOf(answer));
  return answer.replace(marker, before + marker);
}

export const KEPT_APART: readonly Mutator[] = [
  {
    way: "apart-1",
    mutate(source, random) {
      const kinds = [...new Set(spansOf(source.turn.template, source.turn).map(({ kind }) => kind))];
      return kinds.length === 0 ? undefined : misquote(source, [random.pick(kinds)], disguised, random);
    },
  },
  { way: "apart-2", mutate: unsettled },
];
