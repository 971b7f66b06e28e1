/** Which features there are, each with its index, in the order in which they were added. */
export interface FeatureIndex {
  /** Undefined: never added. */
  get(feature: number): number | undefined;
  /** The index of a feature, new or known. */
  add(feature: number): number;
  features(): Int32Array;
}

const EMPTY = -1;

/** A table with open places. Features are hashes already: their own bits are the place, and nothing is hashed again as in a Map. */
export function createFeatureIndex(known: Int32Array = new Int32Array()): FeatureIndex {
  let features = new Int32Array(1024);
  let count = 0;
  /** Indexes, at least half of the places empty. */
  let places = emptyPlaces(features);

  /** The place of a feature, or the empty one where it belongs. */
  function placeOf(feature: number): number {
    let place = (feature >>> 1) & (places.length - 1);
    while (places[place] !== EMPTY && features[places[place]!] !== feature) place = (place + 1) & (places.length - 1);
    return place;
  }

  function grow(): void {
    const before = features;
    features = new Int32Array(before.length * 2);
    features.set(before);
    places = emptyPlaces(features);
    for (let index = 0; index < count; index++) places[placeOf(features[index]!)] = index;
  }

  function add(feature: number): number {
    const place = placeOf(feature);
    const index = places[place]!;
    if (index !== EMPTY) return index;
    features[count] = feature;
    places[place] = count++;
    if (count === features.length) grow();
    return count - 1;
  }

  for (const feature of known) add(feature);
  return {
    get(feature) {
      const index = places[placeOf(feature)]!;
      return index === EMPTY ? undefined : index;
    },
    add,
    features: () => features.slice(0, count),
  };
}

function emptyPlaces({ length }: Int32Array): Int32Array {
  return new Int32Array(length * 2).fill(EMPTY);
}
