import type pg from "pg";
import type { FakeTwilio } from "../test/support/fake-twilio.ts";
import { type Check, check } from "./scenario.ts";

/** True when nothing waits to be answered, sent, asked about or written. */
export async function isAtRest(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `select 1 from messages where state in ('received', 'pending', 'sending', 'unknown')
     union all select 1 from write_requests where state in ('writing', 'deferred') limit 1`,
  );
  return rowCount === 0;
}

interface Turned {
  address: string;
  inbound: { seq: number; kind: string; state: string; turn: string | null }[];
  outbound: { turn: string; sid: string | null; state: string }[];
}

/**
 * Promises 2 and 3 and the order, over every conversation, and beside them what the provider has. `taken` are the ids of
 * the messages that were answered with 2xx.
 */
export async function audit(client: pg.Client, twilio: FakeTwilio, taken: ReadonlySet<string>): Promise<Check[]> {
  const { rows: stored } = await client.query<{ id: string }>(
    "select provider_event_id as id from messages where direction = 'in' and kind <> 'notice'",
  );
  const ids = new Set(stored.map(({ id }) => id));
  const missing = [...taken].filter((id) => !ids.has(id));
  const unfinished = await client.query(
    "select m.id, m.state, m.error_code from messages m where m.direction = 'in' and m.state not in ('handled', 'dead')",
  );
  const dead = await client.query(
    "select m.id, m.attempts, m.error_code from messages m where m.direction = 'in' and m.state = 'dead'",
  );
  const { rows } = await client.query<Turned>(
    `select c.address,
       coalesce((select json_agg(json_build_object('seq', m.seq, 'kind', m.kind, 'state', m.state, 'turn', m.turn_id)
         order by m.settled_at, m.seq) from messages m where m.conversation_id = c.id and m.direction = 'in'), '[]') as inbound,
       coalesce((select json_agg(json_build_object('turn', m.turn_id, 'sid', m.provider_event_id, 'state', m.state)
         order by m.seq) from messages m where m.conversation_id = c.id and m.direction = 'out'), '[]') as outbound
     from conversations c`,
  );
  const unordered: string[] = [];
  const unanswered: string[] = [];
  const twice: string[] = [];
  const undelivered: unknown[] = [];
  for (const { address, inbound, outbound } of rows) {
    const written = inbound.filter(({ kind }) => kind !== "notice").map(({ seq }) => seq);
    if (written.some((seq, index) => index > 0 && seq < (written[index - 1] ?? 0))) unordered.push(address);
    const said = new Set(outbound.map(({ turn }) => turn));
    // News that has nothing new to say is silent; a customer's message never is.
    const owed = inbound.filter(({ kind, turn }) => kind !== "notice" || said.has(turn ?? ""));
    const turns = [...new Set(owed.map(({ turn }) => turn))];
    if (turns.some((turn) => !said.has(turn ?? ""))) unanswered.push(address);
    if (JSON.stringify(turns) !== JSON.stringify(outbound.map(({ turn }) => turn))) unordered.push(address);
    const accepted = twilio.messagesTo(address).map(({ sid }) => sid);
    const sids = outbound.map(({ sid }) => sid);
    if (accepted.length > outbound.length) twice.push(address);
    else if (JSON.stringify(accepted) !== JSON.stringify(sids)) undelivered.push({ address, accepted, outbound });
  }
  const { rows: doubles } = await client.query(
    "select customer_id, count(*)::int as n from bookings where status = 'confirmed' group by 1 having count(*) > 1",
  );
  const { rows: untold } = await client.query<{ code: string; address: string }>(
    "select b.code, i.address from bookings b join customer_identities i on i.customer_id = b.customer_id",
  );
  const silent = untold.filter(
    ({ code, address }) => !twilio.messagesTo(address).some(({ body }) => body.includes(code)),
  );
  return [
    check("nothing that was answered with 2xx is missing", missing.length === 0, missing),
    check("every message has its end", unfinished.rowCount === 0, unfinished.rows),
    check("no message was given up because of the database", dead.rowCount === 0, dead.rows),
    check("every message has an answer", unanswered.length === 0, unanswered),
    check("the order of each customer is kept", unordered.length === 0, unordered),
    check("the provider has no answer twice", twice.length === 0, twice),
    check("the provider has every answer, in its order", undelivered.length === 0, undelivered.slice(0, 3)),
    check("nobody is booked twice", doubles.length === 0, doubles),
    check("every booking was told with its code", silent.length === 0, silent),
  ];
}
