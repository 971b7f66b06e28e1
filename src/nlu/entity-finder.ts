import { DateTime } from "luxon";
import { BOOKING_CODE } from "./booking-codes.ts";
import { createLanguageDetector } from "./language.ts";
import { createLexicon, type LexiconHit } from "./lexicon.ts";
import { isLookAlike } from "./look-alikes.ts";
import { phraseKeys, remembering, type Token, tokenize } from "./tokens.ts";
import type { TrainingData } from "./training-data.ts";
import type { CatalogueNames, NluEntity } from "./types.ts";
import { findWhen, whenLanguages } from "./when.ts";

export interface EntityFinder {
  /** @param language of the text, where it is known: telling it takes half of the time. */
  find(text: string, language?: string): NluEntity[];
  /** The entities that lists, patterns and grammar define here, and that nobody needs to guess. */
  kinds: ReadonlySet<string>;
}

const WHEN_ENTITIES = new Set(["fecha", "hora", "parte_del_dia"]);

/** Rules of dates need some day to count from; only places matter here. */
const ANY_DAY = DateTime.fromISO("2026-01-01", { zone: "utc" });

const EXAMPLES_A_SLICE = 500;

/** Entities without a model: catalogue, synonyms, phrases marked in the examples, dates and codes by pattern. */
export function createEntityFinder(data: TrainingData, catalogue: CatalogueNames): EntityFinder {
  const making = makeEntityFinder(data, catalogue);
  for (;;) {
    const { done, value } = making.next();
    if (done) return value;
  }
}

/** The same in slices of some 30 ms: while another model is loaded, customers are answered. */
export function* makeEntityFinder(data: TrainingData, catalogue: CatalogueNames): Generator<void, EntityFinder> {
  const ordinary = yield* ordinaryWords(data);
  const lexicon = createLexicon((key) => ordinary.has(key));
  const canonicalOf = createCanonical(data, catalogue);
  const lists: [string, string[]][] = [
    ["servicio", catalogue.services],
    ["profesional", catalogue.professionals],
    ["paquete", catalogue.packages],
  ];
  const kindOf = new Map<string, string>();
  for (const [entity, names] of lists) {
    for (const name of names) {
      kindOf.set(name, entity);
      lexicon.add(name, { entity, value: name });
    }
  }
  for (const [at, example] of data.examples.entries()) {
    if (at % EXAMPLES_A_SLICE === 0) yield;
    for (const mark of example.entities) {
      const value = canonicalOf(mark.value);
      if (!kindOf.has(value)) kindOf.set(value, mark.entity);
    }
  }
  for (const [value, variants] of data.synonyms) {
    const entity = kindOf.get(value);
    if (entity) for (const variant of [value, ...variants]) lexicon.add(variant, { entity, value });
  }
  for (const [entity, values] of data.lookups) {
    for (const value of values) lexicon.add(value, { entity, value: canonicalOf(value) });
  }
  // The first to mark a phrase says what it is, and "mañana" is marked hundreds of times.
  const seen = new Set<string>();
  for (const [at, example] of data.examples.entries()) {
    if (at % EXAMPLES_A_SLICE === 0) yield;
    for (const mark of example.entities) {
      const text = example.text.slice(mark.start, mark.end);
      const phrase = `${mark.entity} ${text}`;
      if (seen.has(phrase)) continue;
      seen.add(phrase);
      if (isWorthKeeping(mark.entity, text)) lexicon.add(text, { entity: mark.entity, value: canonicalOf(mark.value) });
    }
  }
  const detectLanguage = createLanguageDetector({
    names: [...catalogue.services, ...catalogue.professionals, ...catalogue.packages],
  });
  const patterns = [...data.regexes].flatMap(([entity, sources]) =>
    sources.map((source) => ({ entity, pattern: new RegExp(source, "gi") })),
  );

  return {
    kinds: entityKinds(data, catalogue),
    find(text, language) {
      const tokens = tokenize(text);
      const found: NluEntity[] = [];
      const add = (entity: string, start: number, end: number, value?: string) => {
        if (found.some((other) => start < other.end && end > other.start)) return;
        const marked = text.slice(start, end);
        found.push({ entity, value: value ?? marked, text: marked, start, end });
      };
      for (const match of text.matchAll(BOOKING_CODE))
        add("codigo_reserva", match.index, match.index + match[0].length);
      for (const { entity, pattern } of patterns) {
        for (const match of text.matchAll(pattern))
          if (match[0]) add(entity, match.index, match.index + match[0].length);
      }
      const hits = joinNeighbours(lexicon.find(tokens).filter((hit) => !isLookAlike(hit, tokens)));
      for (const hit of hits.filter((one) => !WHEN_ENTITIES.has(one.entity))) addHit(hit, tokens, add);
      for (const find of findDates(text, language ?? detectLanguage(text)?.language))
        add(find.entity, find.start, find.end);
      for (const hit of hits.filter((one) => WHEN_ENTITIES.has(one.entity))) addHit(hit, tokens, add);
      return found.sort((a, b) => a.start - b.start);
    },
  };
}

