import type { Profile } from "../../config/index.ts";
import type { Database } from "../../database/index.ts";
import { newId } from "../../shared/index.ts";

/**
 * Brings the tables to what the owner's files say. Rows are found by code and keep their id; what the files no longer
 * name stays for history's sake and is only taken out of the offer. Safe to run from several processes at once.
 */
export async function seedCatalogue(database: Database, profile: Profile): Promise<void> {
  const { services, professionals, packages } = profile.catalogue;
  const listed = <Entry>(entries: Entry[]) =>
    JSON.stringify(entries.map((entry, position) => ({ ...entry, id: newId(), position })));

  await database.transaction(async (sql) => {
    // Another process may hold the lock for its whole seeding.
    await sql.query("set local statement_timeout = '15s'");
    await sql.query("select pg_advisory_xact_lock(hashtext('atiende.seed'))");
    const { id, currency } = profile;
    await sql.query(SERVICES, [id, currency, listed(services)]);
    await sql.query(RESOURCES, [id, listed(professionals)]);
    await sql.query(SERVICE_RESOURCES, [id, JSON.stringify(professionals)]);
    await sql.query(PACKAGES, [id, currency, listed(packages)]);
    await sql.query(PACKAGE_SERVICES, [id, JSON.stringify(packages)]);
    await sql.query("delete from opening_hours where profile = $1", [id]);
    await sql.query(OPENING_HOURS, [id, JSON.stringify(profile.openingHours)]);
    await sql.query(
      "delete from working_hours w using resources r where r.id = w.resource_id and r.profile = $1 and r.kind = 'professional'",
      [id],
    );
    await sql.query(WORKING_HOURS, [id, JSON.stringify(professionals)]);
    for (const [table, entries] of [
      ["services", services],
      ["resources", professionals],
      ["packages", packages],
    ] as const) {
      const kind = table === "resources" ? "and kind = 'professional'" : "";
      await sql.query(
        `update ${table} set is_active = false, updated_at = now()
         where profile = $1 and is_active and code <> all($2::text[]) ${kind}`,
        [id, entries.map(({ code }) => code)],
      );
    }
  });
}

const SERVICES = /* sql */ `
  insert into services (id, profile, code, name, description, duration_minutes, buffer_minutes, price_minor, currency, position)
  select e.id, $1, e.code, e.name, e.description, e."durationMinutes", e."bufferMinutes", e."priceMinor", $2, e.position
  from json_to_recordset($3::json) as e(id uuid, code text, name text, description text, "durationMinutes" integer,
    "bufferMinutes" integer, "priceMinor" bigint, position integer)
  on conflict (profile, code) do update set name = excluded.name, description = excluded.description,
    duration_minutes = excluded.duration_minutes, buffer_minutes = excluded.buffer_minutes,
    price_minor = excluded.price_minor, currency = excluded.currency, position = excluded.position,
    is_active = true, updated_at = now()`;

const RESOURCES = /* sql */ `
  insert into resources (id, profile, code, name, kind, position)
  select e.id, $1, e.code, e.name, 'professional', e.position
  from json_to_recordset($2::json) as e(id uuid, code text, name text, position integer)
  on conflict (profile, code) do update set name = excluded.name, position = excluded.position,
    is_active = true, updated_at = now()`;

const SERVICE_RESOURCES = /* sql */ `
  with wanted as (
    select s.id as service_id, r.id as resource_id
    from json_to_recordset($2::json) as e(code text, services json)
    cross join json_array_elements_text(e.services) as service(code)
    join services s on s.profile = $1 and s.code = service.code
    join resources r on r.profile = $1 and r.code = e.code
  ), gone as (
    delete from service_resources sr using resources r
    where r.id = sr.resource_id and r.profile = $1 and r.kind = 'professional'
      and not exists (select from wanted w where w.service_id = sr.service_id and w.resource_id = sr.resource_id)
  )
  insert into service_resources (service_id, resource_id) select service_id, resource_id from wanted
  on conflict do nothing`;

const PACKAGES = /* sql */ `
  insert into packages (id, profile, code, name, description, price_minor, currency, valid_days, position)
  select e.id, $1, e.code, e.name, e.description, e."priceMinor", $2, e."validDays", e.position
  from json_to_recordset($3::json) as e(id uuid, code text, name text, description text, "priceMinor" bigint,
    "validDays" integer, position integer)
  on conflict (profile, code) do update set name = excluded.name, description = excluded.description,
    price_minor = excluded.price_minor, currency = excluded.currency, valid_days = excluded.valid_days,
    position = excluded.position, is_active = true, updated_at = now()`;

const PACKAGE_SERVICES = /* sql */ `
  with wanted as (
    select p.id as package_id, s.id as service_id, sum(item.quantity)::int as quantity
    from json_to_recordset($2::json) as e(code text, items json)
    cross join json_to_recordset(e.items) as item(service text, quantity integer)
    join packages p on p.profile = $1 and p.code = e.code
    join services s on s.profile = $1 and s.code = item.service
    group by p.id, s.id
  ), gone as (
    delete from package_services ps using packages p
    where p.id = ps.package_id and p.profile = $1
      and not exists (select from wanted w where w.package_id = ps.package_id and w.service_id = ps.service_id)
  )
  insert into package_services (package_id, service_id, quantity) select package_id, service_id, quantity from wanted
  on conflict (package_id, service_id) do update set quantity = excluded.quantity`;

const OPENING_HOURS = /* sql */ `
  insert into opening_hours (profile, weekday, from_time, to_time)
  select $1, e.weekday, e."from", e."to"
  from json_to_recordset($2::json) as e(weekday smallint, "from" time, "to" time)`;

const WORKING_HOURS = /* sql */ `
  insert into working_hours (resource_id, weekday, from_time, to_time)
  select r.id, h.weekday, h."from", h."to"
  from json_to_recordset($2::json) as e(code text, hours json)
  cross join json_to_recordset(e.hours) as h(weekday smallint, "from" time, "to" time)
  join resources r on r.profile = $1 and r.code = e.code`;
