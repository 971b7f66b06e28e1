import type { MigrationInterface, QueryRunner } from "typeorm";

/** The developers' side: outgoing webhooks, calendar feeds, and rows of the catalogue that the API owns. */
export class Webhooks1732061660000 implements MigrationInterface {
  name = "Webhooks1732061660000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
      create table webhook_endpoints (
        id uuid primary key,
        profile text not null,
        url text not null check (length(url) <= 2000),
        description text not null default '',
        -- Empty: every kind.
        kinds text[] not null default '{}',
        -- Sealed. The one before a rotation signs as well until its end.
        secret text not null,
        previous_secret text,
        previous_secret_until timestamptz,
        -- The first failure since the last success.
        failing_since timestamptz,
        disabled_at timestamptz,
        disabled_reason text check (disabled_reason in ('asked', 'failing', 'gone')),
        created_at timestamptz not null default clock_timestamp(),
        check ((disabled_at is null) = (disabled_reason is null)),
        check ((previous_secret is null) = (previous_secret_until is null))
      );
      create index on webhook_endpoints (profile, id);

      create table webhook_deliveries (
        id uuid primary key,
        endpoint_id uuid not null references webhook_endpoints on delete cascade,
        event_id uuid not null references domain_events on delete cascade,
        state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
        attempts integer not null default 0 check (attempts >= 0),
        -- A sender puts it ahead while it sends, so that what a killed one left is taken up again.
        next_at timestamptz not null default clock_timestamp(),
        last_attempt_at timestamptz,
        response_status smallint,
        duration_ms integer,
        error_code text,
        created_at timestamptz not null default clock_timestamp(),
        constraint webhook_deliveries_once unique (endpoint_id, event_id)
      );
      create index webhook_deliveries_due on webhook_deliveries (endpoint_id, next_at) where state = 'pending';
      create index on webhook_deliveries (endpoint_id, id);
      create index on webhook_deliveries (event_id);

      -- Null: nobody has asked yet which endpoints want it. A cursor over ids or times would pass over an event whose
      -- transaction commits late. What was there before has no reader: the default fills it without a rewrite.
      alter table domain_events add column fanned_out_at timestamptz default now();
      alter table domain_events alter column fanned_out_at drop default;
      create index domain_events_to_fan_out on domain_events (created_at) where fanned_out_at is null;

      -- Whoever knows the address reads the calendar; only its hash is kept.
      create table calendar_feeds (
        resource_id uuid primary key references resources,
        token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
        created_at timestamptz not null
      );

      -- Who says what the row is: the owner's files, or the API since it changed or made it. The seed leaves the latter alone.
      alter table services add column origin text not null default 'file' check (origin in ('file', 'api'));
      alter table resources add column origin text not null default 'file' check (origin in ('file', 'api'));
      alter table packages add column origin text not null default 'file' check (origin in ('file', 'api'));
      alter table opening_hours add column origin text not null default 'file' check (origin in ('file', 'api'));
      create index on time_off (profile, id);
    `);
  }

  async down(): Promise<void> {
    throw new Error("Migrations only go forward; restore a backup instead.");
  }
}
