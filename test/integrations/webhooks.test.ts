import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Problem } from "../../src/contract/index.ts";
import { startWebhookSender } from "../../src/integrations/index.ts";
import { hostOf, isPublicAddress, lookupPublic } from "../../src/integrations/public-address.ts";
import { createWebhookQueue, type WebhookQueue } from "../../src/internal-api/index.ts";
import { createSealer, newId, silentLogger } from "../../src/shared/index.ts";
import { type Harness, startHarness } from "../internal-api/harness.ts";
import { startWebhookReceiver, type WebhookReceiver } from "./webhook-receiver.ts";

let harness: Harness;
let receiver: WebhookReceiver;
let queue: WebhookQueue;
let customerId: string;
const senders: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  harness = await startHarness();
  queue = createWebhookQueue({
    database: harness.database,
    profileId: "studio",
    sealer: createSealer("test"),
    logger: silentLogger,
  });
});
beforeEach(async () => {
  receiver = await startWebhookReceiver();
  customerId = await harness.addCustomer();
});
afterEach(async () => {
  await Promise.all(senders.splice(0).map((sender) => sender.stop()));
  await receiver.close();
  await harness.database.query("delete from webhook_endpoints");
});
afterAll(() => harness.close());

interface Endpoint {
  id: string;
  secret: string;
  disabledAt: string | null;
  disabledReason: string | null;
}
interface Delivery {
  id: string;
  eventId: string;
  type: string;
  state: string;
  attempts: number;
  responseStatus: number | null;
  errorCode: string | null;
  lastAttemptAt: string | null;
  nextAttemptAt: string | null;
}

const staff = <Body = Problem>(method: string, path: string, body?: object) =>
  harness.request<Body>(method, path, { role: "admin", ...(body ? { body } : {}) });
const subscribe = async (more: object = {}) =>
  (await staff<Endpoint>("POST", "/admin/webhook-endpoints", { url: receiver.url, ...more })).body;
const logOf = async (id: string) =>
  (await staff<{ deliveries: Delivery[] }>("GET", `/admin/webhook-endpoints/${id}/deliveries`)).body.deliveries;
const startSender = (options: { isProduction?: boolean; queue?: WebhookQueue } = {}) => {
  const sender = startWebhookSender({ isProduction: false, queue, logger: silentLogger, lookEveryMs: 20, ...options });
  senders.push(sender);
  return sender;
};
/** As if the time until the next attempt, or a lease, had passed. */
const passTime = () => harness.database.query("update webhook_deliveries set next_at = clock_timestamp()");

const HOURS = [9, 10, 11, 12, 13, 15, 16, 17, 18, 19];
let booked = 0;
async function book() {
  const { id } = await harness.service("manicure");
  const startsAt = `2030-03-0${5 + Math.floor(booked / HOURS.length)}T${String(HOURS[booked++ % HOURS.length]).padStart(2, "0")}:00:00-06:00`;
  const { body, status } = await harness.book(customerId, { serviceId: id, startsAt });
  expect(status).toBe(201);
  return body;
}

test("a booking is told, and the package that the standard names verifies it", async () => {
  const { secret, id } = await subscribe({ kinds: ["booking.created"] });
  startSender();
  const booking = await book();
  await expect.poll(() => receiver.received.length).toBe(1);
  const [{ body, headers }] = receiver.received as [(typeof receiver.received)[0]];
  expect(new Webhook(secret).verify(body, headers)).toEqual({
    id: headers["webhook-id"],
    type: "booking.created",
    createdAt: expect.any(String),
    data: expect.objectContaining({ code: booking.code, customerId, serviceId: booking.service.id }),
  });
  expect(() => new Webhook(secret).verify(body.replace("created", "rescheduled"), headers)).toThrow();
  await expect
    .poll(() => logOf(id))
    .toEqual([
      expect.objectContaining({ type: "booking.created", state: "delivered", attempts: 1, responseStatus: 200 }),
    ]);
});

test("only the kinds that were asked for, and nothing of before or of another business", async () => {
  await book();
  const { id } = await subscribe({ kinds: ["booking.cancelled"] });
  const booking = await book();
  await harness.database.query("insert into customers (id, profile) values ($1, 'ferreteria')", [newId()]);
  await harness.database.query(
    `insert into domain_events (id, kind, payload) select gen_random_uuid(), 'booking.cancelled',
       json_build_object('customerId', id, 'code', 'X') from customers where profile = 'ferreteria'`,
  );
  await harness.request("DELETE", `/client/bookings/${booking.code}`, { customerId, key: newId() });
  while ((await queue.fanOut()) > 0);
  expect((await logOf(id)).map(({ type }) => type)).toEqual(["booking.cancelled"]);
});

