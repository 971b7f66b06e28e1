import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Booking, Package, Purchase } from "../../src/contract/index.ts";
import { newId } from "../../src/shared/index.ts";
import { type Facts, type Harness, MONDAY_8AM, startHarness } from "./harness.ts";

const HOUR_MS = 3_600_000;
let harness: Harness;
let relax: Package;
let customerId: string;
let paidCalls = 0;

beforeAll(async () => {
  const payUrl = (token: string) => `http://pay.test/pay/${token}`;
  harness = await startHarness(undefined, { payUrl, onPaid: () => void paidCalls++ });
  const { body } = await harness.request<{ packages: Package[] }>("GET", "/packages");
  relax = body.packages.find(({ code }) => code === "paquete-relax-5")!;
});
beforeEach(async () => {
  harness.setNow(MONDAY_8AM);
  await harness.api.seed();
  customerId = await harness.addCustomer();
  paidCalls = 0;
});
afterAll(() => harness.close());

/** A purchase, or what a refusal says beside its code. */
type Answered = Purchase & Facts & { purchase: Purchase };

const buy = (body: object, options: { customerId?: string; key?: string } = {}) =>
  harness.request<Answered>("POST", "/client/purchase", { customerId, key: newId(), body, ...options });
const history = async (query = "", owner = customerId) =>
  (
    await harness.request<{ purchases: Purchase[]; nextCursor: string | null }>(
      "GET",
      `/client/purchase-history${query}`,
      { customerId: owner },
    )
  ).body;
const tokenOf = (purchase: Purchase) => purchase.payUrl!.split("/").at(-1)!;
const pay = (purchase: Purchase, providerRef: string = purchase.id) =>
  harness.api.checkout.markPaid({ token: tokenOf(purchase), provider: "sandbox", providerRef });
const later = (hours: number) => harness.setNow(new Date(MONDAY_8AM.getTime() + hours * HOUR_MS));
const count = async (sql: string, values: unknown[] = [customerId]) =>
  (await harness.database.query<{ n: number }>(`select count(*)::int as n from ${sql}`, values))[0]?.n;

async function book(local = "2030-03-05T10:00"): Promise<Booking> {
  const { id } = await harness.service("masaje-relajante");
  const answer = await harness.book(customerId, { serviceId: id, startsAt: `${local}:00-06:00` });
  return answer.body;
}

test("a package is bought with a link and is nobody's credit before it is paid", async () => {
  const { status, body } = await buy({ packageId: relax.id, expected: { price: relax.price } });
  expect(status).toBe(201);
  expect(body).toEqual({
    id: expect.any(String),
    code: expect.stringMatching(/^[2-9A-Z]{8}$/),
    status: "pending",
    kind: "package",
    name: "Paquete Relax 5",
    price: { amountMinor: 380000, currency: "MXN" },
    payUrl: expect.stringMatching(/^http:\/\/pay\.test\/pay\/[\w-]{22}$/),
    createdAt: "2030-03-04T08:00:00-06:00",
    expiresAt: "2030-03-05T08:00:00-06:00",
    paidAt: null,
    packageId: relax.id,
    credits: [],
    validUntil: null,
    customerId,
    isTransferable: true,
  });
  expect((await history()).purchases).toEqual([body]);
});

test("paying gives the credits, the validity, one payment and one event, and tells once", async () => {
  const { body } = await buy({ packageId: relax.id });
  later(1);
  expect(await pay(body)).toBe("paid");
  const [paid] = (await history()).purchases;
  expect(paid).toMatchObject({
    status: "paid",
    payUrl: null,
    paidAt: "2030-03-04T09:00:00-06:00",
    validUntil: "2030-06-02",
    credits: [{ service: { name: "Masaje relajante" }, total: 5, remaining: 5 }],
  });
  expect((await history(`?code=${body.code}`)).purchases).toEqual([paid]);
  const events = await harness.database.query(
    "select kind, payload from domain_events where aggregate_id = $1 order by id",
    [body.id],
  );
  const payload = { customerId, code: body.code };
  expect(events).toEqual([
    { kind: "purchase.created", payload },
    { kind: "purchase.paid", payload },
  ]);
  expect(paidCalls).toBe(1);
});

test("paid at one minute to midnight, the validity counts from the branch's day", async () => {
  const { body } = await buy({ packageId: relax.id });
  harness.setNow(new Date("2030-03-04T23:59:00-06:00"));
  await pay(body);
  expect((await history()).purchases[0]?.validUntil).toBe("2030-06-02");
});

