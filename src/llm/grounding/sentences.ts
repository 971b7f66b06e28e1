import { foldText } from "../../shared/index.ts";

/** Words whose full stop ends no sentence: "Dr. Peña", "Av. Juárez", "p. m.". */
const ABBREVIATIONS: ReadonlySet<string> = new Set(
  "a p m sr sra srta dr dra lic ing arq av avda col num no tel prof ud uds vd art cd edo gral ext int aprox".split(" "),
);
const CLOSERS = /["'”»)\]*_]/u;
/** More than the longest abbreviation or marker. */
const MAX_WORD_CHARACTERS = 12;
const MARKER_AT_END = /\[\d+\]$/u;

/** A sentence of a text and the white space that stood before it. */
export interface Sentence {
  before: string;
  text: string;
}

/**
 * A whole text into its sentences; a line break ends one too. What cannot stand alone stays with its neighbour: pictures
 * and brackets with the sentence before, what leads on (":") with the sentence after. `before + text` of all, joined, is
 * the text.
 */
export function splitSentences(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  for (const sentence of cutSentences(text)) {
    const previous = sentences.at(-1);
    const belongs = previous?.text.endsWith(":") || /^\(/u.test(sentence.text) || !/[\p{L}\d]/u.test(sentence.text);
    if (previous && belongs) previous.text += sentence.before + sentence.text;
    else sentences.push({ ...sentence });
  }
  return sentences;
}

function cutSentences(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  for (const { index, 0: gap } of text.matchAll(/\s+/gu)) {
    if (!endsSentence(text.slice(start, index), gap, text.charAt(index + gap.length))) continue;
    sentences.push(cut(text.slice(start, index)));
    start = index;
  }
  if (text.slice(start).trim() !== "") sentences.push(cut(text.slice(start)));
  return sentences;
}

/**
 * Sentences of an answer while it streams. One is given out as soon as it cannot go on: at "!", "?" or the end of a
 * marker at once, at a full stop with the white space after it. A cut never falls inside a marker, an abbreviation, a
 * price, a time or `{nombre}`. Each sentence keeps the white space before it; joined, they are the answer.
 */
export function createSentenceSplitter(): {
  push(delta: string): string[];
  flush(): string[];
} {
  let held = "";
  let hasText = false;
  const take = (): string => {
    const sentence = held;
    held = "";
    hasText = false;
    return sentence;
  };
  return {
    push(delta) {
      const done: string[] = [];
      for (const character of delta) {
        const isSpace = /\s/u.test(character);
        // Only the end is looked at: a text without an end must not be read again with each letter.
        const end = held.slice(-MAX_WORD_CHARACTERS);
        const isWhole = character === "\n" || (/[.…]$/u.test(end) && !isAbbreviated(end));
        if (isSpace && hasText && isWhole) done.push(take());
        held += character;
        hasText ||= !isSpace;
        const closes = character === "]" && MARKER_AT_END.test(held.slice(-MAX_WORD_CHARACTERS));
        if (closes || ((character === "!" || character === "?") && hasText)) done.push(take());
      }
      return done;
    },
    flush() {
      return hasText ? [take()] : [];
    },
  };
}

function endsSentence(sentence: string, gap: string, next: string): boolean {
  if (sentence.trim() === "") return false;
  if (gap.includes("\n")) return true;
  let end = sentence.length;
  while (
    end > 0 &&
    (CLOSERS.test(sentence.charAt(end - 1)) || /\p{Extended_Pictographic}|\uFE0F/u.test(sentence.charAt(end - 1)))
  )
    end--;
  const closed = sentence.slice(0, end);
  if (/[!?]$/u.test(closed)) return !/^\p{Ll}/u.test(next);
  if (!/[.…]$/u.test(closed)) return false;
  // "5:00 p. m. ¿Te queda bien?": an abbreviation may also end the sentence, when what follows opens one.
  if (isAbbreviated(closed)) return /^[¿¡]/u.test(next) || (/\bm\.$/u.test(closed) && /^\p{Lu}/u.test(next));
  return !/^\p{Ll}/u.test(next);
}

function isAbbreviated(text: string): boolean {
  const word = /(?:^|[^\p{L}])(\p{L}+)\.$/u.exec(text)?.[1];
  return word !== undefined && ABBREVIATIONS.has(foldText(word));
}

function cut(text: string): Sentence {
  const body = text.trimStart();
  return { before: text.slice(0, text.length - body.length), text: body };
}
