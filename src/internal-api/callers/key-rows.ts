import type { ApiKey, ApiScope } from "../../contract/index.ts";
import type { Database, Sql } from "../../database/index.ts";
import { newId } from "../../shared/index.ts";
import { isScope } from "./api-keys.ts";
import { hashSecret, hintOf, makeSecret } from "./key-secret.ts";

export interface ApiKeyRow {
  id: string;
  name: string;
  scopes: string[];
  hint: string;
  created_at: Date;
  last_used_at: Date | null;
  expires_at: Date | null;
  revoked_at: Date | null;
}

/** Columns of an ApiKeyRow from `api_keys k`. */
export const API_KEY_COLUMNS = `k.id, k.name, k.scopes, k.created_at, k.last_used_at, k.expires_at, k.revoked_at,
  (select s.hint from api_key_secrets s where s.key_id = k.id and s.valid_until is null) as hint`;

export interface NewApiKey {
  profileId: string;
  name: string;
  scopes: readonly ApiScope[];
  expiresAt: Date | undefined;
  /** The caller that asks for it. */
  createdBy: string;
  now: Date;
}

/** Writes a key; `secret` is nowhere else. */
export async function insertApiKey(sql: Sql, key: NewApiKey): Promise<{ row: ApiKeyRow; secret: string }> {
  const id = newId();
  await sql.query(
    `insert into api_keys (id, profile, name, scopes, created_by, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, key.profileId, key.name, [...new Set(key.scopes)], key.createdBy, key.now, key.expiresAt ?? null],
  );
  const secret = await insertSecret(sql, id);
  const row = await findApiKey(sql, { profileId: key.profileId, id, isLocked: false });
  if (!row) throw new Error("the API key that was just written is not there");
  return { row, secret };
}

/** Makes a key in one transaction; returns its secret, which is stored nowhere. */
export async function createApiKey(database: Database, key: NewApiKey): Promise<string> {
  const { secret } = await database.transaction((sql) => insertApiKey(sql, key));
  return secret;
}

/** Gives a key its current secret; the one before must have an end by now. */
export async function insertSecret(sql: Sql, keyId: string): Promise<string> {
  const secret = makeSecret();
  await sql.query("insert into api_key_secrets (hash, key_id, hint) values ($1, $2, $3)", [
    hashSecret(secret),
    keyId,
    hintOf(secret),
  ]);
  return secret;
}

export async function findApiKey(
  sql: Sql,
  { profileId, id, isLocked }: { profileId: string; id: string; isLocked: boolean },
): Promise<ApiKeyRow | undefined> {
  const [row] = await sql.query<ApiKeyRow>(
    `select ${API_KEY_COLUMNS} from api_keys k where k.profile = $1 and k.id = $2 ${isLocked ? "for no key update" : ""}`,
    [profileId, id],
  );
  return row;
}

export function toApiKey(row: ApiKeyRow): ApiKey {
  const instant = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes.filter(isScope),
    hint: row.hint,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: instant(row.last_used_at),
    expiresAt: instant(row.expires_at),
    revokedAt: instant(row.revoked_at),
  };
}
