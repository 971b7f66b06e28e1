import { execFile } from "node:child_process";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ApiKey, ApiScope, Booking, Client } from "../../src/contract/index.ts";
import { createApiKeys } from "../../src/internal-api/callers/api-keys.ts";
import { hashSecret, isSecret, makeSecret } from "../../src/internal-api/callers/key-secret.ts";
import { newId, silentLogger } from "../../src/shared/index.ts";
import { type Harness, MONDAY_8AM, startHarness } from "./harness.ts";

const SEED = 20_300_304;
const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
beforeEach(() => harness.setNow(MONDAY_8AM));
afterAll(() => harness.close());

type NewKey = ApiKey & { secret: string };
const later = (ms: number) => harness.setNow(new Date(MONDAY_8AM.getTime() + ms));
const make = (scopes: ApiScope[], options: object = { role: "admin" }, more: object = {}) =>
  harness.request<NewKey>("POST", "/admin/api-keys", {
    key: newId(),
    body: { name: "Agenda", scopes, ...more },
    ...options,
  });
const reads = async (token: string) => (await harness.request("GET", "/services", { token })).status;
const rotate = (id: string, options: object = { role: "admin" }) =>
  harness.request<NewKey>("POST", `/admin/api-keys/${id}/rotate`, { key: newId(), ...options });

test("a key is told once, opens what its scopes say, and is stored as a hash", async () => {
  const { status, body } = await make(["catalogue:read", "catalogue:read"]);
  expect(status).toBe(201);
  expect(body).toMatchObject({ name: "Agenda", scopes: ["catalogue:read"], lastUsedAt: null, revokedAt: null });
  expect(body.secret).toMatch(/^atk_[0-9A-Za-z]{38}$/);
  expect(body.hint).toBe(body.secret.slice(0, 8));
  expect(await reads(body.secret)).toBe(200);
  const denied = await harness.request("GET", "/admin/bookings", { token: body.secret });
  expect([denied.status, denied.body.detail]).toEqual([403, "the API key lacks the scope bookings:read"]);

  const listed = await harness.request<{ apiKeys: ApiKey[] }>("GET", "/admin/api-keys", { role: "admin" });
  const { secret, ...rest } = body;
  expect(listed.body.apiKeys[0]).toEqual({ ...rest, lastUsedAt: expect.toBeOneOf([null, rest.createdAt]) });
  const stored = await harness.database.query(
    "select to_jsonb(k) as row from api_keys k union all select to_jsonb(s) from api_key_secrets s",
  );
  expect(JSON.stringify(stored)).not.toContain(secret.slice(8));
  expect(JSON.stringify(stored)).toContain(hashSecret(secret));
});

test("a repeated request makes no second key, and its replay keeps the secret to itself", async () => {
  const key = newId();
  const first = await make(["bookings:read"], { role: "admin", key });
  const again = await make(["bookings:read"], { role: "admin", key });
  expect(again.headers.get("Idempotent-Replayed")).toBe("true");
  expect(again.body).toEqual({ ...first.body, secret: null });
  const rows = await harness.database.query("select response from idempotency_keys where key = $1", [key]);
  expect(JSON.stringify(rows)).toContain("bookings:read");
  expect(JSON.stringify(rows)).not.toContain(first.body.secret.slice(8));
});

test("a key gives no scope that it does not have, neither to a new key nor by a rotation", async () => {
  const { body: strong } = await make(["keys:write", "payments:write"]);
  const { body: weak } = await make(["keys:write"]);
  const refused = await make(["keys:write", "payments:write"], { token: weak.secret });
  expect([refused.status, (refused.body as unknown as { errors: unknown[] }).errors]).toEqual([
    422,
    [{ field: "scopes", message: "your key does not have payments:write" }],
  ]);
  expect((await make(["keys:write"], { token: weak.secret })).status).toBe(201);
  expect((await rotate(strong.id, { token: weak.secret })).status).toBe(403);
  expect((await rotate(weak.id, { token: strong.secret })).status).toBe(201);
});

