import {
  insert,
  isCourtesy,
  MARKER,
  type Mutator,
  markersOf,
  misquote,
  replaceMarker,
  type Source,
} from "./mutator.ts";
import type { Random } from "./random.ts";
import { replaceSpan, type Span, type SpanKind, spansOf } from "./spans.ts";
import { REVERSALS, wrongOutcomes } from "./wrong-outcomes.ts";
import {
  ADDED_FACTS,
  FOREIGN,
  FOREIGN_BESIDE,
  INJECTED,
  PROMISES,
  QUESTIONS,
  TAKEN_BACK,
  TURNED_ROUND,
} from "./wrong-sentences.ts";
import { otherCode, otherDate, otherName, otherNumber, otherTime } from "./wrong-values.ts";

const quoting = (
  way: string,
  kinds: readonly SpanKind[],
  other: (span: Span, random: Random) => string | undefined,
): Mutator => ({ way, mutate: (source, random) => misquote(source, kinds, other, random) });

const saying = (way: string, sentences: readonly string[]): Mutator => ({
  way,
  mutate: ({ answer }, random) => insert(answer, random.pick(sentences), random),
});

/** A full stop ends a sentence where a new one begins: that of "p. m." seldom does. */
const SENTENCE_END = /(?<=[.!?:]|\p{Extended_Pictographic})\s+(?=[\p{Lu}¿¡(])/u;
const RELATIVE = new Set(["hoy", "mañana", "pasado mañana"]);

/** Takes out a sentence, a clause or a marker that held a figure, a name or the question. */
function drop({ turn, design, answer, pieces }: Source, random: Random): string | undefined {
  if (design === "B") {
    const markers = markersOf(answer);
    const gone = random.next() < 0.3 ? MARKER : random.pick(markers);
    return answer.replace(gone, "").replace(/ {2,}/gu, " ").trim() || undefined;
  }
  const head = pieces.join(" ");
  // What the model said of its own, or said twice, may go.
  const must = spansOf(answer, turn).filter(
    ({ text }) => head.includes(text) && !RELATIVE.has(text) && answer.split(text).length === 2,
  );
  const sentences = answer.split(SENTENCE_END);
  const whole = sentences
    .filter((sentence) => sentence.includes("?") || must.some(({ text }) => sentence.includes(text)))
    .map((sentence) => sentences.filter((other) => other !== sentence).join(" "))
    .filter((rest) => rest !== "");
  const pieced = must.map((span) => replaceSpan(answer, span, "").replace(/ {2,}|\(\)|\*\*/gu, " "));
  const candidates = [...whole, ...pieced];
  return candidates.length > 0 ? random.pick(candidates) : undefined;
}

/** "¡Hola! no Recibimos" → "¡Hola! No recibimos". */
const sentenceCase = (text: string) =>
  text
    .replace(
      /\b(no|sí|ya) (\p{Lu})(?=\p{Ll})/gu,
      (_, word: string, letter: string) => `${word} ${letter.toLowerCase()}`,
    )
    .replace(/(^|[.!?]\s+|[¡¿])(\p{Ll})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
    .replace(/([ap]\.) (M\.)/gu, (_, half: string) => `${half} m.`);

/** Says that something else came of it than did. */
function flip({ turn, design, answer, pieces }: Source, random: Random): string | undefined {
  const claims = wrongOutcomes(turn);
  const claim = claims.length > 0 ? random.pick(claims) : undefined;
  const reversed = (text: string) => {
    const found = REVERSALS.find(([pattern]) => pattern.test(text));
    return found && sentenceCase(text.replace(found[0], found[1]));
  };
  if (design === "A") {
    const turned = reversed(answer);
    if (turned && (!claim || random.next() < 0.5)) return turned;
    return claim && (random.next() < 0.5 ? claim : insert(answer, claim, random));
  }
  const turned = pieces.flatMap((piece, index) => {
    const text = reversed(piece);
    return text ? [replaceMarker(answer, index, text)] : [];
  });
  if (turned.length > 0 && (!claim || random.next() < 0.5)) return random.pick(turned);
  return claim && insert(answer, claim, random);
}

/** A: two records of the reply crossed. B: its markers out of order, twice, or of nobody. */
function cross({ turn, design, answer }: Source, random: Random): string | undefined {
  if (design === "B") {
    const markers = markersOf(answer);
    const [first = "", last = ""] = [markers[0], markers.at(-1)];
    const ways = [
      () => insert(answer, random.pick(markers), random),
      () => insert(answer, `[${markers.length + 1}]`, random),
      () => answer.replace(first, `[${markers.length + 3}]`),
      () => `${last} ${answer}`,
    ];
    const swap = () => answer.replace(MARKER, (marker) => (marker === first ? last : marker === last ? first : marker));
    return random.pick(markers.length > 1 ? [...ways, swap, swap] : ways)();
  }
  const swaps = swapsOf(turn, answer);
  if (swaps.length > 0) {
    const [one, other] = random.pick(swaps);
    // From the right, so that the first still stands where it was found.
    return replaceSpan(replaceSpan(answer, other, one.text), one, other.text);
  }
  const crossing = crossings(turn);
  return crossing.length > 0 ? insert(answer, random.pick(crossing), random) : undefined;
}

/** A list in another order is the same list, and "mañana jueves" says one day twice: neither counts. */
function swapsOf(turn: Source["turn"], answer: string): (readonly [Span, Span])[] {
  const spans = spansOf(answer, turn).filter(
    ({ kind, text }) => kind !== "service" && !RELATIVE.has(text.toLowerCase()),
  );
  if (spans.filter(({ kind }) => kind === "time").length > 4) return [];
  return spans.flatMap((one, index) =>
    spans
      .slice(index + 1)
      .flatMap((other) => (one.kind === other.kind && one.text !== other.text ? [[one, other] as const] : [])),
  );
}

/** Sentences that give one record what is another's. */
function crossings(turn: Source["turn"]): string[] {
  const { antes, fecha, pedido_fecha, pedido_hora } = turn.facts;
  const rows = turn.template.split("\n").flatMap((line) => {
    const spans = spansOf(line, turn);
    const name = spans.find(({ kind }) => kind === "service")?.text;
    const price = spans.find(({ kind }) => kind === "money")?.text;
    const time = spans.find(({ kind }) => kind === "time")?.text;
    return name ? [{ name, price, time }] : [];
  });
  const pairs = rows.flatMap((one) =>
    rows.flatMap((other) => [
      ...(other.price && other.price !== one.price ? [`${one.name} cuesta ${other.price}.`] : []),
      ...(other.time && one.time && other.time !== one.time ? [`${one.name} es a las ${other.time}`] : []),
    ]),
  );
  return [
    ...pairs,
    ...(antes && fecha ? [`Pasaría del ${fecha} al ${antes}`] : []),
    ...(pedido_fecha && pedido_hora ? [`Lo que sí hay libre es el ${pedido_fecha} ${pedido_hora}`] : []),
  ];
}

/** Leaves what is true where it is, and says that it is not. */
function contradict({ turn, design, answer }: Source, random: Random): string | undefined {
  if (isCourtesy(turn)) return undefined;
  if (random.next() < 0.6) return `${answer} ${random.pick(TAKEN_BACK)}`;
  const lead = random.pick(TURNED_ROUND);
  if (design === "A") return lead + answer;
  const marker = random.pick(markersOf(answer));
  return answer.replace(marker, lead + marker);
}

/** Twelve ways of being wrong; the two that stand apart are in another file. */
export const MUTATORS: readonly Mutator[] = [
  quoting("number", ["money", "number"], otherNumber),
  {
    way: "when",
    mutate(source, random) {
      const kinds = random.shuffle(["date", "time"] as const);
      const other = (span: Span) => (span.kind === "date" ? otherDate : otherTime)(span, random);
      return misquote(source, [kinds[0] ?? "date"], other, random) ?? misquote(source, kinds, other, random);
    },
  },
  quoting("code-or-contact", ["code", "link", "phone"], otherCode),
  quoting("name", ["person", "service"], otherName),
  saying("added-fact", ADDED_FACTS),
  { way: "outcome", mutate: flip },
  { way: "dropped", mutate: drop },
  saying("promise", PROMISES),
  saying("question", QUESTIONS),
  {
    way: "foreign-or-markup",
    mutate(source, random) {
      const kind = random.next();
      if (kind < 0.55) return insert(source.answer, random.pick(INJECTED), random);
      if (kind < 0.75) return insert(source.answer, random.pick(FOREIGN_BESIDE), random);
      const markers = source.design === "B" ? ` ${markersOf(source.answer).join(" ")}` : "";
      return random.pick(FOREIGN) + markers;
    },
  },
  { way: "crossed", mutate: cross },
  { way: "contradiction", mutate: contradict },
];
