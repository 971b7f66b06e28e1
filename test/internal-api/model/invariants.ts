import type { CreditBalance } from "../../../src/contract/index.ts";
import type { Lab } from "./lab.ts";

/** A sentence that is broken, and a query for the ids of what breaks it: it must find nothing. */
interface Invariant {
  never: string;
  sql: string;
}

/** What holds at every moment, seen by any snapshot. */
const ALWAYS: Invariant[] = [
  {
    never: "a person, room or machine is taken twice at one time",
    sql: `select a.resource_id from allocations a join allocations b
      on a.resource_id = b.resource_id and a.period && b.period and a.ctid < b.ctid`,
  },
  {
    never: "an appointment that counts lacks its person for its time, or one thing of each kind that it needs",
    sql: `select b.id from bookings b
      where b.session_id is null and b.status not in ('cancelled', 'expired') and (
        not exists (select from allocations a where a.booking_id = b.id and a.resource_id = b.resource_id
          and a.period @> tstzrange(b.starts_at, b.ends_at))
        or (select count(*) from allocations a where a.booking_id = b.id) <>
          1 + (select count(distinct group_no) from resource_requirements q where q.service_id = b.service_id))`,
  },
  {
    never: "a booking that ended, or a seat, takes somebody's time",
    sql: `select b.id from bookings b join allocations a on a.booking_id = b.id
      where b.session_id is not null or b.status in ('cancelled', 'expired')`,
  },
  {
    never: "a class that takes place lacks its time, or one that does not has it",
    sql: `select c.id from class_sessions c
      where (c.status = 'scheduled') <> exists (select from allocations a where a.session_id = c.id)`,
  },
  {
    never: "a class has another number of seats than it says",
    sql: `select c.id from class_sessions c
      where c.seats <> (select count(*) from class_seats e where e.session_id = c.id)`,
  },
  {
    never: "a booking of a class has no seat, or more than one",
    sql: `select b.id from bookings b where b.session_id is not null and b.status not in ('cancelled', 'expired')
      and (select count(*) from class_seats e where e.booking_id = b.id and e.session_id = b.session_id) <> 1`,
  },
  {
    never: "a seat is lost to a booking that ended",
    sql: `select e.booking_id from class_seats e left join bookings b on b.id = e.booking_id
      where e.booking_id is not null
        and (b.id is null or b.session_id is distinct from e.session_id or b.status in ('cancelled', 'expired'))`,
  },
  {
    never: "somebody has two seats in one class",
    sql: `select min(id::text) from bookings where session_id is not null and status not in ('cancelled', 'expired')
      group by session_id, customer_id having count(*) > 1`,
  },
  {
    never: "somebody waits twice for one class, or although a seat is theirs",
    sql: `select min(id::text) from waitlist where status in ('waiting', 'offered')
      group by session_id, customer_id having count(*) > 1
      union all
      select w.id::text from waitlist w join bookings b on b.session_id = w.session_id
        and b.customer_id = w.customer_id and b.status not in ('cancelled', 'expired') where w.status = 'waiting'`,
  },
  {
    never: "a seat is offered that is not kept, or to somebody else",
    sql: `select w.id from waitlist w left join bookings b on b.id = w.booking_id
      where w.status = 'offered' and (b.status is distinct from 'held' or b.customer_id <> w.customer_id
        or b.session_id <> w.session_id or b.hold_expires_at <> w.offered_until)`,
  },
  {
    never: "a purchase holds less than no credit",
    sql: `select purchase_id from credit_entries group by purchase_id, service_id having sum(delta) < 0`,
  },
  {
    never: "a booking has another credit than it was booked with: one while it counts or was lost, else none",
    sql: `select b.id from bookings b
      left join (select booking_id, sum(delta) as spent from credit_entries group by booking_id) c on c.booking_id = b.id
      where -coalesce(c.spent, 0) <> case when b.paid_with is distinct from 'credit' or b.status = 'expired'
        or b.is_credit_returned then 0 else 1 end`,
  },
  {
    never: "a credit pays for another service, or for another customer",
    sql: `select e.id from credit_entries e join bookings b on b.id = e.booking_id
      where e.service_id <> b.service_id or e.customer_id <> b.customer_id`,
  },
  {
    never: "credits are given other than once, for what was sold and paid",
    sql: `select p.id from purchases p cross join lateral jsonb_to_recordset(p.items) i("serviceId" uuid, quantity int)
      where p.transferred_from is null and
        (select coalesce(sum(delta), 0) from credit_entries e
          where e.purchase_id = p.id and e.service_id = i."serviceId" and e.kind = 'granted')
        <> i.quantity * (select count(*) from domain_events d where d.kind = 'purchase.paid' and d.aggregate_id = p.id)
      union all
      select aggregate_id from domain_events where kind = 'purchase.paid' group by aggregate_id having count(*) > 1`,
  },
  {
    never: "a payment is counted twice: of several for one purchase all but one are sent back, once",
    sql: `select p.id from purchases p join payments m on m.purchase_id = p.id
      group by p.id having count(*) filter (where m.amount_minor >
        (select coalesce(sum(r.amount_minor), 0) from refunds r where r.payment_id = m.id)) > 1
      union all
      select min(purchase_id::text)::uuid from payments group by provider, provider_ref having count(*) > 1`,
  },
  {
    never: "more is kept than the price, or less than nothing",
    sql: `select m.purchase_id from payments m join purchases p on p.id = m.purchase_id
      where not exists (select from refunds r where r.purchase_id = p.id and has_failed(r.id))
      group by m.purchase_id, p.price_minor having sum(m.amount_minor)
        - (select coalesce(sum(amount_minor), 0) from refunds r where r.purchase_id = m.purchase_id)
        not between 0 and p.price_minor
      union all
      select m.purchase_id from payments m where m.amount_minor <
        (select sum(amount_minor) from refunds r where r.payment_id = m.id and not has_failed(r.id))`,
  },
  {
    never: "a purchase says something else than its payments and refunds",
    sql: `select p.id from purchases p cross join lateral (select
        (select coalesce(sum(amount_minor), 0) from payments m where m.purchase_id = p.id)
        - (select coalesce(sum(amount_minor), 0) from refunds r where r.purchase_id = p.id and not has_failed(r.id)) as kept,
        exists (select from payments m where m.purchase_id = p.id) as is_paid) money
      where p.transferred_from is null and case
        when not is_paid then p.status not in ('pending', 'expired', 'cancelled')
        when kept <= 0 then p.status <> 'refunded'
        when kept < p.price_minor then p.status <> 'partially_refunded'
        else p.status <> 'paid' end
      -- Its appointment was paid anew meanwhile.
      and not (p.status = 'refunded' and exists (select from purchases o where o.booking_id = p.booking_id
        and o.id <> p.id and o.status in ('paid', 'partially_refunded')))`,
  },
  {
    never: "an appointment is paid with money twice, or with money and a credit",
    sql: `select booking_id from purchases where status in ('paid', 'partially_refunded') and booking_id is not null
      group by booking_id having count(*) > 1
      union all
      select b.id from bookings b join purchases p on p.booking_id = b.id
      where b.paid_with = 'credit' and p.status in ('paid', 'partially_refunded')
        and not exists (select from refunds r where r.purchase_id = p.id and has_failed(r.id))`,
  },
  {
    never: "a change of a booking is not in its history, or is told other than once",
    sql: `select b.id from bookings b
      where b.status <> coalesce((select case h.kind when 'created' then 'confirmed' else h.kind end
          from booking_history h where h.booking_id = b.id and h.kind <> 'rescheduled' order by h.id desc limit 1), 'none')
        or b.moves <> (select count(*) from booking_history h where h.booking_id = b.id and h.kind = 'rescheduled')
        or (select count(*) from booking_history h where h.booking_id = b.id and h.kind in ('created', 'held')) <> 1
      union all
      select coalesce(h.booking_id, d.aggregate_id)
      from (select booking_id, 'booking.' || kind as kind, count(*) from booking_history group by 1, 2) h
      full join (select aggregate_id, kind, count(*) from domain_events where kind like 'booking.%' group by 1, 2) d
        on d.aggregate_id = h.booking_id and d.kind = h.kind
      where h.count is distinct from d.count`,
  },
  {
    never: "a change of a purchase or a credit is told other than once",
    sql: `select coalesce(f.id, d.aggregate_id) from (
        select id, 'purchase.created' as kind, 1 as count from purchases where transferred_from is null
        union all select purchase_id, 'purchase.refunded', count(*) from refunds group by 1
        union all select transferred_from, 'package.transferred', count(*) from purchases
          where transferred_from is not null group by 1
        union all select purchase_id, 'credit.' || kind, count(*) from credit_entries
          where booking_id is not null group by 1, 2
      ) f full join (
        select aggregate_id, kind, count(*) from domain_events where kind in ('purchase.created', 'purchase.refunded',
          'package.transferred', 'credit.spent', 'credit.returned') group by 1, 2
      ) d on d.aggregate_id = f.id and d.kind = f.kind where f.count is distinct from d.count`,
  },
  {
    never: "two bookings or two purchases have one code",
    sql: `select min(id::text) from bookings group by code having count(*) > 1
      union all select min(id::text) from purchases group by code having count(*) > 1`,
  },
];

