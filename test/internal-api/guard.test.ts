import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Client, createServiceTokens } from "../../src/contract/index.ts";
import { type Logger, newId, silentLogger } from "../../src/shared/index.ts";
import { type Harness, startHarness, tokens } from "./harness.ts";

let harness: Harness;
let customerId: string;
let logged: object[] = [];
const logger: Logger = { ...silentLogger, error: (fields) => void logged.push(fields) };

beforeAll(async () => {
  harness = await startHarness(logger);
  customerId = await harness.addCustomer();
});
beforeEach(() => {
  logged = [];
});
afterAll(() => harness.close());

test("a problem is application/problem+json with code, title, status and the request's id", async () => {
  const answer = await harness.request("GET", "/client/bookings/XXXXXX", { customerId });
  expect(answer.headers.get("Content-Type")).toContain("application/problem+json");
  expect(answer.body).toEqual({
    type: "urn:atiende:problem:not_found",
    title: "There is no such thing",
    status: 404,
    code: "not_found",
    requestId: answer.headers.get("X-Request-Id"),
  });
});

test("the caller's request id comes back, and a success has one too", async () => {
  const headers = { "X-Request-Id": "turn-0123456789" };
  expect((await harness.request("GET", "/services", { headers })).headers.get("X-Request-Id")).toBe("turn-0123456789");
  const odd = await harness.request("GET", "/services", { headers: { "X-Request-Id": "<script>" } });
  expect(odd.headers.get("X-Request-Id")).toMatch(/^[0-9a-f-]{36}$/);
});

test.each<[string, () => Promise<string | null>]>([
  ["no token", async () => null],
  ["rubbish", async () => "abc.def.ghi"],
  ["another's signature", () => createServiceTokens(["a-secret-of-somebody-else"]).sign({ role: "admin" })],
  ["an expired token", () => tokens.sign({ role: "admin", ttlSeconds: -60 })],
])("%s is 401", async (_, make) => {
  const answer = await harness.request("GET", "/services", { token: await make() });
  expect([answer.status, answer.headers.get("WWW-Authenticate")]).toEqual([401, "Bearer"]);
});

test("a token of the secret before the rotation still works", async () => {
  const token = await createServiceTokens(["an-older-secret"]).sign({ role: "service" });
  expect((await harness.request("GET", "/services", { token })).status).toBe(200);
});

test("a token that names no customer reaches nobody's rows", async () => {
  for (const [method, path] of [
    ["GET", "/client/me"],
    ["GET", "/admin/bookings"],
    ["GET", "/client/bookings/XXXXXX"],
    ["DELETE", "/client/bookings/XXXXXX"],
  ] as const) {
    expect((await harness.request(method, path, { role: "service" })).status).toBe(403);
  }
});

test("a customer of another business is unknown here", async () => {
  const id = newId();
  await harness.database.query("insert into customers (id, profile) values ($1, 'ferreteria')", [id]);
  const service = await harness.service("yoga");
  const body = { serviceId: service.id, startsAt: "2030-03-05T10:00:00-06:00" };
  for (const customer of [id, newId()]) {
    expect((await harness.book(customer, body)).status).toBe(404);
    expect((await harness.request("GET", "/client/me", { customerId: customer })).status).toBe(404);
  }
});

test("every wrong field is named, wherever it stands", async () => {
  const { status, body } = await harness.book(customerId, {
    serviceId: "yoga",
    startsAt: "mañana",
    expected: { price: { amountMinor: 1.5, currency: "MXN" } },
    professional: "Laura",
  });
  expect(status).toBe(422);
  expect(body.errors.map(({ field }) => field).sort()).toEqual([
    "expected.price.amountMinor",
    "professional",
    "serviceId",
    "startsAt",
  ]);
});

test.each([
  ["not JSON", "{", { "Content-Type": "application/json" }, 400],
  ["empty", "", { "Content-Type": "application/json" }, 400],
  ["a form", "a=1", { "Content-Type": "application/x-www-form-urlencoded" }, 415],
  ["300 kB", JSON.stringify("x".repeat(300_000)), { "Content-Type": "application/json" }, 413],
])("a body that is %s is a problem, not a fault", async (_, rawBody, headers, status) => {
  const answer = await harness.request("POST", "/booking", { customerId, key: newId(), rawBody, headers });
  expect(answer.status).toBe(status);
  expect(logged).toEqual([]);
});

test("the customer's own data are read and changed in part, NUL bytes included", async () => {
  const change = (body: object) => harness.request<Client>("PATCH", "/client/me", { customerId, body });
  expect((await change({ displayName: " Sof\u0000ía " })).body).toEqual({
    id: customerId,
    displayName: "Sofía",
    language: null,
  });
  expect((await change({ language: "es" })).body).toEqual({ id: customerId, displayName: "Sofía", language: "es" });
  expect((await change({ displayName: null })).body.displayName).toBeNull();
  expect((await harness.request<Client>("GET", "/client/me", { customerId })).body.language).toBe("es");
  expect((await change({})).status).toBe(422);
});

test("an answer outside its schema is a fault that is logged and has no effect", async () => {
  const yoga = await harness.service("yoga");
  // More than a JSON number holds exactly.
  await harness.database.query("update services set price_minor = 9007199254740993 where code = 'yoga'");
  const answer = await harness.request("GET", "/services");
  expect([answer.status, answer.body.code]).toEqual([500, "internal_error"]);
  expect(logged).toEqual([
    { requestId: answer.headers.get("X-Request-Id"), operation: "listServices", code: "broken_answer" },
  ]);
  const body = { serviceId: yoga.id, startsAt: "2030-03-05T10:00:00-06:00" };
  const key = newId();
  expect((await harness.book(customerId, body, key)).status).toBe(500);
  expect(await harness.database.query("select from bookings")).toEqual([]);
  await harness.api.seed();
  // The fault left nothing under its key either: the same request may try again.
  expect((await harness.book(customerId, body, key)).status).toBe(201);
});

test("a path outside the contract is left to others", async () => {
  const response = await fetch(`${harness.url}/api/whatsapp/webhook`, { method: "POST" });
  expect([response.status, response.headers.get("X-Request-Id")]).toEqual([404, null]);
});

test("a database that is slow beyond its time-out is 503 with Retry-After", async () => {
  await harness.database.transaction(async (sql) => {
    await sql.query("set local idle_in_transaction_session_timeout = 0");
    await sql.query("lock table services in access exclusive mode");
    const answer = await harness.request("GET", "/services");
    expect([answer.status, answer.headers.get("Retry-After")]).toEqual([503, "1"]);
  });
});
