import type { Caller } from "../contract/index.ts";

/** Whose rows the caller reaches; null is everybody's. Who acts for a customer is that customer. */
export function ownerOf(caller: Caller): string | null {
  if (caller.customerId !== undefined) return caller.customerId;
  if (caller.role === "admin" || caller.role === "key") return null;
  throw new OwnerlessCallError();
}

class OwnerlessCallError extends Error {
  readonly code = "ownerless_call";
}