test("a key that ends makes and renews none that goes on after it", async () => {
  const endsAt = (hours: number) => ({ expiresAt: new Date(MONDAY_8AM.getTime() + hours * HOUR_MS).toISOString() });
  const { body: own } = await make(["keys:write"], undefined, endsAt(2));
  const token = own.secret;
  for (const more of [{}, endsAt(3)]) {
    const { status, body } = await make(["keys:write"], { token }, more);
    expect([status, (body as unknown as { errors: { field: string }[] }).errors[0]?.field]).toEqual([422, "expiresAt"]);
  }
  expect((await make(["keys:write"], { token }, endsAt(2))).status).toBe(201);
  const { body: lasting } = await make(["keys:write"]);
  expect((await rotate(lasting.id, { token })).status).toBe(403);
  expect((await rotate(own.id, { token })).status).toBe(201);
});

test("after a rotation both secrets work for a day, then the new one alone", async () => {
  const { body: before } = await make(["catalogue:read"]);
  const { body: after } = await rotate(before.id);
  expect([after.id, after.hint]).toEqual([before.id, after.secret.slice(0, 8)]);
  expect([await reads(before.secret), await reads(after.secret)]).toEqual([200, 200]);
  later(24 * HOUR_MS - SECOND_MS);
  expect([await reads(before.secret), await reads(after.secret)]).toEqual([200, 200]);
  later(24 * HOUR_MS);
  expect([await reads(before.secret), await reads(after.secret)]).toEqual([401, 200]);
  const { body: third } = await rotate(before.id);
  const secrets = await harness.database.query("select from api_key_secrets where key_id = $1", [before.id]);
  expect([secrets.length, await reads(third.secret)]).toEqual([2, 200]);
});

test("twelve rotations at once leave one current secret, which works", async () => {
  const { body } = await make(["catalogue:read"]);
  const answers = await Promise.all(Array.from({ length: 12 }, () => rotate(body.id)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  const current = await harness.database.query<{ hash: string }>(
    "select hash from api_key_secrets where key_id = $1 and valid_until is null",
    [body.id],
  );
  expect(current).toHaveLength(1);
  const last = answers.find((answer) => hashSecret(answer.body.secret) === current[0]?.hash);
  expect(await reads(last?.body.secret ?? "")).toBe(200);
});

test("a revoked key is refused within 20 seconds everywhere, and is not brought back", async () => {
  const { body } = await make(["catalogue:read"]);
  expect(await reads(body.secret)).toBe(200);
  const revoke = () => harness.request<ApiKey>("DELETE", `/admin/api-keys/${body.id}`, { role: "admin" });
  const first = await revoke();
  expect(first.body.revokedAt).not.toBeNull();
  later(20 * SECOND_MS);
  expect(await reads(body.secret)).toBe(401);
  expect((await revoke()).body.revokedAt).toBe(first.body.revokedAt);
  const again = await rotate(body.id);
  expect([again.status, (again.body as unknown as { code: string }).code]).toEqual([409, "key_not_active"]);
});

test("an expiry is felt at once, and lies ahead", async () => {
  const expiresAt = new Date(MONDAY_8AM.getTime() + SECOND_MS).toISOString();
  const { body } = await make(["catalogue:read"], undefined, { expiresAt });
  expect(await reads(body.secret)).toBe(200);
  later(SECOND_MS);
  expect(await reads(body.secret)).toBe(401);
  expect((await make(["catalogue:read"], undefined, { expiresAt })).status).toBe(422);
});

test("a key acts for one customer at a time, and their idempotency keys never meet", async () => {
  const [ana, luis] = [await harness.addCustomer(), await harness.addCustomer()];
  const token = await harness.addKey(["bookings:write", "bookings:read", "clients:read"]);
  const { id: serviceId } = await harness.service("masaje-relajante");
  const key = newId();
  const body = { serviceId, startsAt: "2030-03-05T10:00:00-06:00" };
  const book = (onBehalfOf: string) => harness.request<Booking>("POST", "/booking", { token, key, body, onBehalfOf });
  const [hers, his] = [await book(ana), await book(luis)];
  expect([hers.status, his.status, hers.body.customerId, his.body.customerId]).toEqual([201, 201, ana, luis]);
  expect(his.headers.get("Idempotent-Replayed")).toBeNull();
  expect((await book(ana)).headers.get("Idempotent-Replayed")).toBe("true");

  const of = (options: object) =>
    harness.request<{ bookings: Booking[] }>("GET", "/admin/bookings", { token, ...options });
  expect((await of({ onBehalfOf: ana })).body.bookings.map(({ code }) => code)).toEqual([hers.body.code]);
  expect((await of({})).body.bookings).toHaveLength(2);
  expect((await harness.request<Client>("GET", "/client/me", { token, onBehalfOf: luis })).body.id).toBe(luis);
  expect((await harness.request("GET", "/client/me", { token })).body.detail).toContain("On-Behalf-Of");
  expect((await harness.request("GET", "/client/me", { token, onBehalfOf: "Ana" })).status).toBe(400);
  const own = { role: "customer", customerId: ana, onBehalfOf: luis } as const;
  expect((await harness.request("GET", "/client/me", own)).status).toBe(403);
});

test("a program books nothing without an idempotency key", async () => {
  const token = await harness.addKey(["bookings:write"]);
  const onBehalfOf = await harness.addCustomer();
  const { id: serviceId } = await harness.service("yoga");
  const body = { serviceId, startsAt: "2030-03-06T10:00:00-06:00" };
  const answer = await harness.request("POST", "/booking", { token, onBehalfOf, body });
  expect([answer.status, answer.body.code]).toEqual([400, "idempotency_key_missing"]);
});

test("the command line makes a key that works, and says how where it does not understand", async () => {
  const run = (script: string, ...args: string[]) =>
    promisify(execFile)(process.execPath, ["--import", "tsx", `scripts/${script}.ts`, ...args], {
      env: { PATH: process.env.PATH, NODE_ENV: "test", DATABASE_URL: harness.database.url },
    });
  const [made, refused] = await Promise.all([
    run("key", "--name", "Agenda", "--scopes", "catalogue:read"),
    run("token", "--nonsense").catch((error: { code: number; stderr: string }) => error),
  ]);
  expect(await reads(made.stdout.trim())).toBe(200);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/^Unknown option '--nonsense'\n\nnpm run/) });
});

