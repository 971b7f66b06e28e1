import type { ResponseOf } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";

type Week = ResponseOf<"getOpeningHours">;

/** The opening hours as the tables have them, which is what can be booked. */
export async function readOpeningHours(sql: Sql, profileId: string): Promise<Week> {
  const rows = await sql.query<Week["periods"][number] & { origin: Week["origin"] }>(
    `select weekday, to_char(from_time, 'HH24:MI') as "from",
       case when to_time = '24:00' then '24:00' else to_char(to_time, 'HH24:MI') end as "to", origin
     from opening_hours where profile = $1 order by weekday, from_time`,
    [profileId],
  );
  const periods = rows.map(({ weekday, from, to }) => ({ weekday, from, to }));
  return { origin: rows[0]?.origin ?? "file", periods };
}
