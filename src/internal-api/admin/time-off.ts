import { newId } from "../../shared/index.ts";
import type { Calendar } from "../booking/index.ts";
import { done, type Handler, refuseField } from "../outcome.ts";
import type { AdminDeps } from "./admin-deps.ts";

interface TimeOffRow {
  id: string;
  resource_id: string | null;
  starts_at: Date;
  ends_at: Date;
  reason: string | null;
}

const COLUMNS = "t.id, t.resource_id, lower(t.period) as starts_at, upper(t.period) as ends_at, t.reason";

function toTimeOff(row: TimeOffRow, calendar: Calendar) {
  const { id, resource_id: resourceId, reason } = row;
  const [startsAt, endsAt] = [row.starts_at, row.ends_at].map((at) => calendar.format(at.getTime())) as [
    string,
    string,
  ];
  return { id, resourceId, startsAt, endsAt, reason };
}

/** GET /admin/time-off: keyset pages by (start, id); the cursor is the id of the last one. */
export function listTimeOffHandler({ profileId, calendar }: AdminDeps): Handler<"listTimeOff"> {
  return {
    async run(sql, { query }) {
      const rows = await sql.query<TimeOffRow>(
        // An open end is nothing that the API writes, and has no instant to be told.
        `select ${COLUMNS} from time_off t
         where t.profile = $1 and ($2::uuid is null or t.resource_id = $2)
           and ($3::timestamptz is null or upper(t.period) > $3) and ($4::timestamptz is null or lower(t.period) < $4)
           and not lower_inf(t.period) and not upper_inf(t.period)
           and ($5::uuid is null or (lower(t.period), t.id) > (select lower(c.period), c.id from time_off c where c.id = $5))
         order by lower(t.period), t.id limit $6`,
        [
          profileId,
          query.resource ?? null,
          query.from ?? null,
          query.to ?? null,
          query.cursor ?? null,
          query.limit + 1,
        ],
      );
      const page = rows.slice(0, query.limit);
      return done({
        timeOff: page.map((row) => toTimeOff(row, calendar)),
        nextCursor: rows.length > query.limit ? (page.at(-1)?.id ?? null) : null,
      });
    },
  };
}

/** POST /admin/time-off */
export function createTimeOffHandler({ profileId, calendar }: AdminDeps): Handler<"createTimeOff"> {
  return {
    async run(sql, { body }) {
      const { resourceId, startsAt, endsAt, reason } = body;
      if (resourceId !== null) {
        const known = await sql.query("select 1 from resources where profile = $1 and id = $2", [
          profileId,
          resourceId,
        ]);
        if (known.length === 0) return refuseField("resourceId", "there is no such professional, room or equipment");
      }
      const [row] = await sql.query<TimeOffRow>(
        `insert into time_off as t (id, profile, resource_id, period, reason)
         values ($1, $2, $3, tstzrange($4, $5), $6) returning ${COLUMNS}`,
        [newId(), profileId, resourceId, startsAt, endsAt, reason ?? null],
      );
      if (!row) throw new Error("the time off that was just written is not there");
      const bookings = await sql.query<{ code: string }>(
        `select b.code from bookings b
         where b.profile = $1 and b.status in ('held', 'confirmed') and b.starts_at < $4 and b.ends_at > $3
           and ($2::uuid is null or b.resource_id = $2
             or exists (select from allocations a where a.booking_id = b.id and a.resource_id = $2))
         order by b.starts_at limit 100`,
        [profileId, resourceId, startsAt, endsAt],
      );
      return done({ ...toTimeOff(row, calendar), bookingCodes: bookings.map(({ code }) => code) });
    },
  };
}

/** DELETE /admin/time-off/{id} */
export function deleteTimeOffHandler({ profileId }: AdminDeps): Handler<"deleteTimeOff"> {
  return {
    async run(sql, { params: { id } }) {
      const gone = await sql.query("delete from time_off where profile = $1 and id = $2 returning 1", [profileId, id]);
      return done({ id, wasThere: gone.length > 0 });
    },
  };
}
