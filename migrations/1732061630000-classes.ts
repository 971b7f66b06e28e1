import type { MigrationInterface, QueryRunner } from "typeorm";

/** Group classes: a session with a row for each seat, and who waits for one. What is sold twice is refused here. */
export class Classes1732061630000 implements MigrationInterface {
  name = "Classes1732061630000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
      create table class_sessions (
        id uuid primary key,
        profile text not null,
        service_id uuid not null references services,
        -- Who gives it. That this person and the room are free stands in allocations, as for an appointment.
        resource_id uuid not null references resources,
        starts_at timestamptz not null,
        ends_at timestamptz not null check (ends_at > starts_at),
        -- As many rows as it has in class_seats; here to be read.
        seats integer not null check (seats > 0),
        status text not null default 'scheduled' check (status in ('scheduled', 'cancelled')),
        -- As the service cost when it was announced.
        price_minor bigint not null check (price_minor >= 0),
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        created_at timestamptz not null,
        updated_at timestamptz not null default clock_timestamp()
      );
      create index on class_sessions (profile, starts_at, id);

      -- A time is held by an appointment or by a session, under the same exclusion constraint.
      alter table allocations
        drop constraint allocations_pkey,
        alter column booking_id drop not null,
        add column session_id uuid references class_sessions deferrable initially deferred,
        add constraint allocations_holder check (num_nonnulls(booking_id, session_id) = 1),
        add constraint allocations_booking unique (booking_id, resource_id, seat);
      create unique index allocations_session on allocations (session_id, resource_id, seat)
        where session_id is not null;

      -- A booking of a session occupies a seat and no time of its own.
      alter table bookings add column session_id uuid references class_sessions;
      create unique index bookings_class_once on bookings (session_id, customer_id)
        where session_id is not null and status not in ('cancelled', 'expired');

      -- There is no way to sell more than there are rows.
      create table class_seats (
        session_id uuid not null references class_sessions,
        seat smallint not null check (seat > 0),
        -- Checked at the commit: the seat is taken before the booking is written.
        booking_id uuid unique references bookings deferrable initially deferred,
        primary key (session_id, seat)
      );

      create table waitlist (
        id uuid primary key,
        profile text not null,
        session_id uuid not null references class_sessions,
        customer_id uuid not null references customers,
        -- The order. Given under the session's lock, so that it is the order of the commits too.
        position bigint not null generated always as identity,
        status text not null default 'waiting' check (status in ('waiting', 'offered', 'filled', 'expired', 'left')),
        -- The seat that is kept for this customer until then, as a held booking.
        offered_until timestamptz,
        booking_id uuid unique references bookings deferrable initially deferred,
        created_at timestamptz not null,
        updated_at timestamptz not null default clock_timestamp(),
        constraint waitlist_offer check ((status in ('offered', 'filled')) <= (num_nonnulls(offered_until, booking_id) = 2))
      );
      create unique index waitlist_once on waitlist (session_id, customer_id) where status in ('waiting', 'offered');
      create index waitlist_waiting on waitlist (session_id, position) where status = 'waiting';
      create index on waitlist (customer_id, position);

      -- At the commit a booking of a session has a seat of that session exactly as long as it counts.
      create function class_check_seat() returns trigger language plpgsql as $$
      declare ids uuid[];
      begin
        if tg_table_name = 'bookings' then ids := array[new.id];
        elsif tg_op = 'INSERT' then ids := array[new.booking_id];
        elsif tg_op = 'DELETE' then ids := array[old.booking_id];
        else ids := array[old.booking_id, new.booking_id];
        end if;
        if exists (
          select from bookings b where b.id = any(ids)
            and (b.session_id is not null and b.status not in ('cancelled', 'expired'))
              <> exists (select from class_seats c where c.booking_id = b.id and c.session_id = b.session_id)
        ) then
          raise exception 'a booking of a class and its seat go together'
            using errcode = 'check_violation', constraint = 'class_seats_booking';
        end if;
        return null;
      end $$;
      create constraint trigger class_seats_booking after insert or update or delete on class_seats
        deferrable initially deferred for each row execute function class_check_seat();
      create constraint trigger bookings_class_seat after insert or update on bookings
        deferrable initially deferred for each row when (new.session_id is not null)
        execute function class_check_seat();
    `);
  }

  async down(): Promise<void> {
    throw new Error("Migrations only go forward; restore a backup instead.");
  }
}
