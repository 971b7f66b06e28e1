import { withSampleCodes } from "./booking-codes.ts";
import { tokenize } from "./tokens.ts";
import type { NluEntity } from "./types.ts";

/**
 * The pieces by which the classifier knows a message: word 1–2-grams, the same with entities replaced by their name, so that
 * "quiero <servicio> <fecha>" is learnt once for all services, and character 1–4-grams of that second reading. Each is a
 * number that stands for its letters (some ten of a hundred thousand pieces share one with another), sorted, so that equal ones lie
 * together: as strings they took twice the time of a training.
 */
export function extractFeatures(text: string, entities: NluEntity[]): Int32Array {
  const features: number[] = [];
  const raw = ["<s>"];
  const masked = ["<s>"];
  let last: NluEntity | undefined;
  for (const token of tokenize(withSampleCodes(text))) {
    const entity = entities.find((one) => token.start >= one.start && token.end <= one.end);
    const piece = token.kind === "number" ? token.key.replace(/\d/gu, "0") : token.key;
    if (token.kind === "sign" && piece !== "?" && piece !== "¿") continue;
    raw.push(piece);
    if (!entity) masked.push(piece);
    else if (entity !== last) masked.push(`<${entity.entity}>`);
    last = entity;
  }
  addCharacterGrams(masked.slice(1).join(" "), features);
  raw.push("</s>");
  masked.push("</s>");
  addWordGrams(raw, features);
  if (last || masked.length !== raw.length) addWordGrams(masked, features);
  return new Int32Array(features).sort();
}

/**
 * Letters say less than words. Measured five-fold on 4,759 examples in four languages with the model of decision 86: 79.1 % right and a
 * log loss of 0.734; grams of 3–4 letters that end at the word, and logistic regression: 76.8 % and 0.774.
 */
export function weightOf(feature: number): number {
  return (feature & LETTERS) === LETTERS ? 0.5 : 1;
}

/** The last bit tells letters from words; the numbers stay small enough to be held without a box. */
const LETTERS = 1;
const MASK = 0x1fffffff;

/** Across words, so that "a las", "no puedo" and the ends of words beside them count as well. */
function addCharacterGrams(words: string, features: number[]): void {
  const padded = ` ${words} `;
  for (let at = 0; at < padded.length; at++) {
    let hash = BASIS;
    for (let end = at; end < at + 4 && end < padded.length; end++) {
      hash = step(hash, padded.charCodeAt(end));
      features.push(((finish(hash) & MASK) << 1) | LETTERS);
    }
  }
}

function addWordGrams(words: string[], features: number[]): void {
  for (let at = 0; at < words.length; at++) {
    if (at > 0 && at < words.length - 1) features.push((finish(hashOf(words[at]!)) & MASK) << 1);
    if (at > 0) features.push((finish(hashOf(words[at]!, step(hashOf(words[at - 1]!), 32))) & MASK) << 1);
  }
}

/** FNV-1a (Fowler, Noll, Vo) over UTF-16 units, with a last mixing: near texts must not be near numbers. */
const BASIS = 0x811c9dc5 | 0;

function step(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

function hashOf(text: string, from = BASIS): number {
  let hash = from;
  for (let at = 0; at < text.length; at++) hash = step(hash, text.charCodeAt(at));
  return hash;
}

function finish(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}
