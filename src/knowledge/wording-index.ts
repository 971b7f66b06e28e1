import MiniSearch, { type SearchResult } from "minisearch";
import { isWeak, stemOf, topicWords } from "./words.ts";

/** One way of asking for a topic. */
export interface Wording {
  tema: string;
  text: string;
  /** The first wording of its topic: its words are what the topic is about. */
  isFirst: boolean;
}

/** How well a question fits a topic. */
export interface TopicScore {
  tema: string;
  /** 0 to 1: how much of the question is known to the topic, and how much of one of its wordings is in the question. */
  score: number;
  /** Weight of the question's words that the topic knows; 1 is one word that no other topic has. */
  evidence: number;
  /** Is there a word in the question that no wording of any topic has? It may be the very thing that is asked for. */
  hasUnknown: boolean;
}

/** A word that no wording has may be the very thing that is asked for. */
const UNKNOWN_WEIGHT = 0.8;
/** People tell a story with their question: beyond two unknown words the rest is taken for that. */
const MAX_UNMATCHED = 2 * UNKNOWN_WEIGHT;
const WEAK_FACTOR = 0.3;
/** A word that its topic has only in passing: once, and not in the first wording. */
const PASSING_FACTOR = 0.75;
const TYPO_FACTOR = 0.8;
const MIN_TYPO_LENGTH = 5;
/** Two words that point at one topic are more than twice one. */
const EVIDENCE_POWER = 1.5;
/** What of the score is left when no wording of the topic is in the question as a whole. */
const WITHOUT_WORDING = 0.2;

/**
 * The wordings of one language. MiniSearch finds the words, also misspelt or cut short; the score is ours, because
 * MiniSearch's is unbounded and cannot tell a half-understood question from an understood one.
 */
export function createWordingIndex(language: string, wordings: Wording[]): { score(question: string): TopicScore[] } {
  const stemsOf = (text: string) => [...new Set(topicWords(text, language).map((word) => stemOf(word, language)))];
  const topics = new Set(wordings.map((wording) => wording.tema)).size;
  const index = new MiniSearch<Wording & { id: number }>({
    fields: ["stems", "words"],
    storeFields: ["tema", "isFirst"],
    extractField: (document, field) =>
      field === "stems" || field === "words" ? document.text : document[field as keyof Wording],
    tokenize: (text, field) => (field === "stems" ? stemsOf(text) : topicWords(text, language)),
    processTerm: (term) => term,
    searchOptions: { tokenize: (term) => [term], fields: ["stems"] },
  });
  index.addAll(wordings.map((wording, id) => ({ ...wording, id })));

  const weights = new Map<string, number>();
  /** Rarity among the topics, 1 for a word of one topic alone. */
  function weightOf(stem: string): number {
    const known = weights.get(stem);
    if (known !== undefined) return known;
    const among = new Set(index.search(stem).map((hit) => hit.tema)).size;
    const rarity = among ? Math.log(1 + topics / among) / Math.log(1 + topics) : UNKNOWN_WEIGHT;
    return isWeak(stem, language) ? rarity * WEAK_FACTOR : rarity;
  }
  for (const { text } of wordings) for (const stem of stemsOf(text)) weights.set(stem, weightOf(stem));
  const wordingWeights = wordings.map(({ text }) => stemsOf(text).reduce((sum, stem) => sum + weightOf(stem), 0));

  function find(word: string): { weight: number; certainty: number; hits: SearchResult[] } {
    const stem = stemOf(word, language);
    const weight = weightOf(stem);
    if (weights.has(stem)) return { weight, certainty: 1, hits: index.search(stem) };
    if (word.length < MIN_TYPO_LENGTH) return { weight, certainty: 0, hits: [] };
    const hits = index.search(word, {
      fields: ["words"],
      prefix: true,
      fuzzy: word.length >= 7 ? 2 : 1,
      // Typos seldom hit the first letter: "nombre" is no "hombre". And a beginning is no word when most is missing.
      boostDocument: (_id, term) => (term[0] === word[0] && term.length - word.length <= 4 ? 1 : 0),
    });
    return { weight, certainty: TYPO_FACTOR, hits };
  }

  return {
    score(question) {
      const inWording = new Map<number, number>();
      const inTopic = new Map<string, number>();
      let total = 0;
      let hasUnknown = false;
      for (const word of firstOfEachStem(topicWords(question, language), language)) {
        const { weight, certainty, hits } = find(word);
        total += weight;
        hasUnknown ||= hits.length === 0;
        for (const [tema, share] of sharesByTopic(hits)) {
          inTopic.set(tema, (inTopic.get(tema) ?? 0) + weight * certainty * share);
        }
        for (const { id, terms } of hits) {
          const matched = Math.max(...terms.map((term) => weightOf(weights.has(term) ? term : stemOf(term, language))));
          inWording.set(id, (inWording.get(id) ?? 0) + matched);
        }
      }
      return [...inTopic].map(([tema, evidence]) => {
        const shares = [...inWording].filter(([id]) => wordings[id]?.tema === tema);
        const whole = Math.min(1, Math.max(...shares.map(([id, sum]) => sum / wordingWeights[id]!)));
        const strength = evidence ** EVIDENCE_POWER;
        const understood = strength / (strength + Math.min(total - evidence, MAX_UNMATCHED));
        return { tema, evidence, hasUnknown, score: understood * (WITHOUT_WORDING + (1 - WITHOUT_WORDING) * whole) };
      });
    },
  };
}

function firstOfEachStem(words: string[], language: string): string[] {
  return [...new Map([...words].reverse().map((word) => [stemOf(word, language), word])).values()];
}

/** 1 where the word is one of the topic's own, less where it stands there in passing. */
function sharesByTopic(hits: SearchResult[]): Map<string, number> {
  const shares = new Map<string, number>();
  for (const { tema, isFirst } of hits) shares.set(tema, isFirst || shares.has(tema) ? 1 : PASSING_FACTOR);
  return shares;
}
