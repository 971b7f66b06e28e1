import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import Koa from "koa";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Booking, Package, Purchase } from "../../src/contract/index.ts";
import { createStripeProvider } from "../../src/internal-api/index.ts";
import { newId } from "../../src/shared/index.ts";
import { paymentWebhook, payPage } from "../../src/web/index.ts";
import { type FakeEvent, type FakeStripe, startFakeStripe } from "../support/fake-stripe.ts";
import { type Harness, MONDAY_8AM, startHarness } from "./harness.ts";

let stripe: FakeStripe;
let harness: Harness;
let site: Server;
let url: string;
let relax: Package;
let customerId: string;

/** The internal API and the pages before it, with the real SDK against a Stripe of our own. */
beforeAll(async () => {
  stripe = await startFakeStripe("whsec_new");
  const paymentProvider = createStripeProvider({
    secretKey: "sk_test_ours",
    webhookSecrets: ["whsec_new", "whsec_old"],
    apiBaseUrl: stripe.url,
  });
  harness = await startHarness(undefined, { payUrl: (token) => `${url}/pay/${token}`, paymentProvider });
  const { checkout } = harness.api;
  const app = new Koa().use(paymentWebhook({ checkout }));
  app.use(payPage({ checkout, business: harness.profile, now: () => MONDAY_8AM }));
  site = createServer(app.callback()).listen(0, "127.0.0.1");
  await new Promise((listening) => site.once("listening", listening));
  url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  const { body } = await harness.request<{ packages: Package[] }>("GET", "/packages");
  relax = body.packages.find(({ code }) => code === "paquete-relax-5")!;
});
beforeEach(async () => {
  harness.setNow(MONDAY_8AM);
  stripe.failsWith = undefined;
  stripe.refundsBecome = "succeeded";
  stripe.events.length = 0;
  customerId = await harness.addCustomer();
});
afterAll(async () => {
  site.closeAllConnections();
  await new Promise((closed) => site.close(closed));
  await harness.close();
  await stripe.close();
});

const buy = async (body: object = { packageId: relax.id }) =>
  (await harness.request<Purchase>("POST", "/client/purchase", { customerId, key: newId(), body })).body;
const open = (purchase: Purchase, query = "") =>
  fetch(`${purchase.payUrl}${query}`, { redirect: "manual" }).then(async (response) => ({
    status: response.status,
    location: response.headers.get("Location"),
    text: await response.text(),
  }));
const sessionIdOf = async (purchase: Purchase) => (await open(purchase)).location!.split("/").at(-1)!;
async function deliver(event: FakeEvent, secret?: string) {
  const { body, headers } = stripe.sign(event, secret);
  const response = await fetch(`${url}/api/payments/webhook`, { method: "POST", headers, body: new Uint8Array(body) });
  return { status: response.status, ...((await response.json()) as { result?: string; code?: string }) };
}
const stateOf = async (purchase: Purchase) =>
  (await harness.request<Purchase>("GET", `/client/purchases/${purchase.code}`, { customerId })).body;
const count = async (from: string, purchase: Purchase) =>
  (await harness.database.query<{ n: number }>(`select count(*)::int as n from ${from}`, [purchase.id]))[0]!.n;
const alertsOf = async (purchase: Purchase) =>
  (
    await harness.database.query<{ kind: string }>("select kind from alerts where subject_id = $1 order by id", [
      purchase.id,
    ])
  ).map(({ kind }) => kind);

test("our link leads to Stripe's page, made when it is opened and the same while it lives", async () => {
  const asked = stripe.requests.length;
  const purchase = await buy();
  expect(stripe.requests).toHaveLength(asked);
  const [first, second] = await Promise.all([open(purchase), open(purchase)]);
  expect(first.status).toBe(303);
  expect(second.location).toBe(first.location);
  expect((await open(purchase)).location).toBe(first.location);
  const session = stripe.sessions.get(first.location!.split("/").at(-1)!)!;
  expect(session).toMatchObject({ amount_total: 380000, currency: "mxn", client_reference_id: purchase.id });
  expect(session.success_url).toBe(`${purchase.payUrl}?back=1`);
  const head = await fetch(purchase.payUrl!, { method: "HEAD", redirect: "manual" });
  expect(head.status).toBe(200);
});

