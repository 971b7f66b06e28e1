import pg from "pg";
import { TWILIO_WHATSAPP } from "../../src/channels/index.ts";
import { parseConfig } from "../../src/config/index.ts";
import { createSealer, newId } from "../../src/shared/index.ts";
import { FROM } from "../../test/support/app.ts";

const BATCH = 5000;

/** Customers with an identity and a conversation each, as the inbox makes them. Returns their addresses. */
export async function fillCustomers(databaseUrl: string, count: number): Promise<string[]> {
  // The fingerprint is keyed: only our own sealer makes the one under which the inbox will find them.
  const sealer = createSealer(parseConfig({ NODE_ENV: "test" }).dataKey);
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ id: string; profile: string }>(
      /* sql */ `insert into channel_accounts (id, profile, channel, address) values ($1, 'studio', $2, $3)
        on conflict (channel, address) do update set address = excluded.address returning id, profile`,
      [newId(), TWILIO_WHATSAPP, FROM],
    );
    const account = rows[0]!;
    const addresses = Array.from({ length: count }, (_, index) => `+52177${String(10_000_000 + index)}`);
    for (let at = 0; at < count; at += BATCH) {
      const batch = addresses.slice(at, at + BATCH).map((address) => `whatsapp:${address}`);
      await client.query(
        /* sql */ `
        with person as (
          select n, uuidv7(interval '-400 days') as id, uuidv7(interval '-400 days') as conversation_id, address, fingerprint
          from unnest($1::text[], $2::text[]) with ordinality as given (address, fingerprint, n)
        ), customer as (
          insert into customers (id, profile, display_name, created_at)
          select id, $4, 'Ana', now() - interval '400 days' from person
        ), identity as (
          insert into customer_identities (id, customer_id, profile, channel, address, fingerprint)
          select uuidv7(interval '-400 days'), id, $4, $5, address, fingerprint from person
        )
        insert into conversations (id, channel_account_id, customer_id, fingerprint, address, state, last_inbound_at, created_at)
        select conversation_id, $3, id, fingerprint, address, '{"language":"es"}', now() - interval '3 days', now() - interval '400 days'
        from person`,
        [batch, batch.map((address) => sealer.fingerprint(address)), account.id, account.profile, TWILIO_WHATSAPP],
      );
    }
    return addresses;
  });
}

/**
 * Raises the stored messages from one number to another: half of them inbound, each with its turn; half outbound, read,
 * with their statuses; and for some of them what a conversation leaves behind. A third belongs to the `active` first
 * customers, because those who write now have written before.
 */
