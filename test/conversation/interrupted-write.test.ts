import { afterAll, beforeAll, expect, test } from "vitest";
import { createServiceTokens } from "../../src/contract/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { type FakeTwilio, startFakeTwilio } from "../support/fake-twilio.ts";
import { type ApiGate, isBooking, startApiGate } from "./api-gate.ts";
import { customerOf } from "./helpers.ts";

const SECRET = "a-secret-that-the-test-shares-with-the-application";

let database: TestDatabase;
let twilio: FakeTwilio;
let gate: ApiGate;
let web: TestApp;
beforeAll(async () => {
  database = await createTestDatabase();
  twilio = await startFakeTwilio();
  gate = await startApiGate();
  web = await startTestApp({ database, twilio, services: ["web"], env: { SERVICE_TOKEN_SECRET: SECRET } });
  gate.target = web.url;
});
afterAll(async () => {
  await web.stop();
  await twilio.close();
  await gate.close();
  await database.drop();
});

const startWorker = () =>
  startTestApp({
    database,
    twilio,
    services: ["worker"],
    env: { SERVICE_TOKEN_SECRET: SECRET, INTERNAL_API_URL: gate.url, PUBLIC_BASE_URL: web.url },
  });

/**
 * A worker asks a question and ends; the customer's yes waits in the inbox; the request is left as a worker leaves it
 * that was killed after the decision.
 */
async function crashWhileWriting(
  from: string,
  wish: string,
): Promise<{ id: string; body: object; customerId: string }> {
  const worker = await startWorker();
  await web.ask(from, wish);
  const who = customerOf(web, from);
  const { id } = await who.question();
  await who.idle();
  await worker.stop();
  await web.write(from, "sí");
  const [request] = await database.query<{ body: object; customer_id: string }>(
    `update write_requests w set state = 'writing', attempts = 1, message_ids = array(
       select m.id from messages m where m.conversation_id = w.conversation_id and m.direction = 'in' and m.state = 'received')
     where w.id = $1 returning body, customer_id`,
    [id],
  );
  return { id, body: request?.body ?? {}, customerId: request?.customer_id ?? "" };
}

async function resume(from: string): Promise<void> {
  const worker = await startWorker();
  await twilio.waitForMessages(from, 2);
  await customerOf(web, from).idle();
  await worker.stop();
}

const keys = () => gate.requests.filter(isBooking).map(({ idempotencyKey }) => idempotencyKey);

test("a write that was interrupted before its call is resumed with its own key and answered once", async () => {
  const from = "+5215564000001";
  const who = customerOf(web, from);
  const { id } = await crashWhileWriting(from, "yoga mañana a las 9");
  const before = keys().length;
  await resume(from);
  expect(keys().slice(before)).toEqual([id]);
  expect(await who.bookings()).toHaveLength(1);
  expect(who.bodies()).toHaveLength(2);
  expect(who.bodies()[1]).toContain((await who.bookings())[0]?.code);
  // Nothing was decided anew: nobody was asked what "sí" means.
  expect((await who.turns()).at(-1)).toMatchObject({ outcome: "done", intent: null, action: "book-appointment" });
  expect((await who.request("done")).id).toBe(id);
});

test("a write that was interrupted after its call books nothing a second time", async () => {
  const from = "+5215564000002";
  const who = customerOf(web, from);
  const { id, body, customerId } = await crashWhileWriting(from, "yoga mañana a las 10");
  const token = await createServiceTokens([SECRET]).sign({ role: "service", customerId });
  const called = await fetch(`${web.url}/api/booking`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}`, "idempotency-key": id },
    body: JSON.stringify(body),
  });
  expect(called.status).toBe(201);
  await resume(from);
  expect(await who.bookings()).toHaveLength(1);
  expect(who.bodies()).toHaveLength(2);
  const [turn] = await database.query<{ result: string }>(
    `select t.record->'apiCalls'->0->>'result' as result from turns t join conversations c on c.id = t.conversation_id
     where c.address = $1 and t.outcome = 'done'`,
    [`whatsapp:${from}`],
  );
  expect(turn?.result).toBe("replayed");
});

test("what came after the yes is read after the interrupted write, not instead of it", async () => {
  const from = "+5215564000003";
  const who = customerOf(web, from);
  const { id } = await crashWhileWriting(from, "yoga mañana a las 11");
  await web.write(from, "gracias");
  const worker = await startWorker();
  await twilio.waitForMessages(from, 3);
  await who.idle();
  await worker.stop();
  expect((await who.request("done")).id).toBe(id);
  expect(await who.bookings()).toHaveLength(1);
  expect((await who.turns()).slice(1)).toMatchObject([{ outcome: "done" }, { intent: "agradecimiento" }]);
});

test("a yes that ended three processes in the middle of its effect is apologised for, and the effect is told all the same", async () => {
  const from = "+5215564000004";
  const who = customerOf(web, from);
  const { id } = await crashWhileWriting(from, "yoga mañana a las 12");
  await database.query(
    "update messages set attempts = 3 where id = any((select message_ids from write_requests where id = $1)::uuid[])",
    [id],
  );
  const worker = await startWorker();
  await twilio.waitForMessages(from, 3);
  await who.idle();
  await worker.stop();
  const [booking] = await who.bookings();
  expect(await who.bookings()).toHaveLength(1);
  expect((await who.request("done")).id).toBe(id);
  expect((await who.turns()).slice(1)).toMatchObject([{ outcome: "dead_letter" }, { outcome: "done" }]);
  expect(who.bodies().at(-1)).toContain(booking?.code);
});
