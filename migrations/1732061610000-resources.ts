import type { MigrationInterface, QueryRunner } from "typeorm";

/** What a service needs beside a person: rooms and machines, time before it, and the days on which nobody works. */
export class Resources1732061610000 implements MigrationInterface {
  name = "Resources1732061610000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
      alter table services
        add column buffer_before_minutes integer not null default 0 check (buffer_before_minutes between 0 and 240),
        -- Null: as the business has it.
        add column lead_minutes integer check (lead_minutes >= 0),
        add column horizon_days integer check (horizon_days > 0),
        -- A schedule is read with this much on either side.
        add constraint services_buffer_minutes_most check (buffer_minutes <= 240);

      -- Null: as long as the service takes with anybody.
      alter table service_resources
        add column duration_minutes integer check (duration_minutes > 0);

      -- A booking of the service occupies one resource of each group, and never one twice.
      create table resource_requirements (
        service_id uuid not null references services,
        group_no smallint not null check (group_no > 0),
        resource_id uuid not null references resources,
        primary key (service_id, group_no, resource_id)
      );
      create index on resource_requirements (resource_id);

      -- Local dates on which the business does not open. Days off by the clock are in time_off.
      create table holidays (
        profile text not null,
        date date not null,
        name text not null,
        primary key (profile, date)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error("Migrations only go forward; restore a backup instead.");
  }
}
