import { pino } from "pino";
import type { Logger } from "../shared/index.ts";

/** JSON lines on standard output. Callers pass ids and codes; the list below is the net under them. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        "*.authorization",
        "*.password",
        "*.token",
        "*.secret",
        "*.body",
        "*.text",
        "*.phone",
        "*.config",
        "*.request",
        "*.response",
      ],
      remove: true,
    },
  });
}
