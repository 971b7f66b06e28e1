import type { WebhookEventKind } from "../contract/index.ts";
import type { Sql } from "../database/index.ts";
import { newId } from "../shared/index.ts";

/** What other systems are told of: the contract lists it. */
export type EventKind = WebhookEventKind;

/** Whom it is about and the code by which people name it; ids and codes only, never personal data. */
export interface EventPayload {
  customerId: string;
  code: string;
  [fact: string]: string | number | boolean | null;
}

/** Writes an event in the transaction of what it tells of. */
export async function recordEvent(
  sql: Sql,
  kind: EventKind,
  aggregateId: string,
  payload: EventPayload,
): Promise<void> {
  await sql.query("insert into domain_events (id, kind, aggregate_id, payload) values ($1, $2, $3, $4)", [
    newId(),
    kind,
    aggregateId,
    JSON.stringify(payload),
  ]);
}
