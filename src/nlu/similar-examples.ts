import { tokenize } from "./tokens.ts";
import type { TrainingExample } from "./training-data.ts";

/** The texts of an intent's examples that say most of what `text` says, the nearest first; at most `count`. */
export type SimilarExamples = (intent: string, text: string, count: number) => string[];

interface Index {
  examples: readonly { text: string; words: ReadonlySet<string> }[];
  /** In how many of them a word stands. */
  carriers: ReadonlyMap<string, number>;
}

/**
 * Finds examples by the words that they share with a text; a word that is rare among them counts more than a common one,
 * and a short example more than a long one of the same words. Without a shared word the first are as good as any.
 */
export function createSimilarExamples(all: readonly TrainingExample[]): SimilarExamples {
  // Made when first asked for: without a model nobody asks, and a start has no time to give away.
  const indexes = new Map<string, Index>();

  return (intent, text, count) => {
    const index = indexes.get(intent) ?? indexOf(all.filter((example) => example.intent === intent));
    indexes.set(intent, index);
    const { examples, carriers } = index;
    const asked = wordsOf(text);
    const weightOf = (word: string) => Math.log(1 + examples.length / (carriers.get(word) ?? 1));
    return examples
      .map((example) => {
        const shared = [...example.words].filter((word) => asked.has(word));
        const weight = shared.reduce((sum, word) => sum + weightOf(word), 0);
        return { text: example.text, likeness: weight / Math.sqrt(example.words.size + 1) };
      })
      .sort((a, b) => b.likeness - a.likeness)
      .slice(0, count)
      .map((example) => example.text);
  };
}

function indexOf(examples: readonly TrainingExample[]): Index {
  const carriers = new Map<string, number>();
  const indexed = examples.map(({ text }) => {
    const words = wordsOf(text);
    for (const word of words) carriers.set(word, (carriers.get(word) ?? 0) + 1);
    return { text, words };
  });
  return { examples: indexed, carriers };
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(tokenize(text).flatMap(({ kind, key }) => (kind === "word" ? [key] : [])));
}
