import { createHash } from "node:crypto";
import { isSure, type NluEntity, type NluParse, type Policy, type TrainingExample } from "../../nlu/index.ts";

/** A line whose right reading a person wrote down. */
export interface LabelledLine extends TrainingExample {
  language: string;
  /** Somebody marked the entities of its file, so that a line without marks says that it has none. */
  isMarked: boolean;
  /** Its file is blind: the line is counted, and no report repeats it. */
  isBlind: boolean;
}

/** What one engine made of one line: enough to judge it under any thresholds, and to compare it with another engine's. */
export interface Decision {
  file: string;
  /** 0 where it is blind. */
  line: number;
  language: string;
  /** `hashOf` it where it is blind: enough to find the same line in another report. */
  text: string;
  isBlind: boolean;
  /** The right one. */
  intent: string;
  guess: string;
  confidence: number;
  /** From the first to the second guess. */
  margin: number;
  /** null: the entities of this file are not marked. */
  entities: EntityTally | null;
  durationMs: number;
}

export interface EntityTally {
  hits: FoundEntity[];
  missed: FoundEntity[];
  invented: FoundEntity[];
}

export interface FoundEntity {
  entity: string;
  /** Empty where the line is blind. */
  text: string;
}

/** What a decision means for the customer under these thresholds. */
export type Outcome = "right" | "question" | "wrongAnswer" | "wrongWrite";

export type Thresholds = Pick<Policy, "confidence" | "margin">;

/** Intents whose actions end in a write. */
export const WRITING_INTENTS: ReadonlySet<string> = new Set([
  "agendar_cita",
  "reagendar_cita",
  "cancelar_cita",
  "pagar_servicio",
  "actualizar_perfil",
  "baja",
  "alta",
]);

export const OUT_OF_SCOPE = "fuera_de_alcance";

type Parse = (text: string) => NluParse | Promise<NluParse>;

/** Parses each line, one after the other as they would come. */
export async function decideAll(lines: readonly LabelledLine[], parse: Parse): Promise<Decision[]> {
  const decisions: Decision[] = [];
  for (const line of lines) decisions.push(decisionOf(line, await parse(line.text)));
  return decisions;
}

export function decisionOf(line: LabelledLine, read: NluParse): Decision {
  const { file, language, intent, isBlind } = line;
  const { name, confidence } = read.intent;
  const margin = confidence - (read.ranking[1]?.confidence ?? 0);
  const entities = line.isMarked ? tallyEntities(line, read.entities) : null;
  return {
    file,
    line: isBlind ? 0 : line.line,
    language,
    text: isBlind ? hashOf(line.text) : line.text,
    isBlind,
    intent,
    guess: name,
    confidence: rounded(confidence),
    margin: rounded(margin),
    entities,
    durationMs: rounded(read.durationMs),
  };
}

/** Twelve hexadecimal digits. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/** A mark is found when kind and span agree, and the value too where the mark names one of its own. */
function tallyEntities({ text, entities: marks, isBlind }: LabelledLine, found: readonly NluEntity[]): EntityTally {
  const left = [...found];
  const tally: EntityTally = { hits: [], missed: [], invented: [] };
  for (const { entity, start, end, value } of marks) {
    const marked = text.slice(start, end);
    const at = left.findIndex(
      (one) =>
        one.entity === entity && one.start === start && one.end === end && (value === marked || value === one.value),
    );
    if (at >= 0) left.splice(at, 1);
    (at >= 0 ? tally.hits : tally.missed).push({ entity, text: isBlind ? "" : marked });
  }
  tally.invented = left.map(({ entity, text: words }) => ({ entity, text: isBlind ? "" : words }));
  return tally;
}

/** A turn decides by `isSure`; this is the same on what a report keeps. */
export function outcomeOf({ intent, guess, confidence, margin }: Decision, thresholds: Thresholds): Outcome {
  if (confidence < thresholds.confidence || margin < thresholds.margin) return "question";
  if (guess === intent) return "right";
  return WRITING_INTENTS.has(guess) ? "wrongWrite" : "wrongAnswer";
}

/** How well one engine understood lines whose right intent is known. */
export interface Evaluation {
  lines: number;
  /** Best guess is the right intent. */
  right: number;
  /** Sure enough to act by the policy. */
  acted: number;
  actedRight: number;
  /** Sure enough to act, wrong, and the action writes: a question about a change that nobody asked for. */
  wrongWrites: number;
  /** "expected → guessed", most frequent first. */
  confusions: [string, number][];
  medianMs: number;
}

/** The counts of a run, for tables that need no more. */
export async function evaluate(examples: TrainingExample[], policy: Policy, parse: Parse): Promise<Evaluation> {
  const confusions = new Map<string, number>();
  const durations: number[] = [];
  const result: Evaluation = {
    lines: examples.length,
    right: 0,
    acted: 0,
    actedRight: 0,
    wrongWrites: 0,
    confusions: [],
    medianMs: 0,
  };
  for (const { intent, text } of examples) {
    const read = await parse(text);
    durations.push(read.durationMs);
    const isRight = read.intent.name === intent;
    if (isRight) result.right++;
    else {
      const confusion = `${intent} → ${read.intent.name}`;
      confusions.set(confusion, (confusions.get(confusion) ?? 0) + 1);
    }
    if (!isSure(read, policy)) continue;
    result.acted++;
    if (isRight) result.actedRight++;
    else if (WRITING_INTENTS.has(read.intent.name)) result.wrongWrites++;
  }
  result.confusions = [...confusions].sort((a, b) => b[1] - a[1]);
  result.medianMs = durations.sort((a, b) => a - b)[Math.floor(durations.length / 2)] ?? 0;
  return result;
}

/** Four digits: a report is read by people and compared by their tools. */
function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
