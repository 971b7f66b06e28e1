import type { MigrationInterface, QueryRunner } from "typeorm";

/** What can be booked, when, with whom, and what was: the rows behind the internal API. */
export class Booking1732060900000 implements MigrationInterface {
  name = "Booking1732060900000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
      -- Lets a GiST index compare the uuid and the seat beside the period.
      create extension if not exists btree_gist;

      create table services (
        id uuid primary key,
        profile text not null,
        code text not null,
        name text not null,
        description text not null default '',
        duration_minutes integer not null check (duration_minutes > 0),
        buffer_minutes integer not null default 0 check (buffer_minutes >= 0),
        price_minor bigint not null check (price_minor >= 0),
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        is_active boolean not null default true,
        position integer not null default 0,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        unique (profile, code)
      );

      -- Whatever a booking occupies: people today, rooms and equipment when a profile has them.
      create table resources (
        id uuid primary key,
        profile text not null,
        code text not null,
        name text not null,
        kind text not null default 'professional' check (kind in ('professional', 'room', 'equipment')),
        is_active boolean not null default true,
        position integer not null default 0,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        unique (profile, code)
      );

      create table service_resources (
        service_id uuid not null references services,
        resource_id uuid not null references resources,
        primary key (service_id, resource_id)
      );
      create index on service_resources (resource_id);

      -- Local wall time of the business; ISO weekday. '24:00' is the end of the day.
      create table opening_hours (
        profile text not null,
        weekday smallint not null check (weekday between 1 and 7),
        from_time time not null,
        to_time time not null check (to_time > from_time),
        primary key (profile, weekday, from_time)
      );

      -- A resource without rows here works whenever the business is open.
      create table working_hours (
        resource_id uuid not null references resources,
        weekday smallint not null check (weekday between 1 and 7),
        from_time time not null,
        to_time time not null check (to_time > from_time),
        primary key (resource_id, weekday, from_time)
      );

      -- Without a resource the whole business is closed.
      create table time_off (
        id uuid primary key,
        profile text not null,
        resource_id uuid references resources,
        period tstzrange not null check (not isempty(period)),
        reason text,
        created_at timestamptz not null default now()
      );
      create index on time_off using gist (profile, period);

      create table bookings (
        id uuid primary key,
        profile text not null,
        code text not null,
        customer_id uuid not null references customers,
        service_id uuid not null references services,
        resource_id uuid not null references resources,
        status text not null default 'confirmed' check (status in ('confirmed', 'cancelled', 'completed', 'no_show')),
        starts_at timestamptz not null,
        ends_at timestamptz not null check (ends_at > starts_at),
        price_minor bigint not null check (price_minor >= 0),
        currency text not null,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        cancelled_at timestamptz,
        constraint bookings_code unique (code)
      );
      create index on bookings (customer_id, starts_at, id);
      create index on bookings (profile, starts_at, id);

      -- What a booking holds. A cancelled booking has no rows here, so the constraint needs no predicate.
      create table allocations (
        -- Checked at the commit: the time is taken before the booking is written, so that a refusal writes nothing.
        booking_id uuid not null references bookings deferrable initially deferred,
        resource_id uuid not null references resources,
        seat smallint not null default 1 check (seat > 0),
        period tstzrange not null check (not isempty(period)),
        primary key (booking_id, resource_id, seat),
        constraint allocations_no_overlap exclude using gist (resource_id with =, seat with =, period with &&)
      );

      create table packages (
        id uuid primary key,
        profile text not null,
        code text not null,
        name text not null,
        description text not null default '',
        price_minor bigint not null check (price_minor >= 0),
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        valid_days integer not null check (valid_days > 0),
        is_active boolean not null default true,
        position integer not null default 0,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        unique (profile, code)
      );

      create table package_services (
        package_id uuid not null references packages,
        service_id uuid not null references services,
        quantity integer not null check (quantity > 0),
        primary key (package_id, service_id)
      );

      -- Key, effect and answer commit together; a duplicate waits on the primary key. Rows live 7 days.
      create table idempotency_keys (
        caller text not null,
        key text not null,
        operation text not null,
        request_hash text not null,
        status smallint,
        response jsonb,
        created_at timestamptz not null default clock_timestamp(),
        primary key (caller, key)
      );
      create index on idempotency_keys (created_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error("Migrations only go forward; restore a backup instead.");
  }
}
