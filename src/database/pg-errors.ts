/** PostgreSQL's answers, by SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
interface PgError {
  code?: string;
  constraint?: string;
}

export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return has(error, "23505", constraint);
}

/**
 * 08 connection, 53 out of disk, memory or connections, 57P shut down or starting, 58 input and output. All of them
 * pass without a change of what was asked.
 */
const UNAVAILABLE_CLASSES = ["08", "53", "57P", "58"];
const UNAVAILABLE = new Set([
  // Connections not allowed; a statement that took longer than we wait.
  ...["55000", "57014"],
  // The session was ended because its transaction, its statement or itself rested too long.
  ...["25P03", "25P04", "57P05"],
  // After a fail-over the server that answers may still be the copy that only reads.
  "25006",
]);
/** Of the network, before or while the server answers. */
const NETWORK = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "ECONNABORTED", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"],
  ...["EHOSTUNREACH", "ENETUNREACH", "ERR_STREAM_DESTROYED", "ERR_STREAM_WRITE_AFTER_END"],
]);
/** The driver's own words; it gives them no code. */
const DRIVER =
  /^Connection terminated|^timeout exceeded when trying to connect|^timeout expired$|^Query read timeout|^Client has encountered a connection error|^Client was closed and is not queryable/;

/** The database is away, starting, stopping, full or overrun: the caller should try again later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  const isClass = code.length === 5 && UNAVAILABLE_CLASSES.some((start) => code.startsWith(start));
  return isClass || UNAVAILABLE.has(code) || isConnectionLost(error);
}

/** Ended because it took too long: that may be the database's trouble, or that of the very statement. */
export function isTooSlow(error: unknown): boolean {
  return codeOf(error) === "57014";
}

/** Nothing more can be said over this connection, not even `rollback`. */
export function isConnectionLost(error: unknown): boolean {
  const { message = "" } = error as Error;
  return NETWORK.has(codeOf(error)) || DRIVER.test(message);
}

function codeOf(error: unknown): string {
  return String((error as { code?: string | number } | null)?.code ?? "");
}

function has(error: unknown, code: string, constraint: string | undefined): boolean {
  const { code: actual, constraint: broken } = error as PgError;
  return actual === code && (constraint === undefined || constraint === broken);
}
