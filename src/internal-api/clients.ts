import type { BodyOf, clientsOperations } from "../contract/index.ts";
import type { Sql } from "../database/index.ts";
import { newId, type Sealer } from "../shared/index.ts";
import { recordEvent } from "./events.ts";
import { done, type Handler, type HandlersOf, refuse, refuseField } from "./outcome.ts";
import { readPhone, WHATSAPP_CHANNEL, whatsappSenders } from "./phone.ts";

interface ClientRow {
  id: string;
  display_name: string | null;
  language: string | null;
}

interface ClientDeps {
  profileId: string;
  /** Whose country a number without one is of. */
  locale: string;
  sealer: Sealer;
}

/** What stands behind the customers' own data. */
export function clientHandlers(deps: ClientDeps): HandlersOf<typeof clientsOperations> {
  return {
    getClient: { run: (sql, { caller }) => read(sql, deps, caller.customerId) },
    updateClient: { run: (sql, { caller, body }) => update(sql, deps, caller.customerId, body) },
    createClient: createClientHandler(deps),
    getClientById: { run: (sql, { params }) => read(sql, deps, params.id) },
    updateClientById: { run: (sql, { params, body }) => update(sql, deps, params.id, body) },
  };
}

async function read(sql: Sql, { profileId, sealer }: ClientDeps, id: string | undefined) {
  const [row] = await sql.query<ClientRow>(
    "select id, display_name, language from customers where id = $1 and profile = $2",
    [id, profileId],
  );
  return row ? done(toClient(row, sealer)) : refuse("not_found");
}

async function update(
  sql: Sql,
  { profileId, sealer }: ClientDeps,
  id: string | undefined,
  { displayName, language }: BodyOf<"updateClient">,
) {
  const [row] = await sql.query<ClientRow>(
    `update customers set
       display_name = case when $3 then $4 else display_name end,
       language = case when $5 then $6 else language end,
       updated_at = now()
     where id = $1 and profile = $2 returning id, display_name, language`,
    [
      id,
      profileId,
      displayName !== undefined,
      displayName ? sealer.seal(displayName) : null,
      language !== undefined,
      language ?? null,
    ],
  );
  if (!row) return refuse("not_found");
  await recordEvent(sql, "client.updated", row.id, { customerId: row.id, code: row.id });
  return done(toClient(row, sealer));
}

/** POST /clients. The identity is the one that the channel's first message would make, so that both meet. */
function createClientHandler(deps: ClientDeps): Handler<"createClient"> {
  const { profileId, sealer, locale } = deps;
  return {
    async run(sql, { body }) {
      const phone = readPhone(body.phone, locale);
      if (phone === undefined) return refuseField("phone", "is no phone number; write it as +52 55 1234 5678");
      const senders = whatsappSenders(phone);
      const known = await findBySenders(sql, deps, senders);
      if (known) return done({ ...toClient(known, sealer), isNew: false });

      const id = newId();
      const displayName = body.displayName === undefined ? null : sealer.seal(body.displayName);
      await sql.query("savepoint client");
      await sql.query("insert into customers (id, profile, display_name, language) values ($1, $2, $3, $4)", [
        id,
        profileId,
        displayName,
        body.language ?? null,
      ]);
      // The unique key decides between two at the same instant: the first form is everybody's first.
      const made = await sql.query(
        `insert into customer_identities (id, customer_id, profile, channel, address, fingerprint)
         select i.id, $2, $3, $4, i.address, i.fingerprint
         from unnest($1::uuid[], $5::text[], $6::text[]) with ordinality as i (id, address, fingerprint, n) order by i.n
         on conflict (profile, channel, fingerprint) do nothing returning 1`,
        [
          senders.map(() => newId()),
          id,
          profileId,
          WHATSAPP_CHANNEL,
          senders.map((sender) => sealer.seal(sender)),
          senders.map((sender) => sealer.fingerprint(sender)),
        ],
      );
      if (made.length < senders.length) {
        await sql.query("rollback to savepoint client");
        const rival = await findBySenders(sql, deps, senders);
        if (!rival) throw new Error("a customer's identity is taken and not there");
        return done({ ...toClient(rival, sealer), isNew: false });
      }
      await recordEvent(sql, "client.created", id, { customerId: id, code: id });
      const row = { id, display_name: displayName, language: body.language ?? null };
      return done({ ...toClient(row, sealer), isNew: true });
    },
  };
}

async function findBySenders(
  sql: Sql,
  { profileId, sealer }: ClientDeps,
  senders: string[],
): Promise<ClientRow | undefined> {
  const fingerprints = senders.flatMap((sender) => [sealer.fingerprint(sender), sealer.previousFingerprint(sender)]);
  const [row] = await sql.query<ClientRow>(
    `select c.id, c.display_name, c.language from customer_identities i join customers c on c.id = i.customer_id
     where i.profile = $1 and i.channel = $2 and i.fingerprint = any($3::text[]) order by i.created_at, i.id limit 1`,
    [profileId, WHATSAPP_CHANNEL, fingerprints.filter((print) => print !== undefined)],
  );
  return row;
}

function toClient(row: ClientRow, sealer: Sealer) {
  const displayName = row.display_name === null ? null : sealer.open(row.display_name);
  return { id: row.id, displayName, language: row.language };
}
