import type { TrainingData, TrainingExample } from "../../nlu/index.ts";
import { foldText } from "../../shared/index.ts";
import { checkEntityValues, findCutMarks, type Lists } from "../check/index.ts";
import { type Mark, writeMarkup } from "./example-text.ts";

/** What is wrong with a judgement, by the field of the request. */
export interface JudgementFault {
  field: string;
  message: string;
}

/** Entities that lists and grammar define, whether or not an example marks them. */
const GIVEN_ENTITIES = [
  "servicio",
  "profesional",
  "paquete",
  "fecha",
  "hora",
  "parte_del_dia",
  "codigo_reserva",
] as const;
/** A tag in the place of what tells who somebody is. */
export const MASK_TAG = /\[\p{L}+\]/gu;

/** Of thousands of examples, and asked for each message of a patch: collected once for the files as they are. */
const collected = new WeakMap<TrainingData, KnownNames>();

interface KnownNames {
  intents: string[];
  entities: string[];
}

function knownNames(data: TrainingData): KnownNames {
  const names = collected.get(data) ?? collectNames(data);
  collected.set(data, names);
  return names;
}

/** The intents that a judgement may name, in the order of the alphabet. */
export function taughtIntents(data: TrainingData): readonly string[] {
  return knownNames(data).intents;
}

/** Whether it could be an example of the files as they are now: what `nlu:check` would refuse is refused at once. */
export function checkJudgement(
  text: string,
  { intent, marks }: { intent: string; marks: readonly Mark[] },
  data: TrainingData,
  lists: Lists,
): JudgementFault[] {
  const { intents, entities } = knownNames(data);
  const faults: JudgementFault[] = [];
  if (!intents.includes(intent)) {
    faults.push({ field: "intent", message: `there is no such intent; there are ${intents.join(", ")}` });
  }
  const tags = [...text.matchAll(MASK_TAG)].map(({ 0: tag, index }) => ({ start: index, end: index + tag.length }));
  for (const [index, mark] of marks.entries()) {
    const others = [...marks.slice(0, index), ...tags];
    const message = faultOf(text, mark, others, { data, lists, entities });
    if (message) faults.push({ field: `entities.${index}`, message });
  }
  return faults;
}

function faultOf(
  text: string,
  mark: Mark,
  others: { start: number; end: number }[],
  known: { data: TrainingData; lists: Lists; entities: string[] },
): string | undefined {
  const { entity, start, end, value } = mark;
  if (start >= end || end > text.length) return `the text has ${text.length} units, and start is before end`;
  if (others.some((other) => start < other.end && other.start < end)) return "overlaps another mark or a mask";
  if (!known.entities.includes(entity)) return `there is no such entity; there are ${known.entities.join(", ")}`;
  if (value !== undefined && /[{}[\]\p{Cc}\u2028\u2029]/u.test(value))
    return "a value has no braces, brackets or line breaks";
  const example = toExample("", text, [mark]);
  if (findCutMarks([example]).length > 0) return "cuts a word, or takes the space beside it";
  if (checkEntityValues([example], known.data.synonyms, known.lists).length === 0) return undefined;
  return value === undefined
    ? "is no name of the catalogue and no synonym of one: give its name as `value`"
    : "`value` is no name of the catalogue";
}

/** The marks as the files write them: without the `value` that catalogue and synonyms give these words anyway. */
export function withoutGivenValues(
  text: string,
  marks: readonly Mark[],
  { synonyms }: TrainingData,
  lists: Lists,
): Mark[] {
  return marks.map(({ value, ...mark }) => {
    const words = text.slice(mark.start, mark.end);
    if (value === undefined || value === words) return mark;
    const isName = lists[mark.entity]?.includes(value) ?? synonyms.has(value);
    const ways = isName ? [value, ...(synonyms.get(value) ?? [])] : [];
    return ways.some((way) => foldText(way) === foldText(words)) ? mark : { ...mark, value };
  });
}

/** Intents that are taught, and entities that are marked, listed or given; both sorted. */
function collectNames({ examples, lookups, regexes }: TrainingData): KnownNames {
  const marked = examples.flatMap((example) => example.entities.map(({ entity }) => entity));
  return {
    intents: [...new Set(examples.map(({ intent }) => intent))].sort(),
    entities: [...new Set([...GIVEN_ENTITIES, ...lookups.keys(), ...regexes.keys(), ...marked])].sort(),
  };
}

/** As if it stood in a file already. */
export function toExample(intent: string, text: string, marks: readonly Mark[]): TrainingExample {
  const entities = marks.map((mark) => ({ ...mark, value: mark.value ?? text.slice(mark.start, mark.end) }));
  return { intent, text, source: writeMarkup(text, marks), entities, file: "", line: 0 };
}