test("twenty payments at the same instant are one", async () => {
  const { body } = await buy({ packageId: relax.id });
  const results = await Promise.all(Array.from({ length: 20 }, (_, n) => pay(body, `${body.id}-${n}`)));
  expect(results.filter((result) => result === "paid")).toHaveLength(1);
  expect(results.filter((result) => result === "already_paid")).toHaveLength(19);
  expect(await count("payments where purchase_id = $1", [body.id])).toBe(1);
  expect(await count("credit_entries where purchase_id = $1", [body.id])).toBe(1);
  expect(await count("domain_events where aggregate_id = $1 and kind = 'purchase.paid'", [body.id])).toBe(1);
  expect(paidCalls).toBe(1);
});

test("the same key twice buys once and answers the same, also after it was paid", async () => {
  const key = newId();
  const first = await buy({ packageId: relax.id }, { key });
  await pay(first.body);
  const second = await buy({ packageId: relax.id }, { key });
  expect(second.headers.get("Idempotent-Replayed")).toBe("true");
  expect(second.body).toEqual(first.body);
  expect((await history()).purchases).toHaveLength(1);
});

test("asking again before paying gives the same link with its full life, and a new one after paying", async () => {
  const first = await buy({ packageId: relax.id });
  later(20);
  const again = await buy({ packageId: relax.id });
  expect(again.body).toEqual({ ...first.body, expiresAt: "2030-03-06T04:00:00-06:00" });
  await pay(again.body);
  const another = await buy({ packageId: relax.id });
  expect(another.body.id).not.toBe(first.body.id);
  expect((await history()).purchases.map(({ status }) => status)).toEqual(["pending", "paid"]);
});

test("twelve different requests for the same thing at once share one link", async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => buy({ packageId: relax.id })));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ body }) => body.payUrl)).size).toBe(1);
  expect((await history()).purchases).toHaveLength(1);
});

test("a link whose time is over cannot be paid; asking again makes another", async () => {
  const { body } = await buy({ packageId: relax.id });
  later(24);
  expect((await history()).purchases[0]).toMatchObject({ status: "expired", payUrl: null });
  expect(await pay(body)).toBe("not_payable");
  const again = await buy({ packageId: relax.id });
  expect(again.body.payUrl).not.toBe(body.payUrl);
  expect(await pay(body)).toBe("not_payable");
  expect(await pay(again.body)).toBe("paid");
  expect((await history()).purchases.map(({ status }) => status)).toEqual(["paid", "expired"]);
});

test("a price that changed after the question sells nothing and says the price of now", async () => {
  await harness.database.query("update packages set price_minor = 400000 where id = $1", [relax.id]);
  const { status, body } = await buy({ packageId: relax.id, expected: { price: relax.price } });
  expect([status, body.code]).toEqual([409, "changed"]);
  expect(body.current.price).toEqual({ amountMinor: 400000, currency: "MXN" });
  expect((await history()).purchases).toEqual([]);
});

test("when the package has changed, the old link dies with the new one, and what is paid is what was sold", async () => {
  const old = await buy({ packageId: relax.id });
  await harness.database.query("update packages set price_minor = 400000 where id = $1", [relax.id]);
  const fresh = await buy({ packageId: relax.id });
  expect(fresh.body.price.amountMinor).toBe(400000);
  expect(await pay(old.body)).toBe("not_payable");
  await harness.database.query("update package_services set quantity = 1 where package_id = $1", [relax.id]);
  expect(await pay(fresh.body)).toBe("paid");
  const purchases = (await history()).purchases;
  expect(purchases.map(({ status }) => status)).toEqual(["paid", "cancelled"]);
  expect(purchases[0]?.credits[0]?.total).toBe(5);
});

test("an appointment is paid once, for the price that it was booked at", async () => {
  const booking = await book();
  await harness.database.query("update services set price_minor = 99900 where id = $1", [booking.service.id]);
  const bookingCode = booking.code.toLowerCase().replace(/^.../, "$&-");
  const { body } = await buy({ bookingCode, expected: { price: booking.price } });
  expect(body).toMatchObject({
    kind: "booking",
    name: "Masaje relajante",
    price: { amountMinor: 85000, currency: "MXN" },
    booking: { code: booking.code, startsAt: booking.startsAt },
  });
  expect(await pay(body)).toBe("paid");
  const again = await buy({ bookingCode: booking.code });
  expect([again.status, again.body.code]).toEqual([409, "already_paid"]);
  expect(again.body.purchase).toMatchObject({ code: body.code, status: "paid" });
});

