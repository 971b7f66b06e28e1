import type { ResponseOf } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import { newId } from "../../shared/index.ts";
import type { AdminDeps } from "./admin-deps.ts";
import { MOST_ROWS } from "./service-rows.ts";

export type AdminPackage = ResponseOf<"updatePackage">;
export type PackageFields = Omit<AdminPackage, "id" | "currency" | "origin">;

/** What a new package has where nothing is said. */
export const PACKAGE_DEFAULTS = { description: "", isTransferable: false, isActive: true };

export async function selectPackages(
  sql: Sql,
  profileId: string,
  { id = null, codes = null }: { id?: string | null; codes?: string[] | null } = {},
): Promise<AdminPackage[]> {
  const rows = await sql.query<AdminPackage & { priceMinor: string }>(
    `select p.id, p.code, p.name, p.description, p.price_minor as "priceMinor", p.currency, p.valid_days as "validDays",
       p.is_transferable as "isTransferable", p.is_active as "isActive", p.origin,
       coalesce((select json_agg(json_build_object('serviceId', service_id, 'quantity', quantity) order by service_id)
         from package_services where package_id = p.id), '[]') as items
     from packages p
     where p.profile = $1 and ($2::uuid is null or p.id = $2) and ($3::text[] is null or p.code = any($3))
     order by p.position, p.id limit ${MOST_ROWS}`,
    [profileId, id, codes],
  );
  return rows.map((row) => ({ ...row, priceMinor: Number(row.priceMinor) }));
}

/** Adds those whose code is new and changes the others, which are the API's from then on; sessions and all. */
export async function savePackages(sql: Sql, { profileId, currency }: AdminDeps, packages: PackageFields[]) {
  if (packages.length === 0) return;
  const rows = packages.map((entry, place) => ({ ...entry, id: newId(), place }));
  await sql.query(SAVE, [profileId, currency, JSON.stringify(rows)]);
  await sql.query(
    "delete from package_services ps using packages p where p.id = ps.package_id and p.profile = $1 and p.code = any($2)",
    [profileId, packages.map(({ code }) => code)],
  );
  await sql.query(
    `insert into package_services (package_id, service_id, quantity)
     select p.id, item."serviceId", sum(item.quantity)::int
     from json_to_recordset($2::json) as e(code text, items json)
     cross join json_to_recordset(e.items) as item("serviceId" uuid, quantity integer)
     join packages p on p.profile = $1 and p.code = e.code
     group by p.id, item."serviceId"`,
    [profileId, JSON.stringify(rows)],
  );
}

const SAVE = /* sql */ `
  insert into packages (id, profile, code, name, description, price_minor, currency, valid_days, is_transferable,
    is_active, position, origin)
  select e.id, $1, e.code, e.name, e.description, e."priceMinor", $2, e."validDays", e."isTransferable", e."isActive",
    (select coalesce(max(position), -1) + 1 from packages where profile = $1) + e.place, 'api'
  from json_to_recordset($3::json) as e(id uuid, code text, name text, description text, "priceMinor" bigint,
    "validDays" integer, "isTransferable" boolean, "isActive" boolean, place integer)
  on conflict (profile, code) do update set name = excluded.name, description = excluded.description,
    price_minor = excluded.price_minor, valid_days = excluded.valid_days, is_transferable = excluded.is_transferable,
    is_active = excluded.is_active, origin = 'api', updated_at = now()`;

/** Whether all of these services are there, in the offer or not. */
export async function areServices(sql: Sql, profileId: string, serviceIds: string[]): Promise<boolean> {
  const ids = [...new Set(serviceIds)];
  const [row] = await sql.query<{ count: number }>(
    "select count(*)::int as count from services where profile = $1 and id = any($2::uuid[])",
    [profileId, ids],
  );
  return row?.count === ids.length;
}
