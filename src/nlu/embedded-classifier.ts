import { createHash } from "node:crypto";
import { foldText } from "../shared/index.ts";
import { createEntityFinder, type EntityFinder } from "./entity-finder.ts";
import { extractFeatures, weightOf } from "./features.ts";
import {
  createVectorizer,
  fitLinearModel,
  fitVocabulary,
  type LinearModel,
  type SparseVector,
  scoresOf,
  softmax,
  type Vocabulary,
} from "./linear-model.ts";
import { createSimilarExamples, type SimilarExamples } from "./similar-examples.ts";
import type { TrainingData } from "./training-data.ts";
import type { CatalogueNames, NluParse } from "./types.ts";

export interface EmbeddedClassifier {
  parse(text: string): NluParse;
  /** Names the data it was trained from. */
  model: string;
  intents: readonly string[];
  /** The words, folded, that the examples of an intent are made of. */
  words(intent: string): ReadonlySet<string>;
  examplesFor: SimilarExamples;
  finder: EntityFinder;
}

/** What a training leaves: everything that a parse needs beside the lists of names. */
export interface EmbeddedModel {
  vocabulary: Vocabulary;
  linear: LinearModel;
  temperature: number;
}

const EPOCHS = 8;
/** The temperature is chosen on every fourth example, by a model of the others. */
const HELD_BACK = 4;
const TEMPERATURE_EPOCHS = 7;
const TEMPERATURES = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 1, 1.15, 1.3, 1.5];
const EXAMPLES_A_SLICE = 100;

/**
 * A linear classifier trained here and now from the trainer's files. It answers while Rasa is being prepared and
 * whenever Rasa does not, from the same examples, so a trainer's edit reaches both.
 */
export function trainEmbedded(data: TrainingData, catalogue: CatalogueNames): EmbeddedClassifier {
  const finder = createEntityFinder(data, catalogue);
  const training = learn(data, finder);
  for (;;) {
    const { done, value } = training.next();
    if (done) return createEmbedded(data, catalogue, finder, value);
  }
}

/** The classifier of a training, of now or of another start. */
export function createEmbedded(
  data: TrainingData,
  catalogue: CatalogueNames,
  finder: EntityFinder,
  { vocabulary, linear, temperature }: EmbeddedModel,
): EmbeddedClassifier {
  const intents = intentsOf(data);
  const vectorOf = createVectorizer(vocabulary, weightOf);
  const model = `embedded-${hashOf(data, catalogue)}`;
  const words = wordsOf(data);
  return {
    model,
    intents,
    finder,
    words: (intent) => words.get(intent) ?? new Set(),
    examplesFor: createSimilarExamples(data.examples),
    parse(text) {
      const start = performance.now();
      const entities = finder.find(text);
      const scores = scoresOf(linear, vectorOf(extractFeatures(text, entities)));
      const ranking = Array.from(softmax(scores, temperature), (confidence, index) => ({
        name: intents[index]!,
        confidence,
      })).sort((a, b) => b.confidence - a.confidence);
      const intent = text.trim() ? ranking[0] : undefined;
      return {
        text,
        intent: intent ?? { name: "nlu_fallback", confidence: 0 },
        ranking: intent ? ranking : [],
        entities,
        engine: "embedded",
        model,
        durationMs: performance.now() - start,
      };
    },
  };
}

/** Trains in slices of some 20 ms: between them a start does what else there is to do. */
export function* learn(data: TrainingData, finder: EntityFinder): Generator<void, EmbeddedModel> {
  const intents = intentsOf(data);
  const labels = data.examples.map((example) => intents.indexOf(example.intent));
  const documents: string[][] = [];
  for (const { text } of data.examples) {
    if (documents.length % EXAMPLES_A_SLICE === 0) yield;
    documents.push(extractFeatures(text, finder.find(text)));
  }
  const { vocabulary, vectors } = fitVocabulary(documents, weightOf);
  const size = vocabulary.features.length;
  yield;
  const temperature = yield* chooseTemperature(vectors, labels, intents.length, size);
  const linear = yield* fitLinearModel(vectors, labels, { classes: intents.length, size, epochs: EPOCHS });
  return { vocabulary, linear, temperature };
}

export function intentsOf(data: TrainingData): string[] {
  return [...new Set(data.examples.map((example) => example.intent))].sort();
}

/** The sharpness under which held-back examples are most likely, so that 0.70 means about seven right in ten. */
function* chooseTemperature(
  vectors: SparseVector[],
  labels: number[],
  classes: number,
  size: number,
): Generator<void, number> {
  const isHeldBack = (_: unknown, index: number) => index % HELD_BACK === 0;
  const isTaught = (_: unknown, index: number) => !isHeldBack(_, index);
  const options = { classes, size, epochs: TEMPERATURE_EPOCHS };
  const model = yield* fitLinearModel(vectors.filter(isTaught), labels.filter(isTaught), options);
  const expected = labels.filter(isHeldBack);
  const scores = vectors.filter(isHeldBack).map((vector) => scoresOf(model, vector));
  const losses = TEMPERATURES.map((temperature) =>
    scores.reduce((loss, own, at) => loss - Math.log(softmax(own.slice(), temperature)[expected[at]!]! + 1e-9), 0),
  );
  return TEMPERATURES[losses.indexOf(Math.min(...losses))]!;
}

function wordsOf(data: TrainingData): ReadonlyMap<string, ReadonlySet<string>> {
  const words = new Map<string, Set<string>>();
  for (const { intent, text } of data.examples) {
    const known = words.get(intent) ?? new Set();
    for (const word of foldText(text).match(/[\p{L}\p{M}\p{N}']+/gu) ?? []) known.add(word);
    words.set(intent, known);
  }
  return words;
}

/** Twelve hex digits of what the trainer and the owner wrote. */
export function hashOf(data: TrainingData, catalogue: CatalogueNames): string {
  const hash = createHash("sha256");
  for (const block of data.blocks)
    hash.update(JSON.stringify([block.kind, block.name, block.lines.map((l) => l.text)]));
  return hash.update(JSON.stringify(catalogue)).digest("hex").slice(0, 12);
}
