import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { CreditBalance, Package, Purchase } from "../../src/contract/index.ts";
import { returnCredit, spendCredit } from "../../src/internal-api/payments/credits.ts";
import { newId } from "../../src/shared/index.ts";
import { type Facts, type Harness, MONDAY_8AM, startHarness } from "./harness.ts";

const DAY_MS = 86_400_000;
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

/** A bought and paid package. */
async function owned(packageId = relax.id, owner = customerId): Promise<Purchase> {
  const body = { packageId };
  const bought = await harness.request<Purchase>("POST", "/client/purchase", {
    customerId: owner,
    key: newId(),
    body,
  });
  const token = bought.body.payUrl!.split("/").at(-1)!;
  await harness.api.checkout.markPaid({ token, provider: "sandbox", providerRef: newId() });
  return bought.body;
}

/** An appointment's row; what books it is no part of these stories. */
async function appointment(owner = customerId): Promise<string> {
  const id = newId();
  await harness.database.query(
    /* sql */ `
    insert into bookings (id, profile, code, customer_id, service_id, resource_id, starts_at, ends_at, price_minor, currency)
    select $1, 'studio', $2, $3, $4, (select resource_id from service_resources where service_id = $4 limit 1),
      '2030-03-05T16:00Z', '2030-03-05T17:00Z', 85000, 'MXN'`,
    [id, id, owner, serviceId],
  );
  return id;
}

const spend = (bookingId: string, at = MONDAY_8AM, owner = customerId) =>
  harness.database.transaction((sql) => spendCredit(sql, { customerId: owner, serviceId, bookingId, at }));
const giveBack = (bookingId: string, at = MONDAY_8AM) =>
  harness.database.transaction((sql) => returnCredit(sql, { bookingId, at }));
const balance = async (owner = customerId) =>
  (await harness.request<{ credits: CreditBalance[] }>("GET", "/client/credits", { customerId: owner })).body.credits;
const remaining = async (owner = customerId) =>
  (await balance(owner)).find(({ service }) => service.id === serviceId)?.remaining ?? 0;
const kinds = async (purchase: Purchase) =>
  (
    await harness.database.query<{ kind: string; delta: number }>(
      "select kind, delta from credit_entries where purchase_id = $1 order by at, id",
      [purchase.id],
    )
  ).map(({ kind, delta }) => `${kind} ${delta}`);

test("the balance says by service what is left, where and until when; nothing unpaid counts", async () => {
  const body = { packageId: relax.id };
  await harness.request("POST", "/client/purchase", { customerId, key: newId(), body });
  expect(await balance()).toEqual([]);
  const purchase = await owned();
  await spend(await appointment());
  expect(await balance()).toEqual([
    {
      service: { id: serviceId, name: "Masaje relajante" },
      remaining: 4,
      packages: [{ code: purchase.code, name: "Paquete Relax 5", remaining: 4, validUntil: "2030-06-02" }],
    },
  ]);
});

test("the purchase that expires first is spent first, then the other, and then there is none", async () => {
  const late = await owned();
  await harness.database.query(
    "update purchases set valid_until = valid_until + 30, credits_end_at = credits_end_at + interval '30 days' where id = $1",
    [late.id],
  );
  const soon = await owned();
  const codes: (string | undefined)[] = [];
  for (let n = 0; n < 11; n++) codes.push((await spend(await appointment()))?.purchaseCode);
  expect(codes).toEqual([...Array(5).fill(soon.code), ...Array(5).fill(late.code), undefined]);
});

test("credits count until the last day is over where the business is, and not a moment longer", async () => {
  await owned();
  const midnight = new Date("2030-06-03T00:00:00-06:00");
  expect(await spend(await appointment(), new Date(midnight.getTime() - 1))).toBeDefined();
  expect(await spend(await appointment(), midnight)).toBeUndefined();
  harness.setNow(midnight);
  expect(await balance()).toEqual([]);
});

test("nobody spends another's credits, nor those of another service", async () => {
  await owned();
  const stranger = await harness.addCustomer();
  expect(await spend(await appointment(stranger), MONDAY_8AM, stranger)).toBeUndefined();
  const yoga = await harness.service("yoga");
  const bookingId = await appointment();
  const other = { customerId, serviceId: yoga.id, bookingId, at: MONDAY_8AM };
  expect(await harness.database.transaction((sql) => spendCredit(sql, other))).toBeUndefined();
});