test("a cancelled appointment is not paid, neither anew nor by the link from before", async () => {
  const booking = await book("2030-03-05T11:00");
  const { body } = await buy({ bookingCode: booking.code });
  await harness.request("DELETE", `/client/bookings/${booking.code}`, { customerId });
  expect(await pay(body)).toBe("not_payable");
  expect((await history()).purchases[0]).toMatchObject({ status: "cancelled", payUrl: null });
  expect((await buy({ bookingCode: booking.code })).body.code).toBe("not_payable");
  expect(await count("payments where purchase_id = $1", [body.id])).toBe(0);
});

test("an appointment that is paid while more links to it are asked for is paid once and has no second link", async () => {
  const booking = await book("2030-03-05T12:00");
  const { body } = await buy({ bookingCode: booking.code });
  const requests = Array.from({ length: 10 }, () => buy({ bookingCode: booking.code }));
  const [result, answers] = await Promise.all([pay(body), Promise.all(requests)]);
  expect(result).toBe("paid");
  for (const answer of answers) expect(answer.body.code).toMatch(/^already_paid$|^[2-9A-Z]{8}$/);
  expect((await history()).purchases.map(({ status }) => status)).toEqual(["paid"]);
});

test("nobody buys for, pays or sees what is another's", async () => {
  const booking = await book("2030-03-05T13:00");
  await buy({ bookingCode: booking.code });
  const stranger = await harness.addCustomer();
  const theirs = await buy({ bookingCode: booking.code }, { customerId: stranger });
  expect([theirs.status, theirs.body.code]).toEqual([404, "not_found"]);
  expect((await history("", stranger)).purchases).toEqual([]);
  const [mine] = (await history()).purchases;
  expect((await history(`?cursor=${mine?.id}`, stranger)).purchases).toEqual([]);
  expect((await history(`?code=${mine?.code}`, stranger)).purchases).toEqual([]);
  const nobody = await harness.request("GET", "/client/purchase-history", { role: "admin" });
  expect(nobody.status).toBe(403);
  expect(await harness.api.checkout.findByToken("x".repeat(22))).toBeUndefined();
  const paid = await harness.api.checkout.markPaid({ token: "x".repeat(22), provider: "sandbox", providerRef: "x" });
  expect(paid).toBe("not_found");
});

test("the history goes page by page, newest first", async () => {
  const { body } = await harness.request<{ packages: Package[] }>("GET", "/packages");
  for (const { id } of body.packages) await buy({ packageId: id });
  const first = await history("?limit=3");
  const second = await history(`?limit=3&cursor=${first.nextCursor}`);
  const names = [...first.purchases, ...second.purchases].map(({ name }) => name);
  expect(names).toEqual(body.packages.map(({ name }) => name).reverse());
  expect(second.nextCursor).toBeNull();
  const odd = await harness.request("GET", "/client/purchase-history?cursor=abc", { customerId });
  expect(odd.status).toBe(422);
});

test.each<[string, () => object, number, string]>([
  ["neither a package nor an appointment", () => ({}), 422, "validation_failed"],
  ["both at once", () => ({ packageId: relax.id, bookingCode: "K7P2QM" }), 422, "validation_failed"],
  ["a package that is not there", () => ({ packageId: newId() }), 404, "not_found"],
  ["an appointment that is not there", () => ({ bookingCode: "XXXXXX" }), 404, "not_found"],
])("%s buys nothing", async (_, body, status, code) => {
  const answer = await buy(body());
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});

test("a package out of the offer or for nothing is not sold, and no key buys nothing", async () => {
  await harness.database.query("update packages set is_active = false where id = $1", [relax.id]);
  expect((await buy({ packageId: relax.id })).body.code).toBe("not_found");
  await harness.database.query("update packages set is_active = true, price_minor = 0 where id = $1", [relax.id]);
  expect((await buy({ packageId: relax.id })).body.code).toBe("not_payable");
  const keyless = await harness.request("POST", "/client/purchase", { customerId, body: { packageId: relax.id } });
  expect(keyless.body.code).toBe("idempotency_key_missing");
  expect((await history()).purchases).toEqual([]);
});

test("without a place to pay, a purchase is refused and not deferred", async () => {
  const closed = await startHarness();
  try {
    const owner = await closed.addCustomer();
    const body = { packageId: newId() };
    const answer = await closed.request("POST", "/client/purchase", { customerId: owner, key: newId(), body });
    expect([answer.status, answer.body.code]).toEqual([409, "online_payment_off"]);
  } finally {
    await closed.close();
  }
});
