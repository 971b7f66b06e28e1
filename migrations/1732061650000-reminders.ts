import type { MigrationInterface, QueryRunner } from "typeorm";

/** What customers are reminded of, each once. */
export class Reminders1732061650000 implements MigrationInterface {
  name = "Reminders1732061650000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
      create table reminders (
        id uuid primary key,
        profile text not null,
        kind text not null check (kind in
          ('booking_24h', 'booking_2h', 'no_show', 'package_7d', 'package_1d', 'waitlist_offer')),
        -- The booking, purchase or place in the waiting list, and the time by which it was chosen: what moves is another
        -- subject, and is told anew.
        subject_id uuid not null,
        subject_at timestamptz not null,
        customer_id uuid not null references customers,
        -- Where it is told; null until one is chosen.
        conversation_id uuid references conversations,
        state text not null default 'queued' check (state in ('queued', 'handed', 'told', 'skipped')),
        -- Why it was not told.
        reason text,
        -- What the customer answered by its buttons.
        answer text check (answer in ('confirm', 'move', 'cancel')),
        answered_at timestamptz,
        created_at timestamptz not null,
        settled_at timestamptz,
        unique (kind, subject_id, subject_at),
        check ((state = 'skipped') = (reason is not null)),
        check (state in ('queued', 'skipped') or conversation_id is not null),
        check ((answer is null) = (answered_at is null))
      );
      create index reminders_queued on reminders (id) where state = 'queued';
      create index on reminders (customer_id);
      create index on reminders (created_at);
      create index purchases_valid_until on purchases (profile, valid_until) where package_id is not null and paid_at is not null;
      create index bookings_no_show on bookings (profile, starts_at) where status = 'no_show';
      create index waitlist_offered on waitlist (profile, offered_until) where status = 'offered';
    `);
  }

  async down(): Promise<void> {
    throw new Error("Migrations only go forward; restore a backup instead.");
  }
}
