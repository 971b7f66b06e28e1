import { afterAll, beforeAll, expect, test } from "vitest";
import { createServiceTokens } from "../../src/contract/index.ts";
import { startTestApp } from "../support/app.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { type FakeTwilio, startFakeTwilio } from "../support/fake-twilio.ts";
import { PUBLIC_URL, sendRaw, signedRequest } from "./webhook-request.ts";

const OLD = {
  twilio: "old0twilio0token0aaaaaaaaaaaaaaa",
  service: "the-old-service-secret-0123456789ab",
  data: "the-old-data-key-0123456789abcdef00",
};
const NEW = {
  twilio: "new0twilio0token0bbbbbbbbbbbbbbb",
  service: "the-new-service-secret-0123456789ab",
  data: "the-new-data-key-0123456789abcdef00",
};

let database: TestDatabase;
let twilio: FakeTwilio;
beforeAll(async () => {
  database = await createTestDatabase();
  // The provider takes calls with the new token only: it is what is used once both are known.
  twilio = await startFakeTwilio({ authToken: NEW.twilio });
});
afterAll(async () => {
  await twilio.close();
  await database.drop();
});

const only = (keys: typeof OLD) => ({
  TWILIO_AUTH_TOKEN: keys.twilio,
  SERVICE_TOKEN_SECRET: keys.service,
  DATA_ENCRYPTION_KEY: keys.data,
});
const rotating = {
  ...only(NEW),
  TWILIO_AUTH_TOKEN_PREVIOUS: OLD.twilio,
  SERVICE_TOKEN_SECRET_PREVIOUS: OLD.service,
  DATA_ENCRYPTION_KEY_PREVIOUS: OLD.data,
};
const start = (env: Record<string, string>) =>
  startTestApp({ database, twilio, env: { PUBLIC_BASE_URL: PUBLIC_URL, ...env } });
type Running = Awaited<ReturnType<typeof start>>;

const ANA = "+5215530000061";
const CARLA = "+5215530000063";
const BETO = "+5215530000062";
const write = (app: Running, from: string, authToken: string, text = "hola") =>
  sendRaw(app.app.port as number, signedRequest(authToken, "/api/whatsapp/webhook", app.params(from, text)));

const customersOf = (phone: string) =>
  database.query<{ customer_id: string; fingerprint: string; messages: number }>(
    `select c.customer_id, c.fingerprint, (select count(*)::int from messages m where m.conversation_id = c.id and m.direction = 'in') as messages
     from conversations c where c.address = $1`,
    [`whatsapp:${phone}`],
  );

test("through a rotation of all secrets nobody is refused, nobody is forgotten, and the new ones are used", {
  timeout: 300_000,
}, async () => {
  const before = await start(only(OLD));
  expect(await write(before, ANA, OLD.twilio)).toBe(200);
  expect(await write(before, BETO, OLD.twilio)).toBe(200);
  const [ana] = await customersOf(ANA);
  const oldToken = await createServiceTokens([OLD.service]).sign({ role: "admin", ttlSeconds: 600 });
  await before.stop();

  const between = await start(rotating);
  // What the old token signed is still on its way; six at once meet the same change of fingerprint.
  const copies = await Promise.all(
    [OLD, NEW, OLD, NEW, OLD, NEW].map(({ twilio: token }) => write(between, ANA, token)),
  );
  expect(copies).toEqual(copies.map(() => 200));
  expect(
    (await fetch(`${between.url}/api/admin/alerts`, { headers: { authorization: `Bearer ${oldToken}` } })).status,
  ).toBe(200);
  const [known, ...more] = await customersOf(ANA);
  expect(more).toEqual([]);
  expect(known).toMatchObject({ customer_id: ana?.customer_id, messages: 7 });
  expect(known?.fingerprint).not.toBe(ana?.fingerprint);
  expect(
    await database.query("select 1 from customer_identities where customer_id = $1 and fingerprint = $2", [
      ana?.customer_id,
      known?.fingerprint,
    ]),
  ).toHaveLength(1);
  // The provider, which knows the new token only, has the answer.
  await twilio.waitForMessages(ANA, 1);
  // Somebody new in these days.
  expect(await write(between, CARLA, NEW.twilio)).toBe(200);
  // A number of ours that this customer never wrote to: known all the same.
  const elsewhere = { ...between.params(ANA, "hola"), To: "whatsapp:+5215522222222" };
  expect(await sendRaw(between.app.port as number, signedRequest(NEW.twilio, "/api/whatsapp/webhook", elsewhere))).toBe(
    200,
  );
  expect(new Set((await customersOf(ANA)).map(({ customer_id }) => customer_id))).toEqual(new Set([ana?.customer_id]));
  await between.stop();

  const after = await start(only(NEW));
  expect(await write(after, ANA, OLD.twilio)).toBe(403);
  expect(
    (await fetch(`${after.url}/api/admin/alerts`, { headers: { authorization: `Bearer ${oldToken}` } })).status,
  ).toBe(401);
  expect(await write(after, ANA, NEW.twilio)).toBe(200);
  const counts = (await customersOf(ANA)).map(({ messages }) => messages);
  expect(counts.sort()).toEqual([1, 8]);
  expect(await database.query("select 1 from customers")).toHaveLength(3);
  await after.stop();
});
