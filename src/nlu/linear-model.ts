/** A message as sparse numbers: parallel arrays of feature indexes and weights, of length one. */
export interface SparseVector {
  indexes: Int32Array;
  values: Float32Array;
}

export interface Vectorizer {
  size: number;
  vector(features: string[]): SparseVector;
}

/** Sublinear tf by smoothed idf. Unknown features count in the length, so gibberish ends near zero. */
export function fitVectorizer(documents: string[][]): Vectorizer {
  const vocabulary = new Map<string, number>();
  const counts: number[] = [];
  for (const document of documents) {
    for (const feature of new Set(document)) {
      const index = vocabulary.get(feature);
      if (index === undefined) {
        vocabulary.set(feature, counts.length);
        counts.push(1);
      } else counts[index]!++;
    }
  }
  const idf = Float32Array.from(counts, (count) => Math.log((1 + documents.length) / (1 + count)) + 1);
  const unknownIdf = Math.log(1 + documents.length) + 1;
  return {
    size: counts.length,
    vector(features) {
      const frequencies = new Map<string, number>();
      for (const feature of features) frequencies.set(feature, (frequencies.get(feature) ?? 0) + 1);
      const indexes: number[] = [];
      const values: number[] = [];
      let squares = 0;
      for (const [feature, frequency] of frequencies) {
        const index = vocabulary.get(feature);
        const value = (1 + Math.log(frequency)) * (index === undefined ? unknownIdf : idf[index]!);
        squares += value * value;
        if (index === undefined) continue;
        indexes.push(index);
        values.push(value);
      }
      const length = Math.sqrt(squares) || 1;
      return { indexes: Int32Array.from(indexes), values: Float32Array.from(values, (value) => value / length) };
    },
  };
}

export interface LinearModel {
  /** One score per class. */
  scores(vector: SparseVector): Float64Array;
}

export interface FitOptions {
  classes: number;
  size: number;
  epochs: number;
  seed?: number;
  learningRate?: number;
  decay?: number;
}

/** Multinomial logistic regression by stochastic gradient descent; the same input gives the same model. */
export function fitLinearModel(vectors: SparseVector[], labels: number[], options: FitOptions): LinearModel {
  const { classes, size, epochs, seed = 7, learningRate = 4, decay = 2e-4 } = options;
  // Weights of one feature lie together: a feature touches all classes at once.
  const weights = new Float32Array(size * classes);
  const bias = new Float32Array(classes);
  const order = Int32Array.from(vectors, (_, index) => index);
  const random = randomOf(seed);
  const scores = new Float64Array(classes);
  const importance = classImportance(labels, classes);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    const rate = learningRate / (1 + 0.15 * epoch);
    for (const index of order) {
      const { indexes, values } = vectors[index]!;
      score(weights, bias, indexes, values, scores);
      softmax(scores, 1);
      const label = labels[index]!;
      const step = rate * importance[label]!;
      for (let c = 0; c < classes; c++) scores[c] = step * ((c === label ? 1 : 0) - scores[c]!);
      for (let f = 0; f < indexes.length; f++) {
        const base = indexes[f]! * classes;
        const value = values[f]!;
        for (let c = 0; c < classes; c++) weights[base + c]! += value * scores[c]!;
      }
      for (let c = 0; c < classes; c++) bias[c]! += 0.01 * scores[c]!;
    }
    const keep = 1 - decay * rate * 10;
    for (let i = 0; i < weights.length; i++) weights[i]! *= keep;
  }
  return {
    scores(vector) {
      const result = new Float64Array(classes);
      score(weights, bias, vector.indexes, vector.values, result);
      return result;
    },
  };
}

function score(
  weights: Float32Array,
  bias: Float32Array,
  indexes: Int32Array,
  values: Float32Array,
  into: Float64Array,
): void {
  const classes = into.length;
  for (let c = 0; c < classes; c++) into[c] = bias[c]!;
  for (let f = 0; f < indexes.length; f++) {
    const base = indexes[f]! * classes;
    const value = values[f]!;
    for (let c = 0; c < classes; c++) into[c]! += value * weights[base + c]!;
  }
}

/** Turns scores into probabilities in place. */
export function softmax(scores: Float64Array, temperature: number): Float64Array {
  let top = Number.NEGATIVE_INFINITY;
  for (const value of scores) if (value > top) top = value;
  let sum = 0;
  for (let c = 0; c < scores.length; c++) {
    scores[c] = Math.exp((scores[c]! - top) / temperature);
    sum += scores[c]!;
  }
  for (let c = 0; c < scores.length; c++) scores[c]! /= sum;
  return scores;
}

/** Rare intents weigh more, by the root of how rare they are. */
function classImportance(labels: number[], classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (const label of labels) counts[label]!++;
  const mean = labels.length / classes;
  return counts.map((count) => Math.sqrt(mean / Math.max(1, count)));
}

/** mulberry32 */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffle(order: Int32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
}
