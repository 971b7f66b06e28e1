import { webhookEventKinds } from "../../contract/index.ts";
import type { Database } from "../../database/index.ts";
import { type Logger, newId, type Sealer } from "../../shared/index.ts";
import { recordAlert } from "../../telemetry/index.ts";

/** One attempt that is to be made now. */
export interface DueDelivery {
  id: string;
  endpointId: string;
  /** Counting this one. */
  attempt: number;
  url: string;
  /** The current one first; two during a rotation. */
  secrets: string[];
  event: { id: string; type: string; createdAt: Date; data: unknown };
}

export interface Attempt {
  /** Undefined when nothing answered. */
  status?: number | undefined;
  durationMs: number;
  /** Undefined when it was taken. */
  errorCode?: string | undefined;
}

/** What the sender needs of the tables; every statement is short, and none is open while something is sent. */
export interface WebhookQueue {
  /** Writes a delivery for each endpoint that wants one of the newest events; returns how many events were looked at. */
  fanOut(): Promise<number>;
  /** Takes what is due for endpoints other than these; another sender takes none of it before the lease ends. */
  claim(busyEndpointIds: readonly string[]): Promise<DueDelivery[]>;
  settle(delivery: DueDelivery, attempt: Attempt): Promise<void>;
}

const EVENTS_AT_A_TIME = 200;
/** Of one endpoint, so that a slow one keeps nobody else waiting. */
const DELIVERIES_AT_A_TIME = 5;
/** Longer than an attempt takes; then the process that took it is taken for gone. */
const LEASE_SECONDS = 30;

/** After each failed attempt, in seconds; together just short of three days. After the last the delivery has failed. */
export const RETRY_DELAYS_SECONDS = [5, 30, 120, 900, 3600, 14_400, 43_200, 86_400, 108_000];
/** So long nothing was taken: the endpoint is switched off. */
const DISABLED_AFTER_HOURS = 72;
const GONE = 410;

export interface WebhookQueueDeps {
  database: Database;
  profileId: string;
  sealer: Sealer;
  logger: Logger;
}

export function createWebhookQueue({ database, profileId, sealer, logger }: WebhookQueueDeps): WebhookQueue {
  return {
    async fanOut() {
      const waiting = await database.query("select 1 from domain_events where fanned_out_at is null limit 1");
      if (waiting.length === 0) return 0;
      // The rows stay locked until they are marked: another process passes them over.
      return database.transaction(async (sql) => {
        const rows = await sql.query<{ eventId: string; endpointId: string | null }>(WANTED, [
          EVENTS_AT_A_TIME,
          webhookEventKinds,
        ]);
        const eventIds = [...new Set(rows.map(({ eventId }) => eventId))];
        const wanted = rows.filter(({ endpointId }) => endpointId !== null);
        if (wanted.length > 0) {
          await sql.query(
            `insert into webhook_deliveries (id, endpoint_id, event_id)
             select id, "endpointId", "eventId"
             from json_to_recordset($1::json) as e(id uuid, "endpointId" uuid, "eventId" uuid)
             on conflict do nothing`,
            [JSON.stringify(wanted.map((pair) => ({ ...pair, id: newId() })))],
          );
        }
        await sql.query("update domain_events set fanned_out_at = clock_timestamp() where id = any($1::uuid[])", [
          eventIds,
        ]);
        return eventIds.length;
      });
    },
    async claim(busyEndpointIds) {
      const rows = await database.query<ClaimedRow>(CLAIM, [
        profileId,
        busyEndpointIds,
        DELIVERIES_AT_A_TIME,
        LEASE_SECONDS,
      ]);
      return rows.map(({ secret, previous_secret, kind, event_id, created_at, payload, ...row }) => ({
        ...row,
        secrets: [secret, ...(previous_secret === null ? [] : [previous_secret])].map(sealer.open),
        event: { id: event_id, type: kind, createdAt: created_at, data: payload },
      }));
    },
    settle(delivery, { status, durationMs, errorCode }) {
      const { id, endpointId, attempt } = delivery;
      const delay = RETRY_DELAYS_SECONDS[attempt - 1];
      return database.transaction(async (sql) => {
        const state = errorCode === undefined ? "delivered" : delay === undefined ? "failed" : "pending";
        await sql.query(SETTLE, [
          id,
          attempt,
          state,
          status ?? null,
          durationMs,
          errorCode ?? null,
          jitter(delay ?? 0),
        ]);
        if (errorCode === undefined) {
          await sql.query(
            "update webhook_endpoints set failing_since = null where id = $1 and failing_since is not null",
            [endpointId],
          );
          return;
        }
        const [disabled] = await sql.query<{ reason: string }>(NOTE_FAILURE, [
          endpointId,
          status === GONE,
          DISABLED_AFTER_HOURS,
        ]);
        if (!disabled) return;
        const details = { reason: disabled.reason, code: errorCode };
        await recordAlert(sql, logger, {
          kind: "webhook.disabled",
          subjectId: endpointId,
          conversationId: null,
          details,
        });
      });
    },
  };
}

