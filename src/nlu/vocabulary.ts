import { createFeatureIndex } from "./feature-index.ts";

/** A message as sparse numbers: parallel arrays of feature indexes and weights, of length one. */
export interface SparseVector {
  indexes: Int32Array;
  values: Float32Array;
}

/** What of the documents decides how a message becomes a vector. */
export interface Vocabulary {
  /** In the order of their indexes. */
  features: Int32Array;
  /** By index: the weight of the feature's kind by its smoothed idf. */
  scale: Float32Array;
  /** How many documents there were. */
  documents: number;
}

type WeightOf = (feature: number) => number;

const DOCUMENTS_A_SLICE = 100;

/** The vocabulary of these documents (features in order), and each of them as a vector; in slices, as `LinearTraining`. */
export function* fitVocabulary(
  documents: Iterable<Int32Array>,
  weightOf: WeightOf,
): Generator<void, { vocabulary: Vocabulary; vectors: SparseVector[] }> {
  const known = createFeatureIndex();
  /** By index. */
  const documentsWith: number[] = [];
  const vectors: SparseVector[] = [];
  for (const document of documents) {
    if (vectors.length % DOCUMENTS_A_SLICE === DOCUMENTS_A_SLICE - 1) yield;
    const vector = emptyVector(countDistinct(document));
    let count = 0;
    for (let at = 0; at < document.length; count++) {
      const end = endOfSame(document, at);
      const index = known.add(document[at]!);
      documentsWith[index] = (documentsWith[index] ?? 0) + 1;
      vector.indexes[count] = index;
      vector.values[count] = frequency(end - at);
      at = end;
    }
    vectors.push(vector);
  }
  yield;
  const features = known.features();
  const scale = Float32Array.from(features, (one, index) => weightOf(one) * idf(vectors.length, documentsWith[index]!));
  yield;
  for (const { indexes, values } of vectors) {
    let squares = 0;
    for (let i = 0; i < values.length; i++) {
      values[i]! *= scale[indexes[i]!]!;
      squares += values[i]! ** 2;
    }
    divide(values, Math.sqrt(squares) || 1);
  }
  return { vocabulary: { features, scale, documents: vectors.length }, vectors };
}

/**
 * Makes vectors of features in order: sublinear tf by smoothed idf, at length one. Unknown features count in the length,
 * so gibberish ends near zero.
 */
export function createVectorizer(vocabulary: Vocabulary, weightOf: WeightOf): (features: Int32Array) => SparseVector {
  const { features, scale } = vocabulary;
  const known = createFeatureIndex(features);
  const rarest = idf(vocabulary.documents, 0);
  return (document) => {
    const { indexes, values } = emptyVector(document.length);
    let count = 0;
    let squares = 0;
    for (let at = 0; at < document.length; ) {
      const feature = document[at]!;
      const end = endOfSame(document, at);
      const index = known.get(feature);
      const value = frequency(end - at) * (index === undefined ? weightOf(feature) * rarest : scale[index]!);
      squares += value * value;
      at = end;
      if (index === undefined) continue;
      indexes[count] = index;
      values[count++] = value;
    }
    divide(values, Math.sqrt(squares) || 1);
    return { indexes: indexes.slice(0, count), values: values.slice(0, count) };
  };
}

function emptyVector(size: number): SparseVector {
  return { indexes: new Int32Array(size), values: new Float32Array(size) };
}

/** Where the features that equal the one at `from` end. */
function endOfSame(document: Int32Array, from: number): number {
  let end = from + 1;
  while (document[end] === document[from]) end++;
  return end;
}

function countDistinct(document: Int32Array): number {
  let count = 0;
  for (let at = 0; at < document.length; at = endOfSame(document, at)) count++;
  return count;
}

function frequency(times: number): number {
  return 1 + Math.log(times);
}

function divide(values: Float32Array, by: number): void {
  for (let i = 0; i < values.length; i++) values[i]! /= by;
}

function idf(documents: number, documentsWith: number): number {
  return Math.log((1 + documents) / (1 + documentsWith)) + 1;
}
