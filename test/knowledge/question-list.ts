import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Faq } from "../../src/knowledge/index.ts";

export interface ListedQuestion {
  pregunta: string;
  /** `ninguno`: what the owner wrote does not answer it. */
  tema: string;
}

/** The questions of a file, by its groups when it has them. */
export function readQuestions(file: string): Record<string, ListedQuestion[]> {
  const content = parse(readFileSync(file, "utf8"));
  return Array.isArray(content) ? { es: content } : content;
}

export interface Measured {
  /** Of the answers that were given, how many were the right one. */
  precision: number;
  /** Of the questions that have an answer, how many got it. */
  recall: number;
  /** What was answered wrongly, to be read when a bound is missed. */
  wrong: string[];
}

export function measure(faq: Faq, questions: ListedQuestion[]): Measured {
  const answered = questions.flatMap(({ pregunta, tema }) => {
    const found = faq.find(pregunta);
    return found ? [{ pregunta, tema, found: found.tema }] : [];
  });
  const right = answered.filter(({ tema, found }) => tema === found).length;
  return {
    precision: right / answered.length,
    recall: right / questions.filter(({ tema }) => tema !== "ninguno").length,
    wrong: answered
      .filter(({ tema, found }) => tema !== found)
      .map(({ pregunta, tema, found }) => `"${pregunta}" is ${tema}, got ${found}`),
  };
}
