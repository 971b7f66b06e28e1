import { createSecretKey } from "node:crypto";
import { errors, jwtVerify, SignJWT } from "jose";
import { z } from "zod";

/** Who calls the internal API and on whose behalf. */
export interface Caller {
  role: "service" | "admin";
  customerId: string | undefined;
}

export interface ServiceTokens {
  /** A signed token; `ttlSeconds` is 60 unless told. */
  sign(claims: { role: Caller["role"]; customerId?: string; ttlSeconds?: number }): Promise<string>;
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

const claimsSchema = z.object({ role: z.enum(["service", "admin"]), sub: z.uuid().optional() });

/** HS256 tokens. The first secret signs; every one of them verifies, so that a rotation refuses nobody. */
export function createServiceTokens(secrets: readonly [string, ...string[]]): ServiceTokens {
  // Key objects are imported once; bytes would be imported again at every signature.
  const keys = secrets.map((secret) => createSecretKey(secret, "utf8"));

  return {
    sign({ role, customerId, ttlSeconds = DEFAULT_TTL_SECONDS }) {
      const token = new SignJWT({ role })
        .setProtectedHeader({ alg: "HS256" })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1000) + ttlSeconds);
      if (customerId !== undefined) token.setSubject(customerId);
      return token.sign(keys[0]!);
    },
    async verify(token) {
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
          return { role: claims.data.role, customerId: claims.data.sub };
        } catch (error) {
          // Another secret may have signed it; any other defect is final.
          if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw new InvalidTokenError();
        }
      }
      throw new InvalidTokenError();
    },
  };
}
