import type { Profile } from "../../config/index.ts";
import { readOpeningHours, seedOpeningHours } from "../booking/index.ts";
import { done, type Handler } from "../outcome.ts";
import { lockOffer } from "./offer-lock.ts";

/** GET /admin/opening-hours */
export function getOpeningHoursHandler({ id }: Profile): Handler<"getOpeningHours"> {
  return { run: async (sql) => done(await readOpeningHours(sql, id)) };
}

/** PUT /admin/opening-hours. Given back to the file, its hours count at once. */
export function setOpeningHoursHandler(profile: Profile): Handler<"setOpeningHours"> {
  return {
    async run(sql, { body }) {
      await lockOffer(sql);
      if ("origin" in body) await seedOpeningHours(sql, profile);
      else {
        await sql.query("delete from opening_hours where profile = $1", [profile.id]);
        await sql.query(
          `insert into opening_hours (profile, weekday, from_time, to_time, origin)
           select $1, weekday, "from", "to", 'api' from json_to_recordset($2::json) as e(weekday smallint, "from" time, "to" time)`,
          [profile.id, JSON.stringify(body.periods)],
        );
      }
      return done(await readOpeningHours(sql, profile.id));
    },
  };
}
