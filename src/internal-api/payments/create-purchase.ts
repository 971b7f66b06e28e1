import type { BodyOf, BookingStatus } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import { type Money, newId } from "../../shared/index.ts";
import { recordEvent } from "../events.ts";
import { done, type Handler, type Refusal, refuse } from "../outcome.ts";
import type { PaymentDeps } from "./payment-deps.ts";
import { newPayToken, newPurchaseCode } from "./purchase-codes.ts";
import { isPayableBooking, selectPurchases, toPurchase } from "./purchase-rows.ts";

/** From the last time that the customer was given the link. */
const LINK_LIFE_MS = 24 * 60 * 60 * 1000;

/** What is sold, as it stands in the catalogue or in the appointment now. */
interface Offer {
  packageId: string | null;
  bookingId: string | null;
  name: string;
  price: Money;
  validDays: number | null;
  isTransferable: boolean;
  items: { serviceId: string; quantity: number }[];
  /** Nothing is sold any more after it: the end of a hold. */
  endsAt: Date | null;
}

/**
 * POST /client/purchase. Asking again for the same thing at the same price gives the same link, and its full life
 * again: two links to one appointment could both be paid. When what is sold has changed, the old link dies.
 */
export function createPurchaseHandler(deps: PaymentDeps): Handler<"createPurchase"> {
  const { profileId, payUrl } = deps;
  return {
    async run(sql, { caller, body, now }) {
      if (!payUrl) return refuse("online_payment_off");
      const { customerId } = caller;
      if (customerId === undefined || !(await lockCustomer(sql, profileId, customerId))) {
        return refuse("not_found", "the token names no customer of this business");
      }
      const offer =
        body.packageId === undefined
          ? await findBookingOffer(sql, deps, { customerId, body, now })
          : await findPackageOffer(sql, profileId, body.packageId);
      if ("kind" in offer) return offer;
      const { price } = offer;
      if (price.amountMinor === 0) return refuse("not_payable", "it costs nothing");
      const expected = body.expected?.price;
      if (expected && (expected.amountMinor !== price.amountMinor || expected.currency !== price.currency)) {
        return refuse("changed", undefined, { current: { price } });
      }
      const id =
        (await renewPending(sql, customerId, offer, now)) ??
        (await insertPurchase(sql, { profileId, customerId }, offer, now));
      const [row] = await selectPurchases(sql, "p.id = $1", [id]);
      if (!row) throw new Error("the purchase vanished inside its own transaction");
      return done(toPurchase(row, deps, now));
    },
  };
}

/** One purchase of a customer is made at a time, so that two at once cannot both find nothing pending. */
async function lockCustomer(sql: Sql, profileId: string, customerId: string): Promise<boolean> {
  const rows = await sql.query("select 1 from customers where id = $1 and profile = $2 for no key update", [
    customerId,
    profileId,
  ]);
  return rows.length > 0;
}

async function findPackageOffer(sql: Sql, profileId: string, packageId: string): Promise<Offer | Refusal> {
  const [row] = await sql.query<
    Omit<Offer, "price" | "bookingId" | "endsAt"> & { priceMinor: string; currency: string }
  >(
    /* sql */ `
    select p.id as "packageId", p.name, p.price_minor as "priceMinor", p.currency, p.valid_days as "validDays",
      p.is_transferable as "isTransferable",
      coalesce((
        select json_agg(json_build_object('serviceId', service_id, 'quantity', quantity) order by service_id)
        from package_services where package_id = p.id
      ), '[]') as items
    from packages p where p.id = $1 and p.profile = $2 and p.is_active`,
    [packageId, profileId],
  );
  if (!row) return refuse("not_found", "there is no such package");
  const { priceMinor, currency, ...offer } = row;
  return { ...offer, bookingId: null, endsAt: null, price: { amountMinor: Number(priceMinor), currency } };
}

