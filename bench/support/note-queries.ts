import { appendFileSync } from "node:fs";
import pg from "pg";

/**
 * Loaded before the application (`--import`): writes one line for every statement that a process sends to PostgreSQL,
 * into the file `NOTE_QUERIES`. Each statement is one round trip: nothing is pipelined.
 */
const file = process.env.NOTE_QUERIES;
const original = pg.Client.prototype.query as (...args: unknown[]) => unknown;

Object.assign(pg.Client.prototype, {
  query(this: pg.Client, ...args: unknown[]) {
    const [first] = args;
    const text = typeof first === "string" ? first : ((first as { text?: string } | undefined)?.text ?? "");
    if (file && text) appendFileSync(file, `${JSON.stringify(text.replace(/\s+/g, " ").trim())}\n`);
    return original.apply(this, args);
  },
});
