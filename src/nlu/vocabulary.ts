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
const UNKNOWN = -1;

/** The vocabulary of these documents (features in order), and each of them as a vector; in slices, as `LinearTraining`. */
export function* fitVocabulary(
  documents: Iterable<Int32Array>,
  weightOf: WeightOf,
): Generator<void, { vocabulary: Vocabulary; vectors: SparseVector[] }> {
  const documentsWith = new Map<number, number>();
  const rows: Int32Array[] = [];
  for (const document of documents) {
    if (rows.length % DOCUMENTS_A_SLICE === DOCUMENTS_A_SLICE - 1) yield;
    rows.push(document);
    for (let at = 0; at < document.length; at++) {
      const feature = document[at]!;
      if (feature !== document[at - 1]) documentsWith.set(feature, (documentsWith.get(feature) ?? 0) + 1);
    }
  }
  yield;
  const features = Int32Array.from(documentsWith.keys());
  const scale = Float32Array.from(features, (one) => weightOf(one) * idf(rows.length, documentsWith.get(one)!));
  const vocabulary = { features, scale, documents: rows.length };
  const vectorOf = createVectorizer(vocabulary, weightOf);
  const vectors: SparseVector[] = [];
  for (const row of rows) {
    if (vectors.length % DOCUMENTS_A_SLICE === DOCUMENTS_A_SLICE - 1) yield;
    vectors.push(vectorOf(row));
  }
  return { vocabulary, vectors };
}

/**
 * Makes vectors of features in order: sublinear tf by smoothed idf, at length one. Unknown features count in the length,
 * so gibberish ends near zero.
 */
export function createVectorizer(vocabulary: Vocabulary, weightOf: WeightOf): (features: Int32Array) => SparseVector {
  const { features, scale } = vocabulary;
  const indexOf = new Map<number, number>();
  for (let index = 0; index < features.length; index++) indexOf.set(features[index]!, index);
  const rarest = idf(vocabulary.documents, 0);
  return (document) => {
    const indexes = new Int32Array(document.length);
    const values = new Float32Array(document.length);
    let count = 0;
    let squares = 0;
    for (let at = 0; at < document.length; ) {
      const feature = document[at]!;
      const from = at;
      while (document[at] === feature) at++;
      const index = indexOf.get(feature) ?? UNKNOWN;
      const weight = index === UNKNOWN ? weightOf(feature) * rarest : scale[index]!;
      const value = weight * (1 + Math.log(at - from));
      squares += value * value;
      if (index === UNKNOWN) continue;
      indexes[count] = index;
      values[count++] = value;
    }
    const length = Math.sqrt(squares) || 1;
    for (let i = 0; i < count; i++) values[i]! /= length;
    return { indexes: indexes.slice(0, count), values: values.slice(0, count) };
  };
}

function idf(documents: number, documentsWith: number): number {
  return Math.log((1 + documents) / (1 + documentsWith)) + 1;
}
