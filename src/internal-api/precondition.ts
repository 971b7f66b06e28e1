import { type OperationId, type OperationShape, operations } from "../contract/index.ts";
import type { Sql } from "../database/index.ts";
import { etagOf, matches } from "./etag.ts";
import { UnstoredRefusal } from "./idempotency.ts";
import { keepWord } from "./keep-word.ts";
import { type Call, type Handler, type Handlers, refuse } from "./outcome.ts";
import { parseParts } from "./request-parts.ts";

/**
 * `If-Match` of a change: what `GET` of the same address answers to the same caller must still have that `ETag`.
 * Undefined where there is nothing to read at the address.
 */
export function createPrecondition(operation: OperationShape, handlers: Handlers) {
  const twin = Object.values(operations as Record<string, OperationShape>).find(
    ({ method, path }) => method === "GET" && path === operation.path,
  );
  if (!twin || operation.method === "POST" || operation.method === "GET") return undefined;
  const { run } = handlers[twin.id as OperationId] as Handler<OperationId>;

  /** @throws UnstoredRefusal when it has changed. What is not there is the handler's to say. */
  return async (sql: Sql, call: Call<OperationId>, ifMatch: string): Promise<void> => {
    const parts = parseParts(twin, { params: call.params, query: {}, body: undefined });
    if ("kind" in parts) return;
    const outcome = keepWord(twin, await run(sql, { ...call, ...parts } as unknown as Call<OperationId>));
    if (outcome.kind === "refused" || matches(ifMatch, etagOf(JSON.stringify(outcome.data)))) return;
    throw new UnstoredRefusal(refuse("precondition_failed", "read it again and decide anew"));
  };
}
