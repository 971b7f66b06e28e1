import { createHash } from "node:crypto";
import { createEntityFinder, type EntityFinder } from "./entity-finder.ts";
import { extractFeatures, weightOf } from "./features.ts";
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

const EPOCHS = 8;
/** The temperature is chosen on every fourth example, by a model of the others. */
const HELD_BACK = 4;
const TEMPERATURE_EPOCHS = 7;
const TEMPERATURES = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 1, 1.15, 1.3, 1.5];

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
  const vectorizer = fitVectorizer(documents, weightOf);
  const { vectors, size } = vectorizer;
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
  const isHeldBack = (_: unknown, index: number) => index % HELD_BACK === 0;
  const isTaught = (_: unknown, index: number) => !isHeldBack(_, index);
  const options = { classes, size, epochs: TEMPERATURE_EPOCHS };
  const model = fitLinearModel(vectors.filter(isTaught), labels.filter(isTaught), options);
  const expected = labels.filter(isHeldBack);
  const scores = vectors.filter(isHeldBack).map((vector) => model.scores(vector));
  const losses = TEMPERATURES.map((temperature) =>
    scores.reduce((loss, own, at) => loss - Math.log(softmax(own.slice(), temperature)[expected[at]!]! + 1e-9), 0),
  );
  return TEMPERATURES[losses.indexOf(Math.min(...losses))]!;
}

function hashOf(data: TrainingData, catalogue: CatalogueNames): string {
  const hash = createHash("sha256");
  for (const block of data.blocks)
    hash.update(JSON.stringify([block.kind, block.name, block.lines.map((l) => l.text)]));
  return hash.update(JSON.stringify(catalogue)).digest("hex").slice(0, 12);
}