test("a signed notification makes it paid, with its credits, once", async () => {
  const purchase = await buy();
  const event = stripe.pay(await sessionIdOf(purchase));
  expect(await deliver(event)).toEqual({ status: 200, result: "applied" });
  expect(await deliver(event)).toEqual({ status: 200, result: "duplicate" });
  expect(await stateOf(purchase)).toMatchObject({ status: "paid", payUrl: null, credits: [{ remaining: 5 }] });
  expect(await count("payments where purchase_id = $1 and provider = 'stripe'", purchase)).toBe(1);
  expect((await open(purchase)).text).toContain("Pago recibido");
});

test("the customer who comes back before the notification finds it paid", async () => {
  const purchase = await buy();
  const event = stripe.pay(await sessionIdOf(purchase));
  expect((await open(purchase, "?back=1")).text).toContain("Pago recibido");
  await deliver(event);
  expect(await count("payments where purchase_id = $1", purchase)).toBe(1);
});

test("nobody else's notification counts: a wrong signature, an old one, another body, another shop", async () => {
  const purchase = await buy();
  const event = stripe.pay(await sessionIdOf(purchase));
  expect(await deliver(event, "whsec_wrong")).toMatchObject({ status: 400, code: "signature_invalid" });
  const { headers } = stripe.sign(event);
  const changed = await fetch(`${url}/api/payments/webhook`, { method: "POST", headers, body: "{}" });
  expect(changed.status).toBe(400);
  expect((await fetch(`${url}/api/payments/webhook`, { method: "POST", body: "{}" })).status).toBe(400);
  expect((await stateOf(purchase)).status).toBe("pending");
  const foreign = { ...event, id: "evt_foreign", data: { object: { id: "cs_other_shop" } } };
  expect(await deliver(foreign)).toEqual({ status: 200, result: "ignored" });
  expect(await deliver({ ...event, id: "evt_x", type: "invoice.paid" })).toEqual({ status: 200, result: "ignored" });
  // The secret before the rotation still signs.
  expect(await deliver(event, "whsec_old")).toMatchObject({ result: "applied" });
});

test("while Stripe is away the page says so, a notification is asked for again, and nothing is lost", async () => {
  const purchase = await buy();
  stripe.failsWith = 500;
  expect((await open(purchase)).status).toBe(503);
  stripe.failsWith = undefined;
  const event = stripe.pay(await sessionIdOf(purchase));
  stripe.failsWith = 500;
  expect((await deliver(event)).status).toBe(503);
  stripe.failsWith = undefined;
  expect((await deliver(event)).result).toBe("applied");
  expect((await stateOf(purchase)).status).toBe("paid");
});

test("cash at a shop is waited for; when it does not come, the link offers another page", async () => {
  const purchase = await buy();
  const first = await sessionIdOf(purchase);
  await deliver(stripe.payLater(first));
  expect((await open(purchase)).text).toContain("Esperamos tu pago");
  await deliver(stripe.settle(first, false));
  const second = await sessionIdOf(purchase);
  expect(second).not.toBe(first);
  await deliver(stripe.payLater(second));
  await deliver(stripe.settle(second, true));
  expect((await stateOf(purchase)).status).toBe("paid");
});

test("a package that is paid when its link is over is honoured", async () => {
  const purchase = await buy();
  const sessionId = await sessionIdOf(purchase);
  harness.setNow(new Date(MONDAY_8AM.getTime() + 48 * 3_600_000));
  expect((await stateOf(purchase)).status).toBe("expired");
  await deliver(stripe.pay(sessionId));
  expect(await stateOf(purchase)).toMatchObject({ status: "paid", validUntil: "2030-06-04" });
});

