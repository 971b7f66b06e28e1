import type { MigrationInterface, QueryRunner } from "typeorm";

/** What customers buy, how it was paid and what is left of it. */
export class Purchases1732061000000 implements MigrationInterface {
  name = "Purchases1732061000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
      create table purchases (
        id uuid primary key,
        profile text not null,
        code text not null,
        customer_id uuid not null references customers,
        package_id uuid references packages,
        booking_id uuid references bookings,
        -- As it was sold: the catalogue may change before it is paid.
        name text not null,
        items jsonb not null default '[]',
        valid_days integer check (valid_days > 0),
        price_minor bigint not null check (price_minor > 0),
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        -- A pending purchase whose time is over stays 'pending' until somebody asks for the same again.
        status text not null default 'pending' check (status in ('pending', 'paid', 'expired', 'cancelled')),
        -- Whoever has it may pay: it is all that the link holds.
        pay_token text not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        paid_at timestamptz,
        -- The last local day on which its credits count.
        valid_until date,
        constraint purchases_code unique (code),
        constraint purchases_pay_token unique (pay_token),
        check (num_nonnulls(package_id, booking_id) = 1),
        check ((package_id is null) = (valid_days is null)),
        check ((status = 'paid') = (paid_at is not null))
      );
      -- One link at a time for one thing, and no appointment is paid twice.
      create unique index purchases_one_pending on purchases (customer_id, coalesce(package_id, booking_id))
        where status = 'pending';
      create unique index purchases_booking_paid on purchases (booking_id) where status = 'paid';
      create index on purchases (customer_id, id desc);

      -- Rows appear when the purchase is paid.
      create table purchase_credits (
        purchase_id uuid not null references purchases,
        service_id uuid not null references services,
        quantity integer not null check (quantity > 0),
        used integer not null default 0 check (used between 0 and quantity),
        primary key (purchase_id, service_id)
      );

      create table payments (
        id uuid primary key,
        purchase_id uuid not null references purchases,
        provider text not null,
        -- The provider's own id of this payment: a notification delivered twice meets the index.
        provider_ref text not null,
        amount_minor bigint not null check (amount_minor > 0),
        currency text not null,
        status text not null check (status in ('succeeded')),
        created_at timestamptz not null,
        unique (provider, provider_ref)
      );
      create index on payments (purchase_id);

      -- Who was not told yet is looked for every two seconds.
      create index domain_events_purchase_paid on domain_events (created_at) where kind = 'purchase.paid';
    `);
  }

  async down(): Promise<void> {
    throw new Error("Migrations only go forward; restore a backup instead.");
  }
}
