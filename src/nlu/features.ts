import { tokenize } from "./tokens.ts";
import type { NluEntity } from "./types.ts";

/**
 * The pieces by which the classifier knows a message: character 3–4-grams within words, word 1–2-grams, and the same
 * word grams with entities replaced by their name, so that "quiero <servicio> <fecha>" is learnt once for all services.
 */
export function extractFeatures(text: string, entities: NluEntity[]): string[] {
  const features: string[] = [];
  const raw = ["<s>"];
  const masked = ["<s>"];
  let last: NluEntity | undefined;
  for (const token of tokenize(text)) {
    const entity = entities.find((one) => token.start >= one.start && token.end <= one.end);
    const piece = token.kind === "number" ? token.key.replace(/\d/gu, "0") : token.key;
    if (token.kind === "sign" && piece !== "?" && piece !== "¿") continue;
    raw.push(piece);
    if (!entity) masked.push(piece);
    else if (entity !== last) masked.push(`<${entity.entity}>`);
    last = entity;
    if (!entity && token.kind === "word") addCharacterGrams(piece, features);
  }
  raw.push("</s>");
  masked.push("</s>");
  addWordGrams("w", raw, features);
  if (last || masked.length !== raw.length) addWordGrams("w", masked, features);
  return features;
}

/**
 * Letters say less than words. Measured against 1–4-grams of the weight of words, four-fold on the training data in four
 * languages: log loss 0.816 for 0.830, 75.4 % right for 75.2 %, and 40 % fewer features to train.
 */
export function weightOf(feature: string): number {
  return feature.startsWith("c") ? 0.7 : 1;
}

function addCharacterGrams(word: string, features: string[]): void {
  const padded = ` ${word} `;
  for (let size = 3; size <= 4; size++) {
    for (let at = 0; at + size <= padded.length; at++) features.push(`c${padded.slice(at, at + size)}`);
  }
}

function addWordGrams(prefix: string, words: string[], features: string[]): void {
  for (let at = 0; at < words.length; at++) {
    if (at > 0 && at < words.length - 1) features.push(`${prefix}${words[at]}`);
    if (at > 0) features.push(`${prefix}${words[at - 1]} ${words[at]}`);
  }
}
