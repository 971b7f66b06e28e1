import type { Context } from "koa";
import type { OperationShape } from "../contract/index.ts";
import { etagOf, matches } from "./etag.ts";

/** Writes a success. A read carries an `ETag`, and is 304 without a body for whoever has it already. */
export function sendAnswer(context: Context, operation: OperationShape, data: unknown): void {
  const { responseType } = operation;
  const text = responseType ? String(data) : JSON.stringify(data);
  context.status = operation.successStatus;
  context.type = responseType ? `${responseType}; charset=utf-8` : "application/json";
  context.body = text;
  if (operation.method !== "GET") return;
  const etag = etagOf(text);
  context.set("ETag", etag);
  // Nobody's rows may rest in a cache that asks before each use; a customer's rest nowhere.
  if (operation.reach === "caller") context.set("Cache-Control", "private, no-cache");
  // Koa's own `fresh` says no to `Cache-Control: no-cache`, which fetch adds to every request with a condition.
  if (matches(context.get("If-None-Match"), etag)) context.status = 304;
}