test("busy keys cost a query each 20 seconds, their use one write a minute, and what is none costs nothing", async () => {
  const token = await harness.addKey(["catalogue:read"]);
  const asked: string[] = [];
  const counting = {
    ...harness.database,
    query: (text: string, values?: readonly unknown[]) => {
      asked.push(text.trimStart().slice(0, 6));
      return harness.database.query(text, values);
    },
  } as Harness["database"];
  let now = MONDAY_8AM;
  const clock = { now: () => now, monotonicMs: () => now.getTime() };
  const keys = createApiKeys({ database: counting, profileId: "studio", clock, logger: silentLogger });
  await Promise.all(Array.from({ length: 50 }, () => keys.identify(token)));
  expect(asked).toEqual(["select", "update"]);
  await expect
    .poll(() => harness.database.query("select from api_keys where last_used_at = $1", [MONDAY_8AM]))
    .not.toHaveLength(0);
  for (let second = 1; second < 60; second++) {
    now = new Date(MONDAY_8AM.getTime() + second * SECOND_MS);
    expect(await keys.identify(token)).toMatchObject({ role: "key", scopes: new Set(["catalogue:read"]) });
  }
  expect(asked).toEqual(["select", "update", "select", "select"]);
  asked.length = 0;
  now = new Date(MONDAY_8AM.getTime() + 60 * SECOND_MS);
  await keys.identify(token);
  expect(asked).toEqual(["select", "update"]);
  asked.length = 0;
  for (const none of [
    "",
    "atk_",
    token.slice(0, -1),
    `${token}x`,
    `${token.slice(0, -1)}${token.endsWith("0") ? 1 : 0}`,
  ])
    expect(await keys.identify(none)).toBeUndefined();
  expect(asked).toEqual([]);
});

test(`one wrong character is seen without asking the database (seed ${SEED})`, () => {
  const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-. ";
  fc.assert(
    fc.property(fc.nat(41), fc.constantFrom(...alphabet), (at, character) => {
      const secret = makeSecret();
      const mistyped = secret.slice(0, at) + character + secret.slice(at + 1);
      expect(isSecret(secret)).toBe(true);
      expect(isSecret(mistyped)).toBe(mistyped === secret);
    }),
    { seed: SEED, numRuns: 500 },
  );
});
