import type { Database } from "../src/database/index.ts";
import type { Sealer } from "../src/shared/index.ts";
import type { DemoData } from "./demo-data.ts";

const AT_A_TIME = 1000;

/** All of it in one transaction. No events: nobody is told of what never happened. */
export async function writeDemoData(
  database: Database,
  { profileId, channel, sealer, data }: { profileId: string; channel: string; sealer: Sealer; data: DemoData },
): Promise<void> {
  const customers = data.customers.map(({ name, phone, ...customer }) => {
    const address = `whatsapp:${phone.replace("+52", "+521")}`;
    return {
      ...customer,
      name: sealer.seal(name),
      address: sealer.seal(address),
      fingerprint: sealer.fingerprint(address),
    };
  });
  const allocations = data.bookings
    .filter(({ status }) => status !== "cancelled")
    .flatMap((booking) =>
      [booking.professionalId, ...booking.thingIds].map((resourceId) => ({
        bookingId: booking.id,
        resourceId,
        fromMs: booking.heldFromMs,
        toMs: booking.heldToMs,
      })),
    );
  const history = data.bookings.flatMap((booking) =>
    booking.history.map((step) => ({ ...step, bookingId: booking.id })),
  );

  await database.transaction(async (sql) => {
    await sql.query("set local statement_timeout = '30s'");
    const insert = async (statement: string, rows: object[]) => {
      for (let from = 0; from < rows.length; from += AT_A_TIME) {
        await sql.query(statement, [profileId, JSON.stringify(rows.slice(from, from + AT_A_TIME))]);
      }
    };
    await insert(CUSTOMERS, customers);
    await insert(
      IDENTITIES,
      customers.map((customer) => ({ ...customer, channel })),
    );
    await insert(PROFESSIONALS, data.professionals);
    await insert(THEIR_SERVICES, data.professionals);
    await insert(BOOKINGS, data.bookings);
    await insert(ALLOCATIONS, allocations);
    await insert(HISTORY, history);
    await insert(PURCHASES, data.purchases);
    await insert(PAYMENTS, data.purchases);
    await insert(CREDITS, data.credits);
  });
  for (const table of ["customers", "bookings", "allocations", "booking_history", "purchases", "credit_entries"]) {
    await database.query(`analyze ${table}`);
  }
}

const rows = (columns: string) => `json_to_recordset($2::json) as e(${columns})`;
const at = (column: string) => `to_timestamp(e."${column}" / 1000)`;

const CUSTOMERS = /* sql */ `insert into customers (id, profile, display_name, language)
  select id, $1, name, 'es' from ${rows("id uuid, name text")}`;
const IDENTITIES = /* sql */ `insert into customer_identities (id, customer_id, profile, channel, address, fingerprint)
  select "identityId", id, $1, channel, address, fingerprint
  from ${rows('id uuid, "identityId" uuid, channel text, address text, fingerprint text')}
  on conflict (profile, channel, fingerprint) do nothing`;
const PROFESSIONALS = /* sql */ `insert into resources (id, profile, code, name, kind, position, origin)
  select id, $1, code, name, 'professional', 1000, 'api' from ${rows("id uuid, code text, name text")}`;
const THEIR_SERVICES = /* sql */ `insert into service_resources (service_id, resource_id)
  select s.id, e.id from ${rows('id uuid, "serviceIds" json')} cross join json_array_elements_text(e."serviceIds") as given(id)
  join services s on s.id = given.id::uuid and s.profile = $1`;
const BOOKINGS = /* sql */ `insert into bookings (id, profile, code, customer_id, service_id, resource_id, status, starts_at, ends_at,
    price_minor, currency, created_at, updated_at, paid_with, cancelled_at, cancellation_fee_minor, refund_due_minor, is_credit_returned)
  select e.id, $1, e.code, e."customerId", e."serviceId", e."professionalId", e.status, ${at("startMs")}, ${at("endMs")},
    e."priceMinor", e.currency, ${at("createdMs")}, coalesce(${at("endedMs")}, ${at("createdMs")}), e."paidWith",
    case when e.status = 'cancelled' then ${at("endedMs")} end, case when e.status = 'cancelled' then 0 end,
    case when e.status = 'cancelled' then 0 end, case when e.status = 'cancelled' then false end
  from ${rows('id uuid, code text, "customerId" uuid, "serviceId" uuid, "professionalId" uuid, status text, "startMs" float8, "endMs" float8, "priceMinor" bigint, currency text, "createdMs" float8, "endedMs" float8, "paidWith" text')}`;
const ALLOCATIONS = /* sql */ `insert into allocations (booking_id, resource_id, period)
  select e."bookingId", e."resourceId", tstzrange(${at("fromMs")}, ${at("toMs")})
  from ${rows('"bookingId" uuid, "resourceId" uuid, "fromMs" float8, "toMs" float8')} where $1::text is not null`;
const HISTORY = /* sql */ `insert into booking_history (id, booking_id, at, kind, by_role, after)
  select e.id, e."bookingId", ${at("atMs")}, e.kind, 'system', json_build_object('demo', true)
  from ${rows('id uuid, "bookingId" uuid, "atMs" float8, kind text')} where $1::text is not null`;
const PURCHASES = /* sql */ `insert into purchases (id, profile, code, customer_id, package_id, name, items, valid_days, price_minor,
    currency, status, pay_token, created_at, expires_at, paid_at, valid_until, credits_end_at, is_transferable)
  select e.id, $1, e.code, e."customerId", e."packageId", e.name, e.items, e."validDays", e."priceMinor", e.currency, 'paid',
    e."payToken", ${at("paidMs")}, ${at("paidMs")} + interval '1 day', ${at("paidMs")}, e."validUntil", ${at("endMs")}, e."isTransferable"
  from ${rows('id uuid, code text, "customerId" uuid, "packageId" uuid, name text, items jsonb, "validDays" integer, "priceMinor" bigint, currency text, "payToken" text, "paidMs" float8, "validUntil" date, "endMs" float8, "isTransferable" boolean')}`;
const PAYMENTS = /* sql */ `insert into payments (id, purchase_id, provider, provider_ref, amount_minor, currency, status, created_at)
  select e."paymentId", e.id, 'sandbox', e."payToken", e."priceMinor", e.currency, 'succeeded', ${at("paidMs")}
  from ${rows('id uuid, "paymentId" uuid, "payToken" text, "priceMinor" bigint, currency text, "paidMs" float8')} where $1::text is not null`;
const CREDITS = /* sql */ `insert into credit_entries (id, purchase_id, customer_id, service_id, delta, kind, booking_id, at)
  select e.id, e."purchaseId", e."customerId", e."serviceId", e.delta, e.kind, e."bookingId", ${at("atMs")}
  from ${rows('id uuid, "purchaseId" uuid, "customerId" uuid, "serviceId" uuid, delta integer, kind text, "bookingId" uuid, "atMs" float8')}
  where $1::text is not null`;
