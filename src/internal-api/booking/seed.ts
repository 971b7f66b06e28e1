import type { Profile } from "../../config/index.ts";
import type { Database, Sql } from "../../database/index.ts";
import { newId } from "../../shared/index.ts";

/**
 * Brings the tables to what the owner's files say. Rows are found by code and keep their id; what the files no longer
 * name stays for history's sake and is only taken out of the offer. Rows of the origin `api`, which the API has made or
 * changed, are left as they are, with what belongs to them (a professional's services and hours, a service's needs, a
 * package's sessions). Safe to run from several processes at once.
 * @returns codes of entries in the files that are not applied for this reason
 */
export async function seedCatalogue(database: Database, profile: Profile): Promise<string[]> {
  const { services, professionals, rooms, equipment, packages } = profile.catalogue;
  const of = (kind: string) => (entry: { code: string; name: string }) => ({
    code: entry.code,
    name: entry.name,
    kind,
  });
  const resources = [
    ...professionals.map(of("professional")),
    ...rooms.map(of("room")),
    ...equipment.map(of("equipment")),
  ];
  const listed = <Entry>(entries: Entry[]) =>
    JSON.stringify(entries.map((entry, position) => ({ ...entry, id: newId(), position })));

  return database.transaction(async (sql) => {
    // Another process may hold the lock for its whole seeding.
    await sql.query("set local statement_timeout = '15s'");
    await sql.query("select pg_advisory_xact_lock(hashtext('atiende.seed'))");
    const { id, currency } = profile;
    await sql.query(SERVICES, [id, currency, listed(services)]);
    await sql.query(RESOURCES, [id, listed(resources)]);
    await sql.query(SERVICE_RESOURCES, [id, JSON.stringify(professionals)]);
    await sql.query(REQUIREMENTS, [id, JSON.stringify(services)]);
    await sql.query(PACKAGES, [id, currency, listed(packages)]);
    await sql.query(PACKAGE_SERVICES, [id, JSON.stringify(packages)]);
    const [changed] = await sql.query("select 1 from opening_hours where profile = $1 and origin = 'api' limit 1", [
      id,
    ]);
    if (!changed) await seedOpeningHours(sql, profile);
    await sql.query("delete from holidays where profile = $1", [id]);
    await sql.query(HOLIDAYS, [id, JSON.stringify(profile.holidays)]);
    await sql.query(
      `delete from working_hours w using resources r
       where r.id = w.resource_id and r.profile = $1 and r.kind = 'professional' and r.origin = 'file'`,
      [id],
    );
    await sql.query(WORKING_HOURS, [id, JSON.stringify(professionals)]);
    const kept: string[] = changed ? ["opening hours"] : [];
    for (const [table, entries] of [
      ["services", services],
      ["resources", resources],
      ["packages", packages],
    ] as const) {
      const codes = entries.map(({ code }) => code);
      await sql.query(
        `update ${table} set is_active = false, updated_at = now()
         where profile = $1 and is_active and origin = 'file' and code <> all($2::text[])`,
        [id, codes],
      );
      const rows = await sql.query<{ code: string }>(
        `select code from ${table} where profile = $1 and origin = 'api' and code = any($2::text[]) order by code`,
        [id, codes],
      );
      kept.push(...rows.map(({ code }) => code));
    }
    return kept;
  });
}

/** The opening hours of profile.yml instead of what is there. */
export async function seedOpeningHours(sql: Sql, { id, openingHours }: Profile): Promise<void> {
  await sql.query("delete from opening_hours where profile = $1", [id]);
  await sql.query(OPENING_HOURS, [id, JSON.stringify(openingHours)]);
}

const SERVICES = /* sql */ `
  insert into services (id, profile, code, name, description, duration_minutes, buffer_before_minutes, buffer_minutes,
    lead_minutes, horizon_days, price_minor, currency, position)
  select e.id, $1, e.code, e.name, e.description, e."durationMinutes", e."bufferBeforeMinutes", e."bufferMinutes",
    e."leadMinutes", e."horizonDays", e."priceMinor", $2, e.position
  from json_to_recordset($3::json) as e(id uuid, code text, name text, description text, "durationMinutes" integer,
    "bufferBeforeMinutes" integer, "bufferMinutes" integer, "leadMinutes" integer, "horizonDays" integer,
    "priceMinor" bigint, position integer)
  on conflict (profile, code) do update set name = excluded.name, description = excluded.description,
    duration_minutes = excluded.duration_minutes, buffer_before_minutes = excluded.buffer_before_minutes,
    buffer_minutes = excluded.buffer_minutes, lead_minutes = excluded.lead_minutes, horizon_days = excluded.horizon_days,
    price_minor = excluded.price_minor, currency = excluded.currency, position = excluded.position,
    is_active = true, updated_at = now()
  where services.origin = 'file'`;