test("what is given back can be spent again by the same booking, once each time", async () => {
  const purchase = await owned();
  const bookingId = await appointment();
  for (let round = 0; round < 2; round++) {
    expect(await spend(bookingId)).toEqual({ purchaseCode: purchase.code });
    expect(await giveBack(bookingId)).toEqual({ purchaseCode: purchase.code });
    expect(await giveBack(bookingId)).toBeUndefined();
  }
  expect(await remaining()).toBe(5);
  const events = await harness.database.query<{ kind: string }>(
    "select kind from domain_events where aggregate_id = $1 and kind like 'credit.%' order by id",
    [purchase.id],
  );
  expect(events.map(({ kind }) => kind)).toEqual([
    "credit.spent",
    "credit.returned",
    "credit.spent",
    "credit.returned",
  ]);
});

test("a credit may be spent before its booking is written, but not without it", async () => {
  await owned();
  await expect(spend(newId())).rejects.toMatchObject({ code: "23503" });
  expect(await remaining()).toBe(5);
});

test("the database refuses a second credit for a booking, a balance below zero and any change of the ledger", async () => {
  const purchase = await owned();
  const bookingId = await appointment();
  await spend(bookingId);
  await expect(spend(bookingId)).rejects.toMatchObject({ constraint: "credit_entries_booking" });
  const direct = (delta: number, kind: string) =>
    harness.database.query(
      "insert into credit_entries (id, purchase_id, customer_id, service_id, delta, kind, at) values ($1, $2, $3, $4, $5, $6, now())",
      [newId(), purchase.id, customerId, serviceId, delta, kind],
    );
  await expect(direct(-5, "spent")).rejects.toMatchObject({ constraint: "credit_entries_balance" });
  await expect(direct(5, "spent")).rejects.toMatchObject({ code: "23514" });
  for (const change of ["update credit_entries set delta = 9", "delete from credit_entries"]) {
    await expect(harness.database.query(change)).rejects.toThrow("only ever appends");
  }
  expect(await remaining()).toBe(4);
});

test("two connections cannot overspend the last credit, not even around the function that asks first", async () => {
  const purchase = await owned();
  for (let n = 0; n < 4; n++) await spend(await appointment());
  const entry = () =>
    harness.database.transaction(async (sql) => {
      const [left] = await sql.query<{ left: number }>(
        "select sum(delta)::int as left from credit_entries where purchase_id = $1",
        [purchase.id],
      );
      await sql.query(
        "insert into credit_entries (id, purchase_id, customer_id, service_id, delta, kind, at) values ($1, $2, $3, $4, -1, 'spent', now())",
        [newId(), purchase.id, customerId, serviceId],
      );
      return left?.left;
    });
  const results = await Promise.allSettled([entry(), entry()]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await remaining()).toBe(0);
});

test("twenty at once for five credits: five get one, and nobody meets an error", async () => {
  await owned();
  const bookings = await Promise.all(Array.from({ length: 20 }, () => appointment()));
  const results = await Promise.all(bookings.map((id) => spend(id)));
  expect(results.filter(Boolean)).toHaveLength(5);
  expect(await remaining()).toBe(0);
});

test("whatever eight connections spend and give back at once, no booking holds two and no balance is below zero", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ booking: fc.nat(3), isSpent: fc.boolean() }), { minLength: 8, maxLength: 24 }),
      async (steps) => {
        customerId = await harness.addCustomer();
        await owned();
        const bookings = await Promise.all(Array.from({ length: 4 }, () => appointment()));
        const queues = Array.from({ length: 8 }, (_, n) => steps.filter((_step, at) => at % 8 === n));
        await Promise.all(
          queues.map(async (queue) => {
            for (const { booking, isSpent } of queue) {
              // As the caller does: the booking is locked, and one that holds a credit takes no second one.
              await harness.database.transaction(async (sql) => {
                const bookingId = bookings[booking]!;
                await sql.query("select 1 from bookings where id = $1 for no key update", [bookingId]);
                const held = await sql.query("select from credit_entries where booking_id = $1 having sum(delta) < 0", [
                  bookingId,
                ]);
                if (!isSpent) await returnCredit(sql, { bookingId, at: MONDAY_8AM });
                else if (held.length === 0)
                  await spendCredit(sql, { customerId, serviceId, bookingId, at: MONDAY_8AM });
              });
            }
          }),
        );
        const [sums] = await harness.database.query<{ held: number; worst: number }>(
          /* sql */ `
          select coalesce(sum(held), 0)::int as held, coalesce(min(held), 0)::int as worst
          from (select sum(delta) as held from credit_entries where booking_id = any($1) group by booking_id) b`,
          [bookings],
        );
        expect(sums!.worst).toBeGreaterThanOrEqual(-1);
        expect(await remaining()).toBe(5 + sums!.held);
      },
    ),
    { seed: 20300304, numRuns: 15 },
  );
});

