import { foldText } from "../../shared/index.ts";
import type { Facts, PhraseOutcome } from "../types.ts";
import { type AroundRules, checkAround, NAME } from "./around.ts";
import { AROUND, DANGLING } from "./around-vocabulary-es.ts";
import { aroundRules } from "./mood.ts";
import { splitOptionList } from "./option-list.ts";
import { createSentenceSplitter, splitSentences } from "./sentences.ts";

export interface MoldContext {
  facts: Facts;
  outcome: PhraseOutcome;
  /** BCP 47. */
  language: string;
  tone: "tu" | "usted";
  allowedLinks: string[];
  /** False: there is no name to fill `{nombre}` with, so an answer that uses it is refused. Default true. */
  mayAddress?: boolean;
}

export interface Piece {
  /** "[1]". */
  marker: string;
  /** What it stands for, to the letter. */
  text: string;
  kind: "sentence";
}

export interface Mold {
  /** What the model sees: the head with its markers in place. */
  shown: string;
  /** In their order. */
  pieces: Piece[];
  /** Verbatim rest of the template: option list or card, with the space before it. */
  tail: string;
  /** A new reader for one answer; sentences come in order, as they are finished (streaming). */
  read(): MoldReader;
}

export interface MoldReader {
  /**
   * One whole sentence of the answer, markers unfilled, as `createSentenceSplitter` gives it. The text given back is
   * checked, filled, and begins with the white space that sets it off: the texts of an answer, `rest()` and `tail` are
   * simply put together. Words around the markers that are merely unknown or ill-fitting are left out, so the text may be
   * empty; `trimmed` says why. What an honest model does not write (a price, date, time, code, link, effect, a promise, a question, another
   * language, markup, a wrong marker) refuses the sentence. A refused sentence changes nothing of the reader.
   */
  take(sentence: string): { text: string; reasons: []; trimmed: string[] } | { reasons: string[] };
  /** Markers that an ended answer still lacks; empty when all were said. */
  missing(): string[];
  /** The sentences that were not said yet, with the white space before them: a broken stream ends truthfully with them. */
  rest(): string;
}

export interface CheckedAnswer {
  /** The head with the tail behind it; undefined when the answer was refused. */
  text: string | undefined;
  reasons: string[];
  /** Why some of its words were left out; empty when the answer stands as the model wrote it. */
  trimmed: string[];
}

interface Lock extends Piece {
  before: string;
}

