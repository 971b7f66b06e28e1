import { z } from "zod";
import type { Database, Sql } from "../../database/index.ts";
import type { ChosenModel } from "../../nlu/index.ts";
import { newId } from "../../shared/index.ts";

/** What was known of a model when it was asked for, what the golden messages said, and why it was refused. */
const verdictSchema = z.looseObject({
  reason: z.string().optional(),
  golden: z
    .object({
      total: z.number(),
      right: z.number(),
      failures: z.array(z.object({ text: z.string(), intent: z.string(), problem: z.string() })),
    })
    .optional(),
});

const wishSchema = z.object({
  id: z.string(),
  model: z.string(),
  state: z.enum(["wanted", "active", "retired", "refused"]),
  /** A worker puts the golden messages to it. */
  isClaimed: z.boolean(),
  verdict: verdictSchema,
});

export type ModelWish = z.output<typeof wishSchema>;

/** How a model came to be asked for; kept with the verdict. */
export interface WishNote {
  report?: { isPassed: boolean; brokenGates: string[] };
  /** The evaluation was not asked for, on purpose. */
  withoutReport?: true;
  isRollback?: true;
}

/**
 * Asks the profile's workers to take a model into service; what was asked for before and is not judged yet is taken back.
 * The same wish twice is one: the second one follows the first.
 *
 * @returns the id of the wish
 */
export function wishForModel(
  database: Database,
  { profile, model, note }: { profile: string; model: ChosenModel; note: WishNote },
): Promise<string> {
  return database.transaction(async (sql) => {
    // Two trainers at once: the second one sees what the first one asked for.
    await sql.query("select pg_advisory_xact_lock(hashtext('atiende.nlu-models'))");
    const [same] = await sql.query<{ id: string }>(
      "select id from nlu_models where profile = $1 and state = 'wanted' and model = $2 and urls = $3::text[]",
      [profile, model.name, model.urls],
    );
    if (same) return same.id;
    await sql.query(
      /* sql */ `update nlu_models set state = 'refused', settled_at = clock_timestamp(), claimed_by = null, claimed_until = null,
        verdict = verdict || '{"reason": "se pidió otro modelo en su lugar"}' where profile = $1 and state = 'wanted'`,
      [profile],
    );
    const id = newId();
    await sql.query(
      "insert into nlu_models (id, profile, model, urls, state, verdict) values ($1, $2, $3, $4, 'wanted', $5)",
      [id, profile, model.name, model.urls, JSON.stringify(note)],
    );
    return id;
  });
}

/** Takes back what was asked for. @returns false when it was judged meanwhile */
export async function withdrawWish(
  sql: Sql,
  { profile, model }: { profile: string; model: ChosenModel },
): Promise<boolean> {
  const withdrawn = await sql.query(
    /* sql */ `update nlu_models set state = 'refused', settled_at = clock_timestamp(), claimed_by = null, claimed_until = null,
      verdict = verdict || '{"reason": "se retiró el pedido"}'
      where profile = $1 and state = 'wanted' and model = $2 and urls = $3::text[] returning id`,
    [profile, model.name, model.urls],
  );
  return withdrawn.length > 0;
}

/** undefined when there is no such wish. @throws ZodError when the row is not one of ours */
export async function readWish(sql: Sql, id: string): Promise<ModelWish | undefined> {
  const [row] = await sql.query(
    `select id, model, state, verdict, coalesce(claimed_until > clock_timestamp(), false) as "isClaimed"
      from nlu_models where id = $1`,
    [id],
  );
  return row === undefined ? undefined : wishSchema.parse(row);
}

/** The models of a profile that somebody may still need. */
export interface ModelsInUse {
  /** In service; undefined while none was ever promoted. */
  active?: ChosenModel;
  /** Asked for and not judged yet. */
  candidate?: ChosenModel;
  /** Where a rollback leads: the one that was in service before. */
  retired?: ChosenModel;
}

export async function readModelsInUse(sql: Sql, profile: string): Promise<ModelsInUse> {
  const rows = await sql.query<{ state: string; name: string; urls: string[] }>(
    /* sql */ `select distinct on (state) state, model as name, urls from nlu_models
      where profile = $1 and state in ('active', 'wanted', 'retired') order by state, settled_at desc`,
    [profile],
  );
  const inUse: ModelsInUse = {};
  for (const { state, ...model } of rows)
    inUse[state === "wanted" ? "candidate" : (state as "active" | "retired")] = model;
  return inUse;
}

/** Of the same name, on the same servers. */
export function isSameModel(a: ChosenModel, b: ChosenModel): boolean {
  return a.name === b.name && a.urls.join() === b.urls.join();
}
