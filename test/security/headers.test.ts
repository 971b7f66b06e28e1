import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../support/app.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { type FakeTwilio, startFakeTwilio } from "../support/fake-twilio.ts";

let database: TestDatabase;
let twilio: FakeTwilio;
let development: TestApp;
let production: TestApp;
beforeAll(async () => {
  database = await createTestDatabase();
  twilio = await startFakeTwilio();
  // No account: the simulator plays the provider, with its page and its stand-in.
  const simulated = {
    TWILIO_ACCOUNT_SID: "",
    TWILIO_AUTH_TOKEN: "",
    TWILIO_WHATSAPP_FROM: "",
    TWILIO_API_BASE_URL: "",
  };
  development = await startTestApp({ database, twilio, services: ["web"], env: simulated });
  production = await startTestApp({
    database,
    twilio,
    services: ["web"],
    env: {
      NODE_ENV: "production",
      PUBLIC_BASE_URL: "https://estudio.example",
      DATABASE_URL: database.url,
      SERVICE_TOKEN_SECRET: "a-secret-of-production-that-is-long-enough",
      DATA_ENCRYPTION_KEY: "another-secret-of-production-long-enough",
    },
  });
});
afterAll(async () => {
  await development.stop();
  await production.stop();
  await twilio.close();
  await database.drop();
});

const answers: [string, string, number, RequestInit?][] = [
  ["an address where nobody is", "/no/such/address", 404],
  ["health", "/health/live", 200],
  ["readiness", "/health/ready", 200],
  ["metrics", "/metrics", 200],
  ["the API without a token", "/api/services", 401],
  ["an administrator's route without a token", "/api/admin/alerts", 401],
  ["a webhook without a signature", "/api/whatsapp/webhook", 403, { method: "POST", body: "a=b" }],
  ["a body that is too large", "/api/booking", 413, { method: "POST", body: "x".repeat(400_000) }],
  ["a payment link that does not exist", "/pay/no-such-token-at-all", 404],
];

describe.each([
  ["development", () => development],
  ["production", () => production],
])("in %s", (environment, appOf) => {
  test.each(answers)("%s comes with the headers that protect a browser", async (_, path, status, init) => {
    const answer = await fetch(appOf().url + path, init);
    expect(answer.status).toBe(status);
    const headers = Object.fromEntries(answer.headers);
    expect(headers["content-security-policy"]).toMatch(/default-src '(?:self|none)'/);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "SAMEORIGIN",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "x-dns-prefetch-control": "off",
      "cache-control": "no-store",
    });
    expect(headers["strict-transport-security"] !== undefined).toBe(environment === "production");
    expect(Object.keys(headers)).not.toContain("x-powered-by");
    expect(Object.keys(headers)).not.toContain("server");
  });

  test("no other site's page may read an answer", async () => {
    const origin = { origin: "https://evil.example", "access-control-request-method": "POST" };
    for (const method of ["GET", "POST", "OPTIONS"]) {
      const answer = await fetch(`${appOf().url}/api/services`, { method, headers: origin });
      expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
    }
  });

  test("odd methods are refused and echo nothing", async () => {
    for (const method of ["TRACE", "PROPFIND", "MOVE", "LINK", "PURGE"]) {
      const answer = await raw(appOf().app.port as number, method, "/api/services", { "x-mine": "reflected?" });
      expect([method, answer.status]).toEqual([method, 405]);
      expect(answer.body).not.toContain("reflected?");
    }
  });
});

test("production has no simulator, no stand-in for the provider and no sandbox to pay in", async () => {
  const paths = ["/simulator", "/simulator/", "/simulator/app.js", "/simulator/api/messages", "/simulator/events"];
  const standIn = `/simulator/twilio/2010-04-01/Accounts/${twilio.accountSid}/Messages.json`;
  for (const path of [...paths, standIn, "/pay/abcdefghijklmnop", "/dashboard"]) {
    for (const method of ["GET", "POST"]) {
      expect([path, (await fetch(production.url + path, { method })).status]).toEqual([path, 404]);
    }
  }
  expect((await fetch(`${development.url}/simulator`)).status).toBe(200);
});

test("no path leaves the simulator's folder", async () => {
  const up = [
    "../",
    "..%2f",
    "%2e%2e/",
    "%2e%2e%2f",
    "..\\",
    "..%5c",
    "....//",
    "%252e%252e%252f",
    "..;/",
    "%c0%ae%c0%ae/",
  ];
  const targets = ["package.json", "server.ts", ".env", "etc/passwd", "simulator.ts"];
  for (const step of up) {
    for (const target of targets) {
      for (const depth of [1, 3, 8]) {
        const answer = await raw(development.app.port as number, "GET", `/simulator/${step.repeat(depth)}${target}`);
        expect([step, target, answer.status]).toEqual([step, target, 404]);
        expect(answer.body).not.toMatch(/root:|"atiende"|import /);
      }
    }
  }
  for (const odd of [
    "/simulator/%00",
    "/simulator/index.html%00.js",
    "/simulator//etc/passwd",
    "/simulator/__proto__",
    "/simulator/%zz",
  ]) {
    const { status } = await raw(development.app.port as number, "GET", odd);
    expect([odd, status >= 400 && status < 500]).toEqual([odd, true]);
  }
});

test("a Host header cannot stand for a path or a name in the address that a signature is checked against", async () => {
  const params = development.params("+5215530000041", "hola");
  const hosts = [
    "evil.example/api/whatsapp/webhookBodyx",
    "user@evil.example",
    "evil.example?x=",
    "evil.example#",
    "a b",
    "[::1",
    "",
  ];
  for (const host of hosts) {
    const answer = await raw(
      development.app.port as number,
      "POST",
      "/api/whatsapp/webhook",
      {
        ...{ "x-forwarded-host": host, "x-twilio-signature": "AAAAAAAAAAAAAAAAAAAAAAAAAAA=" },
        "content-type": "application/x-www-form-urlencoded",
      },
      new URLSearchParams(params).toString(),
    );
    expect([host, answer.status]).toEqual([host, 403]);
  }
});

/** What `fetch` would tidy up before it leaves. */
function raw(port: number, method: string, path: string, headers: Record<string, string> = {}, body = "") {
  return new Promise<{ status: number; body: string }>((done, fail) => {
    const outgoing = httpRequest(
      { host: "127.0.0.1", port, method, path, headers: { ...headers, "content-length": body.length } },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk: string) => {
          text += chunk;
        });
        answer.on("end", () => done({ status: answer.statusCode ?? 0, body: text }));
      },
    );
    outgoing.once("error", fail);
    outgoing.end(body);
  });
}
