import { SignJWT } from "jose";
import { expect, test } from "vitest";
import {
  type BodyInput,
  createServiceTokens,
  InvalidTokenError,
  type OperationShape,
  operations,
  problemCodesOf,
  problems,
  type ResponseOf,
} from "../../src/contract/index.ts";

const all = Object.entries(operations) as [string, OperationShape][];

test("every operation is named by its id, and no two share a route", () => {
  for (const [name, operation] of all) expect(operation.id).toBe(name);
  const routes = all.map(([, { method, path }]) => `${method} ${path}`);
  expect(new Set(routes).size).toBe(routes.length);
});

test("a path's parameters are exactly those that its schema reads", () => {
  for (const [, { path, params }] of all) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    const inSchema = params && "shape" in params ? Object.keys(params.shape as object) : [];
    expect(inSchema).toEqual(inPath);
  }
});

test("reads are idempotent without a key, writes that act twice need one, and every code has a status", () => {
  for (const [, operation] of all) {
    const { method, isIdempotent, body } = operation;
    const errors = problemCodesOf(operation);
    if (method === "GET") expect(isIdempotent).toBe(true);
    if (method === "POST" && !isIdempotent) expect(errors).toContain("idempotency_key_missing");
    for (const code of errors) expect(problems[code].status).toBeGreaterThanOrEqual(400);
    if (method === "GET" || method === "DELETE") expect(body).toBeUndefined();
  }
});

test("the types that callers write follow the schemas", () => {
  const body: BodyInput<"createBooking"> = { serviceId: "x", startsAt: "y" };
  // @ts-expect-error a booking needs its time
  const missing: BodyInput<"createBooking"> = { serviceId: "x" };
  const price = (booking: ResponseOf<"createBooking">): number => booking.price.amountMinor;
  expect([body, missing, price]).toHaveLength(3);
});

test("a token says who calls and on whose behalf; rotation refuses nobody who was let in", async () => {
  const before = createServiceTokens(["old-secret"]);
  const during = createServiceTokens(["new-secret", "old-secret"]);
  const customerId = "0190a0e4-0000-7000-8000-000000000001";
  const caller = { role: "service", customerId, scopes: "all", id: "service" };
  expect(await during.verify(await before.sign({ role: "service", customerId }))).toEqual(caller);
  expect(await during.verify(await during.sign({ role: "admin", name: "Ana" }))).toMatchObject({
    role: "admin",
    name: "Ana",
  });
  const own = await during.verify(await during.sign({ role: "customer", customerId }));
  expect(own).toEqual({ role: "customer", customerId, scopes: "all", id: `customer:${customerId}` });
  await expect(during.verify(await during.sign({ role: "customer" }))).rejects.toThrow(InvalidTokenError);
  await expect(before.verify(await during.sign({ role: "admin" }))).rejects.toThrow(InvalidTokenError);
});

test.each<[string, (jwt: SignJWT) => SignJWT]>([
  ["without an end", (jwt) => jwt],
  ["for another audience", (jwt) => jwt.setExpirationTime("1m").setAudience("elsewhere")],
  ["of another issuer", (jwt) => jwt.setExpirationTime("1m").setIssuer("elsewhere")],
  ["that has ended", (jwt) => jwt.setExpirationTime("-1m")],
])("a well-signed token %s is not accepted", async (_, change) => {
  const jwt = new SignJWT({ role: "admin" })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer("atiende")
    .setAudience("atiende-internal-api");
  const token = await change(jwt).sign(new TextEncoder().encode("secret"));
  await expect(createServiceTokens(["secret"]).verify(token)).rejects.toThrow(InvalidTokenError);
});

test("a token with a role of its own invention or without a signature is not accepted", async () => {
  const tokens = createServiceTokens(["secret"]);
  const jwt = new SignJWT({ role: "owner" })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer("atiende")
    .setAudience("atiende-internal-api")
    .setExpirationTime("1m");
  await expect(tokens.verify(await jwt.sign(new TextEncoder().encode("secret")))).rejects.toThrow(InvalidTokenError);
  const [, payload] = (await tokens.sign({ role: "admin" })).split(".");
  const none = Buffer.from('{"alg":"none"}').toString("base64url");
  await expect(tokens.verify(`${none}.${payload}.`)).rejects.toThrow(InvalidTokenError);
});
