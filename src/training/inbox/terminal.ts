/** Where a trainer sits: lines out, lines in. */
export interface Terminal {
  say(line: string): void;
  /** What was typed, without its line end; undefined once nothing more will be. */
  ask(question: string): Promise<string | undefined>;
}
