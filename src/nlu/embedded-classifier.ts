import { createHash } from "node:crypto";
import { createEntityFinder, type EntityFinder } from "./entity-finder.ts";
import { extractFeatures } from "./features.ts";
import { fitLinearModel, fitVectorizer, type SparseVector, softmax } from "./linear-model.ts";
import type { TrainingData } from "./training-data.ts";
import type { CatalogueNames, NluParse } from "./types.ts";

export interface EmbeddedClassifier {
  parse(text: string): NluParse;
  /** Names the data it was trained from. */
  model: string;
  intents: readonly string[];
  finder: EntityFinder;
  trainMs: number;
}

const EPOCHS = 14;
const FOLDS = 3;
const TEMPERATURES = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.15, 1.3, 1.5];

/**
 * A linear classifier trained here and now from the trainer's files. It answers while Rasa is being prepared and
 * whenever Rasa does not, from the same examples, so a trainer's edit reaches both.
 */
export function trainEmbedded(data: TrainingData, catalogue: CatalogueNames): EmbeddedClassifier {
  const startedAt = performance.now();
  const finder = createEntityFinder(data, catalogue);
  const intents = [...new Set(data.examples.map((example) => example.intent))].sort();
  const labels = data.examples.map((example) => intents.indexOf(example.intent));
  const documents = data.examples.map(({ text }) => extractFeatures(text, finder.find(text)));
  const vectorizer = fitVectorizer(documents);
  const vectors = documents.map((document) => vectorizer.vector(document));
  const size = vectorizer.size;
  const temperature = chooseTemperature(vectors, labels, intents.length, size);
  const linear = fitLinearModel(vectors, labels, { classes: intents.length, size, epochs: EPOCHS });

  return {
    model: `embedded-${hashOf(data, catalogue)}`,
    intents,
    finder,
    trainMs: performance.now() - startedAt,
    parse(text) {
      const start = performance.now();
      const entities = finder.find(text);
      const scores = linear.scores(vectorizer.vector(extractFeatures(text, entities)));
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
        model: this.model,
        durationMs: performance.now() - start,
      };
    },
  };
}

/** The sharpness under which held-back examples are most likely, so that 0.70 means about seven right in ten. */
function chooseTemperature(vectors: SparseVector[], labels: number[], classes: number, size: number): number {
  const losses = TEMPERATURES.map(() => 0);
  for (let fold = 0; fold < FOLDS; fold++) {
    const isHeldBack = (index: number) => index % FOLDS === fold;
    const model = fitLinearModel(
      vectors.filter((_, index) => !isHeldBack(index)),
      labels.filter((_, index) => !isHeldBack(index)),
      { classes, size, epochs: Math.ceil(EPOCHS / 2) },
    );
    vectors.forEach((vector, index) => {
      if (!isHeldBack(index)) return;
      const scores = model.scores(vector);
      TEMPERATURES.forEach((temperature, at) => {
        losses[at]! -= Math.log(softmax(scores.slice(), temperature)[labels[index]!]! + 1e-9);
      });
    });
  }
  return TEMPERATURES[losses.indexOf(Math.min(...losses))]!;
}

function hashOf(data: TrainingData, catalogue: CatalogueNames): string {
  const hash = createHash("sha256");
  for (const block of data.blocks)
    hash.update(JSON.stringify([block.kind, block.name, block.lines.map((l) => l.text)]));
  return hash.update(JSON.stringify(catalogue)).digest("hex").slice(0, 12);
}
