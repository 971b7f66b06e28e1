import { createHash } from "node:crypto";
import type { Database, Sql } from "../database/index.ts";
import { failPoint, type Sealer } from "../shared/index.ts";
import { type Outcome, type Refusal, refuse } from "./outcome.ts";
import { withRetries } from "./retries.ts";

export interface KeyedRequest {
  /** Keys of different callers never meet. */
  caller: string;
  key: string;
  operation: string;
  requestHash: string;
}

const QUERY_CANCELED = "57014";

/**
 * SHA-256 of what the request asks for, over the validated values in a canonical order, so that spacing and field order
 * do not matter.
 */
export function hashRequest(operation: string, parts: { params: unknown; query: unknown; body: unknown }): string {
  const asked = [operation, parts.params ?? null, parts.query ?? null, parts.body ?? null];
  return createHash("sha256").update(JSON.stringify(asked, sortFields)).digest("hex");
}

/** For JSON.stringify: objects with their fields by name. */
function sortFields(_name: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export interface KeyedOptions<Data> {
  /** What of a success may be stored for replays; all of it unless told. */
  kept?: ((data: Data) => Data) | undefined;
  /** The whole transaction sees one moment: what it read and then changes, nobody else has changed in between. */
  isSnapshot?: boolean;
}

/**
 * Runs `work` in a transaction together with its idempotency key.
 *
 * Stored and replayed: successes, and the refusals that `work` itself decides ("slot taken", "not cancellable"): a
 * caller that crashed after the call asks again and must hear the same answer, or a booking that the customer was told
 * is impossible could appear later. Not stored: what is decided before `work` (a malformed request, a wrong token), an
 * `UnstoredRefusal` and faults, which leave no row, so that the same key may try again. A refusal's effects never exist:
 * `work` decides before it writes, or rolls back to a savepoint.
 */
export async function runKeyed<Data>(
  { database, sealer }: { database: Database; sealer: Sealer },
  request: KeyedRequest | undefined,
  work: (sql: Sql) => Promise<Outcome<Data>>,
  { kept = (data) => data, isSnapshot = false }: KeyedOptions<Data> = {},
): Promise<{ outcome: Outcome<Data>; isReplayed: boolean }> {
  return withRetries(() =>
    database.transaction(async (sql) => {
      if (isSnapshot) await sql.query("set transaction isolation level repeatable read");
      if (!request) return { outcome: await work(sql), isReplayed: false };
      const earlier = await claim<Data>(sql, sealer, request);
      if (earlier) return earlier;
      const outcome = await work(sql);
      const remembered = outcome.kind === "done" ? { ...outcome, data: kept(outcome.data) } : outcome;
      await sql.query("update idempotency_keys set status = $3, response = $4 where caller = $1 and key = $2", [
        request.caller,
        request.key,
        outcome.kind === "done" ? 200 : 400,
        // It tells what a customer booked, and a name: sealed whole, as one JSON string.
        JSON.stringify(sealer.seal(JSON.stringify(remembered))),
      ]);
      return { outcome, isReplayed: false };
    }),
  )
    .then((answer) => {
      if (request && !answer.isReplayed) failPoint("effect.committed");
      return answer;
    })
    .catch((error: unknown) => {
      if (error instanceof UnstoredRefusal) return { outcome: error.refusal, isReplayed: false };
      throw error;
    });
}

/** A refusal that rolls everything back and leaves its key free. */
export class UnstoredRefusal extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
    this.name = "UnstoredRefusal";
  }
}

/** Enough for a start; the rest goes with the next one, and an old key is no longer replayed in any case. */
const FORGET_AT_ONCE = 5000;

/** Removes keys older than 7 days; returns how many. */
export async function forgetOldKeys(sql: Sql): Promise<number> {
  const gone = await sql.query(
    `delete from idempotency_keys where (caller, key) in
       (select caller, key from idempotency_keys where created_at < now() - interval '7 days'
        order by created_at limit $1 for update skip locked)
     returning 1`,
    [FORGET_AT_ONCE],
  );
  return gone.length;
}

function busy(): UnstoredRefusal {
  return new UnstoredRefusal({ ...refuse("idempotency_in_progress"), retryAfterSeconds: 1 });
}

/** Undefined when the key is now ours; the earlier answer otherwise. Waits for a transaction that holds the key. */
async function claim<Data>(
  sql: Sql,
  sealer: Sealer,
  request: KeyedRequest,
): Promise<{ outcome: Outcome<Data>; isReplayed: boolean } | undefined> {
  const claimed = await sql
    .query(
      `insert into idempotency_keys (caller, key, operation, request_hash) values ($1, $2, $3, $4)
       on conflict (caller, key) do update
         set operation = excluded.operation, request_hash = excluded.request_hash,
             status = null, response = null, created_at = clock_timestamp()
         where idempotency_keys.created_at < now() - interval '7 days'
       returning 1`,
      [request.caller, request.key, request.operation, request.requestHash],
    )
    .catch((error: { code?: string }) => {
      // The pool's statement_timeout ended our wait for the first request with this key.
      throw error.code === QUERY_CANCELED ? busy() : error;
    });
  if (claimed.length > 0) return undefined;
  // Rows from before answers were sealed hold an object; they live seven days.
  const [row] = await sql.query<{ request_hash: string; response: string | Outcome<Data> | null }>(
    "select request_hash, response from idempotency_keys where caller = $1 and key = $2",
    [request.caller, request.key],
  );
  if (!row?.response) throw busy();
  if (row.request_hash !== request.requestHash) {
    return { outcome: refuse("idempotency_key_reused", "a new request needs a new key"), isReplayed: false };
  }
  const { response } = row;
  const outcome = typeof response === "string" ? (JSON.parse(sealer.open(response)) as Outcome<Data>) : response;
  return { outcome, isReplayed: true };
}
