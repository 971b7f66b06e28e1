import { createClient, verifyWebhook } from "@atiende/client";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { apiScopes } from "../../src/contract/index.ts";
import { type Harness, startHarness } from "../internal-api/harness.ts";

let harness: Harness;
let apiKey: string;

beforeAll(async () => {
  harness = await startHarness();
  apiKey = await harness.addKey(apiScopes);
});
afterAll(() => harness?.close());

/** Answers the first requests itself, or loses their answers, and lets the others through. */
function flaky(...first: ((request: () => Promise<Response>) => Promise<Response>)[]) {
  const keys: (string | null)[] = [];
  const send = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    keys.push(new Headers(init?.headers).get("Idempotency-Key"));
    const trouble = first.shift();
    return trouble ? trouble(() => fetch(url, init)) : fetch(url, init);
  };
  return { fetch: send as typeof fetch, keys };
}

test("a write whose answer is lost is repeated with its key and acts once", async () => {
  const { fetch, keys } = flaky(
    async (request) => {
      await request();
      throw new TypeError("the connection broke");
    },
    async () => new Response(null, { status: 503, headers: { "Retry-After": "1" } }),
  );
  const atiende = createClient({ baseUrl: harness.url, apiKey, fetch });
  const customer = await harness.addCustomer();
  const { id: serviceId } = await harness.service("yoga");
  const body = { serviceId, startsAt: "2030-03-05T10:00:00-06:00" };
  const booking = await atiende.createBooking({ onBehalfOf: customer, body });
  expect(new Set(keys).size).toBe(1);
  expect(keys).toHaveLength(3);
  const rows = await harness.database.query<{ code: string }>("select code from bookings");
  expect(rows).toEqual([{ code: booking.code }]);
});

test("a refusal is an error with code, status, fields and the id of the request", async () => {
  const atiende = createClient({ baseUrl: harness.url, apiKey });
  const wrong = atiende.createClient({ body: { phone: "12" } });
  await expect(wrong).rejects.toMatchObject({
    name: "AtiendeError",
    code: "validation_failed",
    status: 422,
    errors: [{ field: "phone" }],
    requestId: expect.stringMatching(/./),
  });
});

test("pages are read to their end, row by row", async () => {
  const atiende = createClient({ baseUrl: harness.url, apiKey });
  for (const name of ["one", "two", "three"]) {
    await atiende.createApiKey({ body: { name, scopes: ["catalogue:read"] } });
  }
  const names: string[] = [];
  for await (const { name } of atiende.paginate.listApiKeys({ query: { limit: 2 } })) names.push(name);
  expect(names).toEqual(["three", "two", "one", "a test"]);
});

test("a webhook is read when it is signed by the secret, now and untouched", async () => {
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const body = JSON.stringify({
    id: "e",
    type: "purchase.paid",
    createdAt: "2030-03-04T08:00:00Z",
    data: { code: "P" },
  });
  const signed = (at: Date) => ({
    "webhook-id": "e",
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    // During a rotation there are two; either will do.
    "webhook-signature": `v1,AAAA ${new Webhook(secret).sign("e", at, body)}`,
  });
  expect(await verifyWebhook(body, signed(new Date()), secret)).toMatchObject({ data: { code: "P" } });
  expect(await verifyWebhook(body, new Headers(signed(new Date())), secret)).toMatchObject({ id: "e" });
  const old = signed(new Date(Date.now() - 600_000));
  await expect(verifyWebhook(body, old, secret)).rejects.toThrow("not now");
  await expect(verifyWebhook(`${body} `, signed(new Date()), secret)).rejects.toThrow("not signed");
  await expect(verifyWebhook(body, {}, secret)).rejects.toThrow("missing");
});
