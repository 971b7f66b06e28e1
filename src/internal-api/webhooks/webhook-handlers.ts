import type { webhooksOperations } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import { newId, type Sealer } from "../../shared/index.ts";
import { done, type Handler, type HandlersOf, refuse, refuseField } from "../outcome.ts";
import {
  DELIVERY_COLUMNS,
  type DeliveryRow,
  ENDPOINT_COLUMNS,
  type EndpointRow,
  findEndpoint,
  makeWebhookSecret,
  toDelivery,
  toEndpoint,
} from "./webhook-rows.ts";

export interface WebhookDeps {
  profileId: string;
  sealer: Sealer;
  /** Endpoints must be https; elsewhere http is fine for this machine. */
  isProduction: boolean;
}

/** Every event is looked up for each of them. */
const MOST_ENDPOINTS = 20;
const GRACE_HOURS = 24;

/** What stands behind the outgoing webhooks. */
export function webhookHandlers(deps: WebhookDeps): HandlersOf<typeof webhooksOperations> {
  return {
    createWebhookEndpoint: createHandler(deps),
    listWebhookEndpoints: listHandler(deps),
    updateWebhookEndpoint: updateHandler(deps),
    deleteWebhookEndpoint: deleteHandler(deps),
    rotateWebhookSecret: rotateHandler(deps),
    testWebhookEndpoint: testHandler(deps),
    listWebhookDeliveries: listDeliveriesHandler(deps),
    redeliverWebhook: redeliverHandler(deps),
  };
}

/** A secret is told once: no replay repeats it. */
const withoutSecret = <Data extends object>(data: Data) => ({ ...data, secret: null });

const LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"];

/** Why no webhook may go there; undefined when it may. Where the name leads is looked at when something is sent. */
function wrongUrl(text: string, isProduction: boolean): string | undefined {
  const { protocol, hostname, username, password } = new URL(text);
  if (username || password) return "no user name and password in the address: the signature is what proves who sends";
  if (protocol === "https:") return undefined;
  if (isProduction) return "must be https";
  if (protocol === "http:" && LOCAL_HOSTS.includes(hostname)) return undefined;
  return "must be https, or http to localhost";
}

/** POST /admin/webhook-endpoints */
function createHandler({ profileId, sealer, isProduction }: WebhookDeps): Handler<"createWebhookEndpoint"> {
  return {
    kept: withoutSecret,
    async run(sql, { body }) {
      const wrong = wrongUrl(body.url, isProduction);
      if (wrong) return refuseField("url", wrong);
      await sql.query("select pg_advisory_xact_lock(hashtext('atiende.webhook-endpoints:' || $1))", [profileId]);
      const secret = makeWebhookSecret();
      const [row] = await sql.query<EndpointRow>(
        `insert into webhook_endpoints (id, profile, url, description, kinds, secret)
         select $1, $2, $3, $4, $5::text[], $6
         where (select count(*) from webhook_endpoints where profile = $2) < ${MOST_ENDPOINTS}
         returning ${ENDPOINT_COLUMNS}`,
        [newId(), profileId, body.url, body.description, [...new Set(body.kinds)], sealer.seal(secret)],
      );
      if (!row) return refuse("too_many", `at most ${MOST_ENDPOINTS} webhook endpoints: delete one first`);
      return done({ ...toEndpoint(row), secret });
    },
  };
}

/** GET /admin/webhook-endpoints */
function listHandler({ profileId }: WebhookDeps): Handler<"listWebhookEndpoints"> {
  return {
    async run(sql) {
      const rows = await sql.query<EndpointRow>(
        `select ${ENDPOINT_COLUMNS} from webhook_endpoints where profile = $1 order by id desc limit ${MOST_ENDPOINTS}`,
        [profileId],
      );
      return done({ endpoints: rows.map(toEndpoint) });
    },
  };
}

/** PATCH /admin/webhook-endpoints/{id} */
function updateHandler({ profileId, isProduction }: WebhookDeps): Handler<"updateWebhookEndpoint"> {
  return {
    async run(sql, { params, body }) {
      const wrong = body.url === undefined ? undefined : wrongUrl(body.url, isProduction);
      if (wrong) return refuseField("url", wrong);
      const [row] = await sql.query<EndpointRow>(
        `update webhook_endpoints set url = coalesce($3, url), description = coalesce($4, description),
           kinds = coalesce($5::text[], kinds),
           disabled_at = case $6::boolean when true then coalesce(disabled_at, clock_timestamp()) when false then null
             else disabled_at end,
           disabled_reason = case $6::boolean when true then coalesce(disabled_reason, 'asked') when false then null
             else disabled_reason end,
           -- Switched on again, it has its three days anew.
           failing_since = case when $6::boolean is false then null else failing_since end
         where profile = $1 and id = $2 returning ${ENDPOINT_COLUMNS}`,
        [profileId, params.id, body.url, body.description, body.kinds, body.isDisabled],
      );
      return row ? done(toEndpoint(row)) : refuse("not_found");
    },
  };
}

