import { afterAll, beforeAll, expect, test } from "vitest";
import type { Package, Purchase } from "../../src/contract/index.ts";
import { newId } from "../../src/shared/index.ts";
import { type Harness, startHarness } from "./harness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness(undefined, { payUrl: (token) => `http://pay.test/pay/${token}` });
});
afterAll(() => harness.close());

test("holds that end wait for one purchase without keeping a later one from whoever has that one", async () => {
  const { body } = await harness.request<{ packages: Package[] }>("GET", "/packages");
  const { id: packageId, items } = body.packages.find(({ code }) => code === "paquete-relax-5")!;
  const customerId = await harness.addCustomer();
  const purchases: string[] = [];
  for (let n = 0; n < 2; n++) {
    const options = { customerId, key: newId(), body: { packageId } };
    const bought = (await harness.request<Purchase>("POST", "/client/purchase", options)).body;
    const token = bought.payUrl!.split("/").at(-1)!;
    await harness.api.checkout.markPaid({ token, provider: "sandbox", providerRef: newId() });
    purchases.push(bought.id);
  }
  // The earlier hold is paid from the later purchase.
  for (const [n, purchaseId] of purchases.toReversed().entries()) {
    const sooner = "update purchases set credits_end_at = credits_end_at - $2 * interval '1 day' where id = $1";
    await harness.database.query(sooner, [purchaseId, n + 1]);
    const startsAt = `2030-03-0${6 + n}T10:00:00-06:00`;
    const wanted = { serviceId: items[0]!.service.id, startsAt, hold: true, payWith: "credit" };
    expect((await harness.book(customerId, wanted)).status).toBe(201);
  }

  const lock = "select 1 from purchases where id = $1 for no key update";
  let ending: Promise<void> | undefined;
  const holding = harness.database.transaction(async (sql) => {
    await sql.query(lock, [purchases[0]]);
    ending = harness.api.tick(new Date("2030-03-05T08:00:00-06:00"));
    const waiting = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    await expect.poll(() => harness.database.query(waiting), { interval: 10 }).toHaveLength(1);
    expect(await sql.query(`${lock} nowait`, [purchases[1]])).toHaveLength(1);
  });
  await holding.finally(() => ending);
  const statuses = await harness.database.query("select distinct status from bookings");
  expect(statuses).toEqual([{ status: "expired" }]);
});