/** Reasons for which words are left out instead of refusing what stands beside them. */
const TRIMMED: ReadonlySet<string> = new Set(
  "word mood emoji tone dangling condition negation call_to_action address order twice_said day weekday day-word number".split(
    " ",
  ),
);
const MARKER = /\[\d+\]/gu;
const MAX_PROSE_CHARACTERS = 260;
const MAX_SENTENCE_CHARACTERS = 600;
const MAX_PROSE_SENTENCES = 5;
const MAX_PICTURES = 3;
const IS_NAME_ALONE = /^\{nombre\}[\s.!…]*$/u;
const SENTENCE_END = /[.!?:…]["'”»)*_]*(?:\s*\p{Extended_Pictographic}\uFE0F?)*$/u;

/**
 * Locks a template's sentences behind markers; a model may write only around them. What a reply affirms, denies or asks,
 * and every figure, date and name in it, never passes through the model: it is filled in from the template afterwards,
 * so "mañana a las 5" and 2026-11-21T17:00 need no comparison. What the model adds is checked by `checkAround`.
 *
 * @returns undefined when there is nothing to write around: another language than Spanish, or only a list
 */
export function createMold(template: string, context: MoldContext): Mold | undefined {
  if (!/^es\b/iu.test(context.language)) return undefined;
  const { head, list } = splitOptionList(template);
  const sentences = splitSentences(head);
  if (sentences.length === 0) return undefined;
  const soft = sentences.map(({ text }) => isCourtesy(text));
  const isAllSoft = soft.every(Boolean);
  const locks: Lock[] = [];
  const shown = sentences
    .map(({ before, text }, index) => {
      if (soft[index] && !isAllSoft) return before + text;
      const marker = `[${locks.length + 1}]`;
      locks.push({ marker, text, kind: "sentence", before: before === "" && locks.length > 0 ? " " : before });
      return before + marker;
    })
    .join("");
  const rules = aroundRules(head, list, context);
  const pieces = locks.map(({ marker, text, kind }) => ({ marker, text, kind }));
  return { shown, pieces, tail: list, read: () => createReader(locks, rules, context.mayAddress ?? true) };
}

/** A whole answer at once. */
export function checkAnswer(mold: Mold, answer: string): CheckedAnswer {
  // Refused unread: reading what a broken model pours out would hold up every other conversation.
  if (answer.length > MAX_PROSE_CHARACTERS * 2 + mold.shown.length * 2) {
    return { text: undefined, reasons: ["length"], trimmed: [] };
  }
  const trimmed = new Set<string>();
  const splitter = createSentenceSplitter();
  const reader = mold.read();
  let text = "";
  for (const sentence of [...splitter.push(answer.trim()), ...splitter.flush()]) {
    const taken = reader.take(sentence);
    if (!("text" in taken)) return { text: undefined, reasons: taken.reasons, trimmed: [] };
    for (const reason of taken.trimmed) trimmed.add(reason);
    text += taken.text;
  }
  const missing = reader.missing();
  if (missing.length > 0) return { text: undefined, reasons: ["missing"], trimmed: [] };
  return { text: text + mold.tail, reasons: [], trimmed: [...trimmed] };
}

function createReader(locks: readonly Lock[], rules: AroundRules, mayAddress: boolean): MoldReader {
  const said = { locks: 0, characters: 0, sentences: 0, pictures: 0, names: 0, hasText: false, endsOpen: false };

  function take(sentence: string): ReturnType<MoldReader["take"]> {
    if (sentence.length > MAX_SENTENCE_CHARACTERS) return { reasons: ["length"] };
    const now = { ...said };
    const reasons = new Set<string>();
    const trimmed = new Set<string>();
    const gap = /^\s*/u.exec(sentence)![0];
    const parts = partsOf(sentence.trim());
    let text = "";
    let lead = "";
    for (const [index, part] of parts.entries()) {
      if (part.isMarker) {
        const lock = locks[now.locks];
        if (lock?.marker !== part.text) return { reasons: [markerReason(locks, now.locks, part.text)] };
        text = joined(text, lock, lead);
        lead = "";
        now.locks++;
        now.endsOpen = /[:?]$/u.test(lock.text.trimEnd());
        continue;
      }
      const leads = parts[index + 1] !== undefined;
      // Without what ended the locked sentence once more.
      const prose = part.text.replace(/^[\s.,;:!…]+/u, "");
      if (prose.trim() === "") continue;
      const opens = !now.hasText && text === "";
      const leadsToQuestion = leads && (locks[now.locks]?.text.trimEnd().endsWith("?") ?? false);
      const found = checkAround(prose, { opens, leads, leadsToQuestion }, rules);
      // "Los próximos con espacio:" leads to the list or the buttons, and nothing stands between a question and its answer.
      if (now.endsOpen) found.push("order");
      if (saysTwice(prose, locks[now.locks]?.text)) found.push("twice_said");
      // "[1], {nombre}." would stand alone behind the sentence's own full stop.
      if (!leads && now.locks > 0 && IS_NAME_ALONE.test(prose)) found.push("address");
      now.characters += prose.length;
      now.sentences++;
      const pictures = prose.match(/\p{Extended_Pictographic}/gu)?.length ?? 0;
      const names = prose.split(NAME).length - 1;
      if (names > 0 && (now.names + names > 1 || !mayAddress)) found.push("address");
      if (now.pictures + pictures > MAX_PICTURES) found.push("emoji");
      for (const reason of found) (TRIMMED.has(reason) ? trimmed : reasons).add(reason);
      if (found.length > 0) continue;
      now.pictures += pictures;
      now.names += names;
      text += `${text === "" ? "" : " "}${capitalised(prose.trim())}`;
      lead = prose;
    }
    if (now.characters > MAX_PROSE_CHARACTERS || now.sentences > MAX_PROSE_SENTENCES) reasons.add("length");
    if (reasons.size > 0) return { reasons: [...reasons] };
    const isFirst = !now.hasText;
    if (text !== "") now.hasText = true;
    // A marker that now opens the sentence brings the white space of the template along.
    const own = parts[0]?.isMarker || trimmed.size > 0 ? (locks[said.locks]?.before ?? "") : "";
    Object.assign(said, now);
    return { text: text === "" ? "" : (isFirst ? "" : widest(gap, own)) + text, reasons: [], trimmed: [...trimmed] };
  }

  return {
    take,
    missing: () => locks.slice(said.locks).map(({ marker }) => marker),
    rest: () =>
      locks
        .slice(said.locks)
        .map(({ before, text }, index) => (index === 0 && !said.hasText ? text : (before || " ") + text))
        .join(""),
  };
}

/** "¡Listo, {nombre}! Listo, cancelé tu cita." */
function saysTwice(prose: string, next = ""): boolean {
  const first = foldText(/\p{L}+/u.exec(next)?.[0] ?? "");
  return (
    first.length > 3 &&
    AROUND.has(first) &&
    foldText(prose)
      .split(/\P{L}+/u)
      .includes(first)
  );
}

function partsOf(sentence: string): Array<{ text: string; isMarker: boolean }> {
  const parts: Array<{ text: string; isMarker: boolean }> = [];
  let last = 0;
  for (const { index, 0: marker } of sentence.matchAll(MARKER)) {
    if (index > last) parts.push({ text: sentence.slice(last, index), isMarker: false });
    parts.push({ text: marker, isMarker: true });
    last = index + marker.length;
  }
  if (last < sentence.length) parts.push({ text: sentence.slice(last), isMarker: false });
  return parts;
}

/** Puts a locked sentence behind what leads to it, as one sentence after "," or ":", as the next one otherwise. */
function joined(text: string, lock: Lock, lead: string): string {
  if (text === "") return lock.text;
  const closed = /[,:]\s*$/u.test(lead)
    ? `${text} ${uncapitalised(lock.text)}`
    : SENTENCE_END.test(text) || /\p{Extended_Pictographic}\uFE0F?$/u.test(text)
      ? `${text}${lock.before || " "}${lock.text}`
      : `${text.replace(/[;,\-–—]+$/u, "")}. ${lock.text}`;
  return closed;
}

/** Only words that are never a name lose their capital. */
function uncapitalised(text: string): string {
  const first = /^[¿¡]?(\p{Lu}\p{Ll}*)(?!\p{L})/u.exec(text)?.[1];
  if (first === undefined || !DANGLING.has(foldText(first))) return text;
  return text.replace(/\p{Lu}/u, (letter) => letter.toLowerCase());
}

function capitalised(text: string): string {
  return text.replace(/^([¡]?)(\p{Ll})/u, (_, open: string, letter: string) => open + letter.toUpperCase());
}

function markerReason(locks: readonly Lock[], next: number, marker: string): string {
  const index = locks.findIndex((lock) => lock.marker === marker);
  return index < 0 ? "marker" : index < next ? "twice" : "order";
}

function widest(gap: string, own: string): string {
  const breaks = (space: string) => space.split("\n").length - 1;
  const most = Math.min(2, Math.max(breaks(gap), breaks(own)));
  return most === 0 ? " " : "\n".repeat(most);
}

/** "¡Hola!", "Con gusto.", "¡Listo!": the model says such things in its own way. */
function isCourtesy(sentence: string): boolean {
  const found = foldText(sentence).match(/[\p{L}\d]+/gu) ?? [];
  return found.length > 0 && found.length <= 3 && !sentence.includes("?") && found.every((word) => AROUND.has(word));
}