/** DELETE /admin/webhook-endpoints/{id} */
function deleteHandler({ profileId }: WebhookDeps): Handler<"deleteWebhookEndpoint"> {
  return {
    async run(sql, { params: { id } }) {
      const gone = await sql.query("delete from webhook_endpoints where profile = $1 and id = $2 returning 1", [
        profileId,
        id,
      ]);
      return done({ id, wasThere: gone.length > 0 });
    },
  };
}

/** POST /admin/webhook-endpoints/{id}/rotate-secret */
function rotateHandler({ profileId, sealer }: WebhookDeps): Handler<"rotateWebhookSecret"> {
  return {
    kept: withoutSecret,
    async run(sql, { params }) {
      const secret = makeWebhookSecret();
      const [row] = await sql.query<EndpointRow>(
        `update webhook_endpoints set previous_secret = secret, secret = $3,
           previous_secret_until = clock_timestamp() + make_interval(hours => ${GRACE_HOURS})
         where profile = $1 and id = $2 returning ${ENDPOINT_COLUMNS}`,
        [profileId, params.id, sealer.seal(secret)],
      );
      return row ? done({ ...toEndpoint(row), secret }) : refuse("not_found");
    },
  };
}

/** POST /admin/webhook-endpoints/{id}/test: an event that only this endpoint gets. */
function testHandler({ profileId }: WebhookDeps): Handler<"testWebhookEndpoint"> {
  return {
    async run(sql, { params }) {
      const endpoint = await findEndpoint(sql, profileId, params.id);
      if (!endpoint) return refuse("not_found");
      if (endpoint.disabled_at) return refuse("endpoint_disabled", "switch it on first");
      const [eventId, deliveryId] = [newId(), newId()];
      await sql.query(
        `insert into domain_events (id, kind, aggregate_id, payload, fanned_out_at)
         values ($1, 'ping', $2, $3, clock_timestamp())`,
        [eventId, endpoint.id, JSON.stringify({ endpointId: endpoint.id })],
      );
      await sql.query("insert into webhook_deliveries (id, endpoint_id, event_id) values ($1, $2, $3)", [
        deliveryId,
        endpoint.id,
        eventId,
      ]);
      return readDelivery(sql, deliveryId);
    },
  };
}

/** GET /admin/webhook-endpoints/{id}/deliveries: keyset pages by id. */
function listDeliveriesHandler({ profileId }: WebhookDeps): Handler<"listWebhookDeliveries"> {
  return {
    async run(sql, { params, query }) {
      const known = await sql.query("select 1 from webhook_endpoints where profile = $1 and id = $2", [
        profileId,
        params.id,
      ]);
      if (known.length === 0) return refuse("not_found");
      const rows = await sql.query<DeliveryRow>(
        `select ${DELIVERY_COLUMNS} from webhook_deliveries d join domain_events e on e.id = d.event_id
         where d.endpoint_id = $1 and ($2::text is null or d.state = $2) and ($3::uuid is null or d.id < $3)
         order by d.id desc limit $4`,
        [params.id, query.state ?? null, query.cursor ?? null, query.limit + 1],
      );
      const page = rows.slice(0, query.limit);
      return done({
        deliveries: page.map(toDelivery),
        nextCursor: rows.length > query.limit ? (page.at(-1)?.id ?? null) : null,
      });
    },
  };
}

/** POST /admin/webhook-deliveries/{id}/redeliver */
function redeliverHandler({ profileId }: WebhookDeps): Handler<"redeliverWebhook"> {
  return {
    async run(sql, { params }) {
      const [row] = await sql.query<{ is_disabled: boolean }>(
        `select w.disabled_at is not null as is_disabled
         from webhook_deliveries d join webhook_endpoints w on w.id = d.endpoint_id
         where d.id = $1 and w.profile = $2 for no key update of d`,
        [params.id, profileId],
      );
      if (!row) return refuse("not_found");
      if (row.is_disabled) return refuse("endpoint_disabled", "switch it on first");
      await sql.query(
        "update webhook_deliveries set state = 'pending', attempts = 0, next_at = clock_timestamp() where id = $1",
        [params.id],
      );
      return readDelivery(sql, params.id);
    },
  };
}

async function readDelivery(sql: Sql, id: string) {
  const [row] = await sql.query<DeliveryRow>(
    `select ${DELIVERY_COLUMNS} from webhook_deliveries d join domain_events e on e.id = d.event_id where d.id = $1`,
    [id],
  );
  return row ? done(toDelivery(row)) : refuse("not_found");
}
