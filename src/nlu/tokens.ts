/** A piece of a message with its place in the original text, so that entities can point back at it. */
export interface Token {
  kind: "word" | "number" | "emoji" | "sign";
  text: string;
  /** Lower case, no accents, runs of one letter as one letter: "Holaaa" → "hola", "savadooo" → "savado"; see `wordKey`. */
  key: string;
  start: number;
  end: number;
}

/** More words than a business hears; whatever comes beyond is worked out each time. */
const REMEMBERED_WORDS = 20_000;

/** What is made of a word, worked out once: a message is read several times, and words repeat. */
export function remembering(work: (word: string) => string): (word: string) => string {
  const known = new Map<string, string>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const result = work(word);
    if (known.size < REMEMBERED_WORDS && word.length <= 40) known.set(word, result);
    return result;
  };
}

const PIECES =
  /[\p{L}\p{M}]+|\p{Nd}+|\p{Extended_Pictographic}(?:\uFE0F|\u200D\p{Extended_Pictographic}|\p{Emoji_Modifier})*|\p{Regional_Indicator}{2}|[^\s]/gu;

let last: { text: string; tokens: readonly Token[] } = { text: "", tokens: [] };

/** Whoever finds names, dates and features in a message asks for the same tokens one after the other: the last are kept. */
export function tokenize(text: string): readonly Token[] {
  if (text !== last.text) last = { text, tokens: readTokens(text) };
  return last.tokens;
}

function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(PIECES)) {
    const piece = match[0];
    const kind = kindOf(piece);
    tokens.push({ kind, text: piece, key: keyOf(kind, piece), start: match.index, end: match.index + piece.length });
  }
  return tokens;
}

/** By its first character; most are plain letters, and for those no pattern is asked. */
function kindOf(piece: string): Token["kind"] {
  const first = piece.charCodeAt(0) | 0x20;
  if (first >= 0x61 && first <= 0x7a) return "word";
  if (/^[\p{L}\p{M}]/u.test(piece)) return "word";
  if (/^\p{Nd}/u.test(piece)) return "number";
  return /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2})/u.test(piece) ? "emoji" : "sign";
}

function keyOf(kind: Token["kind"], piece: string): string {
  if (kind === "word") return wordKey(piece);
  if (kind === "emoji") return bareEmoji(piece);
  const plain = piece.normalize("NFKC");
  return kind === "number"
    ? plain.replace(/[\u0966-\u096F]/gu, (figure) => String(figure.charCodeAt(0) - 0x966))
    : plain;
}

/**
 * Two spellings of one word share a key; "ll" and "rr" go too, because customers write both ways. In Devanagari the
 * marks are vowels and stay: without them "मैसेज" (message) would be "मसाज" (massage).
 */
export const wordKey = remembering((word) => {
  if (/^\p{Script=Devanagari}/u.test(word)) {
    return word
      .normalize("NFD")
      .replace(/\u093C/gu, "")
      .replace(/\u0901/gu, "\u0902");
  }
  return word
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/(.)\1+/gu, "$1");
});

/** Skin tone and presentation say nothing about what is meant. */
function bareEmoji(piece: string): string {
  return piece.replace(/\uFE0F|\p{Emoji_Modifier}/gu, "");
}

/** The keys of a phrase in one string, numbers included: how lexicon entries are compared with messages. */
export function phraseKeys(phrase: string): string[] {
  return tokenize(phrase)
    .filter((token) => token.kind === "word" || token.kind === "number")
    .map((token) => token.key);
}
