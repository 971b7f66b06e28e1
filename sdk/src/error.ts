/** What the API refused, or could not do. `code` is stable: programs decide by it, not by the text. */
export class AtiendeError extends Error {
  override readonly name = "AtiendeError";
  readonly code: string;
  /** Of the answer; 0 when there was none. */
  readonly status: number;
  /** The fields that were wrong. */
  readonly errors: readonly { field: string; message: string }[];
  /** Names the request in the service's logs. */
  readonly requestId: string | undefined;
  /** The whole problem: `alternatives` of a refused time, `current` of what has changed. */
  readonly problem: Readonly<Record<string, unknown>>;

  constructor(status: number, problem: Record<string, unknown>, cause?: unknown) {
    const { code, title, detail, errors, requestId } = problem as Partial<Record<string, string>> & {
      errors?: { field: string; message: string }[];
    };
    super([title ?? `The API answered ${status}`, detail].filter(Boolean).join(": "), { cause });
    this.code = code ?? "unknown";
    this.status = status;
    this.errors = errors ?? [];
    this.requestId = requestId;
    this.problem = problem;
  }
}
