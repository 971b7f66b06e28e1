import { z } from "zod";
import type { Sql } from "../../database/index.ts";
import type { NluParse } from "../../nlu/index.ts";
import type { Sealer } from "../../shared/index.ts";

/** Where a look through the turns stands; `at` as the database writes it, with its microseconds. */
export interface TurnPosition {
  at: string;
  /** The same for counting: milliseconds since 1970. */
  atMs: number;
  id: string;
}

/** A turn as the inbox needs it. */
export interface LookedAtTurn {
  id: string;
  /** By the database's clock. */
  at: string;
  messageId: string;
  outcome: string | null;
  action: string | null;
  language: string;
  customerName: string | undefined;
  /** What the NLU read, unmasked; undefined where it read nothing: a tap, a typed number, an answer in own words. */
  read:
    | { text: string; parse: Pick<NluParse, "intent" | "ranking" | "engine" | "model">; entities: ReadEntity[] }
    | undefined;
  /** Anything written, read by the NLU or not. */
  text: string | undefined;
}

export interface ReadEntity {
  entity: string;
  value: string;
  start: number;
  end: number;
}

/** As much as a turn reads of a burst; places of entities are of this text. */
const TEXT_LIMIT = 1000;

/** The servers' 32-bit figures may be a trifle more than all. */
const confidence = z.number().transform((figure) => Math.min(1, Math.max(0, figure)));
const ranked = z.object({ name: z.string(), confidence });
const parseSchema = z.looseObject({
  intent: ranked,
  ranking: z.array(ranked),
  entities: z.array(z.object({ entity: z.string(), value: z.string(), start: z.int(), end: z.int() })),
  engine: z.enum(["rasa", "embedded"]),
  model: z.string(),
});
/** Whether a slot was told in the customer's own words: a name, or what happened. */
const decisionSchema = z.looseObject({ slots: z.looseObject({ told: z.array(z.string()).optional() }).optional() });
const messagesSchema = z.array(z.object({ kind: z.string(), text: z.string().nullable() }));

/** Turns of this profile that were stored after a position, oldest first. */
export function nextTurns(
  sql: Sql,
  profileId: string,
  after: Pick<TurnPosition, "at" | "id">,
  limit: number,
): Promise<TurnPosition[]> {
  return sql.query<TurnPosition>(
    /* sql */ `select id, created_at::text as at, floor(extract(epoch from created_at) * 1000)::float8 as "atMs" from turns
      where profile = $1 and created_at >= $2::timestamptz and (created_at, id) > ($2::timestamptz, $3::uuid)
      order by created_at, id limit $4`,
    [profileId, after.at, after.id, limit],
  );
}

interface TurnRow {
  id: string;
  at: string;
  message_ids: string[];
  outcome: string | null;
  action: string | null;
  parse: unknown;
  decision: unknown;
  has_payload: boolean;
  language: string | null;
  display_name: string | null;
  messages: unknown;
}

/** What stands in these turns and their messages, oldest first. */
export async function readTurns(sql: Sql, sealer: Sealer, ids: readonly string[]): Promise<LookedAtTurn[]> {
  const rows = await sql.query<TurnRow>(
    /* sql */ `select t.id, t.created_at::text as at, t.message_ids, t.outcome, t.action,
        t.record->'parse' as parse, t.record->'decision' as decision, t.record->'payload' is not null as has_payload,
        t.record->>'language' as language, u.display_name,
        (select json_agg(json_build_object('kind', m.content->>'kind', 'text', m.content->>'text')
            order by array_position(t.message_ids, m.id))
          from messages m where m.id = any (t.message_ids)) as messages
      from turns t join conversations c on c.id = t.conversation_id join customers u on u.id = c.customer_id
      where t.id = any ($1) order by t.created_at, t.id`,
    [ids],
  );
  return rows.flatMap((row) => toTurn(row, sealer) ?? []);
}

/** The turn before each of these in its conversation, not long before it, by the later one's id. */
export async function turnsBefore(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql.query<{ id: string; before: string | null }>(
    /* sql */ `select t.id, (select b.id from turns b where b.conversation_id = t.conversation_id
          and b.created_at < t.created_at and b.created_at > t.created_at - interval '30 minutes'
          order by b.created_at desc limit 1) as before
      from turns t where t.id = any ($1)`,
    [ids],
  );
  return new Map(rows.flatMap(({ id, before }) => (before === null ? [] : [[id, before] as const])));
}

function toTurn(row: TurnRow, sealer: Sealer): LookedAtTurn | undefined {
  const [messageId] = row.message_ids;
  if (messageId === undefined) return undefined;
  const messages = messagesSchema.safeParse(row.messages);
  const texts = messages.success ? messages.data.filter(({ kind }) => kind === "text") : [];
  const text = joined(texts.map(({ text: sealed }) => (sealed === null ? "" : sealer.open(sealed))));
  const told = decisionSchema.safeParse(row.decision).data?.slots?.told ?? [];
  const parse = parseSchema.safeParse(row.parse);
  const isRead = parse.success && text !== "" && !row.has_payload && told.length === 0;
  return {
    id: row.id,
    at: row.at,
    messageId,
    outcome: row.outcome,
    action: row.action,
    language: row.language ?? "es",
    customerName: row.display_name === null ? undefined : sealer.open(row.display_name),
    read: isRead ? { text, parse: parse.data, entities: openEntities(parse.data.entities, sealer) } : undefined,
    text: text === "" ? undefined : text,
  };
}

/** As a turn joins the messages that it answers. */
function joined(texts: string[]): string {
  return texts.join("\n").slice(0, TEXT_LIMIT).toWellFormed().trim();
}

function openEntities(entities: ReadEntity[], sealer: Sealer): ReadEntity[] {
  return entities.map((entity) => ({ ...entity, value: sealer.open(entity.value) }));
}