/** The appointment is locked until the commit: it is neither cancelled nor paid between this look and the new link. */
async function findBookingOffer(
  sql: Sql,
  deps: PaymentDeps,
  { customerId, body, now }: { customerId: string; body: BodyOf<"createPurchase">; now: Date },
): Promise<Offer | Refusal> {
  const [booking] = await sql.query<{
    id: string;
    status: BookingStatus;
    name: string;
    price_minor: string;
    currency: string;
    hold_expires_at: Date | null;
  }>(
    /* sql */ `
    select b.id, b.status, s.name, b.price_minor, b.currency, b.hold_expires_at
    from bookings b join services s on s.id = b.service_id
    where b.profile = $1 and b.code = $2 and b.customer_id = $3 for no key update of b`,
    [deps.profileId, body.bookingCode, customerId],
  );
  if (!booking) return refuse("not_found", "there is no such booking");
  const [paid] = await selectPurchases(sql, "p.booking_id = $1 and p.status in ('paid', 'partially_refunded')", [
    booking.id,
  ]);
  if (paid) return refuse("already_paid", undefined, { purchase: toPurchase(paid, deps, now) });
  const [covered] = await sql.query("select from credit_entries where booking_id = $1 having sum(delta) < 0", [
    booking.id,
  ]);
  if (covered) return refuse("already_paid", "a session of a package pays it");
  if (!isPayableBooking(booking.status, booking.hold_expires_at, now))
    return refuse("not_payable", "the booking does not take place");
  return {
    packageId: null,
    bookingId: booking.id,
    name: booking.name,
    price: { amountMinor: Number(booking.price_minor), currency: booking.currency },
    validDays: null,
    isTransferable: false,
    items: [],
    endsAt: booking.status === "held" ? booking.hold_expires_at : null,
  };
}

/** The id of the pending purchase of the very same, with its life renewed; one that no longer says the truth ends. */
async function renewPending(sql: Sql, customerId: string, offer: Offer, now: Date): Promise<string | undefined> {
  const itemId = offer.packageId ?? offer.bookingId;
  await sql.query(
    /* sql */ `
    update purchases set status = case when expires_at <= $3 then 'expired' else 'cancelled' end
    where customer_id = $1 and coalesce(package_id, booking_id) = $2 and status = 'pending'
      and (expires_at <= $3 or (name, price_minor, currency, valid_days, items, is_transferable)
        is distinct from ($4::text, $5::bigint, $6::text, $7::integer, $8::jsonb, $9::boolean))`,
    [
      customerId,
      itemId,
      now,
      offer.name,
      offer.price.amountMinor,
      offer.price.currency,
      offer.validDays,
      JSON.stringify(offer.items),
      offer.isTransferable,
    ],
  );
  const [renewed] = await sql.query<{ id: string }>(
    /* sql */ `update purchases set expires_at = $3
      where customer_id = $1 and coalesce(package_id, booking_id) = $2 and status = 'pending' returning id`,
    [customerId, itemId, expiryOf(offer, now)],
  );
  return renewed?.id;
}

async function insertPurchase(
  sql: Sql,
  owner: { profileId: string; customerId: string },
  offer: Offer,
  now: Date,
): Promise<string> {
  const id = newId();
  const code = newPurchaseCode();
  await sql.query(
    /* sql */ `
    insert into purchases (id, profile, code, customer_id, package_id, booking_id, name, items, valid_days,
      price_minor, currency, pay_token, created_at, expires_at, is_transferable)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      id,
      owner.profileId,
      code,
      owner.customerId,
      offer.packageId,
      offer.bookingId,
      offer.name,
      JSON.stringify(offer.items),
      offer.validDays,
      offer.price.amountMinor,
      offer.price.currency,
      newPayToken(),
      now,
      expiryOf(offer, now),
      offer.isTransferable,
    ],
  );
  await recordEvent(sql, "purchase.created", id, { customerId: owner.customerId, code });
  return id;
}

function expiryOf({ endsAt }: Offer, now: Date): Date {
  return new Date(Math.min(now.getTime() + LINK_LIFE_MS, endsAt?.getTime() ?? Number.POSITIVE_INFINITY));
}