test("whoever wants every kind gets those of the contract, and none that a room notes for itself", async () => {
  const { id } = await subscribe();
  await harness.database.query(
    `insert into domain_events (id, kind, payload) values ($1, 'complaint.received', json_build_object('customerId', $2::text))`,
    [newId(), customerId],
  );
  await book();
  while ((await queue.fanOut()) > 0);
  expect((await logOf(id)).map(({ type }) => type)).toEqual(["booking.created"]);
});

test("an event whose transaction commits late is not passed over", async () => {
  const { id } = await subscribe();
  const late = newId();
  await harness.database.transaction(async (sql) => {
    await sql.query("insert into domain_events (id, kind, payload) values ($1, 'purchase.paid', $2)", [
      late,
      JSON.stringify({ customerId, code: "LATE" }),
    ]);
    await book();
    while ((await queue.fanOut()) > 0);
    expect((await logOf(id)).map(({ eventId }) => eventId)).not.toContain(late);
  });
  while ((await queue.fanOut()) > 0);
  expect((await logOf(id)).map(({ eventId }) => eventId)).toContain(late);
});

test("several fan-outs and senders at once tell each event once", async () => {
  const { id } = await subscribe({ kinds: ["purchase.paid"] });
  await harness.database.query(
    `insert into domain_events (id, kind, payload) select gen_random_uuid(), 'purchase.paid',
       json_build_object('customerId', $1::text, 'code', n) from generate_series(1, 60) n`,
    [customerId],
  );
  for (let count = 0; count < 3; count++) startSender();
  const delivered = async () => {
    const [row] = await harness.database.query<{ count: number }>(
      "select count(*)::int as count from webhook_deliveries where endpoint_id = $1 and state = 'delivered'",
      [id],
    );
    return row?.count;
  };
  await expect.poll(delivered).toBe(60);
  expect(receiver.received).toHaveLength(60);
  expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(60);
});

test("a refused one is tried again with the same id, after five seconds and then later and later", async () => {
  const { id } = await subscribe({ kinds: ["booking.created"] });
  /** One attempt, and nobody who makes the next one while the test looks at this one. */
  const attempt = async (answer: number, after: Partial<Delivery>) => {
    receiver.answer = answer;
    await passTime();
    const sender = startSender();
    await expect.poll(() => logOf(id)).toMatchObject([after]);
    await sender.stop();
  };
  await book();
  await queue.fanOut();
  await attempt(500, { attempts: 1, state: "pending", errorCode: "http_500" });
  const waitMs = async () => {
    const [delivery] = await logOf(id);
    return Date.parse(delivery?.nextAttemptAt ?? "") - Date.parse(delivery?.lastAttemptAt ?? "");
  };
  // With the attempt itself in it, which takes as long as the machine is busy.
  expect(await waitMs()).toBeGreaterThan(3000);
  expect(await waitMs()).toBeLessThan(15_000);
  // Another code: the one before stays until this attempt is noted down.
  await attempt(502, { attempts: 2, state: "pending", errorCode: "http_502" });
  expect(await waitMs()).toBeGreaterThan(20_000);
  await attempt(204, { attempts: 3, state: "delivered", errorCode: null });
  expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
});

test("after the last attempt it has failed, and a person sends it once more", async () => {
  const { id } = await subscribe({ kinds: ["booking.created"] });
  receiver.answer = 503;
  await book();
  await queue.fanOut();
  await harness.database.query("update webhook_deliveries set attempts = 9");
  startSender();
  await expect.poll(() => logOf(id)).toMatchObject([{ state: "failed", attempts: 10, responseStatus: 503 }]);
  receiver.answer = 200;
  const [failed] = await logOf(id);
  const asked = await staff<Delivery>("POST", `/admin/webhook-deliveries/${failed?.id}/redeliver`);
  expect(asked).toMatchObject({ status: 200, body: { state: "pending" } });
  await expect.poll(() => logOf(id)).toMatchObject([{ state: "delivered", attempts: 1 }]);
  const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
  expect(ids).toEqual([failed?.eventId, failed?.eventId]);
});

