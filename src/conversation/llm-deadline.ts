import { createDeadline, type Deadline } from "../llm/index.ts";
import type { Clock } from "../shared/index.ts";
import type { Turn } from "./turn.ts";

/** What everything before the models may take of a customer's wait: the rest of the burst, understanding, acting. */
const BEFORE_MS = 400;

export interface LlmTime {
  clock: Clock;
  /** ms that all LLM calls of one reply may take together. */
  llmReplyMs: number;
}

/**
 * The time that the models of this turn have left together; it runs from the first question to one of them. Whoever has
 * waited longer than usual by then, for a place in the queue or a slow API, gets the template that much sooner.
 */
export function llmDeadline(turn: Pick<Turn, "writtenAt" | "llmDeadline">, { clock, llmReplyMs }: LlmTime): Deadline {
  if (turn.llmDeadline) return turn.llmDeadline;
  const waitedMs = clock.now().getTime() - turn.writtenAt.getTime();
  const totalMs = Math.min(llmReplyMs, llmReplyMs + BEFORE_MS - waitedMs);
  turn.llmDeadline = createDeadline(totalMs, () => clock.monotonicMs());
  return turn.llmDeadline;
}
