import { isSure, type NluParse, type Policy } from "../../nlu/index.ts";
import { OUT_OF_SCOPE, WRITING_INTENTS } from "../report/index.ts";
import type { ReplayedText } from "./replay-messages.ts";

/** What the assistant would have done about a message: acted on an intent, asked which one, or said that it cannot help. */
export interface ReplayDecision {
  kind: "act" | "clarify" | "fallback";
  /** The best guess, whatever came of it. */
  intent: string;
  confidence: number;
}

/** What a changed decision touches: what costs an appointment or money, other writes, a question more or less, the rest. */
export type EffectKind = "delicate" | "write" | "question" | "other";

export interface DecisionChange extends ReplayedText {
  effect: EffectKind;
  /** By which the list is sorted: of the effect, times how often it was written. */
  weight: number;
  before: ReplayDecision;
  after: ReplayDecision;
}

export interface Replay {
  messages: number;
  texts: number;
  /** Messages with another decision, by effect. */
  counts: Record<EffectKind, number>;
  /** The heaviest first. */
  changes: DecisionChange[];
}

/** An appointment lost or moved, a charge, or no message ever again. */
const DELICATE: ReadonlySet<string> = new Set(["cancelar_cita", "reagendar_cita", "pagar_servicio", "baja"]);
/** So many changed questions weigh as much as one changed cancellation. */
const WEIGHTS: Record<EffectKind, number> = { delicate: 20, write: 5, question: 2, other: 1 };

type Parse = (text: string) => Promise<NluParse>;

/** What a model would have decided about each text, one after the other. */
export async function decideTexts(
  texts: readonly ReplayedText[],
  parse: Parse,
  policy: Policy,
): Promise<ReplayDecision[]> {
  const decisions: ReplayDecision[] = [];
  for (const { text } of texts) decisions.push(decisionOf(await parse(text), policy));
  return decisions;
}

/** The texts about which two models decide differently. */
export function compareReplay(
  texts: readonly ReplayedText[],
  before: readonly ReplayDecision[],
  after: readonly ReplayDecision[],
): Replay {
  const counts: Record<EffectKind, number> = { delicate: 0, write: 0, question: 0, other: 0 };
  const changes: DecisionChange[] = [];
  texts.forEach(({ text, times }, index) => {
    const [was, is] = [before[index]!, after[index]!];
    if (effectOf(was) === effectOf(is)) return;
    const effect = kindOf(was, is);
    counts[effect] += times;
    changes.push({ text, times, effect, weight: WEIGHTS[effect] * times, before: was, after: is });
  });
  changes.sort((a, b) => b.weight - a.weight);
  return { messages: texts.reduce((sum, { times }) => sum + times, 0), texts: texts.length, counts, changes };
}

function decisionOf(read: NluParse, policy: Policy): ReplayDecision {
  const { name: intent, confidence } = read.intent;
  if (intent === "nlu_fallback") return { kind: "fallback", intent, confidence };
  if (!isSure(read, policy)) return { kind: "clarify", intent, confidence };
  return { kind: intent === OUT_OF_SCOPE ? "fallback" : "act", intent, confidence };
}

/** Two questions are alike to the customer, and so are two messages that are not ours. */
function effectOf({ kind, intent }: ReplayDecision): string {
  return kind === "act" ? intent : kind;
}

function kindOf(before: ReplayDecision, after: ReplayDecision): EffectKind {
  const acted = [before, after].filter(({ kind }) => kind === "act").map(({ intent }) => intent);
  if (acted.some((intent) => DELICATE.has(intent))) return "delicate";
  if (acted.some((intent) => WRITING_INTENTS.has(intent))) return "write";
  return before.kind === "clarify" || after.kind === "clarify" ? "question" : "other";
}
