import type { Database, Sql } from "../../database/index.ts";
import { newId, type Sealer } from "../../shared/index.ts";
import { textKey } from "./example-files.ts";
import { type Candidate, placeEntities } from "./inbox-candidates.ts";

interface StoreDeps {
  database: Database;
  sealer: Sealer;
  profileId: string;
}

/**
 * Puts candidates into the inbox: the same text is one row, as it was first written, with the newest parse and every
 * reason; what is an example already is marked so. A message that was stored before adds nothing but reasons.
 * @param examples `textKey` of what the files have
 */
export async function storeCandidates(
  deps: StoreDeps,
  candidates: readonly Candidate[],
  examples: ReadonlySet<string>,
): Promise<void> {
  const { database, sealer, profileId } = deps;
  const stored = await readStored(database, deps, candidates);
  const sighted = new Map<string, string>();
  for (const { message_id, fingerprint, text } of await readSighted(database, profileId, candidates)) {
    sighted.set(message_id, fingerprint);
    stored.set(fingerprint, sealer.open(text));
  }
  for (const { turn, reasons, text } of candidates) {
    const { parse } = turn.read;
    const [now, before] = fingerprintsOf(sealer, text);
    const ofText = before !== undefined && stored.has(before) ? before : now;
    // Once the customer's name is known the mask may hide more than before, and it is the same message all the same.
    const fingerprint = sighted.get(turn.messageId) ?? ofText;
    sighted.set(turn.messageId, fingerprint);
    // Trainers' marks are places in this text, so that it stays.
    const shown = stored.get(fingerprint) ?? text;
    stored.set(fingerprint, shown);
    const entities = placeEntities(turn.read, shown).map(({ value, ...mark }) =>
      value === undefined ? mark : { ...mark, value: sealer.seal(value) },
    );
    await database.transaction(async (sql) => {
      const [row] = await sql.query<{ id: string }>(UPSERT, [
        newId(),
        profileId,
        fingerprint,
        sealer.seal(shown),
        turn.language,
        reasons,
        turn.messageId,
        parse.intent.name,
        parse.intent.confidence,
        JSON.stringify(parse.ranking),
        JSON.stringify(entities),
        parse.engine,
        parse.model,
        turn.at,
        examples.has(textKey(shown)),
      ]);
      const [sighting] = await sql.query(
        "insert into nlu_sightings (message_id, annotation_id) values ($1, $2) on conflict do nothing returning 1",
        [turn.messageId, row?.id],
      );
      if (sighting) await sql.query("update nlu_annotations set seen_count = seen_count + 1 where id = $1", [row?.id]);
    });
  }
}

/** The texts of the rows that are there, by fingerprint. */
async function readStored(sql: Sql, { sealer, profileId }: StoreDeps, candidates: readonly Candidate[]) {
  const prints = candidates.flatMap(({ text }) => fingerprintsOf(sealer, text)).filter((print) => print !== undefined);
  const rows = await sql.query<{ fingerprint: string; text: string }>(
    "select fingerprint, text from nlu_annotations where profile = $1 and fingerprint = any ($2)",
    [profileId, prints],
  );
  return new Map(rows.map(({ fingerprint, text }) => [fingerprint, sealer.open(text)]));
}

/** The rows of those messages that were stored before. */
function readSighted(sql: Sql, profileId: string, candidates: readonly Candidate[]) {
  return sql.query<{ message_id: string; fingerprint: string; text: string }>(
    /* sql */ `select s.message_id, a.fingerprint, a.text from nlu_sightings s join nlu_annotations a on a.id = s.annotation_id
      where a.profile = $1 and s.message_id = any ($2)`,
    [profileId, candidates.map(({ turn }) => turn.messageId)],
  );
}

/** The one of today, and that of before a rotation of the key: a row keeps the one that it was made with. */
function fingerprintsOf(sealer: Sealer, text: string): [string, string | undefined] {
  const key = `nlu:${textKey(text)}`;
  return [sealer.fingerprint(key), sealer.previousFingerprint(key)];
}

const NEWEST = ["language", "message_id", "intent", "confidence", "ranking", "entities", "engine", "model"]
  .map(
    (column) =>
      `${column} = case when excluded.last_seen_at >= a.last_seen_at then excluded.${column} else a.${column} end`,
  )
  .join(", ");

const UPSERT = /* sql */ `
  insert into nlu_annotations as a (id, profile, fingerprint, text, language, reasons, message_id, intent, confidence, ranking,
    entities, engine, model, first_seen_at, last_seen_at, state, settled_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::timestamptz, $14::timestamptz,
    case when $15 then 'known' else 'open' end, case when $15 then clock_timestamp() end)
  on conflict (profile, fingerprint) do update set ${NEWEST},
    reasons = array(select distinct unnest(a.reasons || excluded.reasons) order by 1),
    last_seen_at = greatest(a.last_seen_at, excluded.last_seen_at),
    state = case when a.state = 'open' then excluded.state else a.state end,
    settled_at = case when a.state = 'open' then excluded.settled_at else a.settled_at end
  returning id`;
