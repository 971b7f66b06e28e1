const TAG = /<(\/?)think(?:ing)?>/iu;
/** What may be the beginning of a tag whose rest comes with the next piece. */
const HALF_TAG = /<\/?[a-z]{0,8}$/iu;

export interface ThinkingFilter {
  /** What of this piece belongs to the answer; a possible half of a tag is kept back. */
  push(piece: string): string;
  /** What was kept back and is no tag after all. */
  flush(): string;
  /**
   * Some servers open the thinking in the prompt, so that only its end is seen: all that came before was no answer.
   * How many characters of what `push` returned are void.
   */
  voidCharacters(): number;
}

/** Takes `<think>…</think>` out of a streamed text, wherever the pieces are cut. */
export function createThinkingFilter(): ThinkingFilter {
  let held = "";
  let isThinking = false;
  let passed = 0;
  let voided = 0;

  function pass(text: string): string {
    if (isThinking) return "";
    passed += text.length;
    return text;
  }

  return {
    push(piece) {
      held += piece;
      let answer = "";
      for (let tag = TAG.exec(held); tag; tag = TAG.exec(held)) {
        answer += pass(held.slice(0, tag.index));
        held = held.slice(tag.index + tag[0].length);
        if (tag[1] === "/" && !isThinking) voided = passed;
        isThinking = tag[1] !== "/";
      }
      const half = HALF_TAG.exec(held)?.index ?? held.length;
      answer += pass(held.slice(0, half));
      held = held.slice(half);
      return answer;
    },
    flush() {
      const rest = pass(held);
      held = "";
      return rest;
    },
    voidCharacters: () => voided,
  };
}
