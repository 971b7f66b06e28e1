import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Package, Purchase, Refund } from "../../src/contract/index.ts";
import { returnCredit, spendCredit } from "../../src/internal-api/payments/credits.ts";
import { newId } from "../../src/shared/index.ts";
import { type Facts, type Harness, MONDAY_8AM, startHarness } from "./harness.ts";

let harness: Harness;
let relax: Package;
let serviceId: string;
let customerId: string;

beforeAll(async () => {
  harness = await startHarness(undefined, { payUrl: (token) => `http://pay.test/pay/${token}` });
  const { body } = await harness.request<{ packages: Package[] }>("GET", "/packages");
  relax = body.packages.find(({ code }) => code === "paquete-relax-5")!;
  serviceId = relax.items[0]!.service.id;
});
beforeEach(async () => {
  harness.setNow(MONDAY_8AM);
  customerId = await harness.addCustomer();
});
afterAll(() => harness.close());

type Answered = { refund: Refund; purchase: Purchase; code: string; detail: string } & Facts;

async function buy(body: object): Promise<Purchase> {
  return (await harness.request<Purchase>("POST", "/client/purchase", { customerId, key: newId(), body })).body;
}
async function owned(body: object = { packageId: relax.id }): Promise<Purchase> {
  const purchase = await buy(body);
  const token = purchase.payUrl!.split("/").at(-1)!;
  await harness.api.checkout.markPaid({ token, provider: "sandbox", providerRef: purchase.id });
  return purchase;
}
const refund = (code: string, body: object = {}, key = newId()) =>
  harness.request<Answered>("POST", `/admin/purchases/${code}/refund`, {
    role: "admin",
    key,
    body: { reason: "no puede venir", ...body },
  });
const sums = async (purchase: Purchase) =>
  (
    await harness.database.query(
      /* sql */ `select (select sum(amount_minor)::int from refunds where purchase_id = $1) as refunded,
        (select sum(delta)::int from credit_entries where purchase_id = $1) as credits`,
      [purchase.id],
    )
  )[0];

async function spendOne(): Promise<string> {
  const service = await harness.service("masaje-relajante");
  const booked = await harness.book(customerId, { serviceId: service.id, startsAt: "2030-03-05T10:00:00-06:00" });
  const [row] = await harness.database.query<{ id: string }>("select id from bookings where code = $1", [
    booked.body.code,
  ]);
  const request = { customerId, serviceId, bookingId: row!.id, at: MONDAY_8AM };
  await harness.database.transaction((sql) => spendCredit(sql, request));
  return row!.id;
}

test("the whole of a package goes back: the money, the unused sessions and one event", async () => {
  const purchase = await owned();
  const { status, body } = await refund(purchase.code);
  expect(status).toBe(201);
  expect(body.refund).toMatchObject({ amount: { amountMinor: 380000, currency: "MXN" }, status: "succeeded" });
  expect(body.purchase).toMatchObject({
    status: "refunded",
    refunded: { amountMinor: 380000, currency: "MXN" },
    credits: [{ total: 5, remaining: 0 }],
  });
  const events = await harness.database.query(
    "select payload from domain_events where aggregate_id = $1 and kind = 'purchase.refunded'",
    [purchase.id],
  );
  expect(events).toEqual([{ payload: { customerId, code: purchase.code, amountMinor: 380000, currency: "MXN" } }]);
  const again = await refund(purchase.code);
  expect([again.status, again.body.code]).toEqual([409, "not_refundable"]);
});

test("a part goes back, the used session stays used, and never more than was paid", async () => {
  const purchase = await owned();
  await spendOne();
  const first = await refund(purchase.code, { amountMinor: 304000 });
  expect(first.body.purchase).toMatchObject({ status: "partially_refunded", credits: [{ total: 5, remaining: 0 }] });
  const tooMuch = await refund(purchase.code, { amountMinor: 76001 });
  expect([tooMuch.status, tooMuch.body.errors[0]?.field]).toEqual([422, "amountMinor"]);
  expect((await refund(purchase.code)).body.refund.amount.amountMinor).toBe(76000);
  expect(await sums(purchase)).toEqual({ refunded: 380000, credits: 0 });
});

test("a discount afterwards leaves the sessions", async () => {
  const purchase = await owned();
  const { body } = await refund(purchase.code, { amountMinor: 5000, keepsCredits: true });
  expect(body.purchase).toMatchObject({ status: "partially_refunded", credits: [{ remaining: 5 }] });
  const { body: balance } = await harness.request<{ credits: { remaining: number }[] }>("GET", "/client/credits", {
    customerId,
  });
  expect(balance.credits.map(({ remaining }) => remaining)).toEqual([5]);
});

test("with all of the money back no session is kept", async () => {
  const purchase = await owned();
  expect((await refund(purchase.code, { keepsCredits: true })).body.code).toBe("not_refundable");
  await refund(purchase.code, { amountMinor: 5000, keepsCredits: true });
  expect((await refund(purchase.code, { keepsCredits: true })).body.code).toBe("not_refundable");
  expect((await refund(purchase.code)).body.purchase).toMatchObject({
    status: "refunded",
    credits: [{ remaining: 0 }],
  });
});

