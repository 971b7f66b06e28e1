/** A piece of a message with its place in the original text, so that entities can point back at it. */
export interface Token {
  kind: "word" | "number" | "emoji" | "sign";
  text: string;
  /** Lower case, no accents, runs of one letter as one letter: "Holaaa" → "hola", "savadooo" → "savado". */
  key: string;
  start: number;
  end: number;
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

/** Two spellings of one word share a key; "ll" and "rr" go too, because customers write both ways. */
export function wordKey(word: string): string {
  return word
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/(.)\1+/gu, "$1");
}

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
