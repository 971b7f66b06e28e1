import type { Sql } from "../../database/index.ts";
import { done, type Handler, refuse, refuseField } from "../outcome.ts";
import type { AdminDeps } from "./admin-deps.ts";
import { lockOffer } from "./offer-lock.ts";
import { areServices, savePackages, selectPackages } from "./package-rows.ts";

/** GET /admin/packages */
export function listAdminPackagesHandler({ profileId }: AdminDeps): Handler<"listAdminPackages"> {
  return { run: async (sql) => done({ packages: await selectPackages(sql, profileId) }) };
}

/** POST /admin/packages */
export function createPackageHandler(deps: AdminDeps): Handler<"createPackage"> {
  return {
    async run(sql, { body }) {
      await lockOffer(sql);
      const [taken] = await selectPackages(sql, deps.profileId, { codes: [body.code] });
      if (taken) return refuse("code_taken", "change that one, or choose another code");
      if (!(await areKnown(sql, deps, body.items))) return refuseItems();
      await savePackages(sql, deps, [body]);
      return saved(sql, deps, body.code);
    },
  };
}

/** PATCH /admin/packages/{id} */
export function updatePackageHandler(deps: AdminDeps): Handler<"updatePackage"> {
  return {
    async run(sql, { params, body }) {
      const { origin, ...changes } = body;
      await lockOffer(sql);
      const [current] = await selectPackages(sql, deps.profileId, { id: params.id });
      if (!current) return refuse("not_found");
      if (changes.items && !(await areKnown(sql, deps, changes.items))) return refuseItems();
      await savePackages(sql, deps, [{ ...current, ...changes }]);
      if (origin) await sql.query("update packages set origin = $2 where id = $1", [current.id, origin]);
      return saved(sql, deps, current.code);
    },
  };
}

const areKnown = (sql: Sql, { profileId }: AdminDeps, items: { serviceId: string }[]) =>
  areServices(
    sql,
    profileId,
    items.map(({ serviceId }) => serviceId),
  );

const refuseItems = () => refuseField("items", "names something that is no service of this business");

async function saved(sql: Sql, { profileId }: AdminDeps, code: string) {
  const [entry] = await selectPackages(sql, profileId, { codes: [code] });
  return entry ? done(entry) : refuse("not_found");
}
