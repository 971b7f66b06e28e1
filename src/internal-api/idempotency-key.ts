import { type Caller, needsKey, type OperationShape } from "../contract/index.ts";
import { hashRequest, type KeyedRequest } from "./idempotency.ts";
import { type Refusal, refuse } from "./outcome.ts";
import type { Parts } from "./request-parts.ts";

const KEY = /^[\x21-\x7e]{1,200}$/;

/**
 * The request under its `Idempotency-Key`. Programs must send one with a POST that acts twice when it is repeated; the
 * other writes accept one, and do without because they say what is to be true afterwards. People may do without.
 */
export function takeKey(
  operation: OperationShape,
  key: string,
  { profileId, caller, parts }: { profileId: string; caller: Caller; parts: Parts },
): KeyedRequest | Refusal | undefined {
  if (!key) {
    const isNeeded = needsKey(operation) && (caller.role === "service" || caller.role === "key");
    if (!isNeeded) return undefined;
    return refuse("idempotency_key_missing", "send Idempotency-Key: a new UUID, and the same one when you repeat it");
  }
  if (!KEY.test(key)) return refuse("malformed_request", "Idempotency-Key: 1 to 200 visible ASCII characters");
  return {
    // What a caller does for one customer is never replayed for another.
    caller: `${profileId}:${caller.id}:${caller.customerId ?? ""}`,
    key,
    operation: operation.id,
    requestHash: hashRequest(operation.id, parts),
  };
}
