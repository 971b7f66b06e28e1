import type { LexiconHit } from "./lexicon.ts";
import type { Token } from "./tokens.ts";

/** Whole words of another meaning that share the key of a name: the article of "unas clases", "aana" (to come), "pedí". */
const OTHER_WORDS = new Set(["unas", "aana", "pedí"]);

/** Around "pedi" without its accent: "lo que les pedi", "pedi una cita"; but "quiero un pedi", "mani y pedi". */
const BEFORE_ASKED = new Set("que q k lo los le les te me nos se no nunca ya yo cuando como donde".split(" "));
const AFTER_ASKED = new Set("que q k un una uno cita turno ayuda informes factura reembolso".split(" "));

/** Is a hit of the lexicon no name after all, for what is written or for what stands beside it? */
export function isLookAlike({ from, to }: LexiconHit, tokens: readonly Token[]): boolean {
  if (to - from !== 1) return false;
  const word = tokens[from]!.text.normalize("NFC").toLowerCase();
  if (word !== "pedi") return OTHER_WORDS.has(word);
  return BEFORE_ASKED.has(tokens[from - 1]?.key ?? "") || AFTER_ASKED.has(tokens[to]?.key ?? "");
}
