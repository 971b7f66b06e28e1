import type { LlmAnswer, LlmCallRecord } from "./types.ts";

/** What a turn's record keeps of a question to the models, whatever came of it. */
export interface Asked {
  model: string | null;
  /** Null when no model was asked. */
  promptVersion: string | null;
  durationMs: number;
  calls: LlmCallRecord[];
}

export const UNASKED: Asked = { model: null, promptVersion: null, durationMs: 0, calls: [] };

export function askedOf({ model, durationMs, calls }: LlmAnswer, { version }: { version: string }): Asked {
  return { model, promptVersion: calls.length > 0 ? version : null, durationMs, calls };
}
