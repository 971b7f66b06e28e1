import { PromptError } from "../src/llm/index.ts";
import type { Played } from "./prompts-trial.ts";
import type { RecordedTurn } from "./prompts-turns.ts";

interface Pair {
  before: Played;
  after: Played;
}

/** "around" or "response/around" → "response/around". @throws PromptError when no prompt is called so */
export function nameOfDraft(wanted: string, names: readonly string[]): string {
  const found = names.find((name) => name === wanted || name.endsWith(`/${wanted}`));
  if (!found) throw new PromptError(wanted, `no hay un prompt que se llame así; di cuál con --as: ${names.join(", ")}`);
  return found;
}

/** The lines that only one of two texts has, "-" before "+", as they follow each other. */
export function changedLines(before: string, after: string): string[] {
  const only = (text: string, other: string, sign: string) => {
    const known = new Set(other.split("\n"));
    return text.split("\n").flatMap((line) => (line.trim() === "" || known.has(line) ? [] : [`  ${sign} ${line}`]));
  };
  return [...only(before, after, "-"), ...only(after, before, "+")];
}

/** @param asked what the customer wrote, masked */
export function playedLines(turn: RecordedTurn, asked: string, { before, after }: Pair, currency: string): string[] {
  return [
    "",
    `── ${turn.id} (${turn.outcome})`,
    `Cliente:   ${oneLine(asked)}`,
    `Plantilla: ${oneLine(turn.template)}`,
    ...wording("Ahora:    ", before, currency),
    ...wording("Borrador: ", after, currency),
  ];
}

function wording(label: string, played: Played, currency: string): string[] {
  const cost = `${played.tokens} tokens, ${money(played.costMicros, currency)}, ${played.durationMs} ms`;
  if (played.isWorded) return [`${label} ${oneLine(played.text)}`, `           aceptada · ${cost}`];
  return [
    `${label} (se envía la plantilla: ${played.reasons.join(", ") || "sin modelo"})`,
    ...(played.refused ? [`           rechazada: ${oneLine(played.refused)}`] : []),
    `           ${cost}`,
  ];
}

/** What the draft changes on the whole. */
export function summaryLines(pairs: readonly Pair[], currency: string): string[] {
  const count = (test: (pair: Pair) => boolean) => pairs.filter(test).length;
  const sum = (of: (pair: Pair) => number) => pairs.reduce((total, pair) => total + of(pair), 0);
  const mean = (of: (pair: Pair) => number) => Math.round(sum(of) / Math.max(1, pairs.length));
  return [
    "",
    `Resumen de ${pairs.length} respuesta(s), ahora → con el borrador:`,
    `  rechazadas:        ${count(({ before }) => before.refused !== undefined)} → ${count(({ after }) => after.refused !== undefined)}`,
    `  sin respuesta:     ${count((pair) => isFailed(pair.before))} → ${count((pair) => isFailed(pair.after))}`,
    `  cambian:           ${count(({ before, after }) => before.text !== after.text)}`,
    `  largo promedio:    ${mean(({ before }) => before.text.length)} → ${mean(({ after }) => after.text.length)} caracteres`,
    `  tokens:            ${sum(({ before }) => before.tokens)} → ${sum(({ after }) => after.tokens)}`,
    `  costo:             ${money(
      sum(({ before }) => before.costMicros),
      currency,
    )} → ${money(
      sum(({ after }) => after.costMicros),
      currency,
    )}`,
  ];
}

function isFailed(played: Played): boolean {
  return !played.isWorded && played.refused === undefined;
}

function money(micros: number, currency: string): string {
  return `${(micros / 1_000_000).toFixed(4)} ${currency}`;
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/gu, " ⏎ ");
}