test("an endpoint that takes nothing for three days is switched off, with one alert", async () => {
  const { id } = await subscribe();
  receiver.answer = 500;
  await book();
  startSender();
  await expect.poll(() => receiver.received.length).toBeGreaterThan(0);
  await expect.poll(async () => (await logOf(id))[0]?.errorCode).toBe("http_500");
  await harness.database.query("update webhook_endpoints set failing_since = clock_timestamp() - interval '73 hours'");
  await passTime();
  const endpoint = async () =>
    (await staff<{ endpoints: Endpoint[] }>("GET", "/admin/webhook-endpoints")).body.endpoints.find((e) => e.id === id);
  await expect.poll(endpoint).toMatchObject({ disabledReason: "failing", disabledAt: expect.any(String) });
  const alerts = await harness.database.query("select kind from alerts where subject_id = $1", [id]);
  expect(alerts).toEqual([{ kind: "webhook.disabled" }]);
  const [{ id: deliveryId }] = (await logOf(id)) as [Delivery];
  expect((await staff("POST", `/admin/webhook-endpoints/${id}/test`)).body.code).toBe("endpoint_disabled");
  expect((await staff("POST", `/admin/webhook-deliveries/${deliveryId}/redeliver`)).status).toBe(409);
  receiver.answer = 200;
  await staff("PATCH", `/admin/webhook-endpoints/${id}`, { isDisabled: false });
  await passTime();
  await expect.poll(async () => (await logOf(id)).map(({ state }) => state)).toEqual(["delivered"]);
});

test("410 switches it off at once, and a redirect is not followed", async () => {
  const gone = await subscribe({ kinds: ["booking.created"] });
  const other = await startWebhookReceiver();
  const moved = (await staff<Endpoint>("POST", "/admin/webhook-endpoints", { url: other.url })).body;
  receiver.answer = 410;
  other.answer = 302;
  other.headers = { location: receiver.url };
  await book();
  startSender();
  await expect.poll(async () => (await logOf(moved.id))[0]?.errorCode).toBe("http_302");
  await expect.poll(async () => (await logOf(gone.id))[0]?.errorCode).toBe("http_410");
  const { body } = await staff<{ endpoints: Endpoint[] }>("GET", "/admin/webhook-endpoints");
  expect(body.endpoints.find(({ id }) => id === gone.id)?.disabledReason).toBe("gone");
  expect(receiver.received).toHaveLength(1);
  await other.close();
});

test("a ping reaches one endpoint alone, whatever kinds it wants", async () => {
  const { id, secret } = await subscribe({ kinds: ["purchase.paid"] });
  await subscribe();
  startSender();
  const sent = await staff<Delivery>("POST", `/admin/webhook-endpoints/${id}/test`);
  expect(sent).toMatchObject({ status: 201, body: { type: "ping", state: "pending" } });
  await expect.poll(async () => (await logOf(id))[0]?.state).toBe("delivered");
  expect(receiver.received).toHaveLength(1);
  const [{ body, headers }] = receiver.received as [(typeof receiver.received)[0]];
  expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: "ping" });
});

test("during a rotation both secrets verify; the old one ends a day later", async () => {
  const { id, secret } = await subscribe();
  const rotated = await staff<Endpoint>("POST", `/admin/webhook-endpoints/${id}/rotate-secret`);
  expect(rotated).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^whsec_/) } });
  expect(rotated.body.secret).not.toBe(secret);
  startSender();
  await staff("POST", `/admin/webhook-endpoints/${id}/test`);
  await expect.poll(() => receiver.received.length).toBe(1);
  const verify = (by: string, at: number) => {
    const { body, headers } = receiver.received[at] as (typeof receiver.received)[0];
    return new Webhook(by).verify(body, headers);
  };
  expect(verify(secret, 0)).toEqual(verify(rotated.body.secret, 0));
  await harness.database.query("update webhook_endpoints set previous_secret_until = clock_timestamp()");
  await staff("POST", `/admin/webhook-endpoints/${id}/test`);
  await expect.poll(() => receiver.received.length).toBe(2);
  expect(() => verify(secret, 1)).toThrow();
  expect(verify(rotated.body.secret, 1)).toMatchObject({ type: "ping" });
});