/** What every key was answered in the end. */
const ANSWERED = `(select distinct key, operation, code from asked where code is not null)`;

/** What holds besides when everybody who asked has an answer and time has done its part. */
const AT_REST: Invariant[] = [
  {
    never: "one key got two answers",
    sql: `select key from asked where problem is null or problem <> 'idempotency_in_progress'
      group by key having count(distinct (status, code, problem)) > 1`,
  },
  {
    never: "a booking was made by none or by several requests",
    sql: `select b.code from bookings b
      where (select count(*) from ${ANSWERED} a where a.code = b.code and a.operation in ('createBooking', 'bookClass'))
        <> (select count(*) from booking_history h where h.booking_id = b.id and h.kind in ('created', 'held')
          and h.by_role <> 'system')`,
  },
  {
    never: "a booking that a request was promised is not there",
    sql: `select a.code from ${ANSWERED} a where a.operation in ('createBooking', 'bookClass')
      and not exists (select from bookings b where b.code = a.code)`,
  },
  {
    never: "a booking was moved other than once by each request",
    sql: `select b.code from bookings b where b.moves <>
      (select count(*) from ${ANSWERED} a where a.code = b.code and a.operation = 'rescheduleBooking')`,
  },
  {
    never: "a booking was cancelled by two requests",
    sql: `select code from ${ANSWERED} a where operation = 'cancelBooking' group by code having count(*) > 1`,
  },
  {
    never: "a purchase was made by no request",
    sql: `select p.code from purchases p where p.transferred_from is null and not exists (
      select from ${ANSWERED} a where a.code = p.code and a.operation = 'createPurchase')`,
  },
  {
    never: "money went back, or a package on, other than once by each request",
    sql: `select p.code from purchases p where
      (select count(*) from refunds r where r.purchase_id = p.id and r.reason = 'model') <>
        (select count(*) from ${ANSWERED} a where a.code = p.code and a.operation = 'refundPurchase')
      or (select count(*) from purchases t where t.transferred_from = p.id) <>
        (select count(*) from ${ANSWERED} a where a.code = p.code and a.operation = 'transferPurchase')`,
  },
  {
    never: "a class was announced by none or by several requests",
    sql: `select c.id::text from class_sessions c where
      (select count(*) from ${ANSWERED} a where a.code = c.id::text and a.operation = 'createClass') <> 1`,
  },
  { never: "a key waits for its answer for ever", sql: "select key from idempotency_keys where response is null" },
  {
    never: "what the bank took is not in the books, or twice",
    sql: `select k.ref from taken k where (select count(*) from payments m where m.provider_ref = k.ref) <> 1`,
  },
  {
    never: "a refund was decided and not given",
    sql: `select r.id::text from refunds r where not exists (select from refund_results f
      where f.refund_id = r.id and f.status in ('succeeded', 'failed'))`,
  },
  {
    never: "the API shows other credits than the ledger holds",
    sql: `select customer_id::text from (
        select p.customer_id, e.service_id, sum(e.delta)::int as remaining
        from credit_entries e join purchases p on p.id = e.purchase_id
        where p.status in ('paid', 'partially_refunded') and p.credits_end_at > (select now from given)
        group by 1, 2 having sum(e.delta) > 0
      ) l full join (select * from shown where remaining > 0) s using (customer_id, service_id)
      where l.remaining is distinct from s.remaining`,
  },
  {
    never: "a seat is free while somebody waits for it",
    sql: `select w.id::text from waitlist w join class_sessions c on c.id = w.session_id
      where w.status = 'waiting' and c.starts_at > (select now from given)
        and exists (select from class_seats e where e.session_id = c.id and e.booking_id is null)`,
  },
  {
    never: "what ran out goes on: a hold, an offer, a place in the list of a class that began or was called off",
    sql: `select id::text from bookings where status = 'held' and hold_expires_at <= (select now from given)
      union all
      select w.id::text from waitlist w join class_sessions c on c.id = w.session_id
      where (w.status = 'offered' and w.offered_until <= (select now from given))
        or (w.status in ('waiting', 'offered') and (c.status <> 'scheduled' or c.starts_at <= (select now from given)))`,
  },
];

