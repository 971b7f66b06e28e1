import type { Random } from "./random.ts";
import { replaceSpan, type Span, type SpanKind, spansOf } from "./spans.ts";
import type { Design, RecordedTurn } from "./types.ts";

/** A faithful answer, and what it may be held against. */
export interface Source {
  turn: RecordedTurn;
  design: Design;
  answer: string;
  /** The sentences of the template's head, in their order: in B, what the markers stand for. */
  pieces: string[];
}

export interface Mutator {
  /** In a few words, for counts. */
  way: string;
  /** The answer made wrong in this way; undefined where it cannot be. */
  mutate(source: Source, random: Random): string | undefined;
}

export const MARKER = /\[\d+\]/gu;
/** Nothing is claimed there that could be turned round. */
const COURTESY = /^utter_(?:saludo|despedida|agradecimiento|satisfaccion_gracias|ayuda|reaccion)$/u;
export const isCourtesy = ({ keys }: RecordedTurn) => keys.every((key) => COURTESY.test(key));

export const markersOf = (answer: string) => [...answer.matchAll(MARKER)].map(([marker]) => marker);

/** A sentence more: before, after, or between the answer's own, never inside one. */
export function insert(answer: string, sentence: string, random: Random): string {
  const gaps = [...answer.matchAll(/(?<=[.!?:\])]|\p{Extended_Pictographic})\s+(?=[\p{Lu}¿¡[{])/gu)].map(
    ({ index }) => index,
  );
  const at = random.pick([0, answer.length, answer.length, ...gaps]);
  return `${answer.slice(0, at).trim()} ${sentence} ${answer.slice(at).trim()}`.trim();
}

/** B: puts a sentence in the place of a marker. */
export function replaceMarker(answer: string, index: number, sentence: string): string {
  return answer.replace(`[${index + 1}]`, () => sentence);
}

const SAID: Record<SpanKind, readonly string[]> = {
  link: ["Aquí lo tienes: {}", "Entra a {} y listo."],
  phone: ["Nuestro teléfono es {}.", "Márcanos al {}."],
  code: ["Tu código es {}.", "Apúntalo: {}.", "Con el {} te ubicamos."],
  time: ["Sería a las {}.", "Es a las {}.", "La hora: {}."],
  date: ["Sería el {}.", "Es para el {}.", "Nos vemos el {}."],
  money: ["Son {}.", "Te queda en {}.", "El total es de {}."],
  number: ["Son {}.", "Anota: {}.", "Serían {}."],
  person: ["Te atiende {}.", "Es con {}.", "{} te espera."],
  service: ["Es {}, ¿eh?", "Tu {} ya casi.", "Es para {}."],
};

/** Changes one figure or name of `kinds` where the answer has one; else says a wrong one beside it. */
export function misquote(
  { turn, design, answer, pieces }: Source,
  kinds: readonly SpanKind[],
  other: (span: Span, random: Random) => string | undefined,
  random: Random,
): string | undefined {
  const isKind = ({ kind }: Span) => kinds.includes(kind);
  /** True elsewhere in the reply is not wrong enough: the hours of a list, for instance. */
  const wrong = (span: Span) => {
    for (let attempt = 0; attempt < 6; attempt++) {
      const text = other(span, random);
      if (text && !sameWords(turn.template).includes(sameWords(text))) return text;
    }
    return undefined;
  };
  if (design === "B") {
    const held = pieces.flatMap((piece, index) =>
      spansOf(piece, turn)
        .filter(isKind)
        .map((span) => ({ piece, index, span })),
    );
    if (held.length > 0 && random.next() < 0.5) {
      const { piece, index, span } = random.pick(held);
      const text = wrong(span);
      return text && replaceMarker(answer, index, replaceSpan(piece, span, text));
    }
  } else {
    const own = spansOf(answer, turn).filter(isKind);
    if (own.length > 0) {
      const span = random.pick(own);
      const text = wrong(span);
      return text && replaceSpan(answer, span, text);
    }
  }
  const known = spansOf(turn.template, turn).filter(isKind);
  if (known.length === 0) return undefined;
  const span = random.pick(known);
  const text = wrong(span);
  return (
    text &&
    insert(
      answer,
      random.pick(SAID[span.kind]).replace(/\{\}\.?/u, (place) => closed(text + unitOf(turn, span), place)),
      random,
    )
  );
}

/** What a bare number counts: " minutos". */
const unitOf = ({ template }: RecordedTurn, { kind, end }: Span) =>
  (kind === "number" && /^ (?:minutos|días|clases|sesiones|citas)\b/u.exec(template.slice(end))?.[0]) || "";

/** "p. m." has its full stop already. */
const closed = (text: string, place: string) => (place.endsWith(".") && !text.endsWith(".") ? `${text}.` : text);

/** As a reader sees it: other forms of digits and letters, and what is invisible, make no other value. */
const sameWords = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\p{Cf}/gu, "")
    .replace(/[\s*]+/gu, " ");