test("money for an appointment that does not take place goes back by itself, and staff is told", async () => {
  const service = await harness.service("masaje-relajante");
  const booked = await harness.book(customerId, { serviceId: service.id, startsAt: "2030-03-07T10:00:00-06:00" });
  const purchase = await buy({ bookingCode: booked.body.code });
  const sessionId = await sessionIdOf(purchase);
  await harness.database.query(
    "with gone as (delete from allocations) update bookings set status = 'cancelled' where code = $1",
    [booked.body.code],
  );
  await deliver(stripe.pay(sessionId));
  expect((await stateOf(purchase)).status).toBe("refunded");
  expect(await alertsOf(purchase)).toEqual(["payment.returned"]);
  expect(await harness.api.settleRefunds()).toBe(1);
  expect([...stripe.refunds.values()].at(-1)).toMatchObject({ amount: 85000, status: "succeeded" });
});

test("two pages of one purchase that are both paid are one purchase, and the second payment goes back", async () => {
  const purchase = await buy();
  const first = await sessionIdOf(purchase);
  await harness.database.query("update checkout_sessions set expires_at = created_at where session_id = $1", [first]);
  const second = await sessionIdOf(purchase);
  await Promise.all([deliver(stripe.pay(first)), deliver(stripe.pay(second))]);
  await harness.api.settleRefunds();
  expect(await stateOf(purchase)).toMatchObject({ status: "paid", credits: [{ total: 5, remaining: 5 }] });
  expect(await count("payments where purchase_id = $1", purchase)).toBe(2);
  expect(await count("refunds where purchase_id = $1", purchase)).toBe(1);
});

const refund = (purchase: Purchase, body: object = {}) =>
  harness.request<{ refund: { status: string }; purchase: Purchase }>(
    "POST",
    `/admin/purchases/${purchase.code}/refund`,
    {
      role: "admin",
      key: newId(),
      body: { reason: "no viene", ...body },
    },
  );
async function paid(): Promise<{ purchase: Purchase; sessionId: string }> {
  const purchase = await buy();
  const sessionId = await sessionIdOf(purchase);
  await deliver(stripe.pay(sessionId));
  return { purchase, sessionId };
}

test("an appointment paid on two pages is paid once, also to who cancels it", async () => {
  const { id: serviceId } = await harness.service("masaje-relajante");
  const booking = (await harness.book(customerId, { serviceId, startsAt: "2030-03-06T10:00:00-06:00" })).body;
  const purchase = await buy({ bookingCode: booking.code });
  const first = await sessionIdOf(purchase);
  await harness.database.query("update checkout_sessions set expires_at = created_at where session_id = $1", [first]);
  const second = await sessionIdOf(purchase);
  for (const page of [first, second]) await deliver(stripe.pay(page));
  const { body } = await harness.request<Booking>("GET", `/client/bookings/${booking.code}`, { customerId });
  expect(body.payment).toEqual({ kind: "money", paid: booking.price });
});

