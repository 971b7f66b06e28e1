import type { MigrationInterface, QueryRunner } from "typeorm";

/** The whole life of a booking: held, confirmed, and how it ended; what was agreed for a cancellation; its history. */
export class BookingLife1732061620000 implements MigrationInterface {
  name = "BookingLife1732061620000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
      alter table bookings
        drop constraint bookings_status_check,
        add constraint bookings_status_check
          check (status in ('held', 'confirmed', 'cancelled', 'completed', 'no_show', 'expired')),
        add column hold_expires_at timestamptz,
        add constraint bookings_hold_ends check (status <> 'held' or hold_expires_at is not null),
        -- How it was settled when it was booked; null: not yet, or in money by a purchase of its own.
        add column paid_with text check (paid_with in ('money', 'credit')),
        -- The policy as it was sold. Null: cancelling costs nothing until it begins.
        add column free_until_hours integer check (free_until_hours >= 0),
        add column fee_percent smallint check (fee_percent between 0 and 100),
        add column fee_minor bigint check (fee_minor >= 0),
        add column late_credit text check (late_credit in ('lost', 'returned')),
        add constraint bookings_policy check (num_nonnulls(fee_percent, fee_minor) <= 1),
        -- Moved when cancelling was no longer free: moving is no way around the fee.
        add column is_moved_late boolean not null default false,
        add column moves integer not null default 0 check (moves >= 0),
        -- What the cancellation came to.
        add column cancellation_fee_minor bigint check (cancellation_fee_minor >= 0),
        add column refund_due_minor bigint check (refund_due_minor >= 0),
        add column is_credit_returned boolean,
        add constraint bookings_cancellation check (status = 'cancelled' or cancellation_fee_minor is null);

      -- Who holds a time too long is looked for every minute.
      create index bookings_holds on bookings (hold_expires_at) where status = 'held';
      create index on bookings (profile, resource_id, starts_at, id);
      create index on bookings (profile, service_id, starts_at, id);
      create index on bookings (profile, created_at);

      create function bookings_check_transition() returns trigger language plpgsql as $$
      begin
        if old.status = new.status
          or (old.status = 'held' and new.status in ('confirmed', 'cancelled', 'expired'))
          or (old.status = 'confirmed' and new.status in ('cancelled', 'completed', 'no_show'))
          -- Staff mark the wrong one now and then.
          or (old.status = 'completed' and new.status = 'no_show')
          or (old.status = 'no_show' and new.status = 'completed')
        then return new; end if;
        raise exception 'a booking does not go from % to %', old.status, new.status
          using errcode = 'check_violation', constraint = 'bookings_transition';
      end $$;
      create trigger bookings_transition before update of status on bookings
        for each row execute function bookings_check_transition();

      -- What happened to a booking, in order; only ever appended, and gone only together with its booking.
      create table booking_history (
        id uuid primary key,
        booking_id uuid not null references bookings on delete cascade,
        at timestamptz not null,
        kind text not null check (kind in
          ('created', 'held', 'confirmed', 'rescheduled', 'cancelled', 'completed', 'no_show', 'expired')),
        -- Roles and ids, never names.
        by_role text not null,
        by_id text,
        before jsonb not null default '{}',
        after jsonb not null default '{}'
      );
      create index on booking_history (booking_id, id);

      create function booking_history_only_appends() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' and not exists (select from bookings where id = old.booking_id) then return old; end if;
        raise exception 'booking_history only ever appends' using errcode = 'check_violation';
      end $$;
      create trigger booking_history_only_appends before update or delete on booking_history
        for each row execute function booking_history_only_appends();
    `);
  }

  async down(): Promise<void> {
    throw new Error("Migrations only go forward; restore a backup instead.");
  }
}
