import { createHmac } from "node:crypto";
import fc from "fast-check";
import { SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServiceTokens, operations } from "../../src/contract/index.ts";
import { newId } from "../../src/shared/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";

const SEED = 20_270_214;
const SECRET = "a-secret-of-the-token-test-0123456789abcdef";
const BEFORE = "the-secret-before-the-rotation-0123456789ab";

let app: TestApp;
let mine: string;
let theirs: string;
beforeAll(async () => {
  app = await startTestApp({
    services: ["web"],
    env: { SERVICE_TOKEN_SECRET: SECRET, SERVICE_TOKEN_SECRET_PREVIOUS: BEFORE },
  });
  [mine, theirs] = (await Promise.all(["+5215530000051", "+5215530000052"].map(customer))) as [string, string];
});
afterAll(() => app.stop());

async function customer(phone: string): Promise<string> {
  await app.write(phone, "hola");
  const row = await app.until<{ customer_id: string }>("select customer_id from conversations where address = $1", [
    `whatsapp:${phone}`,
  ]);
  return row.customer_id;
}

const call = (path: string, token: string, init: RequestInit = {}) =>
  fetch(`${app.url}/api${path}`, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const now = () => Math.floor(Date.now() / 1000);
const good = () => ({ role: "admin", iss: "atiende", aud: "atiende-internal-api", iat: now(), exp: now() + 60 });

function token(header: object, claims: object, secret = SECRET, hash = "sha256"): string {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${createHmac(hash, secret).update(text).digest("base64url")}`;
}

test("both secrets of a rotation open the door, and the first one signs", async () => {
  for (const secret of [SECRET, BEFORE]) {
    expect((await call("/admin/alerts", token({ alg: "HS256" }, good(), secret))).status).toBe(200);
  }
  const tokens = createServiceTokens([SECRET, BEFORE]);
  const signed = await tokens.sign({ role: "admin" });
  expect(await createServiceTokens([SECRET]).verify(signed)).toMatchObject({ role: "admin" });
  await expect(createServiceTokens([BEFORE]).verify(signed)).rejects.toThrow("not valid");
});

const { aud: _aud, ...withoutAudience } = good();
const { iss: _iss, ...withoutIssuer } = good();
const { exp: _exp, ...withoutExpiry } = good();
const bad: [string, () => string | Promise<string>][] = [
  ["no algorithm", () => `${part({ alg: "none" })}.${part(good())}.`],
  ["no algorithm, in capitals", () => `${part({ alg: "NONE" })}.${part(good())}.`],
  ["no algorithm, and a signature", () => token({ alg: "none" }, good())],
  ["another HMAC", () => token({ alg: "HS512" }, good(), SECRET, "sha512")],
  ["a name of an algorithm that was not used", () => token({ alg: "HS512" }, good())],
  ["an asymmetric algorithm", () => token({ alg: "RS256" }, good())],
  ["a key in its header", () => token({ alg: "HS256", jwk: { kty: "oct", k: part({}) } }, good(), "x")],
  [
    "a key by address",
    () => token({ alg: "HS256", jku: "http://127.0.0.1:9/keys", kid: "../../etc/passwd" }, good(), "x"),
  ],
  ["an unknown critical header", () => token({ alg: "HS256", crit: ["x"], x: 1 }, good())],
  ["no signature", () => `${part({ alg: "HS256" })}.${part(good())}.`],
  ["another secret", () => token({ alg: "HS256" }, good(), "another-secret")],
  ["an empty secret", () => token({ alg: "HS256" }, good(), "")],
  ["an expiry that is over", () => token({ alg: "HS256" }, { ...good(), exp: now() - 60 })],
  ["no expiry", () => token({ alg: "HS256" }, withoutExpiry)],
  ["an expiry that is a text", () => token({ alg: "HS256" }, { ...good(), exp: "9999999999" })],
  ["a time that has not come", () => token({ alg: "HS256" }, { ...good(), nbf: now() + 600 })],
  ["another audience", () => token({ alg: "HS256" }, { ...good(), aud: "someone-else" })],
  ["no audience", () => token({ alg: "HS256" }, withoutAudience)],
  ["another issuer", () => token({ alg: "HS256" }, { ...good(), iss: "evil" })],
  ["no issuer", () => token({ alg: "HS256" }, withoutIssuer)],
  ["a customer's role and no customer", () => token({ alg: "HS256" }, { ...good(), role: "customer" })],
  ["a key's role", () => token({ alg: "HS256" }, { ...good(), role: "key" })],
  ["an unknown role", () => token({ alg: "HS256" }, { ...good(), role: "root" })],
  ["a list of roles", () => token({ alg: "HS256" }, { ...good(), role: ["admin"] })],
  ["a customer that is no id", () => token({ alg: "HS256" }, { ...good(), sub: "' or true --" })],
  ["an empty customer", () => token({ alg: "HS256" }, { ...good(), sub: "" })],
  [
    "encryption instead of a signature",
    () => new SignJWT(good()).setProtectedHeader({ alg: "HS256", typ: "JWT" }).sign(new TextEncoder().encode("wrong")),
  ],
];

test.each(bad)("a token with %s is 401 everywhere", async (_, make) => {
  const forged = await make();
  for (const path of ["/admin/alerts", "/admin/bookings", "/client/me", "/services"]) {
    expect((await call(path, forged)).status).toBe(401);
  }
});

test(`3,000 changed tokens open nothing (seed ${SEED})`, { timeout: 300_000 }, async () => {
  const whole = token({ alg: "HS256" }, good());
  const [head = "", claims = "", signature = ""] = whole.split(".");
  const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const claim = fc.record({
    role: fc.constantFrom("admin", "service", "customer"),
    sub: fc.option(fc.constantFrom(mine, theirs), { nil: undefined }),
    exp: fc.integer(),
  });
  const changed = fc.oneof(
    fc
      .tuple(fc.nat(whole.length - 1), fc.constantFrom(...base64, ".", "=", "~"))
      .map(([at, c]) => whole.slice(0, at) + c + whole.slice(at + 1)),
    claim.map((extra) => `${head}.${part({ ...good(), ...extra, jti: "x" })}.${signature}`),
    fc.nat(whole.length - 1).map((length) => whole.slice(0, length)),
    fc.string({ unit: fc.constantFrom(...base64), maxLength: 60 }).map((tail) => `${head}.${claims}.${tail}`),
    fc.string({ unit: fc.constantFrom(...base64, "."), maxLength: 120 }),
    fc.constantFrom(
      `${head}.${claims}.${signature}.`,
      `.${whole}`,
      `${claims}.${head}.${signature}`,
      `${whole}.${whole}`,
    ),
  );
  // The last character of a signature holds bits that belong to no byte: another spelling of the same signature.
  const sameBytes = (text: string) =>
    text
      .split(".")
      .map((piece) => Buffer.from(piece, "base64url").toString("hex"))
      .join(".");
  const forgeries = fc.sample(
    changed.filter((text) => sameBytes(text) !== sameBytes(whole)),
    { seed: SEED, numRuns: 3000 },
  );
  const opened: string[] = [];
  for (let i = 0; i < forgeries.length; i += 32) {
    await Promise.all(
      forgeries.slice(i, i + 32).map(async (forged, k) => {
        const { status } = await call(k % 2 ? "/admin/alerts" : "/admin/bookings", forged);
        if (status !== 401) opened.push(`${status} ${forged}`);
      }),
    );
  }
  expect(opened).toEqual([]);
  expect((await call("/admin/alerts", whole)).status).toBe(200);
});

test("a customer's token reaches that customer's rows and no administrator's route, whatever its role", async () => {
  const tokens = createServiceTokens([SECRET]);
  for (const role of ["service", "admin", "customer"] as const) {
    const own = await tokens.sign({ role, customerId: mine });
    expect((await call("/client/me", own)).status).toBe(200);
    for (const [method, path] of [
      ["GET", "/admin/alerts"],
      ["GET", "/admin/dead-letters"],
      ["GET", `/admin/turns/${newId()}`],
      ["POST", `/admin/alerts/${newId()}/acknowledge`],
    ] as const) {
      expect([role, path, (await call(path, own, { method })).status]).toEqual([role, path, 403]);
    }
    expect((await call(`/admin/bookings?client=${theirs}`, own)).status).toBe(403);
  }
  const noOne = await tokens.sign({ role: "service" });
  for (const operation of Object.values(operations)) {
    if (operation.reach === "caller") continue;
    const path = operation.path.replace(/\{\w+\}/g, "AAAAAA");
    const { method } = operation;
    const headers = { "idempotency-key": newId(), "content-type": "application/json" };
    const answer = await call(path, noOne, { method, headers, ...(method === "GET" ? {} : { body: "{}" }) });
    expect([operation.id, answer.status]).toEqual([operation.id, 403]);
  }
});

test("names that mean something in JavaScript are unknown fields, and change no object", async () => {
  const own = await createServiceTokens([SECRET]).sign({ role: "service", customerId: mine });
  for (const body of [
    `{"__proto__": {"role": "admin"}, "displayName": "Ana"}`,
    `{"constructor": {"prototype": {"isAdmin": true}}}`,
    `{"displayName": {"__proto__": null}}`,
    `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`,
    `${"[".repeat(20_000)}${"]".repeat(20_000)}`,
  ]) {
    const answer = await call("/client/me", own, {
      method: "PATCH",
      body,
      headers: { "content-type": "application/json" },
    });
    expect([body.slice(0, 40), answer.status]).toEqual([body.slice(0, 40), expect.toBeOneOf([400, 422])]);
  }
  expect(({} as { role?: string; isAdmin?: boolean }).role).toBeUndefined();
  expect((await call("/admin/alerts", own)).status).toBe(403);
});

test("an API key opens the internal API by its scopes, and nothing of the operators' routes", async () => {
  const admin = token({ alg: "HS256" }, good());
  const make = (bearer: string, scopes: string[]) =>
    call("/admin/api-keys", bearer, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": newId() },
      body: JSON.stringify({ name: "a test", scopes }),
    });
  const { secret } = (await (await make(admin, ["keys:write", "clients:read"])).json()) as { secret: string };
  expect((await call("/admin/api-keys", secret)).status).toBe(200);
  expect((await call("/admin/alerts", secret)).status).toBe(401);
  expect((await call("/admin/bookings", secret)).status).toBe(403);
  expect((await make(secret, ["clients:write"])).status).toBe(422);
  const actFor = (id: string) => call("/client/me", secret, { headers: { "on-behalf-of": id } });
  for (const id of [mine, theirs]) expect(((await (await actFor(id)).json()) as { id: string }).id).toBe(id);
  // A token that names a customer may not name another one.
  const own = await createServiceTokens([SECRET]).sign({ role: "admin", customerId: mine });
  expect((await call("/client/me", own, { headers: { "on-behalf-of": theirs } })).status).toBe(403);
});