export class BrokenPromiseError extends Error {
  override readonly name = "BrokenPromiseError";
}

/** @throws BrokenPromiseError */
export async function assertAlways(lab: Lab): Promise<void> {
  report([
    ...lab.broken,
    ...lab.bank.broken,
    ...(await find(lab, `select * from (${union(ALWAYS)}) broken limit $1`, [20])),
  ]);
}

const GIVEN = /* sql */ `with given as materialized (select $1::timestamptz as now),
  asked as materialized (select * from jsonb_to_recordset($2::jsonb)
    as a(key text, operation text, status int, code text, problem text)),
  shown as materialized (select * from jsonb_to_recordset($3::jsonb) as s(customer_id uuid, service_id uuid, remaining int)),
  taken as materialized (select jsonb_array_elements_text($4::jsonb) as ref)`;

/** @throws BrokenPromiseError */
export async function assertAtRest(lab: Lab): Promise<void> {
  await assertAlways(lab);
  const asked = lab.asked.flatMap(({ key, operation, answers }) =>
    answers.map((answer) => ({ key, operation, ...answer })),
  );
  const shown = await Promise.all(lab.customers.map((customerId) => shownTo(lab, customerId)));
  const taken = [...lab.bank.pages.values()].flatMap(({ paid }) => (paid ? [paid.ref] : []));
  const values = [lab.now, ...[asked, shown.flat(), taken].map((rows) => JSON.stringify(rows))];
  report(await find(lab, `${GIVEN} ${union(AT_REST)}`, values));
}

async function shownTo(lab: Lab, customerId: string) {
  const { body } = await lab.harness.request<{ credits: CreditBalance[] }>("GET", "/client/credits", { customerId });
  return body.credits.map(({ service, remaining }) => ({ customer_id: customerId, service_id: service.id, remaining }));
}

function union(invariants: Invariant[]): string {
  return invariants
    .map(({ never, sql }) => `select '${never.replaceAll("'", "''")}' as never, q.id::text from (${sql}) q(id)`)
    .join("\nunion all\n");
}

async function find(lab: Lab, sql: string, values: unknown[]): Promise<string[]> {
  const rows = await lab.harness.database.transaction(async (transaction) => {
    // Planned once for each connection, and never compiled: what runs for a millisecond took fifty.
    await transaction.query("set local jit = off; set local plan_cache_mode = force_generic_plan");
    return transaction.query<{ never: string; id: string }>(sql, values);
  });
  return rows.map(({ never, id }) => `${never}: ${id}`);
}

function report(broken: string[]): void {
  if (broken.length > 0) throw new BrokenPromiseError(broken.join("\n"));
}
