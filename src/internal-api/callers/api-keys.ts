import { type ApiScope, apiScopes, type Caller } from "../../contract/index.ts";
import type { Database } from "../../database/index.ts";
import type { Clock, Logger } from "../../shared/index.ts";
import { hashSecret, isSecret } from "./key-secret.ts";

export interface ApiKeysDeps {
  database: Database;
  profileId: string;
  clock: Clock;
  logger: Logger;
}

export interface ApiKeys {
  /**
   * The caller that a secret belongs to; undefined for an unknown, expired or revoked one.
   *
   * The answer of the database is kept for 20 s in each process, so that busy keys cost no query; a revocation, or a
   * rotation's end, is felt everywhere within that time. An expiry is felt at once.
   */
  identify(secret: string): Promise<Caller | undefined>;
}

interface KeyRow {
  id: string;
  name: string;
  scopes: string[];
  expires_at: Date | null;
  valid_until: Date | null;
  last_used_at: Date | null;
}

interface Kept {
  row: Promise<KeyRow | undefined>;
  untilMs: number;
}

const KEEP_MS = 20_000;
const MAX_KEPT = 1000;
const USE_STEP_MS = 60_000;

/** Verifies developers' keys. */
export function createApiKeys({ database, profileId, clock, logger }: ApiKeysDeps): ApiKeys {
  const kept = new Map<string, Kept>();

  function find(hash: string): Promise<KeyRow | undefined> {
    const nowMs = clock.monotonicMs();
    const known = kept.get(hash);
    if (known && known.untilMs > nowMs) return known.row;
    // The promise is kept, so that a burst on a cold key asks once.
    const row = load(hash);
    kept.delete(hash);
    kept.set(hash, { row, untilMs: nowMs + KEEP_MS });
    row.catch(() => {
      if (kept.get(hash)?.row === row) kept.delete(hash);
    });
    const [oldest] = kept.keys();
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    return row;
  }

  async function load(hash: string): Promise<KeyRow | undefined> {
    const [row] = await database.query<KeyRow>(
      `select k.id, k.name, k.scopes, k.expires_at, s.valid_until, k.last_used_at
       from api_key_secrets s join api_keys k on k.id = s.key_id
       where s.hash = $1 and k.profile = $2 and k.revoked_at is null`,
      [hash, profileId],
    );
    return row;
  }

  /** At most once a minute for each key and process, beside the request: nobody waits for it, nobody fails by it. */
  function noteUse(row: KeyRow, now: Date): void {
    if (row.last_used_at && now.getTime() - row.last_used_at.getTime() < USE_STEP_MS) return;
    row.last_used_at = now;
    database
      .query("update api_keys set last_used_at = greatest(last_used_at, $2) where id = $1", [row.id, now])
      .catch((error: { code?: string }) => logger.warn({ code: error.code }, "an API key's use was not noted"));
  }

  return {
    async identify(secret) {
      if (!isSecret(secret)) return undefined;
      const row = await find(hashSecret(secret));
      const now = clock.now();
      if (!row || isOver(row.expires_at, now) || isOver(row.valid_until, now)) return undefined;
      noteUse(row, now);
      const scopes = new Set(row.scopes.filter(isScope));
      return { role: "key", scopes, id: `key:${row.id}`, name: row.name, expiresAt: row.expires_at ?? undefined };
    },
  };
}

/** A scope that a later version took away opens nothing. */
export function isScope(text: string): text is ApiScope {
  return (apiScopes as readonly string[]).includes(text);
}

function isOver(end: Date | null, now: Date): boolean {
  return end !== null && end <= now;
}
