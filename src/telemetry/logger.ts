import { pino } from "pino";
import { describeFault, type Logger } from "../shared/index.ts";

/** Fields that are left out, wherever somebody put them: at the top of a line or one level down. */
const PRIVATE = [
  ...["authorization", "password", "token", "secret", "apiKey", "signature", "cookie", "headers", "config"],
  ...["body", "text", "phone", "address", "from", "to", "displayName", "email", "request", "response", "parameters"],
];

/**
 * JSON lines on standard output. Callers pass ids and codes only; under them are two nets: fields by the names above
 * are left out, and `hide` takes known secrets out of every finished line. An error is told without its message, which
 * may quote a customer.
 */
export function createLogger(level: string, hide: (line: string) => string = (line) => line): Logger {
  const output = pino.destination(1);
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeFault, error: describeFault },
      redact: { paths: PRIVATE.flatMap((name) => [name, `*.${name}`]), remove: true },
    },
    { write: (line: string) => void output.write(hide(line)) },
  );
}

/** Puts `…` in the place of each of these values. */
export function createHiding(secrets: readonly string[]): (line: string) => string {
  return (line) => secrets.reduce((text, secret) => text.replaceAll(secret, "…"), line);
}
