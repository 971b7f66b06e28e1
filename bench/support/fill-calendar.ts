import type { Sql } from "../../src/database/index.ts";

/**
 * A busy month of one service: more people who do it, as many rooms and machines, and bookings on the hour that take one
 * of each. The same calendar for the same dates.
 *
 * @param options.from the first local date
 */
export async function fillCalendar(
  sql: Sql,
  options: { from: string; days: number; professionals: number; bookings: number },
): Promise<{ serviceId: string }> {
  const { from, days, professionals, bookings } = options;
  const [service] = await sql.query<{ id: string }>(
    "select id from services where profile = 'studio' and code = 'masaje-relajante'",
  );
  const serviceId = service!.id;
  await sql.query("delete from resource_requirements where service_id = $1", [serviceId]);
  await sql.query(
    `insert into resources (id, profile, code, name, kind, position)
     select gen_random_uuid(), 'studio', kind || '-bench-' || n, kind || ' ' || n, kind, 1000 + n
     from generate_series(1, $1::int) n, unnest(array['professional', 'room', 'equipment']) kind`,
    [professionals],
  );
  await sql.query(
    `insert into service_resources (service_id, resource_id)
     select $1, id from resources where code like 'professional-bench-%'
     order by position limit $2 - (select count(*) from service_resources where service_id = $1)`,
    [serviceId, professionals],
  );
  await sql.query(
    `insert into resource_requirements (service_id, group_no, resource_id)
     select $1, case kind when 'room' then 1 else 2 end, id from resources
     where code like 'room-bench-%' or code like 'equipment-bench-%'`,
    [serviceId],
  );
  await sql.query("insert into customers (id, profile) values ('00000000-0000-4000-8000-00000000beac', 'studio')");
  await sql.query(
    `with places as (
       select row_number() over (order by r.position, r.id) as place, r.id as professional_id
       from service_resources sr join resources r on r.id = sr.resource_id where sr.service_id = $1
     ), times as (
       select p.*, gen_random_uuid() as id, (day + make_interval(hours => hour)) at time zone 'America/Mexico_City' as starts_at
       from places p, generate_series($2::timestamp, $2::timestamp + make_interval(days => $3 - 1), interval '1 day') day,
         unnest(array[9, 10, 11, 12, 13, 15, 16, 17, 18]) hour
       where extract(isodow from day) < 7
       order by md5(p.place::text || day::text || hour) limit $4
     ), made as (
       insert into bookings (id, profile, code, customer_id, service_id, resource_id, starts_at, ends_at, price_minor, currency)
       select id, 'studio', 'BENCH' || row_number() over (), '00000000-0000-4000-8000-00000000beac', $1, professional_id,
         starts_at, starts_at + interval '1 hour', 85000, 'MXN' from times
     )
     insert into allocations (booking_id, resource_id, period)
     select t.id, o.resource_id, tstzrange(t.starts_at, t.starts_at + interval '1 hour')
     from times t, lateral (
       select t.professional_id as resource_id
       union all select r.id from resources r where r.code in ('room-bench-' || t.place, 'equipment-bench-' || t.place)
     ) o`,
    [serviceId, from, days, bookings],
  );
  // As the tables of a studio that has been at it for a while.
  await sql.query("analyze");
  return { serviceId };
}
