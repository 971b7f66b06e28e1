import type { MigrationInterface, QueryRunner } from "typeorm";

/** What staff must see and be told of, and the dead letters that may be tried once more. */
export class Alerts1732061200000 implements MigrationInterface {
  name = "Alerts1732061200000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
      -- Ids and codes only: an alert leaves the house.
      create table alerts (
        id uuid primary key,
        kind text not null,
        severity text not null check (severity in ('info', 'warning', 'critical')),
        subject_id uuid,
        conversation_id uuid,
        details jsonb not null default '{}',
        created_at timestamptz not null default clock_timestamp(),
        -- The notice to the administrator: when it may be tried, since when and how often it was, when it was taken.
        not_before timestamptz not null default clock_timestamp(),
        first_tried_at timestamptz,
        notify_attempts integer not null default 0,
        notified_at timestamptz,
        acknowledged_at timestamptz
      );
      create index alerts_untold on alerts (kind, not_before) where notified_at is null;
      create index alerts_told on alerts (kind, notified_at) where notified_at is not null;
      create index alerts_open on alerts (id) where acknowledged_at is null;
      create index on alerts (subject_id);

      insert into alerts (id, kind, severity, subject_id, conversation_id, details, created_at, not_before, acknowledged_at)
        select a.id, a.kind, a.severity, a.subject_id, m.conversation_id, a.details, a.created_at, 'infinity', clock_timestamp()
        from audit_log a left join messages m on m.id = a.subject_id
        where a.kind in ('message.failed', 'message.delayed', 'message.dead_letter');
      delete from audit_log where kind in ('message.failed', 'message.delayed', 'message.dead_letter');

      -- An administrator put it back: since when. It is answered apart from what came after it.
      alter table messages add column retried_at timestamptz;
      create index messages_dead on messages (id) where state = 'dead';
    `);
  }

  async down(): Promise<void> {
    throw new Error("Migrations only go forward; restore a backup instead.");
  }
}
