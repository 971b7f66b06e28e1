import type { MigrationInterface, QueryRunner } from "typeorm";

/** The conversation's engine: who writes to whom, the inbox, the outbox, the lease and what was decided. */
export class Conversation1732060800000 implements MigrationInterface {
  name = "Conversation1732060800000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
      create table channel_accounts (
        id uuid primary key,
        profile text not null,
        channel text not null,
        address text not null,
        created_at timestamptz not null default now(),
        unique (channel, address)
      );

      create table customers (
        id uuid primary key,
        profile text not null,
        display_name text,
        language text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );

      -- A phone is one identity among several and may be absent. The address is sealed; the fingerprint finds it.
      create table customer_identities (
        id uuid primary key,
        customer_id uuid not null references customers,
        profile text not null,
        channel text not null,
        address text not null,
        fingerprint text not null,
        created_at timestamptz not null default now(),
        unique (profile, channel, fingerprint)
      );
      create index on customer_identities (customer_id);

      create table consents (
        id uuid primary key,
        customer_id uuid not null references customers,
        kind text not null check (kind in ('messages')),
        is_granted boolean not null,
        message_id uuid,
        created_at timestamptz not null default now()
      );
      create index on consents (customer_id, kind, created_at desc);

      -- One row per customer and number written to. It is the lock under which seq, lease and holder change.
      create table conversations (
        id uuid primary key,
        channel_account_id uuid not null references channel_accounts,
        customer_id uuid not null references customers,
        fingerprint text not null,
        address text not null,
        holder text not null default 'bot' check (holder in ('bot', 'human')),
        is_opted_out boolean not null default false,
        state jsonb not null default '{}',
        inbox_seq bigint not null default 0,
        outbox_seq bigint not null default 0,
        last_inbound_at timestamptz,
        fence bigint not null default 0,
        lease_owner text,
        lease_until timestamptz,
        created_at timestamptz not null default now(),
        unique (channel_account_id, fingerprint)
      );
      create index on conversations (customer_id);

      create table messages (
        id uuid primary key,
        conversation_id uuid not null references conversations,
        channel_account_id uuid not null references channel_accounts,
        direction text not null check (direction in ('in', 'out')),
        seq bigint not null,
        kind text not null,
        content jsonb not null,
        -- in: received, handled, dead. out: pending, sending, unknown, sent, delivered, read, failed, cancelled.
        state text not null,
        provider_event_id text,
        attempts integer not null default 0,
        turn_id uuid,
        created_at timestamptz not null default clock_timestamp(),
        -- in: when an answer was decided. out: when the provider accepted it.
        settled_at timestamptz,
        claimed_at timestamptz,
        not_before timestamptz,
        deadline timestamptz,
        error_code text,
        unique (conversation_id, direction, seq)
      );
      -- A redelivered webhook meets this index. Outbound rows carry the provider's id in the same column.
      create unique index messages_provider_event on messages (channel_account_id, provider_event_id)
        where provider_event_id is not null;
      -- What is still to be done; the sweep and the workers read only this.
      create index messages_open on messages (conversation_id, direction, seq)
        where state in ('received', 'pending', 'sending', 'unknown');
      create index messages_turn on messages (turn_id) where turn_id is not null;

      -- Statuses are kept as they came, joined to nothing: they may arrive before our own record.
      create table message_statuses (
        id uuid primary key,
        channel_account_id uuid,
        provider_message_id text not null,
        outbound_id uuid,
        status text not null,
        error_code text,
        received_at timestamptz not null default clock_timestamp(),
        unique (provider_message_id, status)
      );
      create index on message_statuses (outbound_id);

      -- Keyed (id, created_at) and never referenced, so that it can be partitioned by time.
      create table turns (
        id uuid not null,
        created_at timestamptz not null default clock_timestamp(),
        conversation_id uuid not null,
        profile text not null,
        message_ids uuid[] not null,
        fence bigint not null,
        intent text,
        confidence real,
        engine text,
        outcome text,
        action text,
        record jsonb not null,
        duration_ms real not null,
        primary key (id, created_at)
      );
      create index turns_conversation on turns (conversation_id, created_at);
      create index turns_messages on turns using gin (message_ids);

      -- The only way from a decision to an effect. The id is the token that the call carries as its idempotency key.
      create table write_requests (
        id uuid primary key,
        conversation_id uuid not null references conversations,
        customer_id uuid not null references customers,
        action text not null,
        operation text not null,
        state text not null check (state in ('open', 'writing', 'done', 'refused', 'deferred', 'expired', 'cancelled')),
        params jsonb not null default '{}',
        body jsonb not null,
        facts jsonb not null default '{}',
        question_id uuid,
        message_ids uuid[] not null default '{}',
        decision jsonb,
        outcome jsonb,
        attempts integer not null default 0,
        not_before timestamptz,
        expires_at timestamptz not null,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp()
      );
      create index on write_requests (conversation_id, created_at desc);
      create index write_requests_unfinished on write_requests (not_before) where state in ('writing', 'deferred');
      -- One question at a time: a second open request in the same conversation would make "sí" ambiguous.
      create unique index write_requests_one_open on write_requests (conversation_id) where state in ('open', 'writing');

      create table domain_events (
        id uuid primary key,
        kind text not null,
        aggregate_id uuid,
        payload jsonb not null,
        created_at timestamptz not null default clock_timestamp()
      );
      create index on domain_events (created_at);

      create table audit_log (
        id uuid primary key,
        kind text not null,
        severity text not null check (severity in ('info', 'warning', 'critical')),
        subject_id uuid,
        details jsonb not null default '{}',
        created_at timestamptz not null default clock_timestamp()
      );
      create index on audit_log (created_at);

      -- What each running process says of itself; /health/ready of one process tells of the others by it.
      create table processes (
        id uuid primary key,
        services text[] not null,
        nlu jsonb not null default '{}',
        seen_at timestamptz not null default clock_timestamp()
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error("Migrations only go forward; restore a backup instead.");
  }
}
