import type { ApiAnswer } from "../api-client/index.ts";

/** A read was refused although nothing in it came from the customer: ours to mend, so it is a fault. */
export class UnexpectedRefusalError extends Error {
  override readonly name = "UnexpectedRefusalError";
  constructor(readonly code: string) {
    super(`the internal API refused a read: ${code}`);
  }
}

/** The data of a read that cannot be refused. @throws UnexpectedRefusalError */
export function unwrap<T>(answer: ApiAnswer<T>): T {
  if (answer.kind === "ok") return answer.data;
  throw new UnexpectedRefusalError(answer.code);
}
