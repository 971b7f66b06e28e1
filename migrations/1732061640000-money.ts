import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Credits as a ledger instead of two counters, refunds, transfers, and what a real payment provider needs. What may
 * never be (a credit spent twice, more given back than was paid) is refused here, whoever writes.
 */
export class Money1732061640000 implements MigrationInterface {
  name = "Money1732061640000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
      alter table packages add column is_transferable boolean not null default false;

      alter table purchases
        drop constraint purchases_status_check,
        add constraint purchases_status_check
          check (status in ('pending', 'paid', 'expired', 'cancelled', 'partially_refunded', 'refunded')),
        drop constraint purchases_check2,
        add constraint purchases_paid_at
          check ((status in ('paid', 'partially_refunded', 'refunded')) = (paid_at is not null)),
        -- As it was sold.
        add column is_transferable boolean not null default false,
        -- What somebody else handed over: nothing was paid for it.
        add column transferred_from uuid references purchases,
        drop constraint purchases_price_minor_check,
        add constraint purchases_price check (price_minor between 1 and 9999999999
          or (price_minor = 0 and transferred_from is not null)),
        -- The end of valid_until where the business is.
        add column credits_end_at timestamptz,
        add constraint purchases_currency unique (id, currency);
      -- The business's time zone is in no table: the day counts until it is over everywhere.
      update purchases set credits_end_at = (valid_until + 1 + time '12:00') at time zone 'UTC'
        where valid_until is not null;
      alter table purchases add constraint purchases_credits_end check ((valid_until is null) = (credits_end_at is null));
      drop index purchases_booking_paid;
      create unique index purchases_booking_paid on purchases (booking_id) where status in ('paid', 'partially_refunded');
      create index on purchases (profile, id desc);
      create index on purchases (transferred_from) where transferred_from is not null;

      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% only ever appends', tg_table_name using errcode = 'check_violation';
      end $$;

      alter table payments
        add constraint payments_amount check (amount_minor <= 9999999999),
        add constraint payments_currency foreign key (purchase_id, currency) references purchases (id, currency),
        add constraint payments_whole unique (id, purchase_id, currency);
      create trigger payments_append before update or delete on payments
        for each row execute function refuse_change();

      -- Money that goes back. The row is the decision; what the provider made of it stands in refund_results.
      create table refunds (
        id uuid primary key,
        purchase_id uuid not null references purchases,
        payment_id uuid not null,
        amount_minor bigint not null check (amount_minor between 1 and 9999999999),
        currency text not null,
        reason text not null check (length(reason) between 1 and 200),
        -- The provider's own id, when it was decided there and not here.
        provider_ref text unique,
        created_at timestamptz not null,
        constraint refunds_payment foreign key (payment_id, purchase_id, currency)
          references payments (id, purchase_id, currency)
      );
      create index on refunds (purchase_id);
      create index on refunds (payment_id);
      create table refund_results (
        refund_id uuid not null references refunds,
        -- Each at most once, in any order: 'failed' outweighs 'succeeded', for a bank may send back what was taken for
        -- done. 'submitted' is not asked for again.
        status text not null check (status in ('submitted', 'succeeded', 'failed')),
        provider_ref text,
        at timestamptz not null,
        primary key (refund_id, status)
      );
      create trigger refunds_append before update or delete on refunds
        for each row execute function refuse_change();
      create trigger refund_results_append before update or delete on refund_results
        for each row execute function refuse_change();

      create function has_failed(refund uuid) returns boolean language sql stable as $$
        select exists (select from refund_results where refund_id = refund and status = 'failed')
      $$;
      create function refunds_check_paid() returns trigger language plpgsql as $$
      begin
        perform 1 from purchases where id = new.purchase_id for no key update;
        if (select sum(amount_minor) from refunds where payment_id = new.payment_id and not has_failed(id))
            > (select amount_minor from payments where id = new.payment_id) then
          raise exception 'payment % was less than this gives back', new.payment_id
            using errcode = 'check_violation', constraint = 'refunds_paid';
        end if;
        return null;
      end $$;
      create trigger refunds_paid after insert on refunds for each row execute function refunds_check_paid();

