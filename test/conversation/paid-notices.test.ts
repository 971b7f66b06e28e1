import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Package, Purchase } from "../../src/contract/index.ts";
import { createInbox, type Inbox } from "../../src/conversation/index.ts";
import { noticePaidPurchases } from "../../src/conversation/paid-notices.ts";
import { createSealer, newId, silentLogger } from "../../src/shared/index.ts";
import { type Harness, startHarness } from "../internal-api/harness.ts";

let harness: Harness;
let inbox: Inbox;
let packageId: string;
let rung: string[];
let tell: (through?: Pick<Inbox, "acceptNotice">) => Promise<void>;

beforeAll(async () => {
  harness = await startHarness(undefined, { payUrl: (token) => `http://pay.test/${token}` });
  const { database } = harness;
  inbox = createInbox({ database, sealer: createSealer("test"), defaultProfile: "studio" });
  const { body } = await harness.request<{ packages: Package[] }>("GET", "/packages");
  packageId = body.packages[0]!.id;
  const bell = { ring: (id: string) => void rung.push(id) };
  tell = (through = inbox) => noticePaidPurchases({ database, inbox: through, bell, logger: silentLogger });
});
beforeEach(() => {
  rung = [];
});
afterAll(() => harness.close());

/** A customer who wrote once; returns ids of customer and conversation. */
async function customerWhoWrites(to = "whatsapp:+5215500000001", from = `whatsapp:${newId()}`) {
  const content = { kind: "text" as const, text: "hola" };
  const { conversationId } = await inbox.accept("twilio-whatsapp", {
    eventId: newId(),
    from,
    to,
    senderName: undefined,
    content,
  });
  const [row] = await harness.database.query<{ customer_id: string }>(
    "select customer_id from conversations where id = $1",
    [conversationId],
  );
  return { conversationId, customerId: row!.customer_id, from };
}

async function buyAndPay(customerId: string): Promise<Purchase> {
  const options = { customerId, key: newId(), body: { packageId } };
  const { body } = await harness.request<Purchase>("POST", "/client/purchase", options);
  const token = body.payUrl!.split("/").at(-1)!;
  await harness.api.checkout.markPaid({ token, provider: "sandbox", providerRef: body.id });
  return body;
}

const noticesIn = (conversationId: string) =>
  harness.database.query("select content from messages where conversation_id = $1 and kind = 'notice'", [
    conversationId,
  ]);

test("a payment that nobody told of is found later, enters the inbox once and rings once", async () => {
  const { customerId, conversationId } = await customerWhoWrites();
  const { code } = await buyAndPay(customerId);
  await Promise.all(Array.from({ length: 8 }, () => tell()));
  await tell();
  const content = { kind: "notice", notice: "purchase_paid", code };
  expect(await noticesIn(conversationId)).toEqual([{ content }]);
  expect(rung).toEqual([conversationId]);
});

test("a customer of two numbers hears of it in one: where the last message was written, also after writing in the other", async () => {
  const first = await customerWhoWrites();
  const second = await customerWhoWrites("whatsapp:+5215500000002", first.from);
  expect(second.customerId).toBe(first.customerId);
  await buyAndPay(first.customerId);
  await tell();
  await customerWhoWrites("whatsapp:+5215500000001", first.from);
  await tell();
  expect([(await noticesIn(first.conversationId)).length, (await noticesIn(second.conversationId)).length]).toEqual([
    0, 1,
  ]);
});

test("a payment that cannot be told keeps none behind it waiting, and is tried again", async () => {
  const [broken, whole] = [await customerWhoWrites(), await customerWhoWrites()];
  await buyAndPay(broken.customerId);
  await buyAndPay(whole.customerId);
  await tell({
    acceptNotice: async (conversationId, key, notice) => {
      if (conversationId === broken.conversationId) throw new Error("no place for it");
      return inbox.acceptNotice(conversationId, key, notice);
    },
  });
  expect(rung).toEqual([whole.conversationId]);
  await tell();
  expect(rung).toEqual([whole.conversationId, broken.conversationId]);
});

test("pending purchases, customers who never wrote and payments of last week are no news", async () => {
  const { customerId, conversationId } = await customerWhoWrites();
  await harness.request("POST", "/client/purchase", { customerId, key: newId(), body: { packageId } });
  await buyAndPay(await harness.addCustomer());
  const old = await customerWhoWrites();
  const { id } = await buyAndPay(old.customerId);
  await harness.database.query(
    "update domain_events set created_at = now() - interval '73 hours' where aggregate_id = $1",
    [id],
  );
  await tell();
  expect(rung).toEqual([]);
  expect([...(await noticesIn(conversationId)), ...(await noticesIn(old.conversationId))]).toEqual([]);
});
