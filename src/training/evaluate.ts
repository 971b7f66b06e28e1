import { isSure, type NluParse, type Policy, type TrainingExample } from "../nlu/index.ts";

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

/** Intents whose actions end in a write. */
export const WRITING_INTENTS: ReadonlySet<string> = new Set([
  "agendar_cita",
  "reagendar_cita",
  "cancelar_cita",
  "pagar_servicio",
  "actualizar_perfil",
  "baja",
]);

/** Parses each line, one after the other as they would come, and counts. */
export async function evaluate(
  examples: TrainingExample[],
  policy: Policy,
  parse: (text: string) => NluParse | Promise<NluParse>,
): Promise<Evaluation> {
  const result: Evaluation = {
    lines: examples.length,
    right: 0,
    acted: 0,
    actedRight: 0,
    wrongWrites: 0,
    confusions: [],
    medianMs: 0,
  };
  const confusions = new Map<string, number>();
  const durations: number[] = [];
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
