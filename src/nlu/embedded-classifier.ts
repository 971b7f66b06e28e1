import { createHash } from "node:crypto";
import { foldText } from "../shared/index.ts";
import { createEntityFinder, type EntityFinder } from "./entity-finder.ts";
import { extractFeatures, weightOf } from "./features.ts";
import { createLinearTraining, type LinearModel, logLoss, scoresOf, softmax } from "./linear-model.ts";
import { createSimilarExamples, type SimilarExamples } from "./similar-examples.ts";
import { fileLanguage, type TrainingData } from "./training-data.ts";
import type { CatalogueNames, NluParse } from "./types.ts";
import { createVectorizer, fitVocabulary, type SparseVector, type Vocabulary } from "./vocabulary.ts";

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

/** The temperature is chosen on every fourth example, by what was learnt from the others up to then. */
const HELD_BACK = 4;
const EPOCHS_BEFORE = 4;
const EPOCHS_AFTER = 4;
const TEMPERATURES = [0.08, 0.1, 0.115, 0.13, 0.145, 0.16, 0.175, 0.19, 0.21, 0.23, 0.26, 0.3, 0.35];

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
  const { vocabulary, vectors } = yield* fitVocabulary(documentsOf(data, finder), weightOf);
  yield;
  const training = createLinearTraining(vectors, labels, {
    classes: intents.length,
    size: vocabulary.features.length,
  });
  const all = Int32Array.from(vectors.keys());
  yield* training.advance(
    all.filter((index) => index % HELD_BACK !== 0),
    EPOCHS_BEFORE,
  );
  const heldBack = all.filter((index) => index % HELD_BACK === 0);
  yield;
  const temperature = chooseTemperature(training.model, heldBack, vectors, labels);
  yield;
  yield* training.advance(all, EPOCHS_AFTER);
  return { vocabulary, linear: training.model, temperature };
}

/** One by one: a training pauses between them. */
function* documentsOf({ examples }: TrainingData, finder: EntityFinder): Generator<Int32Array, void> {
  for (const { text, file } of examples) yield extractFeatures(text, finder.find(text, fileLanguage(file)));
}

export function intentsOf(data: TrainingData): string[] {
  return [...new Set(data.examples.map((example) => example.intent))].sort();
}

/** The sharpness under which held-back examples are most likely, so that 0.70 means about seven right in ten. */
function chooseTemperature(
  model: LinearModel,
  heldBack: Int32Array,
  vectors: SparseVector[],
  labels: number[],
): number {
  const scored = Array.from(heldBack, (index) => ({ label: labels[index]!, scores: scoresOf(model, vectors[index]!) }));
  const losses = TEMPERATURES.map((temperature) =>
    scored.reduce((loss, { label, scores }) => loss + logLoss(scores, label, temperature), 0),
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
