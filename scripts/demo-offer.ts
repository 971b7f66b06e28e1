import type { Sql } from "../src/database/index.ts";

export interface Period {
  weekday: number;
  fromMinute: number;
  toMinute: number;
}

/** What the tables offer, as far as bookings are made of it. */
export interface Offer {
  timeZone: string;
  gridMinutes: number;
  openingHours: Period[];
  holidays: string[];
  services: {
    id: string;
    durationMinutes: number;
    bufferBeforeMinutes: number;
    bufferMinutes: number;
    priceMinor: number;
    currency: string;
    /** Resources by group: one of each. */
    needs: string[][];
  }[];
  professionals: { id: string; hours: Period[] | null; services: { id: string; durationMinutes: number | null }[] }[];
  packages: {
    id: string;
    name: string;
    priceMinor: number;
    currency: string;
    validDays: number;
    isTransferable: boolean;
    items: { serviceId: string; quantity: number }[];
  }[];
  /** What is taken already, in ms, by resource. */
  busy: Record<string, [number, number][]>;
  /** Codes that are taken already. */
  codes: string[];
}

const minutes = (alias: string) => /* sql */ `json_agg(json_build_object('weekday', ${alias}.weekday,
  'fromMinute', (extract(epoch from ${alias}.from_time) / 60)::int, 'toMinute', (extract(epoch from ${alias}.to_time) / 60)::int)
  order by ${alias}.weekday, ${alias}.from_time)`;

/** What can be booked and bought, and what is taken already. */
export async function readOffer(
  sql: Sql,
  profile: { id: string; timeZone: string; gridMinutes: number },
): Promise<Offer> {
  const [row] = await sql.query<Omit<Offer, "timeZone" | "gridMinutes" | "busy" | "codes">>(
    /* sql */ `select
      coalesce((select ${minutes("o")} from opening_hours o where o.profile = $1), '[]') as "openingHours",
      coalesce((select json_agg(date) from holidays where profile = $1), '[]') as holidays,
      coalesce((select json_agg(json_build_object('id', s.id, 'durationMinutes', s.duration_minutes,
        'bufferBeforeMinutes', s.buffer_before_minutes, 'bufferMinutes', s.buffer_minutes, 'priceMinor', s.price_minor,
        'currency', s.currency, 'needs', coalesce((select json_agg(g.ids order by g.group_no) from (
          select group_no, json_agg(resource_id order by resource_id) as ids from resource_requirements
          where service_id = s.id group by group_no) g), '[]')) order by s.position, s.id)
        from services s where s.profile = $1 and s.is_active), '[]') as services,
      coalesce((select json_agg(json_build_object('id', r.id,
        'hours', (select ${minutes("w")} from working_hours w where w.resource_id = r.id),
        'services', (select json_agg(json_build_object('id', sr.service_id, 'durationMinutes', sr.duration_minutes)
          order by s.position, s.id) from service_resources sr join services s on s.id = sr.service_id
          where sr.resource_id = r.id and s.is_active)) order by r.position, r.id)
        from resources r where r.profile = $1 and r.is_active and r.kind = 'professional' and exists (
          select from service_resources sr join services s on s.id = sr.service_id
          where sr.resource_id = r.id and s.is_active)), '[]') as professionals,
      coalesce((select json_agg(json_build_object('id', p.id, 'name', p.name, 'priceMinor', p.price_minor,
        'currency', p.currency, 'validDays', p.valid_days, 'isTransferable', p.is_transferable, 'items', (
          select json_agg(json_build_object('serviceId', service_id, 'quantity', quantity) order by service_id)
          from package_services where package_id = p.id)) order by p.position, p.id)
        from packages p where p.profile = $1 and p.is_active and p.price_minor > 0
          and exists (select from package_services where package_id = p.id)), '[]') as packages`,
    [profile.id],
  );
  if (!row) throw new Error("the offer cannot be read");
  const taken = await sql.query<{ resource_id: string; from: string; to: string }>(
    /* sql */ `select a.resource_id, extract(epoch from lower(a.period)) * 1000 as "from", extract(epoch from upper(a.period)) * 1000 as "to"
      from allocations a where a.period && tstzrange(now() - interval '62 days', now() + interval '62 days')`,
  );
  const busy: Offer["busy"] = {};
  for (const { resource_id, from, to } of taken) {
    busy[resource_id] ??= [];
    busy[resource_id].push([Number(from), Number(to)]);
  }
  const codes = await sql.query<{ code: string }>("select code from bookings union all select code from purchases");
  return {
    ...row,
    timeZone: profile.timeZone,
    gridMinutes: profile.gridMinutes,
    busy,
    codes: codes.map(({ code }) => code),
  };
}
