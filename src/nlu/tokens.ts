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
  /(?<word>[\p{L}\p{M}]+)|(?<number>\p{Nd}+)|(?<emoji>\p{Extended_Pictographic}(?:\uFE0F|\u200D\p{Extended_Pictographic}|\p{Emoji_Modifier})*|\p{Regional_Indicator}{2})|(?<sign>[^\s])/gu;

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(PIECES)) {
    const groups = match.groups ?? {};
    const kind = groups.word ? "word" : groups.number ? "number" : groups.emoji ? "emoji" : "sign";
    const piece = match[0];
    tokens.push({ kind, text: piece, key: keyOf(kind, piece), start: match.index, end: match.index + piece.length });
  }
  return tokens;
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
