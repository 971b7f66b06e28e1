import type { DateTime } from "luxon";
import { type Token, tokenize } from "./tokens.ts";
import { figures, figuresEitherWay, isoDate } from "./when-calendar.ts";
import { createPhraseRule, type Phrase } from "./when-patterns.ts";
import { type Rule, Scan } from "./when-scan.ts";
import { type WhenVocabulary, withoutJoints } from "./when-vocabulary.ts";

/** How one language speaks of days and hours. A new one is a file with a vocabulary and phrases, named in `when.ts`. */
export interface WhenLanguage {
  rules: Rule[];
  scan: (text: string, today: DateTime) => Scan;
}

/** A language that is all vocabulary and phrases. */
export function createWhenLanguage(
  vocabulary: WhenVocabulary,
  phrases: Phrase[],
  { isMonthFirst = false } = {},
): WhenLanguage {
  const rules = [isoDate, isMonthFirst ? figuresEitherWay : figures, createPhraseRule(vocabulary, phrases)];
  const tokens = (text: string): readonly Token[] => withoutJoints(tokenize(text));
  return { rules, scan: (text, today) => new Scan(tokens(text), today) };
}