      create table credit_entries (
        id uuid primary key,
        purchase_id uuid not null references purchases,
        -- Who held the purchase.
        customer_id uuid not null references customers,
        service_id uuid not null references services,
        delta integer not null check (delta <> 0 and abs(delta) <= 10000),
        kind text not null check (kind in
          ('granted', 'spent', 'returned', 'transferred_out', 'transferred_in', 'refunded')),
        -- Checked at the commit: a credit may be spent before its booking is written.
        booking_id uuid references bookings deferrable initially deferred,
        -- Which refund took it, to give it back should the refund fail.
        refund_id uuid references refunds,
        at timestamptz not null,
        note text check (length(note) <= 200),
        check (case when kind in ('granted', 'returned', 'transferred_in') then delta > 0
          when kind in ('spent', 'transferred_out') then delta < 0 else true end),
        check (kind <> 'returned' or booking_id is not null),
        check (booking_id is null or kind in ('spent', 'returned')),
        check (refund_id is null or kind = 'refunded')
      );
      create index on credit_entries (purchase_id, service_id);
      create index on credit_entries (booking_id) where booking_id is not null;
      create index on credit_entries (refund_id) where refund_id is not null;

      -- A sum over rows that others add is only sure while they wait: the booking first, then the purchase, as wherever
      -- both are locked. The statements after the locks see what was committed before.
      create function credit_entries_check_balance() returns trigger language plpgsql as $$
      begin
        if new.booking_id is not null then
          perform 1 from bookings where id = new.booking_id for no key update;
        end if;
        perform 1 from purchases where id = new.purchase_id for no key update;
        if (select sum(delta) from credit_entries
            where purchase_id = new.purchase_id and service_id = new.service_id) < 0 then
          raise exception 'purchase % has no credit left', new.purchase_id
            using errcode = 'check_violation', constraint = 'credit_entries_balance';
        end if;
        -- One credit at most, and what is given back was taken from there.
        if new.booking_id is not null and exists (
            select from credit_entries where booking_id = new.booking_id
            group by purchase_id, service_id having sum(delta) > 0
            union all
            select from credit_entries where booking_id = new.booking_id having sum(delta) < -1) then
          raise exception 'booking % holds one credit at most', new.booking_id
            using errcode = 'check_violation', constraint = 'credit_entries_booking';
        end if;
        return null;
      end $$;
      create trigger credit_entries_balance after insert on credit_entries
        for each row execute function credit_entries_check_balance();
      create trigger credit_entries_append before update or delete on credit_entries
        for each row execute function refuse_change();

      -- A provider's page on which a purchase can be paid; one that ended is followed by another.
      create table checkout_sessions (
        provider text not null,
        session_id text not null,
        purchase_id uuid not null references purchases,
        url text not null,
        expires_at timestamptz not null,
        -- 'processing': done by the customer, the money is on its way.
        state text not null default 'open' check (state in ('open', 'processing', 'ended')),
        created_at timestamptz not null,
        primary key (provider, session_id)
      );
      create index on checkout_sessions (purchase_id, created_at desc);

      -- What a provider has told and we have acted on.
      create table payment_events (
        provider text not null,
        event_id text not null,
        kind text not null,
        purchase_id uuid references purchases,
        received_at timestamptz not null,
        primary key (provider, event_id)
      );
      create index on payment_events (received_at);
      create index domain_events_purchase_refunded on domain_events (created_at) where kind = 'purchase.refunded';

      insert into credit_entries (id, purchase_id, customer_id, service_id, delta, kind, at)
        select gen_random_uuid(), p.id, p.customer_id, c.service_id, c.quantity, 'granted', p.paid_at
        from purchase_credits c join purchases p on p.id = c.purchase_id;
      insert into credit_entries (id, purchase_id, customer_id, service_id, delta, kind, at, note)
        select gen_random_uuid(), p.id, p.customer_id, c.service_id, -c.used, 'spent', p.paid_at, 'before the ledger'
        from purchase_credits c join purchases p on p.id = c.purchase_id where c.used > 0;
      drop table purchase_credits;
    `);
  }

  async down(): Promise<void> {
    throw new Error("Migrations only go forward; restore a backup instead.");
  }
}
