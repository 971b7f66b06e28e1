/** What a signed token may say that its bearer is. */
export type TokenRole = "service" | "admin" | "customer";

/** What an API key may be allowed, one by one. */
export const apiScopes = [
  "catalogue:read",
  "catalogue:write",
  "bookings:read",
  "bookings:write",
  "payments:read",
  "payments:write",
  "clients:read",
  "clients:write",
  "webhooks:write",
  "keys:write",
  "nlu:read",
  "nlu:write",
] as const;
export type ApiScope = (typeof apiScopes)[number];

/**
 * Who calls the internal API and on whose behalf: the orchestrator (`service`), staff (`admin`), one customer
 * (`customer`), or a developer's API key (`key`).
 */
export interface Caller {
  role: TokenRole | "key";
  /** The one customer whose rows it reaches; without one, what its role reaches. Always there for `customer`. */
  customerId?: string | undefined;
  /** What it may do to the rows that it reaches. */
  scopes: ReadonlySet<ApiScope> | "all";
  /** What idempotency keys and rate limits belong to; an API key keeps it through a rotation. */
  id: string;
  /** Whom the token or key was made for, when it says so: an administrator's or a key's name, for the audit log. */
  name?: string;
  /** When its API key ends; it makes none that outlives it. */
  expiresAt?: Date | undefined;
}