/** A tenth more or less, so that what failed together does not come back together. */
function jitter(seconds: number): number {
  return seconds * (0.9 + Math.random() * 0.2);
}

interface ClaimedRow {
  id: string;
  endpointId: string;
  attempt: number;
  url: string;
  secret: string;
  previous_secret: string | null;
  event_id: string;
  kind: string;
  created_at: Date;
  payload: unknown;
}

/**
 * An event has no profile: it is its customer's. Payloads of other rooms may name a customer in another way, hence the
 * look at the form.
 */
const WANTED = /* sql */ `
  with due as (
    select id, kind, payload, created_at from domain_events where fanned_out_at is null
    order by created_at limit $1 for update skip locked
  )
  select due.id as "eventId", w.id as "endpointId"
  from due
  left join customers c on c.id = case when due.payload ->> 'customerId' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    then (due.payload ->> 'customerId')::uuid end
  left join webhook_endpoints w on w.profile = c.profile and w.disabled_at is null and w.created_at <= due.created_at
    -- What other rooms note for themselves is nobody else's.
    and due.kind = any($2::text[]) and (w.kinds = '{}' or due.kind = any(w.kinds))
  order by due.created_at, due.id`;

const CLAIM = /* sql */ `
  with due as (
    select d.id from webhook_endpoints w cross join lateral (
      select id from webhook_deliveries
      where endpoint_id = w.id and state = 'pending' and next_at <= clock_timestamp()
      order by next_at limit $3 for update skip locked
    ) d
    where w.profile = $1 and w.disabled_at is null and w.id <> all($2::uuid[])
  )
  update webhook_deliveries d set attempts = d.attempts + 1, last_attempt_at = clock_timestamp(),
    next_at = clock_timestamp() + make_interval(secs => $4)
  from due, webhook_endpoints w, domain_events e
  where d.id = due.id and w.id = d.endpoint_id and e.id = d.event_id
  returning d.id, d.endpoint_id as "endpointId", d.attempts as attempt, w.url, w.secret,
    case when w.previous_secret_until > clock_timestamp() then w.previous_secret end as previous_secret,
    e.id as event_id, e.kind, e.created_at, e.payload`;

/** Not when somebody has asked for it anew meanwhile, or the lease is over and another process has it. */
const SETTLE = /* sql */ `
  update webhook_deliveries set state = $3, response_status = $4, duration_ms = $5, error_code = $6,
    next_at = clock_timestamp() + make_interval(secs => $7)
  where id = $1 and attempts = $2 and state = 'pending'`;

const NOTE_FAILURE = /* sql */ `
  with noted as (
    update webhook_endpoints set failing_since = coalesce(failing_since, clock_timestamp()),
      disabled_at = case when $2 or failing_since < clock_timestamp() - make_interval(hours => $3)
        then clock_timestamp() end,
      disabled_reason = case when $2 then 'gone'
        when failing_since < clock_timestamp() - make_interval(hours => $3) then 'failing' end
    where id = $1 and disabled_at is null returning disabled_reason
  )
  select disabled_reason as reason from noted where disabled_reason is not null`;
