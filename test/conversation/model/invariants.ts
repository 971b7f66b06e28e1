import type { Customer, Lab } from "./lab.ts";

export class BrokenPromiseError extends Error {
  override readonly name = "BrokenPromiseError";
}

/** What must hold at every moment. Each row that it returns is a broken promise. */
const ALWAYS = /* sql */ `
  select 'promise 3: two bookings hold one person at one time' as broken, a.booking_id::text as id
  from allocations a join allocations b on a.resource_id = b.resource_id and a.seat = b.seat
    and a.period && b.period and a.booking_id < b.booking_id
  union all
  select 'promise 3: a message of the provider is stored twice', min(id::text) from messages
  where provider_event_id is not null group by channel_account_id, provider_event_id having count(*) > 1
  union all
  select 'promise 2: a message is answered by two turns', message_id::text
  from (select unnest(message_ids) as message_id from turns) t group by message_id having count(*) > 1
  union all
  select 'promise 4: a turn was committed under an older fence than the turn before it', id::text from (
    select id, fence, lag(fence) over (partition by conversation_id order by created_at) as earlier from turns
  ) t where fence < earlier
  union all
  select 'promise 4: a turn answered messages older than those of the turn before it', id::text from (
    select t.id, min(m.seq) as first, lag(max(m.seq)) over (partition by t.conversation_id order by t.created_at) as last
    from turns t join messages m on m.id = any(t.message_ids) group by t.id, t.conversation_id, t.created_at
  ) t where first <= last
  union all
  select 'promise 3: a booking that no request asked for', b.id::text from bookings b
  where (select count(*) from idempotency_keys k join write_requests w on w.id::text = k.key
    where k.operation = 'createBooking' and k.status = 200 and (k.response #>> '{}')::jsonb->'data'->>'code' = b.code) <> 1`;

/** What must hold when everything has come to rest. */
const AT_REST = /* sql */ `
  select 'promise 2: a message was never settled' as broken, id::text as id from messages
  where direction = 'in' and (state not in ('handled', 'dead')
    or (select count(*) from turns t where t.message_ids @> array[messages.id] and t.id = messages.turn_id) <> 1)
  union all
  select 'promise 2: a row never left', id::text from messages
  where direction = 'out' and state not in ('sent', 'delivered', 'read', 'failed', 'cancelled')
  union all
  select 'promise 2: an answer was cancelled although nobody held the conversation', m.id::text from messages m
  where m.direction = 'out' and m.state = 'cancelled' and m.error_code <> 'held_by_human'
  union all
  select 'promise 2: a customer was not answered', t.id::text from turns t
  where exists (select 1 from messages m where m.id = any(t.message_ids) and m.kind <> 'notice')
    and coalesce(t.record->'decision'->>'why', '') <> 'held_by_human'
    and not exists (select 1 from messages m where m.turn_id = t.id and m.direction = 'out')
  union all
  select 'promise 3: a write has no end', id::text from write_requests where state in ('writing', 'deferred')
  union all
  select 'promise 3: a request is done and the booking is not there', w.id::text from write_requests w
  where w.operation = 'createBooking' and w.state = 'done'
    and not exists (select 1 from idempotency_keys k where k.key = w.id::text and k.status = 200)
  union all
  select 'promise 3: a booking was made by a request that ended as ' || w.state, w.id::text
  from write_requests w join idempotency_keys k on k.key = w.id::text and k.status = 200
  where w.state in ('open', 'refused')`;

/** @throws BrokenPromiseError */
export async function assertAlways(lab: Lab): Promise<void> {
  report([...lab.broken, ...(await rowsOf(lab, ALWAYS)), ...(await unaskedWrites(lab))]);
}

/** @throws BrokenPromiseError */
export async function assertAtRest(lab: Lab, isSettled: boolean): Promise<void> {
  await assertAlways(lab);
  const broken = isSettled ? [] : ["promise 2: something waits for ever"];
  broken.push(...(await rowsOf(lab, AT_REST)), ...(await provider(lab)));
  for (const customer of lab.customers) broken.push(...(await inbound(lab, customer)));
  report(broken);
}

function report(broken: string[]): void {
  if (broken.length > 0) throw new BrokenPromiseError(broken.join("\n"));
}

async function rowsOf(lab: Lab, sql: string): Promise<string[]> {
  const rows = await lab.database.query<{ broken: string; id: string }>(sql);
  return rows.map(({ broken, id }) => `${broken}: ${id}`);
}

/**
 * A write begins with a message that came after its question was accepted (less the 300 ms of decision 2), or with a
 * tap that carries its token; and one message begins one write.
 */