test("a hold is confirmed by its payment, and one that is paid too late is paid back", async () => {
  const { id: serviceId } = await harness.service("masaje-relajante");
  const hold = async (time: string) => {
    const body = { serviceId, startsAt: `${time}:00-06:00`, hold: true };
    return (await harness.book(customerId, body)).body;
  };
  const statusOf = async ({ code }: Booking) =>
    (await harness.request<Booking>("GET", `/client/bookings/${code}`, { customerId })).body.status;
  const [inTime, unswept, gone] = [
    await hold("2030-03-05T11:00"),
    await hold("2030-03-06T12:00"),
    await hold("2030-03-07T12:00"),
  ];
  const pages: { purchase: Purchase; sessionId: string }[] = [];
  for (const { code: bookingCode, holdExpiresAt: expiresAt } of [inTime, unswept, gone]) {
    const purchase = await buy({ bookingCode });
    expect(purchase).toMatchObject({ status: "pending", expiresAt });
    pages.push({ purchase, sessionId: await sessionIdOf(purchase) });
  }
  const listed = async (status: string) => {
    const path = `/admin/purchases?client=${customerId}&status=${status}`;
    return (await harness.request<{ purchases: Purchase[] }>("GET", path, { role: "admin" })).body.purchases.length;
  };
  expect(await listed("pending")).toBe(3);
  await Promise.all([1, 2].map(() => deliver(stripe.pay(pages[0]!.sessionId))));
  expect(await statusOf(inTime)).toBe("confirmed");

  harness.setNow(new Date(MONDAY_8AM.getTime() + 11 * 60_000));
  expect(await statusOf(unswept)).toBe("expired");
  expect((await buy({ bookingCode: unswept.code })) as unknown).toMatchObject({ code: "not_payable" });
  expect(await stateOf(pages[1]!.purchase)).toMatchObject({ status: "cancelled", payUrl: null });
  expect(await listed("cancelled")).toBe(2);
  await deliver(stripe.pay(pages[1]!.sessionId));
  expect(await statusOf(unswept)).toBe("confirmed");

  await harness.api.tick(new Date(MONDAY_8AM.getTime() + 11 * 60_000));
  await deliver(stripe.pay(pages[2]!.sessionId));
  await harness.api.settleRefunds();
  expect(await statusOf(gone)).toBe("expired");
  expect(await stateOf(pages[2]!.purchase)).toMatchObject({ status: "refunded" });
  expect(await alertsOf(pages[2]!.purchase)).toEqual(["payment.returned"]);
  const confirmed = await count(
    "booking_history where kind = 'confirmed' and booking_id = (select booking_id from purchases where id = $1)",
    pages[0]!.purchase,
  );
  expect(confirmed).toBe(1);
});

test("a session that came back to a refunded package is there again when the refund fails", async () => {
  const { purchase } = await paid();
  const serviceId = relax.items[0]!.service.id;
  const wanted = { serviceId, startsAt: "2030-03-08T12:00:00-06:00", payWith: "credit" };
  const booking = (await harness.book(customerId, wanted)).body;
  stripe.refundsBecome = "pending";
  await refund(purchase);
  await harness.api.settleRefunds();
  await harness.request("DELETE", `/client/bookings/${booking.code}`, { customerId });
  expect(await stateOf(purchase)).toMatchObject({ status: "refunded", credits: [{ remaining: 0 }] });
  stripe.changeRefund([...stripe.refunds.keys()].at(-1)!, "failed");
  await deliver(stripe.events.at(-1)!);
  expect(await stateOf(purchase)).toMatchObject({ status: "paid", credits: [{ remaining: 5 }] });
});

test("a payment that Stripe knows nothing of holds up no other's refund", async () => {
  const [{ purchase: lost, sessionId }, { purchase: other }] = [await paid(), await paid()];
  for (const purchase of [lost, other]) await refund(purchase);
  stripe.forgetPayment(sessionId);
  await harness.api.settleRefunds();
  expect(await stateOf(lost)).toMatchObject({ status: "paid" });
  expect(await alertsOf(lost)).toEqual(["refund.failed"]);
  expect(await stateOf(other)).toMatchObject({ status: "refunded" });
});

test("a refund is asked for after the commit, once, however often the settling runs or breaks", async () => {
  const { purchase } = await paid();
  const before = stripe.refunds.size;
  expect((await refund(purchase)).body.refund.status).toBe("pending");
  stripe.failsWith = 500;
  expect(await harness.api.settleRefunds()).toBe(0);
  stripe.failsWith = undefined;
  await Promise.all([harness.api.settleRefunds(), harness.api.settleRefunds()]);
  // As after a crash between Stripe's answer and our writing it down.
  await harness.database.query("truncate refund_results");
  await harness.api.settleRefunds();
  expect(stripe.refunds.size).toBe(before + 1);
  for (const event of stripe.events) await deliver(event);
  expect(await stateOf(purchase)).toMatchObject({ status: "refunded", refunded: { amountMinor: 380000 } });
});

