import { afterAll, beforeAll, expect, test } from "vitest";
import type { Booking, Client } from "../../src/contract/index.ts";
import { newId } from "../../src/shared/index.ts";
import { type Harness, startHarness } from "./harness.ts";

let harness: Harness;
let customerId: string;
beforeAll(async () => {
  harness = await startHarness(undefined, { callerLimits: { key: 5, customer: 3 } });
  customerId = await harness.addCustomer();
});
afterAll(() => harness.close());

const wanted = async (day: number) => ({
  serviceId: (await harness.service("yoga")).id,
  startsAt: `2030-03-0${day}T10:00:00-06:00`,
});

test("who has an answer already is told so without a body", async () => {
  const first = await harness.request("GET", "/services");
  const etag = first.headers.get("ETag") ?? "";
  expect(etag).toMatch(/^"[\w-]{27}"$/);
  expect(first.headers.get("Cache-Control")).toBe("private, no-cache");
  for (const seen of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
    const again = await harness.request("GET", "/services", { headers: { "If-None-Match": seen } });
    expect([seen, again.status, again.body, again.headers.get("ETag")]).toEqual([seen, 304, "", etag]);
  }
  expect((await harness.request("GET", "/services", { headers: { "If-None-Match": '"other"' } })).status).toBe(200);
});

test("a customer's own answers have a validator too, and rest in no cache of ours", async () => {
  const read = (headers = {}) => harness.request<Client>("GET", "/client/me", { customerId, headers });
  const first = await read();
  expect(first.headers.get("Cache-Control")).not.toBe("private, no-cache");
  const seen = { "If-None-Match": first.headers.get("ETag") ?? "" };
  expect((await read(seen)).status).toBe(304);
  await harness.request("PATCH", "/client/me", { customerId, body: { displayName: "Ana" } });
  expect((await read(seen)).status).toBe(200);
});

test("a change is refused when what it was decided on is no longer there", async () => {
  const { body: booking } = await harness.book(customerId, await wanted(5));
  const path = `/client/bookings/${booking.code}`;
  const { headers } = await harness.request("GET", path, { customerId });
  const etag = headers.get("ETag") ?? "";
  const move = (ifMatch: string, startsAt: string, key?: string) =>
    harness.request<Booking & { code: string }>("PATCH", path, {
      customerId,
      headers: { "If-Match": ifMatch },
      body: { startsAt },
      ...(key ? { key } : {}),
    });
  const key = newId();
  expect((await move('"other"', "2030-03-05T12:00:00-06:00", key)).body.code).toBe("precondition_failed");
  const moved = await move(etag, "2030-03-05T12:00:00-06:00", key);
  expect([moved.status, moved.body.startsAt]).toEqual([200, "2030-03-05T12:00:00-06:00"]);
  expect((await move(etag, "2030-03-05T13:00:00-06:00")).status).toBe(412);
  // A repeat under its key hears the answer of the first, whose condition was true.
  expect((await move(etag, "2030-03-05T12:00:00-06:00", key)).headers.get("Idempotent-Replayed")).toBe("true");
  const cancel = await harness.request("DELETE", path, { customerId, headers: { "If-Match": etag } });
  expect([cancel.status, cancel.body.code]).toEqual([412, "precondition_failed"]);
  expect((await harness.request("DELETE", path, { customerId, headers: { "If-Match": "*" } })).status).toBe(200);
});

test("of ten changes that saw the same, one happens", async () => {
  const name = (displayName: string, ifMatch: string) =>
    harness.request("PATCH", "/client/me", { customerId, headers: { "If-Match": ifMatch }, body: { displayName } });
  for (let round = 0; round < 5; round++) {
    const { headers } = await harness.request("GET", "/client/me", { customerId });
    const etag = headers.get("ETag") ?? "";
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => name(`Ana ${round}.${i}`, etag)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)]);
  }
});

test("a method that an address does not know is 405 with those that it knows", async () => {
  for (const [method, path, allow] of [
    ["PUT", "/client/bookings/AAAAAA", "DELETE, GET, HEAD, PATCH"],
    ["DELETE", "/services", "GET, HEAD"],
    ["GET", "/booking", "POST"],
  ] as const) {
    const answer = await harness.request(method, path, { token: null });
    expect([answer.status, answer.headers.get("Allow")]).toEqual([405, allow]);
    expect(answer.body).toEqual({
      type: "urn:atiende:problem:method_not_allowed",
      title: expect.any(String),
      status: 405,
      code: "method_not_allowed",
      detail: `it knows ${allow}`,
      requestId: answer.headers.get("X-Request-Id"),
    });
  }
});

test("each key and each customer has a limit of its own, told in headers; the house has none", async () => {
  const [token, other] = [await harness.addKey(["catalogue:read"]), await harness.addKey(["catalogue:read"])];
  const read = (options: object) => harness.request("GET", "/services", options);
  const first = await read({ token });
  expect(first.headers.get("RateLimit-Policy")).toBe('"key";q=5;w=60');
  expect(first.headers.get("RateLimit")).toMatch(/^"key";r=4;t=(59|60)$/);
  for (let i = 0; i < 4; i++) expect((await read({ token })).status).toBe(200);
  const refused = await read({ token });
  expect([refused.status, refused.body.code, refused.body.requestId]).toEqual([
    429,
    "rate_limited",
    refused.headers.get("X-Request-Id"),
  ]);
  expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
  expect((await read({ token: other })).status).toBe(200);

  const asCustomer = { role: "customer", customerId };
  const statuses = [];
  for (let i = 0; i < 4; i++) statuses.push((await read(asCustomer)).status);
  expect(statuses).toEqual([200, 200, 200, 429]);
  expect((await read({ role: "customer", customerId: newId() })).status).toBe(200);
  for (const role of ["service", "admin"]) {
    const answer = await read({ role, customerId });
    expect([answer.status, answer.headers.get("RateLimit")]).toEqual([200, null]);
  }
});