test("what a killed sender had in hand is sent again, with the same id", async () => {
  const { id } = await subscribe({ kinds: ["booking.created"] });
  await book();
  await queue.fanOut();
  // Killed between the claim and the attempt: nobody else takes it while the lease runs.
  const [taken] = await queue.claim([]);
  expect(await queue.claim([])).toEqual([]);
  startSender();
  await passTime();
  await expect.poll(() => logOf(id)).toMatchObject([{ state: "delivered", attempts: 2 }]);
  expect(receiver.received[0]?.headers["webhook-id"]).toBe(taken?.event.id);
  // Killed after the answer and before it was noted down: the late note changes nothing.
  await queue.settle(taken!, { durationMs: 1, errorCode: "timeout" });
  expect(await logOf(id)).toMatchObject([{ state: "delivered", attempts: 2 }]);
});

test("a sender that is stopped leaves what hangs to the next one", async () => {
  const { id } = await subscribe({ kinds: ["booking.created"] });
  receiver.answer = "hang";
  await book();
  const sender = startSender();
  await expect.poll(() => receiver.received.length).toBe(1);
  await sender.stop();
  expect(await logOf(id)).toMatchObject([{ state: "pending", attempts: 1, errorCode: null }]);
});

test("a slow endpoint keeps nobody waiting", async () => {
  const slow = await startWebhookReceiver();
  slow.answer = "hang";
  await staff("POST", "/admin/webhook-endpoints", { url: slow.url });
  const { id } = await subscribe();
  startSender();
  await book();
  await expect.poll(() => slow.received.length).toBe(1);
  await book();
  await expect.poll(async () => (await logOf(id)).map(({ state }) => state)).toEqual(["delivered", "delivered"]);
  expect(slow.received).toHaveLength(1);
  await Promise.all(senders.splice(0).map((sender) => sender.stop()));
  await slow.close();
});

test("in production nothing is sent into our own network, by address or by name", async () => {
  const { id } = await subscribe();
  const { id: named } = await subscribe();
  await harness.database.query(
    "update webhook_endpoints set url = case id when $1 then 'https://127.0.0.1:1/' else 'https://localhost:1/' end",
    [id],
  );
  startSender({ isProduction: true });
  await book();
  await expect.poll(async () => (await logOf(id))[0]?.errorCode).toBe("address_not_public");
  await expect.poll(async () => (await logOf(named))[0]?.errorCode).toBe("address_not_public");
  const looked = new Promise((done) => lookupPublic("localhost", { all: true }, (error) => done(error?.code)));
  expect(await looked).toBe("address_not_public");
});

test.each<[string, boolean]>([
  ["8.8.8.8", true],
  ["2606:4700::1111", true],
  ...[
    "10.1.2.3",
    "172.31.0.1",
    "192.168.1.1",
    "127.0.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
  ].map((address): [string, boolean] => [address, false]),
  ...["::1", "::", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "ff02::1", "name"].map(
    (address): [string, boolean] => [address, false],
  ),
])("%s is public: %s", (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});

test("a host is read as the connection will read it", () => {
  expect(hostOf("https://[::1]:8/x")).toBe("::1");
  expect(hostOf("https://0x7f.1/")).toBe("127.0.0.1");
  expect(hostOf("https://2130706433/")).toBe("127.0.0.1");
});

test("addresses that may not be told anything are refused at the door", async () => {
  const post = (url: string) => staff("POST", "/admin/webhook-endpoints", { url });
  for (const url of ["http://example.com/x", "ftp://example.com", "https://a:b@example.com/", "no address"]) {
    expect(await post(url)).toMatchObject({ status: 422, body: { errors: [{ field: "url" }] } });
  }
  const production = await startHarness(undefined, { isProduction: true });
  const body = { url: receiver.url };
  expect((await production.request("POST", "/admin/webhook-endpoints", { role: "admin", body })).status).toBe(422);
  await production.close();
});

test("the secret is told once and rests nowhere with the answer", async () => {
  const key = newId();
  const body = { url: receiver.url };
  const make = () => harness.request<Endpoint>("POST", "/admin/webhook-endpoints", { role: "admin", key, body });
  const [first, again] = [await make(), await make()];
  expect(first.body.secret).toMatch(/^whsec_/);
  expect(again).toMatchObject({ status: 201, body: { id: first.body.id, secret: null } });
  const { body: list } = await staff<object>("GET", "/admin/webhook-endpoints");
  expect(JSON.stringify(list)).not.toContain("whsec_");
  const deleted = await staff<{ wasThere: boolean }>("DELETE", `/admin/webhook-endpoints/${first.body.id}`);
  expect(deleted).toMatchObject({ status: 200, body: { wasThere: true } });
  expect((await staff("GET", `/admin/webhook-endpoints/${first.body.id}/deliveries`)).status).toBe(404);
});