test("a refund that Stripe refuses, or a bank sends back later, restores the sessions and calls staff", async () => {
  stripe.refundsBecome = "refused";
  const { purchase } = await paid();
  await refund(purchase);
  await harness.api.settleRefunds();
  expect(await stateOf(purchase)).toMatchObject({ status: "paid", credits: [{ remaining: 5 }] });
  stripe.refundsBecome = "pending";
  await refund(purchase);
  await harness.api.settleRefunds();
  expect(await stateOf(purchase)).toMatchObject({ status: "refunded", credits: [{ remaining: 0 }] });
  stripe.changeRefund([...stripe.refunds.keys()].at(-1)!, "failed");
  for (const event of [...stripe.events].reverse()) await deliver(event);
  expect(await stateOf(purchase)).toMatchObject({ status: "paid", credits: [{ remaining: 5 }] });
  expect(await alertsOf(purchase)).toEqual(["refund.failed", "refund.failed"]);
});

/** Everything that happened to one purchase at Stripe, step by step. */
const HISTORIES: Record<string, ((sessionId: string) => unknown)[]> = {
  "paid at once": [(id) => stripe.pay(id)],
  expired: [(id) => stripe.expire(id)],
  "paid later and given back in two parts": [
    (id) => stripe.payLater(id),
    (id) => stripe.settle(id, true),
    (id) => stripe.refundThere(id, 100000),
    (id) => stripe.refundThere(id, 280000, "pending"),
    () => stripe.changeRefund([...stripe.refunds.keys()].at(-1)!, "succeeded"),
  ],
  "paid, given back in part, and the bank sends that back": [
    (id) => stripe.pay(id),
    (id) => stripe.refundThere(id, 100000),
    () => stripe.changeRefund([...stripe.refunds.keys()].at(-1)!, "failed"),
  ],
  "never paid": [(id) => stripe.payLater(id), (id) => stripe.settle(id, false)],
};

test.each(Object.keys(HISTORIES))(
  "%s: whatever is late, twice, at once or out of order ends the same",
  async (name) => {
    const finals = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat(1000)), fc.boolean(), async (chances, isAtOnce) => {
        const shuffled = (events: FakeEvent[]) =>
          events
            .map((event) => ({ event, weight: chances.next().value! }))
            .sort((a, b) => a.weight - b.weight)
            .map(({ event }) => event);
        stripe.events.length = 0;
        customerId = await harness.addCustomer();
        const purchase = await buy();
        const sessionId = await sessionIdOf(purchase);
        for (const step of HISTORIES[name]!) {
          step(sessionId);
          // Some arrive while more is happening; all of them, and some twice, when it is over.
          for (const event of shuffled(stripe.events).slice(0, chances.next().value! % 3)) {
            expect((await deliver(event)).status).toBe(200);
          }
        }
        const order = shuffled([...stripe.events, ...stripe.events]);
        if (isAtOnce) await Promise.all(order.map((event) => deliver(event)));
        else for (const event of order) expect((await deliver(event)).status).toBe(200);
        finals.add(JSON.stringify(await finalState(purchase)));
      }),
      { seed: 20300304, numRuns: 8 },
    );
    expect([...finals]).toHaveLength(1);
  },
  20_000,
);

async function finalState(purchase: Purchase) {
  const { status, credits, refunded } = await stateOf(purchase);
  const left = credits.map(({ remaining }) => remaining);
  const payments = await count("payments where purchase_id = $1", purchase);
  const refunds = await count("refunds where purchase_id = $1 and not has_failed(id)", purchase);
  const told = await count("domain_events where aggregate_id = $1 and kind = 'purchase.paid'", purchase);
  return { status, left, refunded, payments, refunds, told };
}

test("a payment of another sum gives nothing and calls staff, once", async () => {
  const purchase = await buy();
  const sessionId = await sessionIdOf(purchase);
  stripe.sessions.get(sessionId)!.amount_total = 1;
  await deliver(stripe.pay(sessionId));
  await deliver({ ...stripe.events.at(-1)!, id: "evt_again" });
  expect((await stateOf(purchase)).status).toBe("pending");
  expect(await alertsOf(purchase)).toEqual(["payment.unexpected"]);
});