async function unaskedWrites(lab: Lab): Promise<string[]> {
  const checked = lab.started.splice(0);
  const broken: string[] = [];
  for (const { token, messageIds } of checked) {
    const [row] = await lab.database.query<{ is_retry: boolean; is_asked: boolean; others: number }>(
      /* sql */ `
      select bool_or(m.kind = 'notice') as is_retry,
        bool_and(m.content->>'payload' = 'confirm:' || w.id || ':yes'
          or (q.state in ('sent', 'delivered', 'read') and m.created_at > q.claimed_at
            and m.created_at > q.settled_at - interval '300 milliseconds')) as is_asked,
        (select count(*)::int from write_requests o
          where o.id <> w.id and o.operation <> 'resume' and o.message_ids && $2) as others
      from write_requests w left join messages q on q.id = w.question_id
        cross join messages m where w.id = $1 and m.id = any($2) group by w.id`,
      [token, messageIds],
    );
    if (row?.is_retry === false && !row.is_asked) broken.push(`promise 3: write ${token} was not confirmed`);
    if (row && row.others > 0) broken.push(`promise 3: one message confirmed write ${token} and another`);
  }
  return broken;
}

/** The provider's own record against our rows: each answer there once, in the order of its conversation. */
async function provider(lab: Lab): Promise<string[]> {
  const rows = await lab.database.query<{
    id: string;
    conversation_id: string;
    state: string;
    error_code: string | null;
    provider_event_id: string | null;
    seq: string;
  }>("select id, conversation_id, state, error_code, provider_event_id, seq from messages where direction = 'out'");
  const broken: string[] = [];
  const lastSeq = new Map<string, number>();
  for (const { outboundId, providerId } of lab.provider.records) {
    const row = rows.find(({ id }) => id === outboundId);
    if (!row) {
      broken.push(`promise 2: the provider has ${providerId}, which no row stands for`);
      continue;
    }
    if (Number(row.seq) < (lastSeq.get(row.conversation_id) ?? 0)) {
      broken.push(`promise 2: row ${row.id} reached the provider after a later one`);
    }
    lastSeq.set(row.conversation_id, Number(row.seq));
  }
  for (const { id, state, error_code, provider_event_id } of rows) {
    const copies = lab.provider.records.filter(({ outboundId }) => outboundId === id);
    const isSent = ["sent", "delivered", "read"].includes(state);
    if (copies.length > 1) broken.push(`promise 2: row ${id} is ${copies.length} times at the provider`);
    if (isSent && copies.length === 0) broken.push(`promise 2: row ${id} is ${state} and not at the provider`);
    if (isSent && copies[0]?.providerId !== provider_event_id) {
      broken.push(`promise 2: row ${id} is bound to another message of the provider`);
    }
    // A provider that could not be asked for a quarter of an hour leaves a doubt, and the doubt says so.
    if (!isSent && copies.length > 0 && error_code !== "outcome_unknown") {
      broken.push(`promise 2: row ${id} is ${state} (${error_code}) and at the provider`);
    }
  }
  return broken;
}

/** What webhooks were answered 2xx for is stored once, in order; what a person held stays unanswered. */
async function inbound(lab: Lab, customer: Customer): Promise<string[]> {
  if (!customer.conversationId) return [];
  const rows = await lab.database.query<{ provider_event_id: string; seq: string; kind: string; why: string | null }>(
    /* sql */ `select m.provider_event_id, m.seq, m.kind, t.record->'decision'->>'why' as why
      from messages m left join turns t on t.id = m.turn_id
      where m.conversation_id = $1 and m.direction = 'in' order by m.seq`,
    [customer.conversationId],
  );
  const stored = rows.filter(({ kind }) => kind !== "notice").map((row) => row.provider_event_id);
  const accepted = customer.accepted.map(({ eventId }) => eventId);
  const broken: string[] = [];
  if (stored.length !== accepted.length || accepted.some((eventId) => !stored.includes(eventId))) {
    broken.push(`promise 2: ${stored.length} messages are stored of ${accepted.length}`);
  }
  for (const { seq, why, kind } of rows) {
    const wasHeld = customer.heldSeqs.some(([after, until]) => Number(seq) > after && Number(seq) <= until);
    const isBefore = Number(seq) > Math.max(0, ...customer.heldSeqs.map(([, until]) => until));
    if (kind === "notice") continue;
    if (wasHeld && why !== "held_by_human")
      broken.push(`promise 6: message ${seq} came in while a person held, and was answered`);
    if (isBefore && why === "held_by_human")
      broken.push(`promise 6: message ${seq} is the bot's, and was not answered`);
  }
  return broken;
}
