import { readReply } from "../../../../src/llm/grounding/reading.ts";
import { FOREIGN, PROMISES } from "../../../../src/llm/grounding/vocabulary-es.ts";
import type { Facts } from "../../../../src/llm/index.ts";
import { foldText } from "../../../../src/shared/index.ts";
import { differences } from "./comparison.ts";
import { allowedAdditions, factForms } from "./fact-forms.ts";

const SPARE_CHARACTERS = 120;
/** Usual letters, punctuation and emphasis. "~" would strike a price out, "[" and "<" would make markup. */
const PLAIN = /[\p{Script=Latin}0-9\s.,;:!?¡¿()"'“”«»\-–—…*_%$€£#/+&@]|\p{Extended_Pictographic}/u;
const EMOJI_JOINERS: ReadonlySet<string> = new Set(["\u200D", "\uFE0F"]);
/** Pictures that say nothing. ✅ and ❌ tell an outcome, so they have to be the template's. */
const NEUTRAL_EMOJI: ReadonlySet<string> = new Set("😊🙂👋📅🗓⏰🕐📍🙏✨💆");
const EMOJI = /(?![0-9#*©®™])\p{Extended_Pictographic}/gu;

/**
 * The design that lost, kept to be measured beside the other (docs/grounding.md): a free rewording is compared with its
 * template. Says why `candidate` may not stand in for `template`; an empty list means that it may. It compares meanings that code
 * can decide and refuses whatever it cannot:
 *
 * - **Open and closed words.** A Spanish reply is made of closed words (`vocabulary-es.ts`: articles, courtesy, labels,
 *   groups of synonyms) and open ones (everything else). The open words of the candidate must be the template's, all of
 *   them, in the same order. So a new name, promise, instruction or language has no way in.
 * - **Figures by value** (`figures.ts`): the same set in both.
 * - **Outcome** (`verb-forms-es.ts`): each effect's verb must agree in class, form (done, open, to come, by whom),
 *   negation and being asked; each negator must deny the same word.
 * - **Order** (`comparison.ts`): several records, or effects that went differently, must not be crossed.
 * - **Questions**: as many, of the same kind, about the same things; one that ends the template ends the candidate.
 * - **Mood**: cheer beside a refusal, "listo" without a finished effect, regret beside a success are refused.
 *
 * Facts widen only the form (`fact-forms.ts`): a weekday or year of a date that the template names, the unit of an
 * amount, addressing the customer by name. A fact that the template does not tell stays untold.
 *
 * @returns reasons such as "missing:money", "added:outcome", "order", "mood": never a word of either text
 */
export function checkGrounding(template: string, candidate: string, facts: Facts): string[] {
  if (candidate.trim() === "") return ["empty"];
  if (candidate.trim() === template.trim()) return [];
  // Refused unread: reading what a broken model pours out would hold up every other conversation.
  if (candidate.length > 2 * template.length + SPARE_CHARACTERS) return ["length"];
  const forms = factForms(facts);
  const ownWords = new Set(wordsOf(template));
  const said = readReply(template);
  const heard = readReply(candidate, new Set([...forms.names].filter((name) => !ownWords.has(name))));
  const reasons = [
    ...surfaceReasons(template, candidate),
    ...differences(said, heard, allowedAdditions(said, template, forms)),
    ...(forms.texts.some((text) => contains(template, text) && !contains(candidate, text)) ? ["missing:name"] : []),
  ];
  return [...new Set(reasons)];
}

function surfaceReasons(template: string, candidate: string): string[] {
  const normal = candidate.normalize("NFKC");
  const ownCharacters = new Set(template.normalize("NFKC"));
  const isUsual = (character: string) =>
    ownCharacters.has(character) || PLAIN.test(character) || EMOJI_JOINERS.has(character);
  const isKnownPicture = (picture: string) => ownCharacters.has(picture) || NEUTRAL_EMOJI.has(picture);
  const ownWords = new Set(wordsOf(template));
  const added = wordsOf(candidate).filter((word) => !ownWords.has(word));
  return [
    ...([...normal].every(isUsual) ? [] : ["characters"]),
    ...((normal.match(EMOJI) ?? []).every(isKnownPicture) ? [] : ["emoji"]),
    ...(added.some((word) => PROMISES.test(word)) ? ["promise"] : []),
    ...(added.filter((word) => FOREIGN.has(word)).length >= 2 ? ["language"] : []),
  ];
}

function wordsOf(text: string): string[] {
  return foldText(text).match(/[\p{L}\d]+/gu) ?? [];
}

function contains(text: string, part: string): boolean {
  return ` ${wordsOf(text).join(" ")} `.includes(` ${wordsOf(part).join(" ")} `);
}
