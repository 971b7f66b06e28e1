import type { Sealer } from "../shared/index.ts";
import { done, type Handler, refuse } from "./outcome.ts";

interface ClientRow {
  id: string;
  display_name: string | null;
  language: string | null;
}

interface ClientDeps {
  profileId: string;
  sealer: Sealer;
}

/** GET /client/me */
export function getClientHandler({ profileId, sealer }: ClientDeps): Handler<"getClient"> {
  return {
    async run(sql, { caller }) {
      const [row] = await sql.query<ClientRow>(
        "select id, display_name, language from customers where id = $1 and profile = $2",
        [caller.customerId, profileId],
      );
      return row ? done(toClient(row, sealer)) : refuse("not_found");
    },
  };
}

/** PATCH /client/me */
export function updateClientHandler({ profileId, sealer }: ClientDeps): Handler<"updateClient"> {
  return {
    async run(sql, { caller, body }) {
      const { displayName, language } = body;
      const [row] = await sql.query<ClientRow>(
        `update customers set
           display_name = case when $3 then $4 else display_name end,
           language = case when $5 then $6 else language end,
           updated_at = now()
         where id = $1 and profile = $2 returning id, display_name, language`,
        [
          caller.customerId,
          profileId,
          displayName !== undefined,
          displayName ? sealer.seal(displayName) : null,
          language !== undefined,
          language ?? null,
        ],
      );
      return row ? done(toClient(row, sealer)) : refuse("not_found");
    },
  };
}

function toClient(row: ClientRow, sealer: Sealer) {
  const displayName = row.display_name === null ? null : sealer.open(row.display_name);
  return { id: row.id, displayName, language: row.language };
}
