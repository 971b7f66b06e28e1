import { resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { loadProfile } from "../../src/config/index.ts";
import { createServiceTokens, type Package, type Purchase } from "../../src/contract/index.ts";
import { createInternalApi } from "../../src/internal-api/index.ts";
import { type Clock, createSealer, newId, silentLogger } from "../../src/shared/index.ts";
import { payPage, startWebServer, type WebServer } from "../../src/web/index.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { trainersPart } from "../support/trainers.ts";

const START = new Date("2030-03-04T08:00:00-06:00");
const DAY_MS = 24 * 3_600_000;
const tokens = createServiceTokens(["test-secret-of-at-least-32-characters"]);
const profile = { ...loadProfile(resolve("profiles/studio")), name: 'Calma & "Cía" <b>' };

let database: TestDatabase;
let server: WebServer;
let url: string;
let now = START;
let customerId: string;

/** The page as a customer's browser meets it, behind the application's own server. */
beforeAll(async () => {
  database = await createTestDatabase();
  const clock: Clock = { now: () => now, monotonicMs: () => performance.now() };
  const nlu = trainersPart(profile);
  const deps = { database, profile, tokens, sealer: createSealer("test"), clock, logger: silentLogger, nlu };
  const api = createInternalApi({ ...deps, payUrl: (token) => `${url}/pay/${token}` });
  await api.seed();
  const page = payPage({ checkout: api.checkout, business: profile, now: clock.now });
  const middleware = [page, api.middleware];
  server = await startWebServer({ port: 0, host: "127.0.0.1", logger: silentLogger, middleware });
  url = `http://127.0.0.1:${server.port()}`;
});
beforeEach(async () => {
  now = START;
  customerId = newId();
  await database.query("insert into customers (id, profile) values ($1, 'studio')", [customerId]);
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

async function call<Body>(method: string, path: string, body?: object): Promise<Body> {
  const response = await fetch(`${url}/api${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${await tokens.sign({ role: "service", customerId })}`,
      "Content-Type": "application/json",
      "Idempotency-Key": newId(),
    },
    body: body && JSON.stringify(body),
  });
  return (await response.json()) as Body;
}

async function buyPackage(): Promise<string> {
  const { packages } = await call<{ packages: Package[] }>("GET", "/packages");
  const { payUrl } = await call<Purchase>("POST", "/client/purchase", { packageId: packages[0]?.id });
  return payUrl as string;
}

async function open(address: string, init?: RequestInit) {
  const response = await fetch(address, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

test("the page says whom, what and how much, that it is a test, and has one button; looking pays nothing", async () => {
  const payUrl = await buyPackage();
  const page = await open(payUrl);
  expect(page.status).toBe(200);
  expect(page.text).toContain('<html lang="es">');
  expect(page.text).toContain("Página de prueba");
  expect(page.text).toContain("Paquete Relax 5");
  expect(page.text.match(/<button/g)).toHaveLength(1);
  expect(page.text).toContain("Pagar $3,800 MXN (prueba)");
  expect((await open(payUrl)).text).toContain("<button>");
  expect((await open(payUrl, { method: "HEAD" })).status).toBe(200);
});

test("what the owner wrote is text on the page and never markup", async () => {
  const { text } = await open(await buyPackage());
  expect(text).toContain("Calma &#38; &#34;Cía&#34; &#60;b&#62;");
  expect(text).not.toContain("<b>");
});

test("no script may run, nobody may frame it, and the address stays between the customer and us", async () => {
  const { headers, text } = await open(await buyPackage());
  const policy = headers.get("Content-Security-Policy");
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(headers.get("Cache-Control")).toBe("no-store");
  expect(headers.get("Referrer-Policy")).toBe("no-referrer");
  expect(headers.get("X-Robots-Tag")).toBe("noindex");
  expect(text).not.toContain("<script");
});

test("the button pays and the page says so; pressed twice and reloaded it stays one payment", async () => {
  const payUrl = await buyPackage();
  const post = () => open(payUrl, { method: "POST" });
  const [first, second] = await Promise.all([post(), post()]);
  for (const page of [first, second, await open(payUrl)]) {
    expect(page.status).toBe(200);
    expect(page.text).toContain("<h1>Pago recibido</h1>");
    expect(page.text).toContain("hasta el domingo 2 de junio");
    expect(page.text).not.toContain("<button");
  }
  const { purchases } = await call<{ purchases: Purchase[] }>("GET", "/client/purchase-history");
  expect(purchases.map(({ status }) => status)).toEqual(["paid"]);
  const payments = await database.query("select provider, amount_minor from payments where purchase_id = $1", [
    purchases[0]?.id,
  ]);
  expect(payments).toEqual([{ provider: "sandbox", amount_minor: "380000" }]);
});

test("an appointment's page names its day and hour in the business's time", async () => {
  const { services } = await call<{ services: { id: string; code: string }[] }>("GET", "/services");
  const serviceId = services.find(({ code }) => code === "masaje-relajante")?.id;
  const startsAt = "2030-03-05T16:00:00Z";
  const { code } = await call<{ code: string }>("POST", "/booking", { serviceId, startsAt });
  const { payUrl } = await call<Purchase>("POST", "/client/purchase", { bookingCode: code });
  const { text } = await open(payUrl as string);
  expect(text).toContain("Cita: Masaje relajante");
  expect(text).toContain("martes 5 de marzo, 10:00 a. m.");
});

test("a link whose time is over says so and pays nothing", async () => {
  const payUrl = await buyPackage();
  now = new Date(START.getTime() + DAY_MS);
  const page = await open(payUrl);
  expect([page.status, page.text.includes("Este enlace ya venció")]).toEqual([410, true]);
  expect(page.text).not.toContain("<button");
  expect((await open(payUrl, { method: "POST" })).status).toBe(410);
  const { purchases } = await call<{ purchases: Purchase[] }>("GET", "/client/purchase-history");
  expect(purchases[0]?.status).toBe("expired");
});

test.each(["x".repeat(22), "%00", "a'--", "no"])("the address /pay/%s is nobody's", async (token) => {
  for (const method of ["GET", "POST"]) {
    const page = await open(`${url}/pay/${token}`, { method });
    expect([page.status, page.text.includes("No encontramos este pago")]).toEqual([404, true]);
  }
});
