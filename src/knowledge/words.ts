import { foldText } from "../shared/index.ts";
import { stopWords, weakWords } from "./stop-words.ts";

/**
 * Endings that different forms of one word do not share ("facturar", "facturan", "factura" → "factur"). Cut from the
 * first pattern to the last; the look-behind leaves enough to tell words apart. Coarse on purpose: what is compared are
 * some hundred words of one owner's list, so two words that fall together by chance are rare.
 */
const endings: Record<string, RegExp[]> = {
  es: [
    /(?<=.{4})mente$/u,
    /(?<=.{4})isim[oa]s?$/u,
    /(?<=.{3})(?:aciones|acion|adores|adora|ador|[ai]mientos?|[ai]d[oa]s?|ando|iendo|[aei]r(?:me|se|te|l[aoe]s?)|aron|ieron|aran?|erian?|arian?|aban?|are|[aei]mos|an|en|[aei]r|[ao]s|es|[aeo]|s)$/u,
  ],
  en: [/(?<=.{3})(?:ations?|ings?|ies|ied|ers?|ed|es|s|y|e)$/u],
  fr: [/(?<=.{3})(?:ations?|ements?|ante?s?|ees?|es|er|ez|ent|s|e|x)$/u],
  // Devanagari vowel signs, then the endings of Hindi in Latin letters.
  hi: [/(?<=.{2})(?:[\u0900-\u0903\u093A-\u094F]+|iyan|on|en|[aeio])$/u],
};

/** "la tarde" and "más tarde" are times of the day, and being late is another topic. */
const timesOfDay = /\b(?:la|esta|mas) tarde\b/gu;

/** The words of a text that can carry a topic, folded, in order, each once; no figures, no single letters. */
export function topicWords(text: string, language: string): string[] {
  const folded = foldText(text).replaceAll("\u0901", "\u0902").replace(timesOfDay, " ");
  const found = folded.match(/[\p{L}\p{M}\p{N}]{2,}/gu) ?? [];
  return [...new Set(found.filter((word) => !/^\p{N}+$/u.test(word) && !stopWords[language]?.has(word)))];
}

/** The form under which a folded word is compared; a language without endings here is compared letter by letter. */
export function stemOf(word: string, language: string): string {
  return (endings[language] ?? []).reduce((stem, ending) => stem.replace(ending, ""), word);
}

const weakStems = new Map(
  Object.entries(weakWords).map(([language, words]) => [
    language,
    new Set([...words].map((word) => stemOf(word, language))),
  ]),
);

/** Is this a word that questions about anything hold, so that it hardly points at a topic? */
export function isWeak(stem: string, language: string): boolean {
  return weakStems.get(language)?.has(stem) ?? false;
}
