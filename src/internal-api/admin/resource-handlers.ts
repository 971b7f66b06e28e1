import type { ResponseOf } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import { newId } from "../../shared/index.ts";
import { done, type Handler, type Refusal, refuse, refuseField } from "../outcome.ts";
import type { AdminDeps } from "./admin-deps.ts";
import { lockOffer } from "./offer-lock.ts";
import { areServices } from "./package-rows.ts";
import { MOST_ROWS } from "./service-rows.ts";

type Resource = ResponseOf<"updateResource">;
/** Only professionals have these. */
type Work = Partial<Pick<Resource, "services" | "hours">>;

const COLUMNS = /* sql */ `r.id, r.code, r.kind, r.name, r.is_active as "isActive", r.origin,
  coalesce((select json_agg(json_build_object('serviceId', service_id, 'durationMinutes', duration_minutes) order by service_id)
    from service_resources where resource_id = r.id), '[]') as services,
  (select json_agg(json_build_object('weekday', weekday, 'from', to_char(from_time, 'HH24:MI'),
      'to', case when to_time = '24:00' then '24:00' else to_char(to_time, 'HH24:MI') end) order by weekday, from_time)
    from working_hours where resource_id = r.id) as hours`;

/** GET /admin/resources */
export function listResourcesHandler({ profileId }: AdminDeps): Handler<"listResources"> {
  return {
    async run(sql, { query }) {
      const resources = await sql.query<Resource>(
        `select ${COLUMNS} from resources r where r.profile = $1 and ($2::text is null or r.kind = $2)
         order by r.position, r.id limit ${MOST_ROWS}`,
        [profileId, query.kind ?? null],
      );
      return done({ resources });
    },
  };
}

/** POST /admin/resources */
export function createResourceHandler({ profileId }: AdminDeps): Handler<"createResource"> {
  return {
    async run(sql, { body }) {
      const { code, kind, name, isActive, services, hours } = body;
      await lockOffer(sql);
      const wrong = await checkWork(sql, profileId, kind, { services, hours });
      if (wrong) return wrong;
      const [row] = await sql.query<{ id: string }>(
        `insert into resources (id, profile, code, kind, name, is_active, origin, position)
         select $1, $2, $3, $4, $5, $6, 'api', coalesce(max(position), -1) + 1 from resources where profile = $2
         on conflict (profile, code) do nothing returning id`,
        [newId(), profileId, code, kind, name, isActive],
      );
      if (!row) return refuse("code_taken", "change that one, or choose another code");
      await saveWork(sql, row.id, { services, hours });
      return readResource(sql, profileId, row.id);
    },
  };
}

/** PATCH /admin/resources/{id} */
export function updateResourceHandler({ profileId }: AdminDeps): Handler<"updateResource"> {
  return {
    async run(sql, { params, body }) {
      await lockOffer(sql);
      const current = await readResource(sql, profileId, params.id);
      if (current.kind === "refused") return current;
      const wrong = await checkWork(sql, profileId, current.data.kind, body);
      if (wrong) return wrong;
      await sql.query(
        `update resources set name = coalesce($2, name), is_active = coalesce($3, is_active), origin = coalesce($4, 'api'),
           updated_at = now() where id = $1`,
        [params.id, body.name, body.isActive, body.origin],
      );
      await saveWork(sql, params.id, body);
      return readResource(sql, profileId, params.id);
    },
  };
}

async function checkWork(
  sql: Sql,
  profileId: string,
  kind: Resource["kind"],
  { services, hours }: Work,
): Promise<Refusal | undefined> {
  if (kind !== "professional") {
    if (services?.length) return refuseField("services", "only a professional does services; see a service's needs");
    if (hours) return refuseField("hours", "only a professional has working hours");
  }
  const ids = (services ?? []).map(({ serviceId }) => serviceId);
  if (new Set(ids).size < ids.length) return refuseField("services", "names a service twice");
  if (!(await areServices(sql, profileId, ids))) return refuseField("services", "names no service of this business");
  if (hours?.length === 0)
    return refuseField("hours", "has no period: null is the business's hours, isActive: false is none");
  return undefined;
}

async function saveWork(sql: Sql, resourceId: string, { services, hours }: Work): Promise<void> {
  if (services) {
    await sql.query("delete from service_resources where resource_id = $1", [resourceId]);
    await sql.query(
      `insert into service_resources (service_id, resource_id, duration_minutes)
       select "serviceId", $1, "durationMinutes" from json_to_recordset($2::json) as e("serviceId" uuid, "durationMinutes" integer)`,
      [resourceId, JSON.stringify(services)],
    );
  }
  if (hours === undefined) return;
  await sql.query("delete from working_hours where resource_id = $1", [resourceId]);
  await sql.query(
    `insert into working_hours (resource_id, weekday, from_time, to_time)
     select $1, weekday, "from", "to" from json_to_recordset($2::json) as e(weekday smallint, "from" time, "to" time)`,
    [resourceId, JSON.stringify(hours ?? [])],
  );
}

async function readResource(sql: Sql, profileId: string, id: string) {
  const [row] = await sql.query<Resource>(`select ${COLUMNS} from resources r where r.profile = $1 and r.id = $2`, [
    profileId,
    id,
  ]);
  return row ? done(row) : refuse("not_found");
}
