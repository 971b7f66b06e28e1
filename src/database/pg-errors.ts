/** PostgreSQL's answers, by SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
interface PgError {
  code?: string;
  constraint?: string;
}

export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return has(error, "23505", constraint);
}

/** The database is away, starting, stopping or out of connections: the caller should try again later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const { message = "" } = error as Error;
  const code = String((error as { code?: string | number }).code ?? "");
  return (
    code.startsWith("08") ||
    code.startsWith("57P") ||
    // Too many connections; connections not allowed; a statement that took longer than we wait.
    ["53300", "55000", "57014"].includes(code) ||
    ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND"].includes(code) ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      message,
    )
  );
}

function has(error: unknown, code: string, constraint: string | undefined): boolean {
  const { code: actual, constraint: broken } = error as PgError;
  return actual === code && (constraint === undefined || constraint === broken);
}
