import { createSecretKey } from "node:crypto";
import { errors, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import type { Caller, TokenRole } from "./caller.ts";

export interface ServiceTokens {
  /** A signed token; `ttlSeconds` is 60 unless told. Role `customer` needs its `customerId`. */
  sign(claims: { role: TokenRole; customerId?: string; name?: string; ttlSeconds?: number }): Promise<string>;
  /** @throws InvalidTokenError for anything but a live token that one of the secrets signed. */
  verify(token: string): Promise<Caller>;
}

export class InvalidTokenError extends Error {
  readonly code = "unauthorized";
  constructor() {
    super("the service token is not valid");
    this.name = "InvalidTokenError";
  }
}

const ISSUER = "atiende";
const AUDIENCE = "atiende-internal-api";
const DEFAULT_TTL_SECONDS = 60;
const CLOCK_TOLERANCE_SECONDS = 5;
/** Tokens that are remembered, of those signed here and of those that were verified. */
const MAX_REMEMBERED = 5000;

const claimsSchema = z
  .object({
    role: z.enum(["service", "admin", "customer"]),
    sub: z.uuid().optional(),
    name: z.string().min(1).max(80).optional(),
  })
  .refine(({ role, sub }) => role !== "customer" || sub !== undefined);

/** HS256 tokens. The first secret signs; every one of them verifies, so that a rotation refuses nobody. */
export function createServiceTokens(secrets: readonly [string, ...string[]]): ServiceTokens {
  // Key objects are imported once; bytes would be imported again at every signature.
  const keys = secrets.map((secret) => createSecretKey(secret, "utf8"));
  // A signature goes through a thread of its own; the same token is used and seen again for the rest of its minute.
  const signed = new Map<string, { token: string; halfLifeMs: number }>();
  const verified = new Map<string, { caller: Caller; untilMs: number }>();

  return {
    async sign({ role, customerId, name, ttlSeconds = DEFAULT_TTL_SECONDS }) {
      const wanted = JSON.stringify([role, customerId, name, ttlSeconds]);
      const known = signed.get(wanted);
      // With half of its life left it outlives every call.
      if (known && Date.now() < known.halfLifeMs) return known.token;
      const token = new SignJWT(name === undefined ? { role } : { role, name })
        .setProtectedHeader({ alg: "HS256" })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1000) + ttlSeconds);
      if (customerId !== undefined) token.setSubject(customerId);
      const made = await token.sign(keys[0]!);
      remember(signed, wanted, { token: made, halfLifeMs: Date.now() + ttlSeconds * 500 });
      return made;
    },
    async verify(token) {
      const known = verified.get(token);
      if (known && Date.now() < known.untilMs) return known.caller;
      for (const key of keys) {
        try {
          const { payload } = await jwtVerify(token, key, {
            algorithms: ["HS256"],
            issuer: ISSUER,
            audience: AUDIENCE,
            requiredClaims: ["exp"],
            clockTolerance: CLOCK_TOLERANCE_SECONDS,
          });
          const claims = claimsSchema.safeParse(payload);
          if (!claims.success) throw new InvalidTokenError();
          const { role, sub, name } = claims.data;
          const id = role === "customer" ? `customer:${sub}` : role;
          const caller: Caller = { role, customerId: sub, scopes: "all", id, ...(name === undefined ? {} : { name }) };
          remember(verified, token, { caller, untilMs: (payload.exp ?? 0) * 1000 });
          return caller;
        } catch (error) {
          // Another secret may have signed it; any other defect is final.
          if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw new InvalidTokenError();
        }
      }
      throw new InvalidTokenError();
    },
  };
}

/** The oldest makes room. */
function remember<Key, Value>(known: Map<Key, Value>, key: Key, value: Value): void {
  known.delete(key);
  if (known.size >= MAX_REMEMBERED) {
    const [oldest] = known.keys();
    known.delete(oldest as Key);
  }
  known.set(key, value);
}
