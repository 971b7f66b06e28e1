import { randomBytes } from "node:crypto";
import type { z } from "zod";
import type { operations } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";

type Endpoint = z.output<(typeof operations.updateWebhookEndpoint)["response"]>;
type Delivery = z.output<(typeof operations.redeliverWebhook)["response"]>;

export interface EndpointRow {
  id: string;
  url: string;
  description: string;
  kinds: string[];
  created_at: Date;
  disabled_at: Date | null;
  disabled_reason: Endpoint["disabledReason"];
  failing_since: Date | null;
  previous_secret_until: Date | null;
}

export const ENDPOINT_COLUMNS = `id, url, description, kinds, created_at, disabled_at, disabled_reason, failing_since,
  case when previous_secret_until > clock_timestamp() then previous_secret_until end as previous_secret_until`;

export interface DeliveryRow {
  id: string;
  endpoint_id: string;
  event_id: string;
  kind: string;
  state: Delivery["state"];
  attempts: number;
  created_at: Date;
  last_attempt_at: Date | null;
  next_at: Date;
  response_status: number | null;
  duration_ms: number | null;
  error_code: string | null;
}

/** Columns of a DeliveryRow from `webhook_deliveries d` and `domain_events e`. */
export const DELIVERY_COLUMNS = `d.id, d.endpoint_id, d.event_id, e.kind, d.state, d.attempts, d.created_at,
  d.last_attempt_at, d.next_at, d.response_status, d.duration_ms, d.error_code`;

const SECRET_BYTES = 32;

/** As Standard Webhooks writes secrets: 256 random bits in base64. */
export function makeWebhookSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
}

export async function findEndpoint(sql: Sql, profileId: string, id: string): Promise<EndpointRow | undefined> {
  const [row] = await sql.query<EndpointRow>(
    `select ${ENDPOINT_COLUMNS} from webhook_endpoints where profile = $1 and id = $2 for no key update`,
    [profileId, id],
  );
  return row;
}

const instant = (at: Date | null) => at?.toISOString() ?? null;

export function toEndpoint(row: EndpointRow): Endpoint {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    kinds: row.kinds,
    createdAt: row.created_at.toISOString(),
    disabledAt: instant(row.disabled_at),
    disabledReason: row.disabled_reason,
    failingSince: instant(row.failing_since),
    previousSecretUntil: instant(row.previous_secret_until),
  };
}

export function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    eventId: row.event_id,
    type: row.kind,
    state: row.state,
    attempts: row.attempts,
    createdAt: row.created_at.toISOString(),
    lastAttemptAt: instant(row.last_attempt_at),
    nextAttemptAt: row.state === "pending" ? row.next_at.toISOString() : null,
    responseStatus: row.response_status,
    durationMs: row.duration_ms,
    errorCode: row.error_code,
  };
}