const transfer = (code: string, toCustomerId: string, owner: string | undefined = customerId) =>
  harness.request<{ purchase: Purchase; recipient: { purchaseCode: string }; code: string; detail: string }>(
    "POST",
    `/client/purchases/${code}/transfer`,
    { key: newId(), body: { toCustomerId }, ...(owner === undefined ? { role: "admin" } : { customerId: owner }) },
  );

test("what is left of a package goes to a friend with the same validity, and no credit is made or lost", async () => {
  const purchase = await owned();
  const used = await appointment();
  await spend(used);
  const friend = await harness.addCustomer();
  const { status, body } = await transfer(purchase.code, friend);
  expect(status).toBe(201);
  expect(body.purchase.credits).toEqual([{ service: expect.anything(), total: 5, remaining: 0 }]);
  const [held] = await balance(friend);
  expect(held?.packages).toEqual([
    { code: body.recipient.purchaseCode, name: "Paquete Relax 5", remaining: 4, validUntil: "2030-06-02" },
  ]);
  expect(await balance()).toEqual([]);
  expect(await kinds(purchase)).toEqual(["granted 5", "spent -1", "transferred_out -4"]);
  const theirs = await harness.request<Purchase>("GET", `/client/purchases/${body.recipient.purchaseCode}`, {
    customerId: friend,
  });
  expect(theirs.body).toMatchObject({ status: "paid", price: { amountMinor: 0 }, validUntil: "2030-06-02" });
  // The giver's appointment is the giver's: its credit comes back there.
  await giveBack(used);
  expect([await remaining(), await remaining(friend)]).toEqual([1, 4]);
});

test("two friends at once: one gets it", async () => {
  const purchase = await owned();
  const friends = [await harness.addCustomer(), await harness.addCustomer()];
  const answers = await Promise.all(friends.map((friend) => transfer(purchase.code, friend)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  const sums = await Promise.all(friends.map((friend) => remaining(friend)));
  expect(sums.sort()).toEqual([0, 5]);
});

test.each<[string, () => Promise<Purchase>, (purchase: Purchase) => Promise<unknown>]>([
  ["sold for its buyer alone", () => yogaPackage(), async () => undefined],
  [
    "with nothing left",
    () => owned(),
    async () => Promise.all(Array.from({ length: 5 }, async () => spend(await appointment()))),
  ],
  ["whose validity is over", () => owned(), async () => harness.setNow(new Date(MONDAY_8AM.getTime() + 91 * DAY_MS))],
])("a package %s is not handed over", async (_, buy, happen) => {
  const purchase = await buy();
  await happen(purchase);
  const { status, body } = await transfer(purchase.code, await harness.addCustomer());
  expect([status, body.code]).toEqual([409, "not_transferable"]);
});

async function yogaPackage(): Promise<Purchase> {
  const { body } = await harness.request<{ packages: Package[] }>("GET", "/packages");
  return owned(body.packages.find(({ code }) => code === "yoga-8")!.id);
}

test("a stranger hands over nothing, nobody gives to nobody, and staff may for the owner", async () => {
  const purchase = await owned();
  const stranger = await harness.addCustomer();
  expect((await transfer(purchase.code, stranger, stranger)).status).toBe(404);
  // Who does not exist is refused as who does.
  const toSelf = await transfer(purchase.code, customerId);
  const { status, body } = await transfer(purchase.code, newId());
  expect(status).toBe(422);
  expect((body as unknown as Facts).errors).toEqual((toSelf.body as unknown as Facts).errors);
  expect((await harness.request("GET", `/client/purchases/${purchase.code}`, { customerId: stranger })).status).toBe(
    404,
  );
  const byStaff = await harness.request("POST", `/client/purchases/${purchase.code}/transfer`, {
    role: "admin",
    key: newId(),
    body: { toCustomerId: stranger },
  });
  expect(byStaff.status).toBe(201);
});