const RESOURCES = /* sql */ `
  insert into resources (id, profile, code, name, kind, position)
  select e.id, $1, e.code, e.name, e.kind, e.position
  from json_to_recordset($2::json) as e(id uuid, code text, name text, kind text, position integer)
  on conflict (profile, code) do update set name = excluded.name, kind = excluded.kind, position = excluded.position,
    is_active = true, updated_at = now()
  where resources.origin = 'file'`;

const SERVICE_RESOURCES = /* sql */ `
  with wanted as (
    select s.id as service_id, r.id as resource_id, (e.durations ->> s.code)::int as duration_minutes
    from json_to_recordset($2::json) as e(code text, services json, durations json)
    cross join json_array_elements_text(e.services) as service(code)
    join services s on s.profile = $1 and s.code = service.code
    join resources r on r.profile = $1 and r.code = e.code and r.origin = 'file'
  ), gone as (
    delete from service_resources sr using resources r
    where r.id = sr.resource_id and r.profile = $1 and r.origin = 'file'
      and not exists (select from wanted w where w.service_id = sr.service_id and w.resource_id = sr.resource_id)
  )
  insert into service_resources (service_id, resource_id, duration_minutes)
  select distinct on (service_id, resource_id) service_id, resource_id, duration_minutes from wanted
  on conflict (service_id, resource_id) do update set duration_minutes = excluded.duration_minutes`;

const REQUIREMENTS = /* sql */ `
  with wanted as (
    select distinct s.id as service_id, need.ordinality as group_no, r.id as resource_id
    from json_to_recordset($2::json) as e(code text, needs json)
    cross join json_array_elements(e.needs) with ordinality as need(codes, ordinality)
    cross join json_array_elements_text(need.codes) as thing(code)
    join services s on s.profile = $1 and s.code = e.code and s.origin = 'file'
    join resources r on r.profile = $1 and r.code = thing.code
  ), gone as (
    delete from resource_requirements q using services s
    where s.id = q.service_id and s.profile = $1 and s.origin = 'file'
      and not exists (select from wanted w
        where (w.service_id, w.group_no, w.resource_id) = (q.service_id, q.group_no, q.resource_id))
  )
  insert into resource_requirements (service_id, group_no, resource_id)
  select service_id, group_no, resource_id from wanted
  on conflict do nothing`;

const HOLIDAYS = /* sql */ `
  insert into holidays (profile, date, name)
  select $1, e.date, e.name from json_to_recordset($2::json) as e(date date, name text)`;

const PACKAGES = /* sql */ `
  insert into packages (id, profile, code, name, description, price_minor, currency, valid_days, is_transferable,
    position)
  select e.id, $1, e.code, e.name, e.description, e."priceMinor", $2, e."validDays", e.transferable, e.position
  from json_to_recordset($3::json) as e(id uuid, code text, name text, description text, "priceMinor" bigint,
    "validDays" integer, transferable boolean, position integer)
  on conflict (profile, code) do update set name = excluded.name, description = excluded.description,
    price_minor = excluded.price_minor, currency = excluded.currency, valid_days = excluded.valid_days,
    is_transferable = excluded.is_transferable, position = excluded.position, is_active = true, updated_at = now()
  where packages.origin = 'file'`;

const PACKAGE_SERVICES = /* sql */ `
  with wanted as (
    select p.id as package_id, s.id as service_id, sum(item.quantity)::int as quantity
    from json_to_recordset($2::json) as e(code text, items json)
    cross join json_to_recordset(e.items) as item(service text, quantity integer)
    join packages p on p.profile = $1 and p.code = e.code and p.origin = 'file'
    join services s on s.profile = $1 and s.code = item.service
    group by p.id, s.id
  ), gone as (
    delete from package_services ps using packages p
    where p.id = ps.package_id and p.profile = $1 and p.origin = 'file'
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
  join resources r on r.profile = $1 and r.code = e.code and r.origin = 'file'`;
