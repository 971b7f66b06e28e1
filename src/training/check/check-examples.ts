import type { TrainingExample } from "../../nlu/index.ts";
import { foldText } from "../../shared/index.ts";
import type { Problem } from "./problem.ts";

/** Eight digits or more with no more than a sign between them, a mail address, an account, a link. */
const PERSONAL = /@\w|https?:|\b(?:www\.|wa\.me\b|t\.me\b|bit\.ly\b)|(?:\p{Nd}[\s().-]?){8,}/iu;

/** Eight digits as well, and nobody's: "21-11-2026", "2026-11-21". */
const DATES = /(?<!\d)(?:(?:0?[1-9]|[12]\d|3[01])[-.](?:0?[1-9]|1[0-2])[-.]\d{2,4}|20\d\d-\d\d-\d\d)(?!\d)/g;

/** Said to be polite, or to begin: two lines that differ in these alone ask for the same. */
const FILLERS = new Set(
  (
    "hola oye oiga buenas por favor porfa porfis xfa xfavor pf plis el la los las un una " +
    "hi hey hello please pls plz the a an bonjour salut svp stp le les un une s il vous te plait plaît " +
    "namaste please ji जी नमस्ते"
  ).split(" "),
);

/** A line of a file that customers could have written. */
export type PlacedLine = Pick<TrainingExample, "text" | "file" | "line"> & Partial<Pick<TrainingExample, "source">>;

/** How the same line is recognised, whoever wrote it. */
export function lineKey(text: string): string {
  return text.toLowerCase().trim();
}

/** Lines that are there twice, in one intent or in two. */
export function findRepeats(examples: readonly TrainingExample[]): Problem[] {
  const seen = new Map<string, TrainingExample>();
  return examples.flatMap((example) => {
    const before = seen.get(lineKey(example.text));
    seen.set(lineKey(example.text), example);
    if (!before) return [];
    const intents = before.intent === example.intent ? example.intent : `${example.intent} y en ${before.intent}`;
    const message = `"${example.text}" está dos veces, en ${intents}: la otra es ${before.file}:${before.line}; borra una`;
    return [{ file: example.file, line: example.line, message }];
  });
}

/**
 * Lines of two intents that say the same but for order, accents, names of the catalogue and what is merely polite: the
 * model cannot tell them apart, so one of them teaches something wrong. The very same line is a repeat and told as such.
 */
export function findNearRepeats(examples: readonly TrainingExample[]): Problem[] {
  const seen = new Map<string, TrainingExample>();
  return examples.flatMap((example) => {
    const keys = [meaningKey(example.text), meaningKey(withoutNames(example))].filter((key) => key !== "");
    const before = keys.map((key) => seen.get(key)).find((one) => one && one.intent !== example.intent);
    for (const key of keys) if (!seen.has(key)) seen.set(key, example);
    if (!before || lineKey(before.text) === lineKey(example.text)) return [];
    const message =
      `"${example.text}" (${example.intent}) dice lo mismo que "${before.text}" (${before.intent}, ` +
      `${before.file}:${before.line}): deja una, o agrega lo que las distingue`;
    return [{ file: example.file, line: example.line, message }];
  });
}

/** Each mark as the name of its kind: "quiero yoga el lunes" → "quiero <servicio> el <fecha>"; bare names are no line. */
function withoutNames({ text, entities }: TrainingExample): string {
  let masked = text;
  let rest = text;
  for (const { entity, start, end } of entities.toSorted((a, b) => b.start - a.start)) {
    masked = `${masked.slice(0, start)} <${entity}> ${masked.slice(end)}`;
    rest = rest.slice(0, start) + rest.slice(end);
  }
  return meaningKey(rest) === "" ? "" : masked;
}

function meaningKey(text: string): string {
  const words = foldText(text).match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}_]*/gu) ?? [];
  const said = words.map((word) => word.replace(/(.)\1+/gu, "$1")).filter((word) => !FILLERS.has(word));
  return said.sort().join(" ");
}

/** Telephone numbers, long numbers, mail addresses and links, in the `value` of a mark too; what they are is not repeated. */
export function findPersonalData(lines: readonly PlacedLine[]): Problem[] {
  return lines
    .filter(({ text, source = "" }) => [text, source].some((written) => PERSONAL.test(written.replace(DATES, ""))))
    .map(({ file, line }) => ({
      file,
      line,
      message:
        "parece un teléfono, un correo o un enlace: los ejemplos no llevan datos de personas; escríbelo sin él o borra la línea",
    }));
}

const WHOLE = " (los corchetes van donde empieza y donde acaba la palabra, sin espacios dentro)";

/** Two characters of one word; Hindi's vowel signs are marks, and so is what colours an emoji, which ends none. */
const INSIDE_WORD = /^(?:(?!\uFE0F)[\p{L}\p{M}\p{N}]){2}$/u;

/** Marks that begin or end inside a word, or that hold the space beside it. */
export function findCutMarks(examples: readonly TrainingExample[]): Problem[] {
  return examples.flatMap(({ text, source, entities, file, line }) => {
    const isJoin = (at: number) => INSIDE_WORD.test(text.slice(at - 1, at + 1));
    const isCut = entities.some(
      ({ start, end }) => isJoin(start) || isJoin(end) || text.slice(start, end).trim().length !== end - start,
    );
    return isCut ? [{ file, line, message: `la marca no abarca palabras enteras: ${source}${WHOLE}` }] : [];
  });
}