export async function fillMessages(
  databaseUrl: string,
  { from, to, active }: { from: number; to: number; active: number },
): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    await client.query("begin");
    await client.query("set local synchronous_commit = off");
    await client.query(
      /* sql */ `create temp table person on commit drop as
        select id, channel_account_id, customer_id, row_number() over (order by address) - 1 as n from conversations
        where address like 'whatsapp:+52177%'`,
    );
    await client.query("create unique index on person (n)");
    await client.query("analyze person");
    // One row a pair of question and answer; `seq` goes on where the conversation stands.
    await client.query(
      /* sql */ `create temp table pair on commit drop as
        select p.id as conversation_id, p.channel_account_id, p.customer_id,
          c.inbox_seq + row_number() over (partition by p.id order by g) as seq,
          ago.value as ago, uuidv7(-ago.value) as in_id, uuidv7(-ago.value + interval '1 second') as out_id,
          uuidv7(-ago.value) as turn_id, g
        from generate_series($1::int / 2 + 1, $2::int / 2) g
        cross join lateral (select make_interval(secs => 86400 * 3 + ($3::int / 2 - g) * 15.0)) as ago (value)
        join person p on p.n = case when g % 3 = 0 then (g / 3) % $4 else g % (select count(*) from person) end
        join conversations c on c.id = p.id`,
      [from, to, Math.max(to, 1_000_000), active],
    );
    await client.query(
      /* sql */ `insert into messages (id, conversation_id, channel_account_id, direction, seq, kind, content, state,
          provider_event_id, turn_id, created_at, settled_at)
        select in_id, conversation_id, channel_account_id, 'in', seq, 'text',
          jsonb_build_object('kind', 'text', 'text', 'quiero un masaje relajante el jueves a las 5 de la tarde'), 'handled',
          'SM' || md5('in' || g), turn_id, now() - ago, now() - ago + interval '40 milliseconds' from pair`,
    );
    await client.query(
      /* sql */ `insert into messages (id, conversation_id, channel_account_id, direction, seq, kind, content, state,
          provider_event_id, attempts, turn_id, created_at, claimed_at, settled_at)
        select out_id, conversation_id, channel_account_id, 'out', seq, 'bot',
          jsonb_build_object('text', repeat('Masaje relajante, jueves a las 5:00 p. m. con Laura Méndez. ', 3)), 'read',
          'SM' || md5('out' || g), 1, turn_id, now() - ago, now() - ago, now() - ago + interval '80 milliseconds' from pair`,
    );
    await client.query(
      /* sql */ `insert into message_statuses (id, provider_message_id, outbound_id, status, received_at)
        select uuidv7(-ago), 'SM' || md5('out' || g), out_id, status, now() - ago
        from pair, unnest(array['sent', 'delivered', 'read']) as status`,
    );
    await client.query(
      /* sql */ `insert into turns (id, created_at, conversation_id, profile, message_ids, fence, intent, confidence, engine, outcome,
          action, record, duration_ms)
        select turn_id, now() - ago, conversation_id, 'studio', array[in_id], seq, 'agendar_cita', 0.97, 'rasa', 'said',
          'book-appointment', $1, 24 from pair`,
      [JSON.stringify(TYPICAL_RECORD)],
    );
    await client.query(
      /* sql */ `insert into write_requests (id, conversation_id, customer_id, action, operation, state, body, expires_at, created_at, updated_at)
        select uuidv7(-ago), conversation_id, customer_id, 'book-appointment', 'createBooking', 'done', '{"serviceId":"x"}',
          now() - ago, now() - ago, now() - ago from pair where g % 10 = 0`,
    );
    await client.query(
      /* sql */ `insert into domain_events (id, kind, aggregate_id, payload, created_at)
        select uuidv7(-ago), 'booking.created', conversation_id, '{}', now() - ago from pair where g % 10 = 0`,
    );
    await client.query(
      /* sql */ `with made as (
          insert into bookings (id, profile, code, customer_id, service_id, resource_id, status, starts_at, ends_at, price_minor, currency)
          select uuidv7(-ago), 'studio', 'B' || g, customer_id, s.service_id, s.resource_id, 'completed',
            -- Each in an hour of its own, in the past.
            date_trunc('hour', now()) - make_interval(hours => g + 1), date_trunc('hour', now()) - make_interval(hours => g), 85000, 'MXN'
          from pair, lateral (select * from service_resources order by service_id, resource_id limit 1) s where g % 10 = 0
          returning id, resource_id, starts_at, ends_at
        )
        insert into allocations (booking_id, resource_id, period) select id, resource_id, tstzrange(starts_at, ends_at) from made`,
    );
    await client.query(
      /* sql */ `update conversations c set inbox_seq = greatest(inbox_seq, last.seq), outbox_seq = greatest(outbox_seq, last.seq)
        from (select conversation_id, max(seq) as seq from pair group by 1) last where c.id = last.conversation_id`,
    );
    await client.query("commit");
  });
}

/** What a database of this age has behind it: statistics, visibility, and its pages on the disk. */
export async function settleDatabase(databaseUrl: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    await client.query("vacuum (analyze)");
    await client.query("checkpoint");
  });
}

const TYPICAL_RECORD = {
  parse: {
    engine: "rasa",
    model: "atiende-studio-0123456789ab",
    intent: { name: "agendar_cita", confidence: 0.9712345 },
    ranking: ["agendar_cita", "reagendar_cita", "consultar_horarios"].map((name) => ({ name, confidence: 0.3123456 })),
    entities: [
      { entity: "servicio", value: "Masaje relajante", start: 10, end: 26 },
      { entity: "fecha", value: "jueves", start: 30, end: 36 },
    ],
    durationMs: 10.123456,
  },
  decision: { kind: "run", action: "book-appointment", slots: { servicio: "Masaje relajante", fecha: "2027-02-11" } },
  language: "es",
  template: "utter_confirmar_cita",
  alsoSaid: [],
  facts: { servicio: "Masaje relajante", cuando: "jueves 11 de febrero a las 5:00 p. m.", precio: "$850" },
  apiCalls: [{ operation: "listSlots", api: "booking", result: "ok", durationMs: 6.123456 }],
  checks: [],
  writes: [],
  timings: { consent: 0.01, held: 0.01, understand: 11.2, decide: 1.1, act: 7.5, phrase: 0.2, check_out: 0.1 },
};

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
