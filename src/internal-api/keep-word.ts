import { type OperationShape, problemCodesOf } from "../contract/index.ts";
import type { Outcome } from "./outcome.ts";

/**
 * The answer as the contract has it: its schema, or a refusal that is declared. Inside a write this runs before the
 * commit, so a broken answer has no effect.
 * @throws BrokenAnswerError
 */
export function keepWord<Data>(operation: OperationShape, outcome: Outcome<Data>): Outcome<Data> {
  if (outcome.kind === "refused") {
    if (!problemCodesOf(operation).includes(outcome.code)) throw new BrokenAnswerError(operation.id, [outcome.code]);
    return outcome;
  }
  const parsed = operation.response.safeParse(outcome.data);
  if (parsed.success) return { kind: "done", data: parsed.data as Data };
  const paths = parsed.error.issues.map((issue) => issue.path.join("."));
  throw new BrokenAnswerError(operation.id, paths);
}

export class BrokenAnswerError extends Error {
  readonly code = "broken_answer";
  constructor(operation: string, paths: string[]) {
    super(`${operation} answers outside its schema at ${paths.join(", ")}`);
    this.name = "BrokenAnswerError";
  }
}
