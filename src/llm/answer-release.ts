import { createSentenceSplitter, type Mold } from "./grounding/index.ts";

/** What a model wrote, as far as it may leave. */
export interface AnswerRelease {
  /** Another model begins: nothing of the one before has left, or it would not have been asked. */
  restart(): void;
  /** The next piece of the stream. */
  push(delta: string): void;
  /** The stream is over; one that broke off (`isWhole` false) leaves no half sentence. */
  finish(isWhole: boolean): void;
  /** Why nothing more of this answer may leave; empty as long as it may. */
  reasons(): string[];
  /** Why some of the words around were left out; empty when none were. */
  trimmed(): string[];
  /** Whether a sentence has left already. */
  hasReleased(): boolean;
  /** The reply up to the list: what was accepted, and where the answer broke off after something had left, the template's own words. */
  text(): string;
}

/**
 * Lets whole sentences out as soon as they are finished and checked. Nothing after the first refused sentence leaves; what
 * has left by then is completed by the template's own sentences, so that a reply that began truthfully also ends so.
 *
 * @param restore puts the customer's name back in
 * @param onSentence called with each sentence that leaves; absent when the reply leaves as a whole
 */
export function createAnswerRelease(deps: {
  mold: Mold;
  restore(text: string): string;
  onSentence?(text: string): void;
}): AnswerRelease {
  let reader = deps.mold.read();
  let splitter = createSentenceSplitter();
  let accepted: string[] = [];
  let refusals: string[] = [];
  let trimmed = new Set<string>();
  let released = 0;

  function take(sentence: string): void {
    if (refusals.length > 0) return;
    const taken = reader.take(sentence);
    if (!("text" in taken)) {
      refusals = taken.reasons;
      return;
    }
    for (const reason of taken.trimmed) trimmed.add(reason);
    if (taken.text !== "") leave(deps.restore(taken.text));
  }

  function leave(text: string): void {
    accepted.push(text);
    if (!deps.onSentence) return;
    released += 1;
    deps.onSentence(text);
  }

  return {
    restart() {
      reader = deps.mold.read();
      splitter = createSentenceSplitter();
      accepted = [];
      refusals = [];
      trimmed = new Set();
    },
    push(delta) {
      for (const sentence of splitter.push(delta)) take(sentence);
    },
    finish(isWhole) {
      if (isWhole) for (const sentence of splitter.flush()) take(sentence);
      if (refusals.length === 0 && reader.missing().length > 0) refusals = ["missing"];
      if (refusals.length > 0 && released > 0) leave(reader.rest());
    },
    reasons: () => refusals,
    trimmed: () => [...trimmed],
    hasReleased: () => released > 0,
    text: () => accepted.join(""),
  };
}
