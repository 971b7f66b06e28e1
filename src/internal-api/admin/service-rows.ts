import type { ResponseOf } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import { newId } from "../../shared/index.ts";
import type { AdminDeps } from "./admin-deps.ts";

export type AdminService = ResponseOf<"updateService">;
export type ServiceFields = Omit<AdminService, "id" | "currency" | "origin" | "needs">;

/** What a new service has where nothing is said. */
export const SERVICE_DEFAULTS = {
  description: "",
  bufferBeforeMinutes: 0,
  bufferMinutes: 0,
  leadMinutes: null,
  horizonDays: null,
  isActive: true,
};

/** More than any business has. */
export const MOST_ROWS = 2000;

const COLUMNS = /* sql */ `s.id, s.code, s.name, s.description, s.duration_minutes as "durationMinutes",
  s.buffer_before_minutes as "bufferBeforeMinutes", s.buffer_minutes as "bufferMinutes", s.lead_minutes as "leadMinutes",
  s.horizon_days as "horizonDays", s.price_minor as "priceMinor", s.currency, s.is_active as "isActive", s.origin,
  coalesce((
    select json_agg(g.ids order by g.group_no) from (
      select group_no, json_agg(resource_id order by resource_id) as ids from resource_requirements
      where service_id = s.id group by group_no
    ) g
  ), '[]') as needs`;

/** By the catalogue's order; `codes` narrows them. */
export async function selectServices(
  sql: Sql,
  profileId: string,
  { id = null, codes = null }: { id?: string | null; codes?: string[] | null } = {},
): Promise<AdminService[]> {
  const rows = await sql.query<AdminService & { priceMinor: string }>(
    `select ${COLUMNS} from services s
     where s.profile = $1 and ($2::uuid is null or s.id = $2) and ($3::text[] is null or s.code = any($3))
     order by s.position, s.id limit ${MOST_ROWS}`,
    [profileId, id, codes],
  );
  return rows.map((row) => ({ ...row, priceMinor: Number(row.priceMinor) }));
}

/** Adds those whose code is new and changes the others, which are the API's from then on. */
export async function saveServices(sql: Sql, { profileId, currency }: AdminDeps, services: ServiceFields[]) {
  if (services.length === 0) return;
  const rows = services.map((service, place) => ({ ...service, id: newId(), place }));
  await sql.query(SAVE, [profileId, currency, JSON.stringify(rows)]);
}

const SAVE = /* sql */ `
  insert into services (id, profile, code, name, description, duration_minutes, buffer_before_minutes, buffer_minutes,
    lead_minutes, horizon_days, price_minor, currency, is_active, position, origin)
  select e.id, $1, e.code, e.name, e.description, e."durationMinutes", e."bufferBeforeMinutes", e."bufferMinutes",
    e."leadMinutes", e."horizonDays", e."priceMinor", $2, e."isActive",
    (select coalesce(max(position), -1) + 1 from services where profile = $1) + e.place, 'api'
  from json_to_recordset($3::json) as e(id uuid, code text, name text, description text, "durationMinutes" integer,
    "bufferBeforeMinutes" integer, "bufferMinutes" integer, "leadMinutes" integer, "horizonDays" integer,
    "priceMinor" bigint, "isActive" boolean, place integer)
  on conflict (profile, code) do update set name = excluded.name, description = excluded.description,
    duration_minutes = excluded.duration_minutes, buffer_before_minutes = excluded.buffer_before_minutes,
    buffer_minutes = excluded.buffer_minutes, lead_minutes = excluded.lead_minutes, horizon_days = excluded.horizon_days,
    price_minor = excluded.price_minor, is_active = excluded.is_active, origin = 'api', updated_at = now()`;

/** Whether all of these rooms and machines are there. */
export async function areThings(sql: Sql, profileId: string, needs: string[][]): Promise<boolean> {
  const ids = [...new Set(needs.flat())];
  const [row] = await sql.query<{ count: number }>(
    "select count(*)::int as count from resources where profile = $1 and kind <> 'professional' and id = any($2::uuid[])",
    [profileId, ids],
  );
  return row?.count === ids.length;
}

export async function saveNeeds(sql: Sql, serviceId: string, needs: string[][]): Promise<void> {
  await sql.query("delete from resource_requirements where service_id = $1", [serviceId]);
  await sql.query(
    `insert into resource_requirements (service_id, group_no, resource_id)
     select distinct $1::uuid, need.ordinality, thing.id::uuid
     from json_array_elements($2::json) with ordinality as need(ids, ordinality)
     cross join json_array_elements_text(need.ids) as thing(id)`,
    [serviceId, JSON.stringify(needs)],
  );
}
