import type { Profile } from "../../config/index.ts";
import type { Package, Professional, Service } from "../../contract/index.ts";
import { done, type Handler } from "../outcome.ts";
import { readOpeningHours } from "./opening-hours.ts";

const PRICE = (alias: string) =>
  `json_build_object('amountMinor', ${alias}.price_minor, 'currency', ${alias}.currency) as "price"`;

/** GET /services */
export function listServicesHandler({ id: profileId }: Profile): Handler<"listServices"> {
  return {
    async run(sql) {
      const services = await sql.query<Service>(
        `select s.id, s.code, s.name, s.description, s.duration_minutes as "durationMinutes", ${PRICE("s")},
           coalesce((
             select json_agg(
               json_strip_nulls(json_build_object('id', r.id, 'name', r.name, 'durationMinutes', sr.duration_minutes))
               order by r.position, r.id)
             from service_resources sr join resources r on r.id = sr.resource_id
             where sr.service_id = s.id and r.is_active and r.kind = 'professional'
           ), '[]') as "professionals"
         from services s where s.profile = $1 and s.is_active order by s.position, s.id`,
        [profileId],
      );
      return done({ services });
    },
  };
}

/** GET /professionals */
export function listProfessionalsHandler({ id: profileId }: Profile): Handler<"listProfessionals"> {
  return {
    async run(sql) {
      const professionals = await sql.query<Professional>(
        `select r.id, r.code, r.name,
           coalesce((
             select json_agg(json_build_object('id', s.id, 'name', s.name) order by s.position, s.id)
             from service_resources sr join services s on s.id = sr.service_id
             where sr.resource_id = r.id and s.is_active
           ), '[]') as "services"
         from resources r
         where r.profile = $1 and r.is_active and r.kind = 'professional' order by r.position, r.id`,
        [profileId],
      );
      return done({ professionals });
    },
  };
}

/** GET /packages */
export function listPackagesHandler({ id: profileId }: Profile): Handler<"listPackages"> {
  return {
    async run(sql) {
      const packages = await sql.query<Package>(
        `select p.id, p.code, p.name, p.description, p.valid_days as "validDays",
           p.is_transferable as "isTransferable", ${PRICE("p")},
           coalesce((
             select json_agg(json_build_object('service', json_build_object('id', s.id, 'name', s.name),
               'quantity', ps.quantity) order by s.position, s.id)
             from package_services ps join services s on s.id = ps.service_id where ps.package_id = p.id
           ), '[]') as "items"
         from packages p where p.profile = $1 and p.is_active order by p.position, p.id`,
        [profileId],
      );
      return done({ packages });
    },
  };
}

/** GET /business: the owner's file is the truth, except for opening hours that the API has changed. */
export function getBusinessHandler(profile: Profile): Handler<"getBusiness"> {
  const { name, about, address, phone, locale, language, timeZone, currency, holidays } = profile;
  const business = { name, about, address, phone, locale, language, timeZone, currency, holidays };
  return {
    async run(sql) {
      const { periods } = await readOpeningHours(sql, profile.id);
      const openingHours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
        weekday,
        periods: periods.filter((period) => period.weekday === weekday).map(({ from, to }) => ({ from, to })),
      }));
      return done({ ...business, openingHours });
    },
  };
}
