import type { ApiScope, Caller, keysOperations } from "../../contract/index.ts";
import { done, type Handler, type HandlersOf, refuse, refuseField } from "../outcome.ts";
import { API_KEY_COLUMNS, type ApiKeyRow, findApiKey, insertApiKey, insertSecret, toApiKey } from "./key-rows.ts";

interface KeyDeps {
  profileId: string;
}

/** How long the secret before a rotation still works. */
const GRACE_MS = 24 * 3_600_000;

/** What stands behind the API keys. */
export function keyHandlers(deps: KeyDeps): HandlersOf<typeof keysOperations> {
  return {
    createApiKey: createApiKeyHandler(deps),
    listApiKeys: listApiKeysHandler(deps),
    revokeApiKey: revokeApiKeyHandler(deps),
    rotateApiKey: rotateApiKeyHandler(deps),
  };
}

/** What a replay may repeat: the secret is stored nowhere, not even with the answer. */
const withoutSecret = <Data extends object>(data: Data) => ({ ...data, secret: null });

/** POST /admin/api-keys */
function createApiKeyHandler({ profileId }: KeyDeps): Handler<"createApiKey"> {
  return {
    kept: withoutSecret,
    async run(sql, { caller, body, now }) {
      const missing = body.scopes.filter((scope) => !has(caller, scope));
      if (missing.length > 0) return refuseField("scopes", `your key does not have ${missing.join(", ")}`);
      const expiresAt = body.expiresAt === undefined ? undefined : new Date(body.expiresAt);
      if (expiresAt && expiresAt <= now) return refuseField("expiresAt", "is in the past");
      if (outlives(expiresAt, caller)) {
        return refuseField("expiresAt", `your key ends at ${caller.expiresAt?.toISOString()}: name no later end`);
      }
      const createdBy = [caller.id, caller.name].filter(Boolean).join(" ");
      const { name, scopes } = body;
      const { row, secret } = await insertApiKey(sql, { profileId, name, scopes, expiresAt, createdBy, now });
      return done({ ...toApiKey(row), secret });
    },
  };
}

/** GET /admin/api-keys: keyset pages by id, newest first. */
function listApiKeysHandler({ profileId }: KeyDeps): Handler<"listApiKeys"> {
  return {
    async run(sql, { query }) {
      const rows = await sql.query<ApiKeyRow>(
        `select ${API_KEY_COLUMNS} from api_keys k where k.profile = $1 and ($2::uuid is null or k.id < $2)
         order by k.id desc limit $3`,
        [profileId, query.cursor ?? null, query.limit + 1],
      );
      const page = rows.slice(0, query.limit);
      return done({
        apiKeys: page.map(toApiKey),
        nextCursor: rows.length > query.limit ? (page.at(-1)?.id ?? null) : null,
      });
    },
  };
}

/** DELETE /admin/api-keys/{id}: a second time says the same. */
function revokeApiKeyHandler({ profileId }: KeyDeps): Handler<"revokeApiKey"> {
  return {
    async run(sql, { params, now }) {
      const row = await findApiKey(sql, { profileId, id: params.id, isLocked: true });
      if (!row) return refuse("not_found");
      if (row.revoked_at) return done(toApiKey(row));
      await sql.query("update api_keys set revoked_at = $2 where id = $1", [row.id, now]);
      return done(toApiKey({ ...row, revoked_at: now }));
    },
  };
}

/** POST /admin/api-keys/{id}/rotate */
function rotateApiKeyHandler({ profileId }: KeyDeps): Handler<"rotateApiKey"> {
  return {
    kept: withoutSecret,
    async run(sql, { caller, params, now }) {
      const row = await findApiKey(sql, { profileId, id: params.id, isLocked: true });
      if (!row) return refuse("not_found");
      // Whoever gets the secret gets what it opens.
      const missing = toApiKey(row).scopes.filter((scope) => !has(caller, scope));
      if (missing.length > 0) return refuse("forbidden", `your key does not have ${missing.join(", ")}`);
      if (outlives(row.expires_at ?? undefined, caller)) return refuse("forbidden", "it ends later than your key");
      if (row.revoked_at || (row.expires_at && row.expires_at <= now)) return refuse("key_not_active");
      await sql.query("delete from api_key_secrets where key_id = $1 and valid_until <= $2", [row.id, now]);
      await sql.query("update api_key_secrets set valid_until = $2 where key_id = $1 and valid_until is null", [
        row.id,
        new Date(now.getTime() + GRACE_MS),
      ]);
      const secret = await insertSecret(sql, row.id);
      const rotated = await findApiKey(sql, { profileId, id: row.id, isLocked: false });
      return done({ ...toApiKey(rotated ?? row), secret });
    },
  };
}

function has({ scopes }: Caller, scope: ApiScope): boolean {
  return scopes === "all" || scopes.has(scope);
}

/** Whether a key with this end would go on where the caller's has ended. */
function outlives(end: Date | undefined, { expiresAt }: Caller): boolean {
  return expiresAt !== undefined && (end === undefined || end > expiresAt);
}
