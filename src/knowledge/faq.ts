import type { FaqEntry } from "../config/index.ts";
import { createWordingIndex, type Wording } from "./wording-index.ts";

export interface FaqMatch {
  tema: string;
  /** The owner's text in that language (two letters), else in the business's own. */
  answer(language: string): string;
  /** 0 to 1; comparable between questions. */
  score: number;
  /** Is there a word in the question that the owner's list does not know? */
  hasUnknown: boolean;
}

export interface Faq {
  /** The entry that the question asks for, in whatever language of the list; undefined when that is in doubt. */
  find(question: string): FaqMatch | undefined;
}

/*
 * Chosen on test/knowledge/desarrollo.yml, with the training examples of the other intents as what must not be answered.
 * A wrong answer is worse than none, so all three must hold.
 */
const MIN_SCORE = 0.4;
const MIN_EVIDENCE = 0.4;
/** The best topic stands above the second by this part of its score. */
const MIN_LEAD = 0.1;

/**
 * Answers from the owner's list by the words of the question alone.
 * @param language the business's own language: that of `questions` and `answer`; the others are `translations`.
 */
export function createFaq(entries: FaqEntry[], language: string): Faq {
  const byTema = new Map(entries.map((entry) => [entry.tema, entry]));
  const indexes = [...wordingsByLanguage(entries, language)].map(([spoken, wordings]) =>
    createWordingIndex(spoken, wordings),
  );

  return {
    find(question) {
      const scores = indexes.flatMap((index) => index.score(question)).sort((a, b) => b.score - a.score);
      const [best] = scores;
      if (!best || best.score < MIN_SCORE || best.evidence < MIN_EVIDENCE) return undefined;
      const second = scores.find(({ tema }) => tema !== best.tema);
      if (second && second.score > best.score * (1 - MIN_LEAD)) return undefined;
      const entry = byTema.get(best.tema)!;
      return {
        tema: best.tema,
        score: best.score,
        hasUnknown: best.hasUnknown,
        answer: (wanted) => (wanted === language ? undefined : entry.translations[wanted]?.answer) ?? entry.answer,
      };
    },
  };
}

function wordingsByLanguage(entries: FaqEntry[], language: string): Map<string, Wording[]> {
  const byLanguage = new Map<string, Wording[]>();
  const add = (spoken: string, tema: string, questions: string[]) => {
    const wordings = questions.map((text, at) => ({ tema, text, isFirst: at === 0 }));
    byLanguage.set(spoken, [...(byLanguage.get(spoken) ?? []), ...wordings]);
  };
  for (const { tema, questions, translations } of entries) {
    add(language, tema, questions);
    // The name is the topic in a word or two, and so a wording of its own.
    add(language, tema, [tema.replaceAll("_", " ")]);
    for (const [spoken, translation] of Object.entries(translations)) add(spoken, tema, translation.questions);
  }
  return byLanguage;
}