/** "masage descontraturant": two hits side by side whose names share a word are one, named by the longer. */
function joinNeighbours(hits: LexiconHit[]): LexiconHit[] {
  const joined: LexiconHit[] = [];
  for (const hit of hits) {
    const before = joined.at(-1);
    if (!before || before.to !== hit.from || before.entity !== hit.entity || !shareAWord(before.value, hit.value)) {
      joined.push(hit);
      continue;
    }
    const isGeneral = before.to - before.from === hit.to - hit.from || hit.to - hit.from > before.to - before.from;
    joined[joined.length - 1] = { ...(isGeneral ? hit : before), from: before.from, to: hit.to };
  }
  return joined;
}

function shareAWord(one: string, other: string): boolean {
  const keys = new Set(phraseKeys(one));
  return phraseKeys(other).some((key) => keys.has(key));
}

function addHit(
  hit: LexiconHit,
  tokens: readonly Token[],
  add: (entity: string, start: number, end: number, value?: string) => void,
): void {
  const value = WHEN_ENTITIES.has(hit.entity) ? undefined : hit.value;
  add(hit.entity, tokens[hit.from]!.start, tokens[hit.to - 1]!.end, value);
}

/** Dates are the grammar's; of what is marked only the names that it cannot know ("semana santa", "diciembre") stay. */
function isWorthKeeping(entity: string, text: string): boolean {
  if (entity === "codigo_reserva" || entity === "hora") return false;
  if (!WHEN_ENTITIES.has(entity)) return true;
  return entity === "fecha" && /[\p{L}\p{M}]{5}/u.test(text) && findDates(text).length === 0;
}

/**
 * In a language that cannot be told ("lun 17:30") the grammar counts that reads the most. To ask them all of every
 * message would find a Monday in each French "mon".
 */
function findDates(text: string, language?: string): ReturnType<typeof findWhen> {
  if (language) return findWhen(text, ANY_DAY, language);
  const lengthOf = (finds: ReturnType<typeof findWhen>) => finds.reduce((sum, { start, end }) => sum + end - start, 0);
  return whenLanguages
    .map((one) => findWhen(text, ANY_DAY, one))
    .reduce((best, finds) => (lengthOf(finds) > lengthOf(best) ? finds : best));
}

/** The kinds that `createEntityFinder` finds, without the work of making one. */
export function entityKinds(data: TrainingData, catalogue: CatalogueNames): ReadonlySet<string> {
  const kinds = new Set(["codigo_reserva", ...WHEN_ENTITIES, ...data.lookups.keys(), ...data.regexes.keys()]);
  if (catalogue.services.length > 0) kinds.add("servicio");
  if (catalogue.professionals.length > 0) kinds.add("profesional");
  if (catalogue.packages.length > 0) kinds.add("paquete");
  return kinds;
}

function* ordinaryWords(data: TrainingData): Generator<void, Set<string>> {
  const words = new Set<string>();
  for (const [at, example] of data.examples.entries()) {
    if (at % EXAMPLES_A_SLICE === EXAMPLES_A_SLICE - 1) yield;
    for (const token of tokenize(example.text)) {
      const isMarked = example.entities.some((mark) => token.start < mark.end && token.end > mark.start);
      if (!isMarked) words.add(token.key);
    }
  }
  return words;
}

function createCanonical(data: TrainingData, catalogue: CatalogueNames): (value: string) => string {
  const values = new Map<string, string>();
  const key = (value: string) =>
    tokenize(value)
      .map((token) => token.key)
      .join(" ");
  for (const [value, variants] of data.synonyms) for (const variant of variants) values.set(key(variant), value);
  for (const value of data.synonyms.keys()) values.set(key(value), value);
  for (const name of [...catalogue.services, ...catalogue.professionals, ...catalogue.packages])
    values.set(key(name), name);
  return remembering((value) => values.get(key(value)) ?? value);
}
