import type { Sql } from "../../database/index.ts";
import { done, type Handler, refuse, refuseField } from "../outcome.ts";
import type { AdminDeps } from "./admin-deps.ts";
import { lockOffer } from "./offer-lock.ts";
import { areThings, saveNeeds, saveServices, selectServices } from "./service-rows.ts";

/** GET /admin/services */
export function listAdminServicesHandler({ profileId }: AdminDeps): Handler<"listAdminServices"> {
  return { run: async (sql) => done({ services: await selectServices(sql, profileId) }) };
}

/** POST /admin/services */
export function createServiceHandler(deps: AdminDeps): Handler<"createService"> {
  return {
    async run(sql, { body }) {
      const { needs, ...service } = body;
      await lockOffer(sql);
      const [taken] = await selectServices(sql, deps.profileId, { codes: [body.code] });
      if (taken) return refuse("code_taken", "change that one, or choose another code");
      if (!(await areThings(sql, deps.profileId, needs))) return refuseNeeds();
      await saveServices(sql, deps, [service]);
      return saved(sql, deps, service.code, needs);
    },
  };
}

/** PATCH /admin/services/{id} */
export function updateServiceHandler(deps: AdminDeps): Handler<"updateService"> {
  return {
    async run(sql, { params, body }) {
      const { needs, origin, ...changes } = body;
      await lockOffer(sql);
      const [current] = await selectServices(sql, deps.profileId, { id: params.id });
      if (!current) return refuse("not_found");
      if (needs && !(await areThings(sql, deps.profileId, needs))) return refuseNeeds();
      await saveServices(sql, deps, [{ ...current, ...changes }]);
      if (origin) await sql.query("update services set origin = $2 where id = $1", [current.id, origin]);
      return saved(sql, deps, current.code, needs);
    },
  };
}

const refuseNeeds = () => refuseField("needs", "names something that is no room or equipment of this business");

async function saved(sql: Sql, { profileId }: AdminDeps, code: string, needs: string[][] | undefined) {
  const [service] = await selectServices(sql, profileId, { codes: [code] });
  if (!service) return refuse("not_found");
  if (!needs) return done(service);
  await saveNeeds(sql, service.id, needs);
  const [whole] = await selectServices(sql, profileId, { id: service.id });
  return done(whole ?? service);
}
