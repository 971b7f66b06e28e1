import type { Caller, OperationShape, Reach } from "../../contract/index.ts";
import { type Refusal, refuse } from "../outcome.ts";

/**
 * What each caller reaches. Whoever acts for a customer, whatever its role, reaches what that customer does and no
 * more; a customer's token always does. The scope comes on top.
 */
const REACHED: Record<"forCustomer" | Caller["role"], readonly Reach[]> = {
  forCustomer: ["caller", "customer", "owner"],
  service: ["caller"],
  customer: [],
  admin: ["caller", "owner", "staff"],
  key: ["caller", "owner", "staff"],
};

/** Undefined when the caller may; otherwise why not. */
export function mayCall({ reach, scope }: OperationShape, caller: Caller): Refusal | undefined {
  const reached = REACHED[caller.customerId === undefined ? caller.role : "forCustomer"];
  if (!reached.includes(reach)) return refuse("forbidden", missingReach(reach, caller));
  if (caller.scopes === "all" || caller.scopes.has(scope)) return undefined;
  return refuse("forbidden", `the API key lacks the scope ${scope}`);
}

function missingReach(reach: Reach, caller: Caller): string | undefined {
  if (caller.role !== "key" && caller.role !== "admin") return undefined;
  return reach === "staff"
    ? "this acts for no customer: leave On-Behalf-Of out"
    : "this acts for a customer: name it in On-Behalf-Of";
}

const CUSTOMER_FIELDS = ["client", "clientId", "customerId"];

/**
 * Whether a filter or a field names another customer than the one on whose behalf the call is. Handlers narrow what
 * they read to the caller's own rows; this refuses the attempt, whether or not that customer exists.
 */
export function namesAnother(caller: Caller, parts: readonly unknown[]): boolean {
  const { customerId } = caller;
  if (customerId === undefined) return false;
  return parts.some((part) => {
    const fields = (part ?? {}) as Record<string, unknown>;
    return CUSTOMER_FIELDS.some((name) => fields[name] !== undefined && fields[name] !== customerId);
  });
}