test("twelve refunds at once give back what was paid and no more; the database alone refuses the rest too", async () => {
  const purchase = await owned();
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => refund(purchase.code, { amountMinor: 100000, keepsCredits: true })),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
  expect(await sums(purchase)).toMatchObject({ refunded: 300000 });
  const direct = () =>
    harness.database.query(
      /* sql */ `insert into refunds (id, purchase_id, payment_id, amount_minor, currency, reason, created_at)
        select $1, purchase_id, id, 60000, currency, 'x', now() from payments where purchase_id = $2`,
      [newId(), purchase.id],
    );
  const results = await Promise.allSettled([direct(), direct()]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  for (const change of ["update refunds set amount_minor = 1", "delete from refunds", "delete from payments"]) {
    await expect(harness.database.query(change)).rejects.toThrow("only ever appends");
  }
  const otherMoney = /* sql */ `insert into refunds (id, purchase_id, payment_id, amount_minor, currency, reason, created_at)
    select $1, purchase_id, id, 1, 'USD', 'x', now() from payments where purchase_id = $2`;
  await expect(harness.database.query(otherMoney, [newId(), purchase.id])).rejects.toMatchObject({ code: "23503" });
});

test("the same key twice gives back once", async () => {
  const purchase = await owned();
  const key = newId();
  const first = await refund(purchase.code, { amountMinor: 1000 }, key);
  const second = await refund(purchase.code, { amountMinor: 1000 }, key);
  expect(second.headers.get("Idempotent-Replayed")).toBe("true");
  expect(second.body).toEqual(first.body);
  expect(await sums(purchase)).toMatchObject({ refunded: 1000 });
});

test("a session that comes back to a refunded package is nobody's", async () => {
  const purchase = await owned();
  const bookingId = await spendOne();
  await refund(purchase.code);
  const back = await harness.database.transaction((sql) => returnCredit(sql, { bookingId, at: MONDAY_8AM }));
  expect(back).toEqual({ purchaseCode: purchase.code });
  expect(await sums(purchase)).toEqual({ refunded: 380000, credits: 0 });
});

test("an appointment whose money went back can be paid again; one with a part of it cannot", async () => {
  const service = await harness.service("masaje-relajante");
  const booked = await harness.book(customerId, { serviceId: service.id, startsAt: "2030-03-06T10:00:00-06:00" });
  const bookingCode = booked.body.code;
  const first = await owned({ bookingCode });
  await refund(first.code, { amountMinor: 100 });
  const refused = await harness.request("POST", "/client/purchase", {
    customerId,
    key: newId(),
    body: { bookingCode },
  });
  expect(refused.body.code).toBe("already_paid");
  await refund(first.code);
  const again = await owned({ bookingCode });
  const { body } = await harness.request<Purchase>("GET", `/client/purchases/${again.code}`, { customerId });
  expect(body.status).toBe("paid");
});

test("what was handed over or not paid does not come back by mistake", async () => {
  const purchase = await owned();
  const friend = await harness.addCustomer();
  const handed = await harness.request<{ recipient: { purchaseCode: string } }>(
    "POST",
    `/client/purchases/${purchase.code}/transfer`,
    { customerId, key: newId(), body: { toCustomerId: friend } },
  );
  const codes = [purchase.code, handed.body.recipient.purchaseCode, (await buy({ packageId: relax.id })).code];
  for (const code of codes) expect((await refund(code)).body.code).toBe("not_refundable");
  expect((await refund(purchase.code, { keepsCredits: true })).body.purchase.status).toBe("refunded");
  expect((await refund("XXXXXXXX")).status).toBe(404);
});

test("only staff gives money back and reads everybody's purchases, by status, customer and kind", async () => {
  const paid = await owned();
  await refund(paid.code, { amountMinor: 10 });
  const pending = await buy({ packageId: relax.id });
  const mine = { customerId, key: newId(), body: { reason: "x" } };
  expect((await harness.request("POST", `/admin/purchases/${paid.code}/refund`, mine)).status).toBe(403);
  expect((await harness.request("GET", "/admin/purchases", { customerId })).status).toBe(403);
  const read = async (query: string) =>
    (
      await harness.request<{ purchases: Purchase[]; nextCursor: string | null }>(
        "GET",
        `/admin/purchases?client=${customerId}${query}`,
        { role: "admin" },
      )
    ).body;
  expect((await read("")).purchases.map(({ code }) => code)).toEqual([pending.code, paid.code]);
  expect((await read("&status=partially_refunded")).purchases.map(({ code }) => code)).toEqual([paid.code]);
  expect((await read("&kind=booking")).purchases).toEqual([]);
  const { nextCursor } = await read("&limit=1");
  expect((await read(`&limit=1&cursor=${nextCursor}`)).purchases.map(({ code }) => code)).toEqual([paid.code]);
  harness.setNow(new Date("2030-03-06T08:00:00-06:00"));
  expect((await read("&status=expired")).purchases.map(({ code }) => code)).toEqual([pending.code]);
  expect((await read("&status=pending")).purchases).toEqual([]);
});

test.each([{ amountMinor: 0 }, { amountMinor: 1.5 }, { amountMinor: 1e12 }, { reason: " " }, { surprise: 1 }])(
  "a refund of %j is refused at the door",
  async (body) => {
    const purchase = await owned();
    expect((await refund(purchase.code, body)).status).toBe(422);
  },
);
